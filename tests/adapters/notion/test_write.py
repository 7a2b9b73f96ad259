from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import pytest

from mappings.fields import FieldType
from mappings.ids import id_of_page
from sync.changes import ColumnChange, Kind, Receipt, Reshape
from sync.errors import NotAllowed, Refused
from sync.model import FieldName, Record, Side, Snapshot, Span, Unreadable, Value
from tests.adapters.notion.faults import altered, error
from tests.adapters.notion.world import Was, World, change, name_of, now, text

EMPTY = Snapshot(Side.NOTION, (), {}, now())
PATCH = "PATCH /v1/pages/.*"
CREATE = "POST /v1/pages"
TITLE, MEMO, COUNT = name_of(FieldType.TITLE), name_of(FieldType.RICH_TEXT), name_of(FieldType.NUMBER)


def fields(receipt: Receipt) -> dict[FieldName, Value | Unreadable]:
    return dict(_after(receipt).fields)


def _after(receipt: Receipt) -> Record:
    assert receipt.after is not None
    return receipt.after


def test_an_update_is_one_call_with_the_changed_properties_only(world: World) -> None:
    page = world.add("a", "r1", Memo={"rich_text": text("stays")})
    table = world.table()
    seen = table.read()
    world.transport.forget()
    (receipt,) = table.write([change(Kind.UPDATE, "r1", page, {FieldType.TITLE: Was("a", "b")})], seen)
    assert receipt.done
    assert receipt.written == {TITLE}
    assert receipt.refused == {}
    assert fields(receipt)[TITLE] == "b"
    assert fields(receipt)[MEMO] == "stays"
    assert world.transport.sent == [f"PATCH /v1/pages/{page}"]
    assert list(world.transport.bodies[0]["properties"]) == ["title"]  # type: ignore[index]  # JSON


def test_every_type_is_written_and_proved_by_the_answer(world: World) -> None:
    world.server.add_person("Ada", "ada@example.com")
    parent = world.add_parent("p")
    values: dict[FieldType, Value] = {
        FieldType.TITLE: "題",
        FieldType.RICH_TEXT: "x" * 1999 + "😀" * 1200 + "\nend",
        FieldType.NUMBER: 0.25,
        FieldType.CHECKBOX: True,
        FieldType.SELECT: "Brand new",
        FieldType.MULTI_SELECT: ("Low", "新"),
        FieldType.STATUS: "In progress",
        FieldType.DATE: Span(datetime(2026, 1, 2, 3, 4, tzinfo=UTC), datetime(2026, 1, 3, tzinfo=UTC)),
        FieldType.URL: "https://example.com/あ",
        FieldType.EMAIL: "x@example.com",
        FieldType.PHONE: "110",
        FieldType.PEOPLE: ("ada@example.com",),
        FieldType.RELATION: (parent,),
    }
    table = world.table()
    table.read()
    world.transport.forget()
    (receipt,) = table.write([change(Kind.CREATE, "r1", cells=dict(values))], EMPTY)
    assert receipt.done
    assert receipt.refused == {}
    assert receipt.written == {name_of(kind) for kind in values}
    assert _after(receipt).id == "r1"
    assert fields(receipt)[name_of(FieldType.UNIQUE_ID)] == "RISK-1"
    assert world.transport.count(CREATE) == 1
    assert world.transport.count("GET /v1/users") == 1
    assert len(world.transport.sent) == 2
    again = table.read().records[0]
    assert {kind: again.fields[name_of(kind)] for kind in values} == values

    cleared: dict[FieldType, Value | Was] = {
        kind: Was(value, False if kind is FieldType.CHECKBOX else None)
        for kind, value in values.items()
        if kind is not FieldType.STATUS
    }
    (receipt,) = table.write([change(Kind.UPDATE, "r1", again.address, cleared)], EMPTY)
    assert receipt.refused == {}
    assert receipt.written == {name_of(kind) for kind in cleared}
    (empty,) = table.read().records
    assert all(not empty.fields[name_of(kind)] for kind in cleared)


