"""What is made of writes that were sent and never answered."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sync.changes import Cell, Change, Intent, Kind, Receipt
from sync.message import say
from sync.model import Address, Base, BaseRecord, FieldName, Proof, Record, RecordId, Side, Snapshot, Value
from sync.moves import Agree, Forget, Place
from sync.plan import Plan
from sync.policy import PairPolicy
from sync.settle import Ground, settle

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)
R, F, G = RecordId("r"), FieldName("f"), FieldName("g")


def change(kind: Kind, *cells: tuple[FieldName, Value], side: Side = Side.NOTION, record: RecordId = R) -> Change:
    made = tuple(Cell(name, "was", after, say("x")) for name, after in cells)
    return Change(side, kind, record, None, made, proves=frozenset(name for name, _ in cells))


def ground(*records: Record, base: Base | None = None, naming: tuple[Side, ...] = (), minutes: int = 60) -> Ground:
    sides = {side: Snapshot(side, records if side is Side.NOTION else (), {}, AT, Proof.COMPLETE) for side in Side}
    return Ground(base or Base(), sides, PairPolicy({}), AT + timedelta(minutes=minutes), naming)


def page(name: str | None = "r", **fields: Value) -> Record:
    values = {FieldName(each): value for each, value in fields.items()}
    return Record(Address("p"), None if name is None else RecordId(name), values)


def known(**fields: Value) -> Base:
    return Base({R: BaseRecord({FieldName(name): value for name, value in fields.items()})}, known=True)


def test_an_update_that_stands_there_is_written_and_agreed_on() -> None:
    intent = Intent(1, "run", change(Kind.UPDATE, (F, "new"), (G, "other")), AT)
    past = settle([intent], ground(page(f="new", g="typed since"), base=known(f="was", g="was")))
    ((closed, receipt),) = past.receipts
    assert (closed, receipt.done, receipt.written) == (intent, True, frozenset({F}))
    assert past.moves == (Agree(R, F, "new"),)
    assert past.base.records[R].fields == {F: "new", G: "was"}
    assert past.over(Plan()) == []


def test_an_update_that_does_not_stand_there_is_planned_by_what_both_sides_hold() -> None:
    intent = Intent(1, "run", change(Kind.UPDATE, (F, "new")), AT)
    past = settle([intent], ground(page(f="was"), base=known(f="was")))
    assert not past.receipts
    assert not past.moves
    assert past.over(Plan()) == [intent]


def test_a_field_on_which_the_other_side_had_still_to_agree_moves_nothing() -> None:
    merged = replace(change(Kind.UPDATE, (F, "new")), proves=frozenset())
    past = settle([Intent(1, "run", merged, AT)], ground(page(f="new"), base=known(f="was")))
    assert past.receipts
    assert not past.moves


def test_a_link_and_a_removal_count_as_written_once_they_are_seen() -> None:
    link, trash = Intent(1, "run", change(Kind.LINK), AT), Intent(2, "run", change(Kind.TRASH, side=Side.SHEET), AT)
    past = settle([link, trash], ground(page(), base=known()))
    assert [intent for intent, _ in past.receipts] == [link]
    assert past.over(Plan()) == [trash]
    gone = Plan(moves=(Forget(R),))
    assert past.removed(gone) == [(trash, Receipt(trash.change, done=True))]
    assert past.over(gone) == []


def test_of_a_new_record_an_empty_field_may_have_been_refused_and_is_not_taken_for_cleared() -> None:
    intent = Intent(1, "run", change(Kind.CREATE, (F, "new"), (G, "refused")), AT)
    past = settle([intent], ground(page(f="edited since", g=None)))
    assert past.moves == (Place(R, Side.NOTION, Address("p")), Agree(R, F, "new"))


def test_a_creation_that_is_not_there_is_unsure_until_it_is_planned_anew() -> None:
    intent = Intent(1, "run", change(Kind.CREATE, (F, "new")), AT)
    past = settle([intent], ground())
    assert past.base.unsure[Side.NOTION] == {R: {F: "new"}}
    assert past.over(Plan()) == []
    assert past.over(Plan(changes=(intent.change,))) == [intent]


def named_there(*records: Record, minutes: int = 60) -> Ground:
    return ground(*records, naming=(Side.NOTION,), minutes=minutes)


def test_where_the_service_names_records_a_new_one_is_found_by_all_that_was_written() -> None:
    intent = Intent(1, "run", change(Kind.CREATE, (F, "new risk"), (G, "b")), AT)
    past = settle([intent], named_there(page("p-1", f="new risk", g="b")))
    assert past.moves == (
        Place(RecordId("p-1"), Side.NOTION, Address("p")),
        Agree(RecordId("p-1"), F, "new risk"),
        Agree(RecordId("p-1"), G, "b"),
    )
    assert past.base.unsure[Side.NOTION] == {}


@pytest.mark.parametrize(
    ("records", "minutes", "never"),
    [
        ([], 60, True),
        ([], 1, False),
        ([page("p-1", f="new risk", g="edited since")], 60, False),
        ([page("p-1", f="new risk", g="b"), page("p-2", f="new risk", g="b")], 60, False),
        ([page("p-1", f="something else", g="b")], 60, True),
    ],
)
def test_there_it_is_given_up_only_when_nothing_resembles_it_and_no_call_is_under_way(
    records: list[Record],
    minutes: int,
    never: bool,  # noqa: FBT001 - pytest passes it by name
) -> None:
    intent = Intent(1, "run", change(Kind.CREATE, (F, "new risk"), (G, "b")), AT)
    past = settle([intent], named_there(*records, minutes=minutes))
    assert past.never == ((intent,) if never else ())
    assert past.base.unsure[Side.NOTION] == ({} if never else {R: {F: "new risk", G: "b"}})
    assert past.over(Plan()) == ([intent] if never else [])
