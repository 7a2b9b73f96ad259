"""A row that was appended while somebody dragged a column: nobody heard where its values landed."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sync.changes import Cell, Change, Intent, Kind
from sync.message import say
from sync.model import Address, Base, BaseRecord, Column, FieldName, Record, RecordId, Side, Snapshot, Unreadable, Value
from sync.plan import Plan, make_plan
from sync.policy import Direction, FieldPolicy, FirstMatch, PairPolicy
from sync.settle import Ground, Settled, settle

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)
R = RecordId("r")
WRITTEN: dict[str, Value] = {"code": "R-1", "name": "Outage", "tags": ("a", "b"), "level": "High", "score": 7}
MOVED: dict[str, Value | Unreadable] = {"level": "R-1", "code": "Outage", "name": "a, b", "tags": ("High",), "score": 7}
"""The same after ``level`` was dragged to the front."""


def row(side: Side, values: dict[str, Value | Unreadable]) -> Record:
    return Record(Address(f"{side} 1"), R, {FieldName(name): value for name, value in values.items()})


def look(
    sheet: dict[str, Value | Unreadable],
    notion: dict[str, Value] | None = None,
    policy: PairPolicy | None = None,
    side: Side = Side.SHEET,
    base: Base | None = None,
) -> tuple[Settled, Plan]:
    """Settle the creation of a row that reads like ``sheet`` now, and plan."""
    policy = policy or PairPolicy({})
    cells = tuple(Cell(FieldName(name), None, value, say("x")) for name, value in WRITTEN.items())
    intent = Intent(1, "run", Change(side, Kind.CREATE, R, None, cells), AT)
    values: dict[Side, dict[str, Value | Unreadable]] = {side: sheet, side.other: {**WRITTEN, **(notion or {})}}
    columns = {FieldName(name): Column(name, "text") for name in dict.fromkeys([*WRITTEN, *sheet])}
    seen = {each: Snapshot(each, (row(each, values[each]),), columns, AT) for each in Side}
    past = settle([intent], Ground(base or Base(known=True), seen, policy, AT))
    return past, make_plan(past.base, seen, policy, lambda: RecordId("new"))


def written(plan: Plan, side: Side) -> dict[FieldName, Value]:
    return {name: value for change in plan.on(side) for name, value in change.values().items()}


def open_fields(plan: Plan) -> set[FieldName | None]:
    return {conflict.field for conflict in plan.conflicts}


def test_values_under_the_headers_of_others_are_put_right_and_reach_nobody_else() -> None:
    past, plan = look(MOVED)
    assert not written(plan, Side.NOTION)
    assert written(plan, Side.SHEET) == {name: value for name, value in WRITTEN.items() if name != "score"}
    assert not plan.conflicts
    assert past.base.records[R].fields[FieldName("score")] == WRITTEN["score"]
    assert past.over(plan) == []


def test_what_was_typed_in_notion_since_is_what_the_row_gets() -> None:
    _, plan = look(MOVED, {"level": "Low"})
    assert not written(plan, Side.NOTION)
    assert written(plan, Side.SHEET)[FieldName("level")] == "Low"


def test_what_was_typed_over_a_misplaced_value_since_is_asked_about() -> None:
    _, plan = look({**MOVED, "name": "Outage of the API"})
    assert open_fields(plan) == {"name"}
    assert "name" not in written(plan, Side.SHEET)
    assert not written(plan, Side.NOTION)


def test_a_cell_that_was_empty_is_emptied_again_and_one_that_got_nothing_is_filled() -> None:
    sheet: dict[str, Value | Unreadable] = {**MOVED, "tags": None, "note": "High"}
    for policy in (PairPolicy({}), PairPolicy({}, first_match=FirstMatch.FILL)):
        _, plan = look(sheet, policy=policy)
        assert not written(plan, Side.NOTION)
        assert written(plan, Side.SHEET).items() >= {FieldName("note"): None, FieldName("tags"): ("a", "b")}.items()


@pytest.mark.parametrize("field", ["code", "due"])
def test_a_misplaced_value_that_its_column_cannot_read_waits_for_a_person(field: str) -> None:
    seen = Unreadable("Outage", say("no date"))
    past, plan = look({**MOVED, field: seen})
    assert [(held.field, held.code) for held in plan.held] == [(field, "unreadable")]
    assert not written(plan, Side.NOTION)
    assert past.base.records[R].fields[FieldName(field)] is None


def test_two_values_in_each_others_place_may_have_been_exchanged_by_a_person_and_are_asked_about() -> None:
    past, plan = look({**WRITTEN, "code": "Outage", "name": "R-1"})
    assert open_fields(plan) == {"code", "name"}
    assert not plan.changes
    assert set(past.base.records[R].fields) == {"tags", "level", "score"}


@pytest.mark.parametrize("first", FirstMatch)
def test_what_was_typed_in_a_row_whose_answer_nobody_heard_replaces_nothing_unasked(first: FirstMatch) -> None:
    """The cell may have been empty then: its value went to a column outside the mapping."""
    past, plan = look({**WRITTEN, "name": "typed", "score": Unreadable("?", say("no number"))}, policy=_first(first))
    assert open_fields(plan) == {"name"}
    assert not plan.changes
    assert set(past.base.records[R].fields) == {"code", "tags", "level"}


def _first(match: FirstMatch) -> PairPolicy:
    return PairPolicy({}, first_match=match)


def test_a_page_has_no_columns_that_move_so_people_exchanged_what_stands_there() -> None:
    _, plan = look(MOVED, side=Side.NOTION)
    assert set(written(plan, Side.SHEET)) == {"code", "name", "tags", "level"}
    assert not written(plan, Side.NOTION)


def test_so_it_is_with_a_row_that_was_made_again_of_a_record_the_memory_knows() -> None:
    known = {FieldName(name): value for name, value in {**WRITTEN, "level": "Low"}.items()}
    base = Base({R: BaseRecord(known)}, known=True)
    _, plan = look(MOVED, base=base)
    assert not written(plan, Side.NOTION)
    assert set(written(plan, Side.SHEET)) == {"code", "name", "tags", "level"}
    _, plan = look({**WRITTEN, "code": "Outage", "name": "R-1", "level": "Low"}, base=base)
    assert open_fields(plan) == {"code", "name"}
    assert (written(plan, Side.NOTION), written(plan, Side.SHEET)) == ({}, {FieldName("level"): "High"})


@pytest.mark.parametrize("direction", [Direction.TO_NOTION, Direction.NONE])
def test_a_column_that_is_not_written_is_not_judged(direction: Direction) -> None:
    policy = PairPolicy({FieldName("own"): replace(FieldPolicy(), direction=direction)})
    past, plan = look({**MOVED, "own": "High"}, policy=policy)
    assert "own" not in past.base.records[R].fields
    assert "own" not in written(plan, Side.SHEET)
