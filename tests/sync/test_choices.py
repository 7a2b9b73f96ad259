"""Choices: for the values they were made on and no others; what is chosen is written, what loses is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.sync import OutcomeKind
from jobs.sync.desk import Chosen
from sync.changes import Conflict, Kind
from sync.choices import JOINT, Keep, Question, agreed, question, together
from sync.message import Message, say
from sync.model import FieldName, RecordId, Side, Snapshot, Span, Value
from sync.plan import Plan
from sync.policy import Compare, Deletes, EditAgainstDelete, FieldPolicy, Inside, PairPolicy
from tests.fakes.memory import PlainMemory
from tests.fakes.pair import OPEN, Bench
from tests.sync.strategies import values

OWNER = FieldName("owner")
RECORD = RecordId("R-1")
WHY = say("both sides changed it to different values")


@dataclass
class Answering:
    """A desk at which somebody answers every open question alike, or only those of which ``only`` is true."""

    keep: Keep
    given: dict[Question, Keep] = field(default_factory=dict)
    policy: PairPolicy = OPEN

    def choices(self, snapshots: Mapping[Side, Snapshot]) -> Chosen:
        return Chosen(self.given)

    def show(
        self, plan: Plan, snapshots: Mapping[Side, Snapshot], titles: Mapping[RecordId, str]
    ) -> tuple[Message, ...]:
        asked = [question(found, self.policy) for found in (*plan.conflicts, *plan.deletions)]
        self.given = dict.fromkeys(asked, self.keep)
        return ()


def answered(bench: Bench, keep: Keep) -> Answering:
    desk = Answering(keep, policy=bench.policy)
    bench.tools = replace(bench.tools, desk=desk)
    return desk


def clash(notion: Value, sheet: Value, policy: FieldPolicy | None = None, was: Value = "was") -> Bench:
    bench = Bench()
    if policy is not None:
        bench = bench.of_field("owner", policy)
    bench.both(**{"R-1": {"title": "one", "owner": was}})
    for table, value in ((bench.notion, notion), (bench.sheet, sheet)):
        next(iter(table.rows.values())).fields[OWNER] = value
    return bench


def owners(bench: Bench) -> list[Value]:
    return [row.fields[OWNER] for table in bench.tables.values() for row in table.rows.values()]  # type: ignore[misc]  # nothing is unreadable here


@pytest.mark.parametrize(("keep", "stands", "lost"), [(Keep.NOTION, "n", "s"), (Keep.SHEET, "s", "n")])
def test_the_chosen_side_is_written_and_the_losing_value_kept(keep: Keep, stands: str, lost: str) -> None:
    bench = clash("n", "s")
    answered(bench, keep)
    assert bench.sync().kind is OutcomeKind.CONFLICTS
    planned = bench.plan()
    assert planned.kind is OutcomeKind.PENDING
    assert [each.keep for each in planned.plan.chosen] == [keep]
    assert bench.sync().kind is OutcomeKind.CHANGED
    assert owners(bench) == [stands, stands]
    assert isinstance(bench.memory, PlainMemory)
    assert [each.value for each in bench.memory.losers] == [lost]
    bench.forget_writes()
    assert bench.sync().kind is OutcomeKind.IN_STEP
    assert bench.writes() == 0


def test_a_choice_made_on_other_values_is_not_applied_but_asked_again() -> None:
    bench = clash("n", "s")
    answered(bench, Keep.NOTION)
    bench.sync()
    next(iter(bench.sheet.rows.values())).fields[OWNER] = "s2"
    outcome = bench.sync()
    assert outcome.kind is OutcomeKind.CONFLICTS
    assert owners(bench) == ["n", "s2"]
    assert not outcome.plan.chosen


def test_what_is_left_for_later_is_not_asked_until_a_value_changes() -> None:
    bench = clash("n", "s")
    answered(bench, Keep.LATER)
    assert bench.sync().kind is OutcomeKind.CONFLICTS
    for _ in range(2):
        outcome = bench.sync()
        assert outcome.kind is OutcomeKind.IN_STEP
        assert [found.later for found in outcome.plan.conflicts] == [True]
    next(iter(bench.notion.rows.values())).fields[OWNER] = "n2"
    assert bench.sync().kind is OutcomeKind.CONFLICTS
    assert owners(bench) == ["n2", "s"]


@pytest.mark.parametrize(
    ("joins", "was", "notion", "sheet", "stands"),
    [
        (Inside.LINES, "was", "n", "s", f"n{JOINT}s"),
        (Inside.LINES, "was", "n\nm", "s", "n\nm\n⇄\ns"),
        (Inside.SET, ("a", "b"), ("a", "c"), ("b", "d"), ("a", "b", "c", "d")),
        (Inside.NOTHING, 1, None, 3, 3),
    ],
)
def test_both_are_kept_in_one_field_that_can_hold_them(
    joins: Inside, was: Value, notion: Value, sheet: Value, stands: Value
) -> None:
    bench = clash(notion, sheet, FieldPolicy(joins=joins), was)
    answered(bench, Keep.BOTH)
    bench.sync()
    assert bench.sync().kind is OutcomeKind.CHANGED
    assert owners(bench) == [stands, stands]
    assert bench.sync().kind is OutcomeKind.IN_STEP


def test_both_of_what_one_field_cannot_hold_become_two_records() -> None:
    bench = clash(1, 2)
    answered(bench, Keep.BOTH)
    bench.sync()
    assert bench.sync().kind is OutcomeKind.CHANGED
    assert sorted(map(str, owners(bench))) == ["1", "1", "2", "2"]
    assert bench.same()
    assert bench.sync().kind is OutcomeKind.IN_STEP


def test_without_an_id_property_no_record_is_split_and_the_conflict_says_so() -> None:
    bench = clash(1, 2).with_policy(splits=False)
    answered(bench, Keep.BOTH)
    bench.sync()
    outcome = bench.sync()
    assert outcome.kind is OutcomeKind.CONFLICTS
    assert "choose a side" in str(outcome.plan.conflicts[0].why)
    assert owners(bench) == [1, 2]


def test_one_field_settled_of_a_record_held_whole_waits_for_the_others() -> None:
    bench = clash("n", "s").with_policy(whole_records=True)
    for table, value in ((bench.notion, "tn"), (bench.sheet, "ts")):
        next(iter(table.rows.values())).fields[FieldName("title")] = value
    desk = answered(bench, Keep.NOTION)
    bench.sync()
    everything = dict(desk.given)
    desk.given = {asked: keep for asked, keep in everything.items() if asked.field == OWNER}
    outcome = bench.sync()
    assert outcome.kind is OutcomeKind.CONFLICTS
    assert len(outcome.plan.conflicts) == 2
    desk.given = everything
    assert bench.sync().kind is OutcomeKind.CHANGED
    assert owners(bench) == ["n", "n"]


def edited_and_deleted(deleted: Side) -> Bench:
    bench = Bench().with_policy(edit_against_delete=EditAgainstDelete.ASK, deletes=Deletes.HOLD)
    bench.both(**{"R-1": {"title": "one", "owner": "was"}, "R-2": {"title": "two", "owner": "b"}})
    table = bench.tables[deleted]
    address = next(address for address, row in table.rows.items() if row.id == RECORD)
    table.trash[address] = table.rows.pop(address)
    return bench


@pytest.mark.parametrize("deleted", list(Side))
@pytest.mark.parametrize("edited", [False, True])
@pytest.mark.parametrize("keep", [Keep.NOTION, Keep.SHEET, Keep.BOTH])
def test_a_deletion_is_settled_by_restoring_or_deleting(deleted: Side, keep: Keep, *, edited: bool) -> None:
    bench = edited_and_deleted(deleted)
    if edited:
        next(row for row in bench.tables[deleted.other].rows.values() if row.id == RECORD).fields[OWNER] = "new"
    answered(bench, keep)
    first = bench.sync()
    assert first.kind is (OutcomeKind.CONFLICTS if edited else OutcomeKind.IN_STEP)
    assert len(first.plan.deletions) == (0 if edited else 1)
    assert bench.sync().kind is OutcomeKind.CHANGED
    assert bench.same()
    here = [row.id for row in bench.notion.rows.values()]
    assert (RECORD in here) is (keep.side is not deleted)
    assert isinstance(bench.memory, PlainMemory)
    if keep.side is deleted:
        assert ("new" if edited else "was") in [each.value for each in bench.memory.losers]
    bench.forget_writes()
    assert bench.sync().kind is OutcomeKind.IN_STEP
    assert bench.writes() == 0


@pytest.mark.parametrize("keep", [Keep.NOTION, Keep.SHEET])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_crash_while_a_choice_is_applied_converges(keep: Keep, when: str) -> None:
    bench = clash("n", "s")
    answered(bench, keep)
    bench.sync()
    assert bench.sync_and_die(1, when)
    bench.sync()
    assert owners(bench) == ["n" if keep is Keep.NOTION else "s"] * 2
    assert bench.sync().kind is OutcomeKind.IN_STEP


def test_a_choice_whose_write_is_refused_leaves_the_conflict_open() -> None:
    bench = clash("n", "s")
    answered(bench, Keep.NOTION)
    bench.sync()
    bench.sheet.refuses = ("n",)
    outcome = bench.sync()
    assert outcome.kind is OutcomeKind.CONFLICTS
    assert len(outcome.plan.conflicts) == 1
    assert owners(bench) == ["n", "s"]


def test_a_choice_says_what_it_does_in_the_plan() -> None:
    bench = clash("n", "s")
    answered(bench, Keep.NOTION)
    bench.sync()
    change = bench.plan().plan.changes[0]
    assert (change.kind, change.side) == (Kind.UPDATE, Side.SHEET)
    assert "chose" in str(change.cells[0].why)


def conflict(was: Value, notion: Value, sheet: Value) -> Conflict:
    return Conflict(RECORD, OWNER, was, {Side.NOTION: notion, Side.SHEET: sheet}, WHY)


@given(values, values, values)
def test_a_question_is_the_same_for_the_same_values_whatever_else_is_said(was: Value, one: Value, two: Value) -> None:
    found = conflict(was, one, two)
    again = replace(found, why=say("something else"), later=True)
    assert question(found, OPEN) == question(again, OPEN)


@given(values, values, values, values)
def test_a_question_is_another_one_once_a_value_is(was: Value, one: Value, two: Value, new: Value) -> None:
    before, after = conflict(was, one, two), conflict(was, new, two)
    same_value = repr(one) == repr(new) or one == new
    if not same_value:
        assert question(before, OPEN) != question(after, OPEN)


def test_a_moment_read_in_another_zone_and_a_list_in_another_order_ask_the_same() -> None:
    utc = datetime(2026, 1, 1, 9, 30, tzinfo=UTC)
    tokyo = utc.astimezone(timezone(timedelta(hours=9)))
    assert question(conflict(None, Span(utc), "x"), OPEN) == question(conflict(None, Span(tokyo), "x"), OPEN)
    sets = replace(OPEN, fields={OWNER: FieldPolicy(compare=Compare.SET)})
    assert question(conflict((), ("a", "b"), None), sets) == question(conflict((), ("b", "a"), None), sets)


def test_choices_that_contradict_one_another_count_for_nothing_and_later_gives_way() -> None:
    one, two = Question(RECORD, OWNER, "1"), Question(RECORD, None, "2")
    made, torn = agreed([(one, Keep.NOTION), (one, Keep.SHEET), (two, Keep.LATER), (two, Keep.BOTH)])
    assert made == {two: Keep.BOTH}
    assert torn == {one}


@given(st.lists(st.text(max_size=3)), st.lists(st.text(max_size=3)), st.lists(st.text(max_size=3)))
def test_united_lists_have_every_entry_of_both_once_in_either_order(
    was: list[str], one: list[str], two: list[str]
) -> None:
    found = together(tuple(dict.fromkeys(was)), tuple(one), tuple(two), Inside.SET)
    assert isinstance(found, tuple)
    assert set(found) == {*one, *two}
    assert len(found) == len(set(found))
    assert found == together(tuple(dict.fromkeys(was)), tuple(two), tuple(one), Inside.SET)
