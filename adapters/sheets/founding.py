"""A tab made from nothing, and the column that carries the record ids. Only after somebody said yes."""

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from adapters.sheets.a1 import letters, quoted
from adapters.sheets.client import Json, SheetsClient
from adapters.sheets.faults import PROTECTED, LostAnswer, Rejected, share_it
from adapters.sheets.grid import parse_grid
from adapters.sheets.header import header_text, headers
from adapters.sheets.requests import grid_range
from adapters.sheets.sketching import sketch_book
from mappings.fields import FieldType
from mappings.sketch import Book, NewColumn, NewTable, Tab
from sync.errors import NotAllowed, OutOfReach, ServiceError
from sync.message import say

_ROWS = 1000
_ID_WIDTH = 160
_CELLS = (
    "sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)),"
    "data(startRow,startColumn,rowData.values(userEnteredValue,effectiveValue,formattedValue)))"
)
_AS_TEXT = frozenset({FieldType.TITLE, FieldType.RICH_TEXT, FieldType.PHONE, FieldType.UNIQUE_ID})
"""Types whose cells have the text format, so that what people type into them stays as typed."""
_DATES = frozenset({FieldType.DATE, FieldType.CREATED_TIME, FieldType.LAST_EDITED_TIME})
_DROPDOWN = frozenset({FieldType.SELECT, FieldType.STATUS})
_HEADER = {"textFormat": {"bold": True}, "backgroundColor": {"red": 0.91, "green": 0.94, "blue": 0.98}}
_TEXT = {"type": "TEXT", "pattern": "@"}


def found_tab(client: SheetsClient, book: Book, table: NewTable) -> None:
    """Add a tab with headers, formats, dropdowns, checkboxes, widths and a frozen header: one call, all or nothing.

    Raises ``NotAllowed`` and ``ServiceError`` where Google refuses it, ``OutOfReach`` where nobody knows.
    """
    number = next(each for each in count(1) if each not in book.tabs.values())
    requests: list[Json] = [{"addSheet": {"properties": _properties(table, number)}}, *_furnished(table, number)]
    try:
        client.change(book.spreadsheet, {"requests": requests}, fields="spreadsheetId")
    except LostAnswer as lost:
        if table.title not in sketch_book(client, book.spreadsheet).tabs:
            raise _lost(table.title) from lost
    except Rejected as refusal:
        raise ServiceError(say("Google refuses to make the tab: {text}", text=refusal.message)) from None


def found_book(client: SheetsClient, table: NewTable, locale: str, zone: str) -> str:
    """Make a spreadsheet with the one tab, and return its id. It belongs to the account of the credentials."""
    body: Json = {
        "properties": {"title": table.title, "locale": locale, "timeZone": zone},
        "sheets": [{"properties": _properties(table, 1)}],
    }
    try:
        key = str(client.found(body, fields="spreadsheetId")["spreadsheetId"])
        client.change(key, {"requests": list(_furnished(table, 1))}, fields="spreadsheetId")
    except LostAnswer as lost:
        raise _lost(table.title) from lost
    except Rejected as refusal:
        raise ServiceError(say("Google refuses to make the spreadsheet: {text}", text=refusal.message)) from None
    return key


def add_id_column(client: SheetsClient, book: Book, tab: Tab, name: str) -> None:
    """Add a column for record ids right of the last header, in the text format.

    Where something stands in that column further down, it is moved one to the right. A header that is there already
    is left alone.
    """
    grid = parse_grid(client.fetch(book.spreadsheet, fields=_CELLS, ranges=[quoted(tab.title)])["sheets"][0])
    header = max(tab.header_row - 1, 0)
    if header_text(name) in headers(grid, header):
        return
    end = max(grid.row(header), default=-1) + 1
    columns = {"sheetId": grid.sheet_id, "dimension": "COLUMNS"}
    requests: list[Json] = []
    if end >= grid.column_count:
        requests.append({"appendDimension": {**columns, "length": end + 1 - grid.column_count}})
    elif any(end in grid.row(row) for row in range(grid.height)):
        span = {**columns, "startIndex": end, "endIndex": end + 1}
        requests.append({"insertDimension": {"range": span, "inheritFromBefore": True}})
    if end:
        source = grid_range(grid.sheet_id, header, header + 1, end - 1, end)
        place = grid_range(grid.sheet_id, header, header + 1, end, end + 1)
        requests.append({"copyPaste": {"source": source, "destination": place, "pasteType": "PASTE_FORMAT"}})
    requests += [
        _written(grid.sheet_id, header, end, [{"userEnteredValue": {"stringValue": name}}], "userEnteredValue"),
        _formatted(grid.sheet_id, header + 1, end, grid.row_count, _TEXT),
    ]
    try:
        client.change(book.spreadsheet, {"requests": requests}, fields="spreadsheetId")
    except LostAnswer as lost:
        raise OutOfReach(
            say("Google did not say whether the column {name} was added.", name=name),
            say("Run again: a column that is there already is not added twice."),
        ) from lost
    except Rejected as refusal:
        why = share_it(client.account) if PROTECTED not in refusal.message else None
        raise NotAllowed(
            say("Google refuses to add the column {column}: {text}", column=letters(end), text=refusal.message),
            why or say("The tab is protected: add a column with this header by hand, or lift the protection."),
        ) from None