def test_batches_may_be_under_way_at_once(world: World) -> None:
    world.server.add_person("Bea", "bea@example.com")
    table = world.table()
    seen = table.read()
    world.transport.forget()
    cells: dict[FieldType, Value | Was] = {FieldType.PEOPLE: ("bea@example.com",)}
    batches = table.batches([change(Kind.CREATE, f"r{number}", cells=cells) for number in range(12)])
    with ThreadPoolExecutor(table.in_flight) as pool:
        receipts = [receipt for done in pool.map(lambda batch: table.write(batch, seen), batches) for receipt in done]
    assert [receipt.change.record for receipt in receipts] == [f"r{number}" for number in range(12)]
    assert all(receipt.done and not receipt.refused for receipt in receipts)
    assert world.transport.count(CREATE) == 12
    assert world.transport.count("GET /v1/users") == 1
    assert len(table.read().records) == 12


def test_a_link_and_an_update_of_one_record_are_one_call(world: World) -> None:
    page, other = world.add("a"), world.add("b")
    table = world.table()
    seen = table.read()
    world.transport.forget()
    changes = [
        change(Kind.TRASH, "r9", other),
        change(Kind.CREATE, "r3", cells={FieldType.TITLE: "c"}),
        change(Kind.UPDATE, "r1", page, {FieldType.TITLE: Was("a", "z")}),
        change(Kind.LINK, "r1", page),
        change(Kind.LINK, "r2", other),
    ]
    batches = table.batches(changes)
    kinds = [[each.kind for each in batch] for batch in batches]
    assert kinds == [[Kind.LINK], [Kind.LINK, Kind.UPDATE], [Kind.CREATE], [Kind.TRASH]]
    receipts = [receipt for batch in batches for receipt in table.write(batch, seen)]
    assert all(receipt.done for receipt in receipts)
    assert len(world.transport.sent) == 4
    assert {record.id for record in table.read().records} == {"r1", "r3"}


def test_in_page_id_mode_a_link_needs_no_call_and_a_creation_tells_its_id(world: World) -> None:
    page = world.add("a")
    table = world.table(id_property=None)
    seen = table.read()
    world.transport.forget()
    (linked,) = table.write([change(Kind.LINK, "r1", page)], seen)
    assert linked.done
    assert world.transport.sent == []
    (made,) = table.write([change(Kind.CREATE, "made-up", cells={FieldType.TITLE: "b"})], seen)
    assert made.done
    assert _after(made).id == id_of_page(_after(made).address)


def test_trashing_moves_the_page_to_the_trash_and_a_second_time_is_no_error(world: World) -> None:
    page = world.add("a", "r1")
    table = world.table()
    seen = table.read()
    for _ in range(2):
        (receipt,) = table.write([change(Kind.TRASH, "r1", page)], seen)
        assert receipt.done
    assert world.raw("GET", f"pages/{page}")["in_trash"] is True


def test_a_restored_record_is_the_same_page_as_before(world: World) -> None:
    page = world.add("old", "r1", Memo={"rich_text": text("kept")})
    world.raw("PATCH", f"pages/{page}", in_trash=True)
    table = world.table()
    seen = table.read()
    (receipt,) = table.write([change(Kind.CREATE, "r1", cells={FieldType.TITLE: "new"}, restore=page)], seen)
    assert receipt.done
    assert _after(receipt).address == page
    assert fields(receipt)[TITLE] == "new"
    assert fields(receipt)[MEMO] == "kept"
    assert world.transport.count(CREATE) == 0


def test_what_cannot_be_restored_is_created_anew(world: World) -> None:
    gone = "0f6a1b9c-7d43-4e21-8a5b-6c0d9e8f7a61"
    moved = world.add("a", "r2")
    world.raw("POST", f"pages/{moved}/move", parent={"type": "data_source_id", "data_source_id": world.parents})
    table = world.table()
    table.read()
    for record, old in (("r1", gone), ("r2", moved)):
        (receipt,) = table.write([change(Kind.CREATE, record, cells={FieldType.TITLE: "x"}, restore=old)], EMPTY)
        assert receipt.done
        assert _after(receipt).address != old
    assert len(table.read().records) == 2


def test_what_is_known_to_be_refused_is_never_sent_and_the_rest_is_written(world: World) -> None:
    page = world.add("a", "r1")
    table = world.table()
    seen = table.read()
    world.transport.forget()
    cells: dict[FieldType, Value | Was] = {
        FieldType.TITLE: Was("a", "b"),
        FieldType.STATUS: Was("Not started", "Doing"),
        FieldType.SELECT: "a,b",
        FieldType.MULTI_SELECT: ("x" * 101,),
        FieldType.PEOPLE: ("nobody@example.com",),
        FieldType.UNIQUE_ID: "RISK-9",
    }
    (receipt,) = table.write([change(Kind.UPDATE, "r1", page, cells)], seen)
    assert receipt.written == {TITLE}
    assert set(receipt.refused) == {name_of(kind) for kind in cells if kind is not FieldType.TITLE}
    assert "Not started, In progress, Done" in str(receipt.refused[name_of(FieldType.STATUS)])
    assert "nobody@example.com" in str(receipt.refused[name_of(FieldType.PEOPLE)])
    assert world.transport.count(PATCH) == 1


