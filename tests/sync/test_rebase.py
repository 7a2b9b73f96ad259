"""Only what was proved moves the base."""

from sync.changes import Cell, Change, Kind, Receipt
from sync.message import say
from sync.model import Address, Base, BaseRecord, FieldName, RecordId, Side
from sync.moves import Agree, Forget, Move, Part, Place, Unlink
from sync.rebase import due, news, rebase

R, F, G = RecordId("r"), FieldName("f"), FieldName("g")
UPDATE = Change(Side.SHEET, Kind.UPDATE, R, Address("2"), (Cell(F, "a", "b", say("x")),))
CREATE = Change(Side.SHEET, Kind.CREATE, R, None, (Cell(F, None, "b", say("x")),))


def agree(change: Change, name: FieldName = F, value: str | None = "b") -> Agree:
    return Agree(R, name, value, frozenset({change.key}))


def proved(change: Change, *written: FieldName, done: bool = True) -> dict[tuple[Side, Kind, RecordId], Receipt]:
    return {change.key: Receipt(change, done, frozenset(written))}


def test_a_field_moves_when_it_is_proved_to_stand_there() -> None:
    assert due([agree(UPDATE)], proved(UPDATE, F)) == (agree(UPDATE),)


def test_a_field_without_a_receipt_or_without_proof_stays() -> None:
    assert not due([agree(UPDATE)], {})
    assert not due([agree(UPDATE)], proved(UPDATE))
    assert not due([agree(UPDATE)], proved(UPDATE, F, done=False))


def test_a_field_that_was_taken_out_of_an_update_stays() -> None:
    assert not due([agree(UPDATE, G)], proved(UPDATE, F))


def test_a_field_left_empty_in_a_new_record_was_agreed_to_be_empty_and_nothing_else() -> None:
    assert due([agree(CREATE, G, None)], proved(CREATE, F))
    assert not due([agree(CREATE, G, "b")], proved(CREATE, F))


def test_every_need_has_to_be_proved() -> None:
    move = Agree(R, F, "b", frozenset({UPDATE.key, (Side.NOTION, Kind.UPDATE, R)}))
    assert not due([move], proved(UPDATE, F))


def test_moves_leave_the_base_as_they_say() -> None:
    base = rebase(Base(), [Agree(R, F, "a"), Place(R, Side.NOTION, Address("p"))])
    assert base.records[R] == BaseRecord({F: "a"}, {Side.NOTION: Address("p")})
    assert rebase(base, [Unlink(R)]).records[R].unlinked
    assert not rebase(base, [Unlink(R), Place(R, Side.NOTION, Address("q"))]).records[R].unlinked
    assert not rebase(base, [Forget(R)]).records


def test_what_the_base_holds_already_is_no_news() -> None:
    moves: list[Move] = [Agree(R, F, "a"), Place(R, Side.NOTION, Address("p"))]
    base = rebase(Base(), moves)
    assert not news(base, moves)
    assert news(base, [Agree(R, F, "b"), Agree(R, G, None)]) == (Agree(R, F, "b"), Agree(R, G, None))


def test_what_another_column_carries_has_to_be_agreed_on_again() -> None:
    base = rebase(Base(), [Agree(R, F, "a"), Agree(R, G, "b")])
    assert rebase(base, [Part(R, F)]).records[R].fields == {G: "b"}
    again: list[Move] = [Part(R, F), Agree(R, F, "a"), Agree(R, G, "b")]
    assert news(base, again) == (Part(R, F), Agree(R, F, "a"))
    assert not news(base, [Part(RecordId("unknown"), F), Part(R, FieldName("unknown"))])
