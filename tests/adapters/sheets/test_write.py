"""Writing a batch, and the proof of it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from adapters.sheets.overwritten import TITLE as SCRATCH
from adapters.sheets.tags import KEY
from sync.changes import Kind
from sync.model import FieldName, RecordId, Span, Value
from tests.adapters.sheets.world import (
    DUE,
    HEADERS,
    OPEN,
    SCORE,
    TAGS,
    TITLE,
    A,
    B,
    C,
    D,
    World,
    by_key,
    create,
    fill,
    link,
    record,
    trash,
    update,
)

MAPPED = {0, 1, 3, 4, 5, 6}


def without_mapped_cells(dump: dict[str, Any]) -> dict[str, Any]:
    """Blank out what the mapping may change: mapped cells, our marks, our tab, and how many rows there are."""
    dump["sheets"] = [sheet for sheet in dump["sheets"] if sheet["properties"]["title"] != SCRATCH]
    marks = [mark for mark in dump.pop("developerMetadata", []) if mark["metadataKey"] != KEY]
    assert not marks
    for sheet in dump["sheets"]:
        for data in sheet.get("data", []):
            rows = [
                [cell for column, cell in enumerate(row.get("values", [])) if column not in MAPPED]
                for row in data.get("rowData", [])
            ]
            while rows and not any(rows[-1]):
                rows.pop()
            data["rowData"] = rows
            data.pop("rowMetadata", None)
            for column in MAPPED:
                marks = data["columnMetadata"][column].pop("developerMetadata", []) if rows else []
                assert all(mark["metadataKey"] == KEY for mark in marks)
    return dump


def test_nothing_to_write_is_no_call(world: World) -> None:
    table = world.table()
    seen = table.read()
    assert table.batches([]) == []
    change = update(seen, A, {TITLE: "停電"})
    [receipt] = table.write([change], seen)
    assert receipt.done
    assert receipt.written == {TITLE}
    assert world.calls() == [("GET", 200)]


def test_every_kind_of_change_goes_in_one_write(world: World) -> None:
    table = world.table()
    seen = table.read()
    changes = [
        update(seen, A, {TITLE: "=1+2", SCORE: 7.5, OPEN: False, DUE: None, TAGS: ("Science, Math", "本番")}),
        update(seen, B, {DUE: Span(date(2026, 2, 1))}),
        create(D, {TITLE: "0012", SCORE: 1, DUE: Span(datetime(2026, 3, 1, 0, 30, tzinfo=UTC))}),
    ]
    assert table.batches(changes) == [changes]
    receipts = by_key(table.write(changes, seen))
    assert world.calls() == [("GET", 200), ("POST", 200)]
    assert all(each.done and not each.refused and each.failed is None for each in receipts.values())
    assert receipts[Kind.UPDATE, A].written == {TITLE, SCORE, OPEN, DUE, TAGS}
    after = receipts[Kind.CREATE, D].after
    assert after is not None
    assert after.address == "5"
    assert after.fields[TITLE] == "0012"
    fresh = world.table().read()
    for change in changes:
        assert {name: record(fresh, change.record).fields[name] for name in change.values()} == change.values()
    assert world.values()[4][0] == "r4z"


def test_a_second_write_of_the_same_changes_sends_nothing(world: World) -> None:
    table = world.table()
    seen = table.read()
    changes = [update(seen, A, {TITLE: "x"}), create(D, {TITLE: "new"})]
    table.write(changes, seen)
    before = len(world.calls())
    receipts = table.write(changes, seen)
    assert all(each.done and each.written == set(each.change.values()) for each in receipts)
    assert len(world.calls()) == before


@pytest.mark.parametrize(
    "text", ["=1+2", "+81 3", "-1", "@here", "'quoted", "0012", "1e5", "TRUE", "10%", "2026-01-05"]
)
def test_text_stays_text(world: World, text: str) -> None:
    table = world.table()
    seen = table.read()
    [receipt] = table.write([update(seen, A, {TITLE: text})], seen)
    assert receipt.written == {TITLE}
    assert world.values()[1][1] == text


def test_nothing_outside_the_mapped_cells_changes(world: World) -> None:
    world.tab.insert_note("C2", "a note")
    world.tab.format("C2:C4", {"textFormat": {"bold": True}})
    world.tab.format("B2", {"backgroundColor": {"red": 1}})
    world.tab.hide_columns(2, 3)
    world.tab.freeze(rows=1)
    world.book.add_worksheet("Other", 3, 3).update([["=1+2", "x"]], "A1", raw=False)
    before = without_mapped_cells(world.dump())
    background = world.dump()["sheets"][0]["data"][0]["rowData"][1]["values"][1]["userEnteredFormat"]
    table = world.table()
    seen = table.read()
    receipts = table.write(
        [
            update(seen, A, {TITLE: "x", DUE: Span(datetime(2026, 1, 1, tzinfo=UTC))}),
            update(seen, C, {TITLE: None, OPEN: False}),
            create(D, {TITLE: "new", SCORE: 4}),
        ],
        seen,
    )
    assert all(each.done and not each.refused for each in receipts)
    after = world.dump()
    assert after["sheets"][0]["data"][0]["rowData"][1]["values"][1]["userEnteredFormat"] == background
    assert without_mapped_cells(after) == before


def test_a_cleared_value_is_an_empty_cell_that_keeps_its_format(world: World) -> None:
    world.tab.format("D2", {"numberFormat": {"type": "CURRENCY", "pattern": "¥#,##0"}})
    table = world.table()
    seen = table.read()
    table.write([update(seen, A, {SCORE: None})], seen)
    cell = world.dump()["sheets"][0]["data"][0]["rowData"][1]["values"][3]
    assert "userEnteredValue" not in cell
    assert cell["userEnteredFormat"]["numberFormat"]["type"] == "CURRENCY"


def test_a_date_keeps_the_pattern_that_people_chose(world: World) -> None:
    world.tab.format("F2", {"numberFormat": {"type": "DATE", "pattern": "yyyy年m月d日"}})
    table = world.table()
    seen = table.read()
    table.write([update(seen, A, {DUE: Span(date(2026, 2, 3))})], seen)
    assert world.tab.acell("F2").value == "2026年2月3日"


def test_a_number_in_a_cell_that_shows_dates_becomes_a_number_again(world: World) -> None:
    world.tab.format("D4", {"numberFormat": {"type": "DATE", "pattern": "yyyy-mm-dd"}})
    world.tab.batch_clear(["D4"])
    table = world.table()
    seen = table.read()
    [receipt] = table.write([update(seen, C, {SCORE: 12})], seen)
    assert receipt.written == {SCORE}
    assert world.tab.acell("D4").value == "12"


def test_a_formula_is_never_overwritten_and_its_cell_is_named(world: World) -> None:
    world.tab.update_acell("D2", "=1+2")
    table = world.table()
    seen = table.read()
    [receipt] = table.write([update(seen, A, {SCORE: 9, TITLE: "x"})], seen)
    assert receipt.done
    assert receipt.written == {TITLE}
    assert str(receipt.refused[SCORE]) == "D2 holds a formula, which is never overwritten"
    assert world.tab.acell("D2", value_render_option="FORMULA").value == "=1+2"  # type: ignore[arg-type]  # gspread takes the plain string


@pytest.mark.parametrize(("name", "value"), [(TITLE, "x" * 50_001), (SCORE, "many"), (DUE, Span(date(202, 1, 1)))])
def test_a_value_no_cell_can_hold_fails_alone(world: World, name: FieldName, value: Value) -> None:
    table = world.table()
    seen = table.read()
    [receipt] = table.write([update(seen, A, {name: value, TAGS: ("a",)})], seen)
    assert receipt.written == {TAGS}
    assert set(receipt.refused) == {name}


def test_an_id_is_written_into_the_row_that_had_none(empty: World) -> None:
    fill(empty, [["", "a"], ["r2z", "b"]])
    table = empty.table()
    seen = table.read()
    [receipt] = table.write([link(A, 2)], seen)
    assert receipt.done
    assert empty.values()[1][:2] == ["r1z", "a"]


def test_many_rows_get_their_ids_in_one_call(empty: World) -> None:
    empty.tab.resize(rows=300)
    fill(empty, [["", f"title {number % 3}", "", number] for number in range(200)])
    table = empty.table()
    seen = table.read()
    empty.server.forget_calls()
    receipts = table.write([link(RecordId(f"n{row}z"), row) for row in range(2, 202)], seen)
    assert all(each.done for each in receipts)
    assert empty.calls() == [("POST", 200)]
    assert [row[0] for row in empty.values()[1:]] == [f"n{row}z" for row in range(2, 202)]


def test_both_versions_of_a_record_can_live(world: World) -> None:
    """The row gets a new id while a new row takes the old one, in one batch."""
    table = world.table()
    seen = table.read()
    receipts = by_key(table.write([link(D, 2), create(A, {TITLE: "Notion's"})], seen))
    assert all(each.done for each in receipts.values())
    rows = {row[0]: row[1] for row in world.values()[1:]}
    assert rows == {"r4z": "停電", "r2z": "遅延", "r3z": "誤送信", "r1z": "Notion's"}


def test_new_rows_stand_right_below_the_last_record(world: World) -> None:
    table = world.table()
    seen = table.read()
    new = [RecordId(f"n{number}z") for number in range(40)]
    receipts = table.write([create(name, {TITLE: name}) for name in new], seen)
    assert [each.after.address for each in receipts if each.after] == [str(row) for row in range(5, 45)]
    assert len(world.calls()) == 2
    assert [row[0] for row in world.values()[4:]] == new


def test_the_first_record_stands_right_below_the_headers(empty: World) -> None:
    empty.tab.update([HEADERS], "A1")
    table = empty.table()
    [receipt] = table.write([create(A, {TITLE: "first"})], table.read())
    assert receipt.after is not None
    assert receipt.after.address == "2"


def test_prepared_rows_are_used_and_keep_what_was_prepared(world: World) -> None:
    prepared = [["", "", "", "", False, "", "", f"=D{row}*2"] for row in range(5, 20)]
    world.tab.update(prepared, "A5", value_input_option="USER_ENTERED")  # type: ignore[arg-type]  # gspread takes the plain string
    table = world.table()
    seen = table.read()
    assert len(seen.records) == 3
    [receipt] = table.write([create(D, {TITLE: "new", SCORE: 4, OPEN: True})], seen)
    assert receipt.after is not None
    assert receipt.after.address == "5"
    assert world.values()[4] == ["r4z", "new", "", 4, True, "", "", 8]
    assert [row[7] for row in world.values()[5:]] == [0] * 15
    assert world.tab.acell("H5", value_render_option="FORMULA").value == "=D5*2"  # type: ignore[arg-type]  # gspread takes the plain string


def test_what_stands_below_the_table_is_pushed_down_not_overwritten(world: World) -> None:
    world.tab.update([["", "", "合計は右"]], "A5")
    table = world.table()
    seen = table.read()
    receipts = table.write([create(D, {TITLE: "new"}), create(RecordId("r5z"), {TITLE: "newer"})], seen)
    assert all(each.done for each in receipts)
    assert [row[:3] for row in world.values()[4:]] == [["r4z", "new", ""], ["r5z", "newer", ""], ["", "", "合計は右"]]


def test_a_table_beside_the_records_is_left_alone(world: World) -> None:
    world.tab.update([["x"]] * 20, "J2")
    table = world.table()
    [receipt] = table.write([create(D, {TITLE: "new"})], table.read())
    assert receipt.after is not None
    assert receipt.after.address == "5"
    assert [row[9] for row in world.values()] == ["", *["x"] * 20]


def test_a_new_rows_prepared_formats_stay(world: World) -> None:
    world.tab.format("C5:D30", {"numberFormat": {"type": "CURRENCY", "pattern": "¥#,##0"}})
    world.tab.format("F5:F30", {"numberFormat": {"type": "DATE", "pattern": "yyyy/mm/dd"}})
    table = world.table()
    table.write([create(D, {TITLE: "new", SCORE: 1200, DUE: Span(date(2026, 2, 1)), TAGS: ("a",)})], table.read())
    assert world.tab.row_values(5) == ["r4z", "new", "", "¥1,200", "", "2026/02/01", "a"]
    cells = world.dump()["sheets"][0]["data"][0]["rowData"][4]["values"]
    assert cells[2]["userEnteredFormat"]["numberFormat"]["type"] == "CURRENCY"
    assert cells[0]["userEnteredFormat"]["numberFormat"]["type"] == "TEXT"


def test_removed_rows_are_kept_in_the_trash_with_their_headers(world: World) -> None:
    world.tab.insert_note("C3", "note of b")
    table = world.table()
    seen = table.read()
    world.server.forget_calls()
    receipts = table.write([trash(seen, A), trash(seen, B), update(seen, C, {TITLE: "c2"})], seen)
    assert [method for method, _ in world.calls()] == ["GET", "POST"]
    assert all(each.done for each in receipts)
    assert [row[:4] for row in world.values()] == [HEADERS[:4], ["r3z", "c2", "c", 8]]
    kept = world.values("Bothways trash")
    assert [row[:4] for row in kept] == [HEADERS[:4], ["r1z", "停電", "a", 3], ["r2z", "遅延", "b", 5]]
    assert [row[7] for row in kept[1:]] == [6, 10]


def test_the_trash_grows(world: World) -> None:
    table = world.table()
    for name in (A, C):
        seen = table.read()
        [receipt] = table.write([trash(seen, name)], seen)
        assert receipt.done
    assert [row[0] for row in world.values("Bothways trash")] == ["ID", "r1z", "ID", "r3z"]


def test_a_field_without_a_column_is_refused_alone(world: World) -> None:
    world.tab.update_acell("G1", "Tags")
    table = world.table(known={TAGS: "タグ"})
    seen = table.read()
    receipt = table.write([create(D, {TITLE: "x", TAGS: ("a",)})], seen)[0]
    assert receipt.written == {TITLE}
    assert set(receipt.refused) == {TAGS}
