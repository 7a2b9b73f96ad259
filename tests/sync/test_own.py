"""Fields of our own: written on both sides, learned by the base, and never at the cost of what people typed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.sync import Outcome, OutcomeKind, plan_pair, sync_pair
from sync.aftermath import Ground
from sync.message import say
from sync.model import Base, FieldName, RecordId, Side, Snapshot, Unreadable
from sync.own import Entries, Whole, Wish, own_plan
from sync.plan import Plan
from sync.policy import Compare, Direction, FieldPolicy, Inside, OnConflict
from tests.fakes.pair import Bench, mapping
from tests.fakes.table import Crash

ONE, FLAGS, LINKS = RecordId("R-1"), FieldName("flags"), FieldName("links")
WHY = say("because")
OWN = FieldPolicy(on_conflict=OnConflict.NOTION, inside=Inside.SET, compare=Compare.SET)


def bench(**cells: object) -> Bench:
    made = Bench(("title", "flags", "links")).of_field("flags", OWN).of_field("links", OWN)
    return made.both(**{"R-1": {"title": "a", **cells}, "R-2": {"title": "b"}})  # type: ignore[arg-type]  # test cells


def write(made: Bench, *wishes: Wish, dry: bool = False) -> Outcome:
    policy = made.policy

    def errand(base: Base, snapshots: Mapping[Side, Snapshot]) -> Plan:
        return own_plan(wishes, Ground(base, snapshots, policy, made.tools.new_id))

    tools = replace(made.tools, errand=errand)
    run = plan_pair if dry else sync_pair
    return run(mapping(made.names, policy), tools)


def flags(made: Bench) -> list[object]:
    return [made.tables[side].content()["R-1"].get("flags") for side in Side]


def test_a_flag_is_written_on_both_sides_and_then_nothing_more() -> None:
    made = bench()
    assert write(made, Whole(ONE, FLAGS, ("stale",), WHY)).kind is OutcomeKind.CHANGED
    assert flags(made) == [("stale",), ("stale",)]
    made.forget_writes()
    assert write(made, Whole(ONE, FLAGS, ("stale",), WHY)).kind is OutcomeKind.IN_STEP
    assert made.sync().kind is OutcomeKind.IN_STEP
    assert made.writes() == 0


def test_what_people_typed_there_is_put_back_and_kept_in_the_history() -> None:
    made = bench(flags=("stale",))
    made.sheet.edit("R-1", flags=("stale", "mine"))
    outcome = write(made, Whole(ONE, FLAGS, ("stale",), WHY))
    assert flags(made) == [("stale",), ("stale",)]
    assert [(each.side, each.value) for each in outcome.plan.lost] == [(Side.SHEET, ("stale", "mine"))]


def test_other_edits_of_the_record_wait_for_the_sync_and_are_not_lost() -> None:
    made = bench()
    made.notion.edit("R-1", title="edited")
    write(made, Whole(ONE, FLAGS, ("stale",), WHY))
    assert made.sheet.content()["R-1"]["title"] == "a"
    made.sync()
    assert made.sheet.content()["R-1"]["title"] == "edited"


def test_a_sync_alone_carries_an_edit_of_an_own_field_and_asks_nobody() -> None:
    made = bench(flags=("stale",))
    made.sheet.edit("R-1", flags=None)
    assert made.sync().kind is OutcomeKind.CHANGED
    assert flags(made) == [None, None]
    made.notion.edit("R-1", flags=("x",))
    made.sheet.edit("R-1", flags=("y",))
    assert made.sync().kind is OutcomeKind.CHANGED
    assert made.same()
    assert made.sync().kind is OutcomeKind.IN_STEP


def test_a_record_that_is_not_in_step_yet_waits() -> None:
    made = bench()
    made.notion.add("p", "R-9", title="new")
    made.notion.add("q", "R-8", title="new on both")
    made.sheet.add("q", "R-8", title="new on both")
    wishes = [Whole(RecordId(name), FLAGS, ("stale",), WHY) for name in ("R-9", "R-8", "R-gone")]
    outcome = write(made, *wishes)
    assert [held.code for held in outcome.plan.held if held.code.startswith("own-")] == ["own-apart"] * 3
    assert made.writes() == 0


def test_a_held_deletion_is_not_undone_by_a_flag() -> None:
    made = bench()
    del made.sheet.rows[next(iter(made.sheet.rows))]
    write(made, Whole(ONE, FLAGS, ("stale",), WHY))
    assert made.writes() == 0
    made.sync()
    assert "R-1" not in made.sheet.content()


@pytest.mark.parametrize("side", list(Side))
def test_a_side_that_is_only_read_bars_the_field(side: Side) -> None:
    made = bench().with_policy(read_only=frozenset({side}))
    outcome = write(made, Whole(ONE, FLAGS, ("stale",), WHY))
    assert [held.code for held in outcome.plan.held] == ["own-barred"]
    assert made.writes() == 0


def test_a_column_that_is_not_there_and_a_value_that_cannot_be_read_bar_it() -> None:
    made = bench()
    made.sheet.rows[next(iter(made.sheet.rows))].fields[FLAGS] = Unreadable("?", say("odd"))
    assert "own-unreadable" in [held.code for held in write(made, Whole(ONE, FLAGS, ("x",), WHY)).plan.held]
    del made.notion.columns[LINKS]
    assert "own-barred" in [held.code for held in write(made, Entries(ONE, LINKS, ("B-1",), (), WHY)).plan.held]
    assert made.writes() == 0


def test_entries_come_and_go_beside_those_of_people() -> None:
    made = bench(links=("B-1", "B-2"))
    made.sheet.edit("R-1", links=("B-1", "B-2", "B-7"))
    write(made, Entries(ONE, LINKS, ("B-3",), ("B-1",), WHY))
    assert made.notion.content()["R-1"]["links"] == ("B-2", "B-3")
    assert made.sheet.content()["R-1"]["links"] == ("B-2", "B-7", "B-3")
    made.sync()
    assert set(made.notion.content()["R-1"]["links"]) == {"B-2", "B-3", "B-7"}  # type: ignore[arg-type]  # a list
    made.forget_writes()
    assert made.sync().kind is OutcomeKind.IN_STEP
    assert made.writes() == 0


@given(
    base=st.sets(st.sampled_from("abcd")),
    notion=st.sets(st.sampled_from("abcd")),
    sheet=st.sets(st.sampled_from("abcd")),
    comes=st.sets(st.sampled_from("xy")),
)
def test_after_entries_and_a_sync_both_sides_have_what_all_wanted(
    base: set[str], notion: set[str], sheet: set[str], comes: set[str]
) -> None:
    made = bench(links=tuple(sorted(base)) or None)
    made.notion.edit("R-1", links=tuple(sorted(notion)) or None)
    made.sheet.edit("R-1", links=tuple(sorted(sheet)) or None)
    write(made, Entries(ONE, LINKS, tuple(sorted(comes)), (), WHY))
    made.sync()
    gone = (base - notion) | (base - sheet)
    wanted = ((base | notion | sheet) - gone) | comes
    for table in made.tables.values():
        stands = table.content()["R-1"].get("links") or ()
        assert isinstance(stands, tuple)
        assert set(stands) == wanted
    assert made.sync().kind is OutcomeKind.IN_STEP


@pytest.mark.parametrize("fatal", [1, 2])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_run_that_dies_between_its_writes_is_finished_by_the_next(fatal: int, when: str) -> None:
    made = bench()
    count = 0

    def dies(_change: object, moment: str) -> bool:
        nonlocal count
        count += moment == when
        return moment == when and count == fatal

    for table in made.tables.values():
        table.crash = dies
    with pytest.raises(Crash):
        write(made, Whole(ONE, FLAGS, ("stale",), WHY))
    for table in made.tables.values():
        table.crash = lambda _change, _when: False
    write(made, Whole(ONE, FLAGS, ("stale",), WHY))
    assert flags(made) == [("stale",), ("stale",)]
    made.forget_writes()
    assert made.sync().kind is OutcomeKind.IN_STEP
    assert made.writes() == 0


@pytest.mark.parametrize("fatal", [1, 2])
def test_a_sync_after_a_run_that_died_brings_both_sides_in_step_too(fatal: int) -> None:
    made = bench()
    count = 0

    def dies(_change: object, moment: str) -> bool:
        nonlocal count
        count += moment == "after"
        return moment == "after" and count == fatal

    for table in made.tables.values():
        table.crash = dies
    with pytest.raises(Crash):
        write(made, Whole(ONE, FLAGS, ("stale",), WHY))
    for table in made.tables.values():
        table.crash = lambda _change, _when: False
    made.sync()
    assert flags(made) == [("stale",), ("stale",)]
    assert made.sync().kind is OutcomeKind.IN_STEP


def test_a_plan_shows_it_and_writes_nothing() -> None:
    made = bench()
    outcome: Sequence[object] = write(made, Whole(ONE, FLAGS, ("stale",), WHY), dry=True).plan.changes
    assert len(outcome) == 2
    assert made.writes() == 0


def test_a_field_that_goes_one_way_is_written_on_both_sides_too() -> None:
    made = bench().of_field("flags", replace(OWN, direction=Direction.TO_SHEET))
    write(made, Whole(ONE, FLAGS, ("stale",), WHY))
    assert flags(made) == [("stale",), ("stale",)]
    assert made.sync().kind is OutcomeKind.IN_STEP
