"""Requests that write cells: updateCells, appendCells, repeatCell, borders and data validation."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from adapters.sandbox.google import protect
from adapters.sandbox.google.a1 import Box
from adapters.sandbox.google.batch import tables
from adapters.sandbox.google.batch.chips import with_chips
from adapters.sandbox.google.batch.context import Batch
from adapters.sandbox.google.cells import MAX_CHARACTERS, Cell, Formula, entered
from adapters.sandbox.google.errors import invalid
from adapters.sandbox.google.filters import hidden_rows
from adapters.sandbox.google.formats import canonical
from adapters.sandbox.google.formulas.references import offset
from adapters.sandbox.google.masks import Mask, assign, update_mask
from adapters.sandbox.google.schema import tidy
from adapters.sandbox.google.sheet import Sheet
from adapters.sandbox.google.values import TOO_LONG
from adapters.sandbox.google.workbook import Workbook

Json = dict[str, Any]
_TWINS = {"backgroundColor": "backgroundColorStyle", "foregroundColor": "foregroundColorStyle"}
_NOTHING: Json = {}


def update_cells(batch: Batch, request: Json) -> None:
    mask = update_mask(request.get("fields"), "CellData")
    rows = request.get("rows", [])
    sheet, box, limited = _target(batch.book, request, rows)
    protect.check(batch.book, sheet, box)
    for index in range(box.top, box.bottom):
        given = _row(rows, index - box.top)
        last = box.right if limited else box.left + len(given)
        cells = {}
        for column in range(box.left, last):
            data = given[column - box.left] if column - box.left < len(given) else _NOTHING
            cells[column] = changed(sheet.cell(index, column), data, mask)
        sheet.put(index, cells)
    batch.book.changed()


def append_cells(batch: Batch, request: Json) -> None:
    """Write below the last row with data, from column A, or into a table; the grid grows by rows, not by columns."""
    mask = update_mask(request.get("fields"), "CellData")
    rows = request.get("rows", [])
    if request.get("tableId"):
        sheet, table = tables.find(batch.book, request["tableId"])
        left, right = table["range"].get("startColumnIndex", 0), table["range"]["endColumnIndex"]
    else:
        sheet, table = batch.book.grid(request.get("sheetId", 0)), None
        left, right = 0, sheet.column_count
    width = max((len(row.get("values", [])) for row in rows), default=0)
    _check_width(left + width, right)
    top = tables.extend(batch.book, sheet, table, len(rows)) if table else sheet.last_row()
    bottom = top + len(rows)
    if bottom > sheet.row_count:
        sheet.grow(bottom, sheet.column_count)
        batch.book.check_size()
    protect.check(batch.book, sheet, Box(top, left, bottom, left + max(width, 1)))
    for offset_row in range(len(rows)):
        given = _row(rows, offset_row)
        index = top + offset_row
        cells = {left + at: changed(sheet.cell(index, left + at), data, mask) for at, data in enumerate(given)}
        sheet.put(index, cells)
    if table:
        tables.fill_defaults(sheet, table, top, bottom)
    batch.book.changed()


def repeat_cell(batch: Batch, request: Json) -> None:
    mask = update_mask(request.get("fields"), "CellData")
    sheet, box = batch.book.place(request.get("range", {}))
    protect.check(batch.book, sheet, box)
    data = request.get("cell", {})
    formula = data.get("userEnteredValue", {}).get("formulaValue")
    for index in range(box.top, box.bottom):
        cells = {}
        for column in range(box.left, box.right):
            if formula:
                moved = offset(formula, index - box.top, column - box.left)
                data = {**data, "userEnteredValue": {"formulaValue": moved}}
            cells[column] = changed(sheet.cell(index, column), data, mask)
        sheet.put(index, cells)
    batch.book.changed()


def set_data_validation(batch: Batch, request: Json) -> None:
    """Set or clear a rule; a checkbox rule makes empty cells FALSE. A strict rule refuses no API write.

    Rows that a filter hides are left out, unless the request includes them.
    """
    sheet, box = batch.book.place(request.get("range", {}))
    protect.check(batch.book, sheet, box)
    given = request.get("rule")
    rule = tidy("DataValidationRule", given) if given else None
    condition = (rule or {}).get("condition", {})
    checkbox = condition.get("type") == "BOOLEAN" and not condition.get("values")
    hidden = set() if request.get("filteredRowsIncluded") else hidden_rows(batch.book, sheet)
    for index in range(box.top, box.bottom):
        if index in hidden:
            continue
        cells = {}
        for column in range(box.left, box.right):
            cell = replace(sheet.cell(index, column), validation=rule)
            cells[column] = replace(cell, value=False) if checkbox and cell.value is None else cell
        sheet.put(index, cells)
    batch.book.changed()


def update_borders(batch: Batch, request: Json) -> None:
    sheet, box = batch.book.place(request.get("range", {}))
    protect.check(batch.book, sheet, box)
    for index in range(box.top, box.bottom):
        cells = {}
        for column in range(box.left, box.right):
            sides = {
                "top": "top" if index == box.top else "innerHorizontal",
                "bottom": "bottom" if index == box.bottom - 1 else "innerHorizontal",
                "left": "left" if column == box.left else "innerVertical",
                "right": "right" if column == box.right - 1 else "innerVertical",
            }
            cells[column] = _bordered(sheet.cell(index, column), request, sides)
        sheet.put(index, cells)


def changed(cell: Cell, data: Json, mask: Mask) -> Cell:
    """Return the cell with the masked fields taken from a CellData; a new value erases text runs and chips."""
    if "userEnteredValue" in mask:
        cell = cell.with_value(_value(data.get("userEnteredValue")))
    if "userEnteredFormat" in mask:
        cell = replace(cell, format=_format(cell.format, data.get("userEnteredFormat"), mask["userEnteredFormat"]))
    if "note" in mask:
        cell = replace(cell, note=data.get("note") or None)
    if "dataValidation" in mask:
        rule = data.get("dataValidation")
        cell = replace(cell, validation=tidy("DataValidationRule", rule) if rule else None)
    if "textFormatRuns" in mask:
        runs = [tidy("TextFormatRun", canonical(run)) for run in data.get("textFormatRuns", [])]
        linked = any(run.get("format", {}).get("link") for run in runs)
        cell = replace(cell, runs=runs or None, format=_unlinked(cell.format) if linked else cell.format)
    return with_chips(cell, data.get("chipRuns", [])) if "chipRuns" in mask else cell


def _value(given: Json | None) -> str | float | bool | Formula | None:
    if given and "errorValue" in given:
        raise invalid("Cannot set an error value.")
    text = (given or {}).get("stringValue") or (given or {}).get("formulaValue") or ""
    if len(text) > MAX_CHARACTERS:
        raise invalid(TOO_LONG)
    return entered(given)


def _format(own: Json | None, given: Json | None, mask: Mask) -> Json | None:
    source = canonical(given) if given else {}
    if not mask:
        return tidy("CellFormat", source) or None
    target = dict(own or {})
    assign(target, source, _with_twins(mask))
    cleaned = tidy("CellFormat", target)
    return {key: value for key, value in cleaned.items() if value != {} or key.endswith("Color")} or None


def _unlinked(own: Json | None) -> Json | None:
    """Links in the text take the place of one that the whole cell has."""
    text = {key: value for key, value in (own or {}).get("textFormat", {}).items() if key != "link"}
    rest = {key: value for key, value in (own or {}).items() if key != "textFormat"}
    return {**rest, **({"textFormat": text} if text else {})} or None


def _with_twins(mask: Mask) -> Mask:
    out = {name: _with_twins(below) for name, below in mask.items()}
    for plain, style in _TWINS.items():
        if plain in out:
            out[style] = {}
        elif style in out:
            out[plain] = {}
    return out


def _bordered(cell: Cell, request: Json, sides: dict[str, str]) -> Cell:
    borders = dict((cell.format or {}).get("borders", {}))
    for side, source in sides.items():
        if source in request:
            border = tidy("Border", canonical(request[source]))
            if border.get("style", "NONE") == "NONE":
                borders.pop(side, None)
            else:
                borders[side] = {"width": 1, "color": {}, "colorStyle": {"rgbColor": {}}, **border}
    form = {key: value for key, value in (cell.format or {}).items() if key != "borders"}
    return replace(cell, format={**form, **({"borders": borders} if borders else {})} or None)


def _target(book: Workbook, request: Json, rows: Sequence[Json]) -> tuple[Sheet, Box, bool]:
    """Return where rows go, and whether cells that the rows do not cover are cleared (a range) or left (a start)."""
    width = max((len(row.get("values", [])) for row in rows), default=0)
    if "start" in request:
        start = request["start"]
        sheet = book.grid(start.get("sheetId", 0))
        top, left = start.get("rowIndex", 0), start.get("columnIndex", 0)
        _check_start(top, left, sheet)
        _check_width(left + width, sheet.column_count)
        _check_height(top + len(rows), sheet.row_count)
        return sheet, Box(top, left, top + len(rows), left + max(width, 1)), False
    if "range" not in request:
        raise invalid("Must specify a range or a start.")
    sheet, box = book.place(request["range"])
    _check_width(box.left + width, box.right)
    _check_height(box.top + len(rows), box.bottom)
    return sheet, box, True


def _check_start(top: int, left: int, sheet: Sheet) -> None:
    if top >= sheet.row_count:
        raise invalid(f"GridCoordinate.rowIndex[{top}] is after last row in grid[{sheet.row_count - 1}]")
    if left >= sheet.column_count:
        raise invalid(f"GridCoordinate.columnIndex[{left}] is after last column in grid[{sheet.column_count - 1}]")


def _check_width(needed: int, right: int) -> None:
    if needed > right:
        raise invalid(f"Attempting to write column: {right}, beyond the last requested column of: {right - 1}")


def _check_height(needed: int, bottom: int) -> None:
    if needed > bottom:
        raise invalid(f"Attempting to write row: {bottom}, beyond the last requested row of: {bottom - 1}")


def _row(rows: Sequence[Json], index: int) -> list[Json]:
    found: list[Json] = rows[index].get("values", []) if index < len(rows) else []
    return found
