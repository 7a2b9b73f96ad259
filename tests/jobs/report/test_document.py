import json
import re
from typing import Any

import pytest

from jobs.report import document, written
from jobs.report.document import plain
from jobs.sync.outcome import Outcome, OutcomeKind
from sync.changes import Cell, Change, Kind
from sync.errors import Misconfigured
from sync.message import say
from sync.model import Side
from sync.plan import Plan
from tests.jobs.report.example import EN, IN_STEP, JA, PLANNED, REFUSED, SYNCED, name, record
from tests.shared import ROOT


def read(*outcomes: Outcome) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(written(document("plan", 4, outcomes, EN)))
    return found


def keys(value: object) -> set[str]:
    """Return the keys of an object, apart from those that are names of fields or sides."""
    if isinstance(value, list):
        return {key for each in value for key in keys(each)}
    if not isinstance(value, dict):
        return set()
    free = {"base", "values", "refused"}
    return set(value) | {key for name, inner in value.items() if name not in free for key in keys(inner)}


def test_one_object_has_every_pair_in_order() -> None:
    found = read(PLANNED, IN_STEP)
    assert (found["format"], found["command"], found["exit_code"], found["error"]) == (1, "plan", 4, None)
    assert [pair["outcome"] for pair in found["pairs"]] == ["conflicts", "in_step"]


def test_values_are_plain_json() -> None:
    (pair,) = read(PLANNED)["pairs"]
    cells = {cell["field"]: cell["after"] for change in pair["changes"] for cell in change["cells"]}
    assert cells["services"] == ["決済", "認証", "注文"]
    assert cells["detected"] == {"start": "2026-03-01", "end": "2026-03-05"}
    assert cells["edited"] == {"start": "2026-03-02T00:30+00:00", "end": None}
    assert cells["needs_budget"] is True
    assert cells["score"] == 12


def test_a_conflict_has_base_and_both_values() -> None:
    first, whole = read(PLANNED)["pairs"][0]["conflicts"]
    assert first["base"] == {"start": "2026-03-01", "end": None}
    assert first["values"] == {"notion": {"start": "2026-04-01", "end": None}, "sheet": None}
    assert whole["field"] is None
    assert whole["base"] == {"title": "監視の抜け"}
    assert whole["values"] == {"notion": {"title": "監視の抜け漏れ", "score": 9}, "sheet": None}
    assert whole["deleted"] == "sheet"


def test_counts_after_a_sync_are_of_what_was_proved() -> None:
    planned, synced = read(PLANNED, SYNCED)["pairs"]
    assert planned["counts"]["notion"] == {"link": 0, "update": 1, "create": 1, "trash": 0}
    assert synced["counts"]["notion"] == {"link": 0, "update": 1, "create": 0, "trash": 0}
    assert synced["counts"]["not_written"] == 4
    assert synced["run"] == "20260301-0900"


def test_the_same_run_gives_the_same_text() -> None:
    again = Outcome(
        **{field: getattr(SYNCED, field) for field in SYNCED.__slots__} | {"receipts": SYNCED.receipts[::-1]}
    )
    assert written(document("sync", 1, [SYNCED], EN)) == written(document("sync", 1, [again], EN))


def test_every_key_is_explained_in_the_docs() -> None:
    explained = set(re.findall(r"`([a-z_]+)`", (ROOT / "docs/json.md").read_text(encoding="utf-8")))
    assert keys(read(PLANNED, REFUSED, SYNCED)) - explained == set()


def test_mistakes_and_their_way_out_are_in_the_error() -> None:
    error = Misconfigured(say("a"), [say("b {x}", x=1)], say("c"))
    found = json.loads(written(document("plan", 2, [], EN, error)))
    assert found["error"] == {"kind": "Misconfigured", "seen": "a", "mistakes": ["b 1"], "way_out": "c"}


def test_sentences_are_in_the_language_of_the_run() -> None:
    found = document("plan", 5, [REFUSED], JA)
    assert "シート" in written(found)


@pytest.mark.parametrize("sign", ["\x1b", "\x9b", "\u2028", "\u202e", "\ud800", "\x7f"])
def test_no_sign_in_the_text_can_steer_a_terminal_or_fail_to_be_written(sign: str) -> None:
    change = Change(Side.NOTION, Kind.UPDATE, record(1), cells=(Cell(name("title"), None, f"a{sign}b", say("c")),))
    text = written(document("plan", 3, [Outcome("risks", OutcomeKind.PENDING, Plan(changes=(change,)))], EN))
    assert sign not in text
    assert json.loads(text)["pairs"][0]["changes"][0]["cells"][0]["after"] == f"a{sign}b"


def test_a_number_that_json_does_not_have_is_text() -> None:
    assert plain(float("inf")) == "inf"
