"""The journal of a run: what is kept before and after each write, and what the next run makes of it after a crash."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from jobs.sync import OutcomeKind
from sync.changes import Change, Intent, Receipt
from sync.model import Address, Side
from sync.moves import Move
from sync.policy import FieldPolicy, Inside, OnConflict
from tests.fakes.memory import PlainMemory
from tests.fakes.pair import Bench


def full() -> Bench:
    return Bench().both(**{f"r{n}": {"title": f"risk {n}", "owner": "aoki"} for n in range(6)})


def closed(bench: Bench) -> list[Receipt]:
    assert isinstance(bench.memory, PlainMemory)
    assert not bench.memory.intents
    return bench.memory.receipts


@pytest.mark.parametrize("side", list(Side))
def test_an_edit_after_a_crash_is_one_sides_edit_and_no_conflict(side: Side) -> None:
    bench = full()
    bench.tables[side].edit("r1", owner="sato")
    assert bench.sync_and_die(1, "after")
    bench.tables[side].edit("r1", owner="kato")
    outcome = bench.sync()
    assert outcome.kind is OutcomeKind.CHANGED
    assert bench.same()
    assert bench.notion.content()["r1"]["owner"] == "kato"
    assert [receipt.written for receipt in closed(bench)][-2:] == [{"owner"}, {"owner"}]


@pytest.mark.parametrize("side", list(Side))
def test_an_edit_after_a_new_record_was_copied_and_the_run_killed_is_the_one_that_stands(side: Side) -> None:
    bench = Bench()
    bench.tables[side].add("p", title="typed first")
    assert bench.sync_and_die(2, "after")  # the first write gives the id back to where the record was typed
    assert [row["title"] for row in bench.tables[side.other].content().values()] == ["typed first"]
    bench.tables[side].edit("p", title="typed then")
    outcome = bench.sync()
    assert not outcome.plan.conflicts
    assert bench.same()
    assert [row["title"] for row in bench.notion.content().values()] == ["typed then"]


def test_a_merge_that_reached_one_side_only_is_not_taken_for_agreed() -> None:
    bench = full().of_field("owner", FieldPolicy(inside=Inside.LINES))
    bench.both(r9={"title": "risk 9", "owner": "one\ntwo\nthree"})
    bench.notion.edit("r9", owner="ONE\ntwo\nthree")
    bench.sheet.edit("r9", owner="one\ntwo\nTHREE")
    assert bench.sync_and_die(1, "after")
    assert bench.sync().kind in (OutcomeKind.CHANGED, OutcomeKind.IN_STEP)
    assert bench.same()
    assert bench.notion.content()["r9"]["owner"] == "ONE\ntwo\nTHREE"
    closed(bench)


def test_a_value_that_lost_before_a_crash_is_in_the_journal() -> None:
    bench = full().of_field("owner", FieldPolicy(on_conflict=OnConflict.SHEET))
    bench.notion.edit("r1", owner="notion's")
    bench.sheet.edit("r1", owner="sheet's")
    assert bench.sync_and_die(1, "after")
    bench.sheet.edit("r1", owner="later")
    bench.sync()
    assert bench.same()
    assert bench.notion.content()["r1"]["owner"] == "later"
    assert "notion's" in [cell.before for receipt in closed(bench) for cell in receipt.change.cells]


@pytest.mark.parametrize("fatal", range(1, 4))
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_held_conflict_keeps_its_base_over_crashes(fatal: int, when: str) -> None:
    bench = full()
    bench.notion.edit("r1", owner="sato", title="renamed")
    bench.sheet.edit("r1", owner="kato")
    bench.sheet.edit("r2", owner="ito")
    bench.sheet.add("row", title="typed in the sheet")
    bench.sync_and_die(fatal, when)
    for _ in range(2):
        (conflict,) = bench.sync().plan.conflicts
        assert (conflict.was, conflict.values) == ("aoki", {Side.NOTION: "sato", Side.SHEET: "kato"})
    closed(bench)


@dataclass
class Recording(PlainMemory):
    """Notes what is kept, and what the tables do, in one list."""

    story: list[str] = field(default_factory=list)

    def intend(self, run: str, changes: Sequence[Change], at: datetime) -> Sequence[Intent]:
        self.story += [f"intent {each.side} {each.kind} {each.record}" for each in changes]
        return super().intend(run, changes, at)

    def receive(self, receipts: Sequence[tuple[Intent, Receipt]], moves: Sequence[Move], at: datetime) -> None:
        self.story += [f"receipt {i.change.side} {i.change.kind} {i.change.record}" for i, _ in receipts]
        self.story += [f"base {move.record}" for move in moves]
        super().receive(receipts, moves, at)


@pytest.mark.parametrize("in_flight", [1, 3])
def test_intent_call_proof_receipt_base_in_this_order(in_flight: int) -> None:
    memory = Recording()
    bench = Bench(memory=memory)
    bench.both(**{f"r{n}": {"title": f"risk {n}", "owner": "aoki"} for n in range(6)})
    bench.notion.in_flight = in_flight
    bench.sheet.edit("r1", owner="sato")
    bench.sheet.edit("r2", owner="ito")
    bench.notion.edit("r3", owner="kato")
    bench.sheet.add("row", title="typed in the sheet")
    bench.notion.add("page", "page", title="made in notion")
    del bench.sheet.rows[Address("r4")]
    memory.story.clear()

    def noted(change: Change, when: str) -> bool:
        memory.story.append(f"{when} {change.side} {change.kind} {change.record}")
        return False

    for table in bench.tables.values():
        table.crash = noted
    bench.sync()
    story = memory.story
    written = [line.removeprefix("after ") for line in story if line.startswith("after ")]
    assert len(written) == 7
    for what in written:
        record = what.rpartition(" ")[2]
        steps = [story.index(f"{step} {what}") for step in ("intent", "before", "after", "receipt")]
        assert steps == sorted(steps)
        base = [place for place, line in enumerate(story) if line == f"base {record}"]
        assert not base or max(base) > steps[-1]
    assert not memory.intents
