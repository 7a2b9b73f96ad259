"""docs/guards.md: every guard has its row, its message, and its override for one run."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from jobs.sync import Outcome, OutcomeKind
from sync.guard import READ_ONLY
from sync.model import Address, FieldName, RecordId, Side, Whereabouts
from sync.policy import Limits, OnReadOnly
from tests.fakes.memory import PlainMemory
from tests.fakes.pair import OPEN, Bench
from tests.shared import ROOT

PAGE = (ROOT / "docs" / "guards.md").read_text("utf-8")
ROWS = dict(re.findall(r"^\| `([a-z-]+)` \|.*\| ([^|]+) \|$", PAGE, re.MULTILINE))
"""What the page says of ``--force``, by guard."""


def ten(limits: Limits | None = None) -> Bench:
    bench = Bench(policy=OPEN).both(**{f"r{n}": {"title": f"risk {n}"} for n in range(10)})
    return bench.with_policy(limits=limits or Limits())


def emptied() -> Bench:
    bench = ten()
    bench.notion.rows.clear()
    bench.notion.found = {RecordId(f"r{n}"): Whereabouts.TRASHED for n in range(10)}
    return bench.with_policy(limits=Limits(deletes_percent=None))


def deleted() -> Bench:
    bench = ten()
    for n in range(6):
        del bench.sheet.rows[Address(f"r{n}")]
    return bench


def filled() -> Bench:
    bench = ten(Limits(creates_percent=50, creates_floor=5))
    for n in range(6):
        bench.sheet.add(f"n{n}", title=f"new {n}")
    return bench


def translated() -> Bench:
    bench = ten(Limits(all_changed=True, all_changed_floor=10))
    for n in range(10):
        bench.sheet.edit(f"r{n}", title=f"リスク {n}")
    return bench


def unseen() -> Bench:
    bench = ten().with_policy(canary=RecordId("r3"))
    del bench.sheet.rows[Address("r3")]
    return bench


def filtered() -> Bench:
    bench = ten()
    bench.sheet.edit("r1", title="other")
    bench.notion.scope = "Status is not Done"
    return bench


def rewritten() -> Bench:
    bench = ten()
    for n in (1, 2):
        bench.sheet.rows[Address(f"r{n}")].id = RecordId("same")
    bench.sheet.edit("r5", title="other")
    return bench


def stranded() -> Bench:
    bench = ten()
    one, two = (bench.sheet.rows[Address(name)] for name in ("r1", "r2"))
    one.id, two.id = two.id, one.id
    return bench


def out_of_reach() -> Bench:
    bench = ten()
    for n in range(6):
        del bench.notion.rows[Address(f"r{n}")]
        bench.notion.found[RecordId(f"r{n}")] = Whereabouts.UNKNOWN
    bench.sheet.edit("r8", title="other")
    return bench


def unrelated() -> Bench:
    bench = Bench()
    for n in range(5):
        bench.notion.add(f"p{n}", title=f"page {n}")
        bench.sheet.add(f"{n}", title=f"row {n}")
    return bench


def only_read() -> Bench:
    bench = ten().with_policy(read_only=frozenset({Side.SHEET}), on_read_only=OnReadOnly.REFUSE)
    bench.notion.edit("r1", title="other")
    return bench


CASES: dict[str, Callable[[], Bench]] = {
    "empty-side": emptied,
    "too-many-deletes": deleted,
    "too-many-creations": filled,
    "everything-changed": translated,
    "canary": unseen,
    "filter-changed": filtered,
    "ids-rewritten": rewritten,
    "ids-stranded": stranded,
    "lost-sight": out_of_reach,
    "strangers": unrelated,
    "read-only": only_read,
}


BESIDES = {"empty-side": ["lost-sight"]}
"""What is refused for a second reason: the records of an emptied side are not looked up unless it is forced."""


@dataclass(frozen=True)
class Run:
    bench: Bench

    def __call__(self, *, force: bool = False) -> Outcome:
        self.bench.forget_writes()
        return self.bench.sync(force=force)


def memory_of(bench: Bench) -> PlainMemory:
    assert isinstance(bench.memory, PlainMemory)
    return bench.memory


def test_every_guard_has_a_row_and_a_case() -> None:
    codes = set(re.findall(r'Refusal\(\s*"([a-z-]+)"', (ROOT / "sync" / "guard.py").read_text("utf-8"))) | {READ_ONLY}
    assert codes == ROWS.keys() == CASES.keys()


def test_a_side_that_is_only_read_is_not_written_by_force_either() -> None:
    bench = only_read()
    bench.sheet.edit("r2", title="elsewhere")
    outcome = Run(bench)(force=True)
    assert [(change.side, change.record) for change in outcome.plan.changes] == [(Side.NOTION, "r2")]
    assert [(held.code, held.record) for held in outcome.plan.held] == [("read-only", "r1")]
    assert bench.sheet.rows[Address("r1")].fields[FieldName("title")] == "risk 1"


@pytest.mark.parametrize("code", CASES)
def test_a_guard_refuses_says_why_and_writes_nothing(code: str) -> None:
    bench = CASES[code]()
    before = memory_of(bench).kept
    outcome = Run(bench)()
    assert outcome.kind is OutcomeKind.REFUSED
    assert [refusal.code for refusal in outcome.refusals] == [code, *BESIDES.get(code, [])]
    assert all(str(refusal.seen) and str(refusal.way_out) for refusal in outcome.refusals)
    assert bench.writes() == 0
    assert memory_of(bench).kept == before, "nothing is taken for agreed either"


@pytest.mark.parametrize("code", CASES)
def test_force_overrules_it_for_one_run_and_is_written_down(code: str) -> None:
    bench = CASES[code]()
    outcome = Run(bench)(force=True)
    assert ROWS[code].startswith("overrules")
    assert outcome.kind is not OutcomeKind.REFUSED
    assert outcome.forced
    assert memory_of(bench).forces[-1] == [code]
    memory_of(bench).forces.clear()
    Run(bench)()
    assert memory_of(bench).forces in ([], [[]]), "the next run is guarded as ever"
