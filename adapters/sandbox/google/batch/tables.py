"""Tables: a range with a header, typed columns and perhaps a footer, which rows can be appended to."""

from typing import Any

from adapters.sandbox.google.a1 import Box
from adapters.sandbox.google.batch.context import Batch
from adapters.sandbox.google.batch.objects import listed_item, updater, whole
from adapters.sandbox.google.cells import Cell
from adapters.sandbox.google.errors import invalid
from adapters.sandbox.google.formats import canonical
from adapters.sandbox.google.schema import tidy
from adapters.sandbox.google.sheet import Sheet
from adapters.sandbox.google.spans import bounds_of, grid_of
from adapters.sandbox.google.structure import insert_dimension
from adapters.sandbox.google.values import shown_text
from adapters.sandbox.google.workbook import Workbook

Json = dict[str, Any]

_DEFAULTS: dict[str, int | bool] = {"BOOLEAN": False, "RATINGS_CHIP": 0}
_change = updater("tables", "table", "tableId", "Table", "table")


def add_table(batch: Batch, request: Json) -> Json:
    """Make a table of a range; the names of its columns are taken from the header row, or written there."""
    given = canonical(request.get("table", {}))
    grid = whole(batch.book, given.get("range", {}))
    sheet = batch.book.sheet(grid["sheetId"])
    box = sheet.clip(bounds_of(grid))
    known = [table for tab in batch.book.sheets for table in tab.listed("tables")]
    if any(sheet.clip(bounds_of(other["range"])).meets(box) for other in sheet.listed("tables")):
        raise invalid("Tables cannot overlap.")
    name = given.get("name") or f"Table{len(known) + 1}"
    if any(table["name"].casefold() == name.casefold() for table in known):
        raise invalid(f"A table with the name {name} already exists.")
    table = {
        **given,
        "tableId": given.get("tableId") or str(batch.book.new_id()),
        "name": name,
        "range": grid_of(sheet.id, box),
        "columnProperties": _columns(batch.book, sheet, box, given.get("columnProperties", [])),
    }
    sheet.listed("tables").append(table)
    fill_defaults(sheet, table, box.top + 1, _body_end(table))
    batch.book.changed()
    return {"table": tidy("Table", table)}


def update_table(batch: Batch, request: Json) -> None:
    """Change a table; with a footer it gets a row more, without the one it had a row less."""
    _, table = listed_item(batch.book, "tables", "tableId", request.get("table", {}).get("tableId", ""), "table")
    before, end = _has_footer(table), table["range"]["endRowIndex"]
    _change(batch, request)
    if table["range"]["endRowIndex"] == end:
        table["range"] = {**table["range"], "endRowIndex": end + _has_footer(table) - before}


def find(book: Workbook, table_id: str) -> tuple[Sheet, Json]:
    return listed_item(book, "tables", "tableId", table_id, "table")


def extend(book: Workbook, sheet: Sheet, table: Json, count: int) -> int:
    """Make room for rows at the end of a table's body, above its footer, and return the first of them.

    Rows are inserted where there is a footer, or where something stands below the table.
    """
    end = table["range"]["endRowIndex"]
    top = _body_end(table)
    if _has_footer(table) or _occupied(sheet, table, end, end + count):
        insert_dimension(book, sheet, "ROWS", top, count)
        table = find(book, table["tableId"])[1]
    table["range"] = {**table["range"], "endRowIndex": end + count}
    return top


def fill_defaults(sheet: Sheet, table: Json, top: int, bottom: int) -> None:
    """Put FALSE into empty checkboxes and 0 into empty ratings."""
    left = table["range"].get("startColumnIndex", 0)
    for column in table["columnProperties"]:
        default = _DEFAULTS.get(column.get("columnType", ""))
        at = left + column.get("columnIndex", 0)
        for row in range(top, bottom) if default is not None else ():
            cell = sheet.cell(row, at)
            if cell.value is None:
                sheet.put(row, {at: cell.with_value(default)})


def _columns(book: Workbook, sheet: Sheet, box: Box, given: list[Json]) -> list[Json]:
    known = {column.get("columnIndex", 0): column for column in given}
    columns = []
    for index in range(box.width):
        column = {"columnIndex": index, **known.get(index, {})}
        here = shown_text(book, sheet, box.top, box.left + index)
        column["columnName"] = column.get("columnName") or here or f"Column {index + 1}"
        if column["columnName"] != here:
            sheet.put(box.top, {box.left + index: Cell(column["columnName"])})
        columns.append(column)
    return columns


def _has_footer(table: Json) -> bool:
    return "footerColorStyle" in table.get("rowsProperties", {})


def _body_end(table: Json) -> int:
    return int(table["range"]["endRowIndex"]) - _has_footer(table)


def _occupied(sheet: Sheet, table: Json, top: int, bottom: int) -> bool:
    grid = table["range"]
    box = Box(top, grid.get("startColumnIndex", 0), bottom, grid["endColumnIndex"])
    return any(cell.value is not None for _, _, cell in sheet.filled(box))