def test_an_update_of_which_all_is_refused_costs_no_call(world: World) -> None:
    page = world.add("a", "r1")
    table = world.table()
    seen = table.read()
    world.transport.forget()
    (receipt,) = table.write([change(Kind.UPDATE, "r1", page, {FieldType.STATUS: "Doing"})], seen)
    assert not receipt.written
    assert receipt.refused
    assert world.transport.sent == []


BACKWARDS = Span(date(2026, 1, 2), date(2026, 1, 1))


def test_a_field_that_notion_refuses_fails_alone(world: World) -> None:
    page = world.add("a", "r1")
    table = world.table()
    seen = table.read()
    world.transport.forget()
    cells: dict[FieldType, Value | Was] = {
        FieldType.TITLE: Was("a", "b"),
        FieldType.DATE: BACKWARDS,
        FieldType.RELATION: ("0f6a1b9c-7d43-4e21-8a5b-6c0d9e8f7a61",),
        FieldType.NUMBER: 3,
    }
    (receipt,) = table.write([change(Kind.UPDATE, "r1", page, cells)], seen)
    assert receipt.done
    assert receipt.written == {TITLE, COUNT}
    assert set(receipt.refused) == {name_of(FieldType.DATE), name_of(FieldType.RELATION)}
    assert "should not be before" in str(receipt.refused[name_of(FieldType.DATE)])
    assert world.transport.count(PATCH) == 3


def test_a_new_page_is_created_without_the_field_that_notion_refuses(world: World) -> None:
    table = world.table()
    table.read()
    cells: dict[FieldType, Value | Was] = {FieldType.TITLE: "a", FieldType.DATE: BACKWARDS}
    (receipt,) = table.write([change(Kind.CREATE, "r1", cells=cells)], EMPTY)
    assert receipt.done
    assert receipt.written == {TITLE}
    assert set(receipt.refused) == {name_of(FieldType.DATE)}
    assert len(table.read().records) == 1


def test_where_nobody_can_say_which_field_was_refused_each_is_sent_alone(world: World) -> None:
    page = world.add("a", "r1")
    table = world.table()
    seen = table.read()
    world.transport.forget()
    world.transport.fail(PATCH, error(400, "validation_error", "Something is wrong."))
    cells: dict[FieldType, Value | Was] = {
        FieldType.TITLE: Was("a", "b"),
        FieldType.NUMBER: 3,
        FieldType.DATE: BACKWARDS,
    }
    (receipt,) = table.write([change(Kind.UPDATE, "r1", page, cells)], seen)
    assert receipt.written == {TITLE, COUNT}
    assert set(receipt.refused) == {name_of(FieldType.DATE)}
    assert world.transport.count(PATCH) == 4


def test_a_creation_refused_for_no_known_field_is_made_bare_and_then_filled(world: World) -> None:
    table = world.table()
    table.read()
    world.transport.fail(CREATE, error(400, "validation_error", "Something is wrong."))
    cells: dict[FieldType, Value | Was] = {FieldType.TITLE: "a", FieldType.NUMBER: 3, FieldType.CHECKBOX: True}
    (receipt,) = table.write([change(Kind.CREATE, "r1", cells=cells)], EMPTY)
    assert receipt.done
    assert receipt.written == {TITLE, COUNT, name_of(FieldType.CHECKBOX)}
    (record,) = table.read().records
    assert record.fields[TITLE] == "a"
    assert record.id == "r1"


def test_a_page_in_the_trash_is_not_changed_and_its_receipt_says_so(world: World) -> None:
    page = world.add("a", "r1")
    table = world.table()
    seen = table.read()
    world.raw("PATCH", f"pages/{page}", in_trash=True)
    (receipt,) = table.write([change(Kind.UPDATE, "r1", page, {FieldType.TITLE: Was("a", "b")})], seen)
    assert not receipt.done
    assert receipt.failed is not None
    assert "archived" in str(receipt.failed)
    assert not receipt.refused