def _lost(title: str) -> OutOfReach:
    return OutOfReach(
        say("Google did not say whether {title} was made.", title=title),
        say("Look whether it is there: if so, run again with its address; else just run again."),
    )


def _properties(table: NewTable, number: int) -> Json:
    width = len(table.columns) + (table.identity is not None)
    grid = {"rowCount": _ROWS, "columnCount": max(width, 1), "frozenRowCount": 1}
    return {"sheetId": number, "title": table.title, "gridProperties": grid}


def _furnished(table: NewTable, number: int) -> Iterator[Json]:
    names = [*(each.name for each in table.columns), *([table.identity] if table.identity else [])]
    header = [{"userEnteredValue": {"stringValue": name}, "userEnteredFormat": _HEADER} for name in names]
    yield _written(number, 0, 0, header, "userEnteredValue,userEnteredFormat")
    for place, column in enumerate(table.columns):
        yield _wide(number, place, column.width)
        form = _format(column)
        if form:
            yield _formatted(number, 1, place, _ROWS, form)
        rule = _rule(column)
        if rule:
            area = grid_range(number, 1, _ROWS, place, place + 1)
            yield {"setDataValidation": {"range": area, "rule": rule}}
    if table.identity:
        yield _wide(number, len(table.columns), _ID_WIDTH)
        yield _formatted(number, 1, len(table.columns), _ROWS, _TEXT)


def _format(column: NewColumn) -> Mapping[str, str] | None:
    if column.type in _AS_TEXT:
        return _TEXT
    if column.type in _DATES:
        return {"type": "DATE_TIME" if column.timed else "DATE", "pattern": column.pattern}
    if column.pattern:
        return {"type": "PERCENT" if column.pattern.endswith("%") else "NUMBER", "pattern": column.pattern}
    return None


def _rule(column: NewColumn) -> Mapping[str, Any] | None:
    """A dropdown takes other texts, too, with a warning: a new option is for people to decide."""
    if column.type is FieldType.CHECKBOX:
        return {"condition": {"type": "BOOLEAN"}, "strict": True}
    if column.type not in _DROPDOWN or not column.options:
        return None
    values = [{"userEnteredValue": name} for name in column.options]
    return {"condition": {"type": "ONE_OF_LIST", "values": values}, "strict": False, "showCustomUi": True}


def _written(number: int, row: int, column: int, cells: list[Json], fields: str) -> Json:
    area = grid_range(number, row, row + 1, column, column + len(cells))
    return {"updateCells": {"range": area, "rows": [{"values": cells}], "fields": fields}}


def _formatted(number: int, top: int, column: int, bottom: int, form: Mapping[str, str]) -> Json:
    area = grid_range(number, top, max(bottom, top + 1), column, column + 1)
    cell = {"userEnteredFormat": {"numberFormat": dict(form)}}
    return {"repeatCell": {"range": area, "cell": cell, "fields": "userEnteredFormat.numberFormat"}}


def _wide(number: int, column: int, pixels: int) -> Json:
    span = {"sheetId": number, "dimension": "COLUMNS", "startIndex": column, "endIndex": column + 1}
    return {"updateDimensionProperties": {"range": span, "properties": {"pixelSize": pixels}, "fields": "pixelSize"}}
