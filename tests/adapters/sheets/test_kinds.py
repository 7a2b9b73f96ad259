"""Every type of field and every kind of cell, over HTTP: written and read back, and typed by people and read."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

from mappings.fields import Field, FieldType, Unit
from sync.model import FieldName, RecordId, Span, Unreadable, Value
from tests.adapters.sheets.world import World, by_key, create, record, update

WHEN = Span(date(2026, 1, 5))
MOMENT = Span(datetime(2026, 1, 5, 1, 30, tzinfo=UTC))
RANGE = Span(datetime(2026, 1, 5, 1, 30, tzinfo=UTC), datetime(2026, 1, 6, 2, 0, tzinfo=UTC))
NEW = RecordId("new1z")

VALUES: Mapping[FieldType, tuple[Value, Value]] = {
    FieldType.TITLE: ("=1+2 停電", "'quoted"),
    FieldType.RICH_TEXT: ("a\nb", "0012"),
    FieldType.NUMBER: (12.5, -3),
    FieldType.CHECKBOX: (True, False),
    FieldType.SELECT: ("高", "1e5"),
    FieldType.MULTI_SELECT: (("高", "Science, Math"), ("+81",)),
    FieldType.STATUS: ("対応中", "TRUE"),
    FieldType.DATE: (WHEN, RANGE),
    FieldType.URL: ("https://example.com/a,b?x=1", "example.com"),
    FieldType.EMAIL: ("a@example.com", "@b"),
    FieldType.PHONE: ("+81 3 1234 5678", "0312345678"),
    FieldType.PEOPLE: (("sato@example.jp", "b@example.com"), ("b@example.com",)),
    FieldType.RELATION: (("r1z", "r2z"), ("r3z",)),
    FieldType.FILES: (("https://example.com/a,b.pdf", "https://example.com/c"), ("https://example.com/d",)),
    FieldType.PLACE: ("東京駅 (35.68, 139.76)", "-"),
    FieldType.UNIQUE_ID: ("RISK-12", "12"),
    FieldType.CREATED_TIME: (MOMENT, MOMENT),
    FieldType.LAST_EDITED_TIME: (MOMENT, WHEN),
    FieldType.CREATED_BY: ("sato@example.jp", "Sato"),
    FieldType.LAST_EDITED_BY: ("Sato", "sato@example.jp"),
    FieldType.FORMULA: (3, "2026-01-05"),
    FieldType.ROLLUP: (RANGE, "12"),
    FieldType.VERIFICATION: ("verified until 2026-01-05", "unverified"),
    FieldType.BUTTON: (None, None),
    FieldType.UNKNOWN: ('{"a": 1}', "TRUE"),
}
FIELDS = [Field(FieldName(kind.value), kind, kind.value, kind.value) for kind in FieldType]


@pytest.fixture
def wide(empty: World) -> World:
    empty.tab.resize(rows=30, cols=len(FIELDS) + 2)
    empty.tab.update([["ID", *(field.sheet for field in FIELDS)]], "A1")
    return empty


def test_every_type_has_values_to_try() -> None:
    assert VALUES.keys() == set(FieldType)


def test_every_type_is_written_and_read_back(wide: World) -> None:
    first, second = ({FieldName(kind.value): pair[at] for kind, pair in VALUES.items()} for at in (0, 1))
    table = wide.table(fields=FIELDS)
    given = {name: value for name, value in first.items() if value is not None}
    (receipt,) = table.write([create(NEW, given)], table.read())
    assert not receipt.refused
    seen = wide.table(fields=FIELDS).read()
    assert record(seen, NEW).fields == first
    changed = {name: value for name, value in second.items() if value != first[name]}
    receipts = by_key(table.write([update(seen, NEW, changed)], seen))
    assert all(not each.refused for each in receipts.values())
    after = wide.table(fields=FIELDS).read()
    assert record(after, NEW).fields == second
    assert all("formulaValue" not in cell.get("userEnteredValue", {}) for cell in cells_of(wide, 1))


def cells_of(world: World, row: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = world.dump()["sheets"][0]["data"][0]["rowData"][row].get("values", [])
    return found


COUNT = Field(FieldName("x"), FieldType.NUMBER, "X", "X")
MINUTES = Field(FieldName("x"), FieldType.NUMBER, "X", "X", unit=Unit.MINUTES)


def of(kind: FieldType) -> Field:
    return Field(FieldName("x"), kind, "X", "X")


TYPED: list[tuple[str, Field, object, Value]] = [
    ("text", of(FieldType.RICH_TEXT), "停電", "停電"),
    ("text that looks like a number", of(FieldType.RICH_TEXT), "'0012", "0012"),
    ("number", COUNT, "1,234.5", 1234.5),
    ("number in a text column", of(FieldType.TITLE), "1,234.5", "1,234.50"),
    ("full-width number", COUNT, "１２３", 123),
    ("currency", COUNT, "¥1,200", 1200),
    ("currency in words", COUNT, "1,200円", 1200),
    ("percent", COUNT, "25%", 0.25),
    ("boolean", of(FieldType.CHECKBOX), "TRUE", True),
    ("word for a box", of(FieldType.CHECKBOX), "済", True),
    ("date", of(FieldType.DATE), "2026/1/5", WHEN),
    ("date and time", of(FieldType.DATE), "2026-01-05 10:30", MOMENT),
    ("Japanese date", of(FieldType.DATE), "2026年1月5日", WHEN),
    ("date of an era", of(FieldType.DATE), "令和8年1月5日", WHEN),
    ("day with a month's name", of(FieldType.DATE), "05/Jan/26 10:30", MOMENT),
    ("range", of(FieldType.DATE), "2026-01-05 10:30 → 2026-01-06 11:00", RANGE),
    ("time", MINUTES, "1:30:00", 90),
    ("duration in words", MINUTES, "1h30m", 90),
    ("duration in Japanese", MINUTES, "1時間30分", 90),
    ("number of minutes", MINUTES, "90", 90),
    ("formula", COUNT, "=1+2", 3),
    ("formula that gives a date", of(FieldType.DATE), "=DATE(2026,1,5)", WHEN),
    ("link", of(FieldType.URL), "https://example.com/x", "https://example.com/x"),
    ("link with a label", of(FieldType.URL), '=HYPERLINK("https://example.com/x","Runbook")', "https://example.com/x"),
    ("files", of(FieldType.FILES), "https://example.com/x, https://example.com/y",
     ("https://example.com/x", "https://example.com/y")),
    ("options", of(FieldType.MULTI_SELECT), "高、中", ("高", "中")),
    ("nothing", COUNT, "", None),
    ("spaces", COUNT, "  ", None),
]  # fmt: skip
HELD: list[tuple[str, Field, object, str]] = [
    ("error", COUNT, "=1/0", "B2: the cell shows the error #DIV/0!"),
    ("word for nothing", COUNT, "N/A", "stands for no value"),
    ("time without a unit", COUNT, "1:30:00", "`unit`"),
    ("date in a number column", COUNT, "2026-01-05", "expected is a number"),
    ("number in a date column", of(FieldType.DATE), "2026", "expected is a date"),
    ("day or month first", of(FieldType.DATE), "'3/4/2026", "2026-03-04 or 2026-04-03"),
    ("day that does not exist", of(FieldType.DATE), "2026-02-30", "no such day"),
    ("hours or minutes first", MINUTES, "'1:30", "1 hours 30 minutes, or 1 minutes 30 seconds"),
    ("name of a file", of(FieldType.FILES), "report.pdf", "links such as"),
]


def typed(world: World, field: Field, cell: object) -> Value | Unreadable:
    world.tab.clear()
    rows: list[list[Any]] = [["ID", "X"], ["r1z", cell]]
    world.tab.update(rows, "A1", value_input_option="USER_ENTERED")  # type: ignore[arg-type]  # gspread takes the plain string
    return seen_in(world, field)


def seen_in(world: World, field: Field) -> Value | Unreadable:
    return record(world.table(fields=[field]).read(), RecordId("r1z")).fields[field.name]


@pytest.mark.parametrize(("field", "cell", "expected"), [case[1:] for case in TYPED], ids=[case[0] for case in TYPED])
def test_what_people_type_is_read(empty: World, field: Field, cell: object, expected: Value) -> None:
    found = typed(empty, field, cell)
    assert found == expected
    assert isinstance(found, bool) == isinstance(expected, bool)


@pytest.mark.parametrize(("field", "cell", "reason"), [case[1:] for case in HELD], ids=[case[0] for case in HELD])
def test_what_cannot_be_told_is_held_with_the_reason(empty: World, field: Field, cell: object, reason: str) -> None:
    found = typed(empty, field, cell)
    assert isinstance(found, Unreadable)
    assert reason in str(found.why)


def put(world: World, cell: Mapping[str, Any], fields: str) -> None:
    world.tab.clear()
    world.tab.update([["ID", "X"], ["r1z"]], "A1")
    where = {"sheetId": world.tab.id, "rowIndex": 1, "columnIndex": 1}
    world.do({"updateCells": {"start": where, "rows": [{"values": [dict(cell)]}], "fields": fields}})


def test_a_box_with_words_of_its_own_is_read_and_written_in_them(empty: World) -> None:
    rule = {"type": "BOOLEAN", "values": [{"userEnteredValue": "完了"}, {"userEnteredValue": "未完"}]}
    cell = {"userEnteredValue": {"stringValue": "未完"}, "dataValidation": {"condition": rule, "strict": True}}
    put(empty, cell, "userEnteredValue,dataValidation")
    box = of(FieldType.CHECKBOX)
    assert seen_in(empty, box) is False
    table = empty.table(fields=[box])
    seen = table.read()
    (receipt,) = table.write([update(seen, RecordId("r1z"), {box.name: True})], seen)
    assert receipt.written == {box.name}
    assert empty.values()[1] == ["r1z", "完了"]
    assert seen_in(empty, box) is True


def test_a_row_with_nothing_but_boxes_that_are_not_ticked_is_no_record(empty: World) -> None:
    rule = {"type": "BOOLEAN", "values": [{"userEnteredValue": "完了"}, {"userEnteredValue": "未完"}]}
    cell = {"userEnteredValue": {"stringValue": "未完"}, "dataValidation": {"condition": rule}}
    put(empty, cell, "userEnteredValue,dataValidation")
    empty.tab.update_acell("A2", "")
    assert empty.table(fields=[of(FieldType.CHECKBOX)]).read().records == ()


def test_a_duration_beyond_a_day_is_read_and_keeps_its_format(empty: World) -> None:
    form = {"numberFormat": {"type": "TIME", "pattern": "[hh]:mm:ss"}}
    put(
        empty,
        {"userEnteredValue": {"numberValue": 1.25}, "userEnteredFormat": form},
        "userEnteredValue,userEnteredFormat",
    )
    assert seen_in(empty, MINUTES) == 1800
    table = empty.table(fields=[MINUTES])
    seen = table.read()
    (receipt,) = table.write([update(seen, RecordId("r1z"), {MINUTES.name: 3000})], seen)
    assert receipt.written == {MINUTES.name}
    assert cells_of(empty, 1)[1]["userEnteredFormat"]["numberFormat"] == form["numberFormat"]
    assert seen_in(empty, MINUTES) == 3000


def test_the_mapping_chooses_the_format_of_cells_that_have_none(empty: World) -> None:
    share = Field(FieldName("x"), FieldType.NUMBER, "X", "X", pattern="0.0%")
    put(empty, {"userEnteredValue": {"numberValue": 0.1}}, "userEnteredValue")
    table = empty.table(fields=[share])
    seen = table.read()
    (receipt,) = table.write([update(seen, RecordId("r1z"), {share.name: 0.25})], seen)
    assert receipt.written == {share.name}
    assert cells_of(empty, 1)[1]["formattedValue"] == "25.0%"


def test_a_link_in_a_part_of_a_text_is_the_address(empty: World) -> None:
    runs = [{"startIndex": 4, "format": {"link": {"uri": "https://example.com/x"}}}]
    put(
        empty,
        {"userEnteredValue": {"stringValue": "see Runbook"}, "textFormatRuns": runs},
        "userEnteredValue,textFormatRuns",
    )
    assert seen_in(empty, of(FieldType.URL)) == "https://example.com/x"
    assert seen_in(empty, of(FieldType.RICH_TEXT)) == "see Runbook"


def test_a_chip_of_a_file_is_its_address_and_in_a_text_its_name(empty: World) -> None:
    uri = "https://docs.google.com/document/d/1aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/edit"
    chip = {"userEnteredValue": {"stringValue": "@"}, "chipRuns": [{"chip": {"richLinkProperties": {"uri": uri}}}]}
    put(empty, chip, "userEnteredValue,chipRuns")
    assert seen_in(empty, of(FieldType.FILES)) == (uri,)
    assert seen_in(empty, of(FieldType.URL)) == uri


def test_a_chip_of_a_person_is_the_address(empty: World) -> None:
    chip = {
        "userEnteredValue": {"stringValue": "@"},
        "chipRuns": [{"chip": {"personProperties": {"email": "sato@example.jp"}}}],
    }
    put(empty, chip, "userEnteredValue,chipRuns")
    assert seen_in(empty, of(FieldType.PEOPLE)) == ("sato@example.jp",)