def test_a_page_that_is_gone_fails_alone(world: World) -> None:
    table = world.table()
    seen = table.read()
    for kind in (Kind.UPDATE, Kind.TRASH, Kind.LINK):
        for page in ("0f6a1b9c-7d43-4e21-8a5b-6c0d9e8f7a61", "row 7"):
            cells: dict[FieldType, Value | Was] = {FieldType.TITLE: "b", FieldType.NUMBER: 1}
            (receipt,) = table.write([change(kind, "r1", page, cells)], seen)
            assert not receipt.done
            assert receipt.failed is not None


def test_a_connection_that_may_not_write_stops_the_run(world: World) -> None:
    page = world.add("a", "r1")
    table = world.table()
    seen = table.read()
    world.transport.fail(PATCH, error(403, "restricted_resource", "Insufficient permissions for this endpoint."))
    with pytest.raises(NotAllowed, match="update content"):
        table.write([change(Kind.UPDATE, "r1", page, {FieldType.TITLE: Was("a", "b")})], seen)


def test_what_notion_keeps_differently_is_not_taken_for_written(world: World) -> None:
    page = world.add("a", "r1")
    table = world.table()
    seen = table.read()

    def other(body: dict[str, Any]) -> None:
        body["properties"]["Count"]["number"] = 7

    world.transport.fail(PATCH, altered(other))
    cells: dict[FieldType, Value | Was] = {FieldType.TITLE: Was("a", "b"), FieldType.NUMBER: 3}
    (receipt,) = table.write([change(Kind.UPDATE, "r1", page, cells)], seen)
    assert receipt.written == {TITLE}
    assert "7" in str(receipt.refused[COUNT])


def test_a_page_made_elsewhere_with_a_numbered_id_cannot_be_linked(world: World) -> None:
    page = world.add("a")
    table = world.table(id_property="No")
    seen = table.read()
    assert seen.records[0].id == "RISK-1"
    (receipt,) = table.write([change(Kind.LINK, "r1", page)], seen)
    assert not receipt.done
    assert "numbers No itself" in str(receipt.failed)
    (made,) = table.write([change(Kind.CREATE, "r2", cells={FieldType.TITLE: "b"})], seen)
    assert made.done
    assert _after(made).id == "RISK-2"


def test_a_property_called_like_another_ones_id_is_not_written_by_mistake(world: World) -> None:
    world.raw("PATCH", f"data_sources/{world.source}", properties={"Memo": {"name": "title"}})
    page = world.add("a", "r1")
    table = world.table(FieldType.TITLE)
    seen = table.read()
    (receipt,) = table.write([change(Kind.UPDATE, "r1", page, {FieldType.TITLE: Was("a", "b")})], seen)
    assert receipt.written == {TITLE}


def test_columns_are_added_and_renamed_and_can_be_written_at_once(world: World) -> None:
    page = world.add("a", "r1")
    first = world.table()
    first.read()
    known = dict(first.property_ids())
    world.raw("PATCH", f"data_sources/{world.source}", properties={"Memo": None})
    table = world.table(known=known)
    seen = table.read()
    assert MEMO not in seen.columns
    world.transport.forget()
    table.reshape(
        [
            column(Reshape.ADD, FieldType.RICH_TEXT, "Memo 2"),
            column(Reshape.RENAME, FieldType.NUMBER, "Amount"),
        ]
    )
    assert world.transport.sent == [f"PATCH /v1/data_sources/{world.source}"]
    cells: dict[FieldType, Value | Was] = {FieldType.RICH_TEXT: "x", FieldType.NUMBER: 3}
    (receipt,) = table.write([change(Kind.UPDATE, "r1", page, cells)], seen)
    assert receipt.written == {MEMO, COUNT}
    assert [table.read().columns[name].name for name in (MEMO, COUNT)] == ["Memo 2", "Amount"]


@pytest.mark.parametrize("what", [Reshape.DROP, Reshape.RETYPE])
def test_a_persons_column_is_neither_dropped_nor_retyped(world: World, what: Reshape) -> None:
    table = world.table()
    table.read()
    world.transport.forget()
    with pytest.raises(Refused, match="by hand"):
        table.reshape([column(Reshape.RENAME, FieldType.NUMBER, "Amount"), column(what, FieldType.SELECT, "Level")])
    assert world.transport.sent == []


def column(what: Reshape, kind: FieldType, name: str) -> ColumnChange:
    return ColumnChange(Side.NOTION, what, name_of(kind), name, kind.value)
