"""The spreadsheet resource: properties, tabs, and grid data where it is asked for."""

from collections.abc import Sequence
from typing import Any

from adapters.sandbox.google import metadata, protect
from adapters.sandbox.google.a1 import Box
from adapters.sandbox.google.celldata import CellReader
from adapters.sandbox.google.cells import EMPTY
from adapters.sandbox.google.filters import hidden_rows
from adapters.sandbox.google.masks import Cut, Mask
from adapters.sandbox.google.schema import tidy
from adapters.sandbox.google.sheet import LISTS, Sheet
from adapters.sandbox.google.workbook import Place, Workbook

Json = dict[str, Any]
ROW_PIXELS, COLUMN_PIXELS = 21, 100


def spreadsheet(
    book: Workbook, places: Sequence[Place] | None = None, *, grid: bool = False, mask: Mask | None = None
) -> Json:
    """Return the resource; with a mask, grid data comes if the mask asks for it, whatever ``grid`` says.

    ``places`` limit the tabs to those they lie in, and the grid data to themselves.
    """
    wanted = _below(mask, "sheets") if mask else None
    data_mask = _below(wanted, "data") if mask else ({} if grid else None)
    sheets = []
    for sheet in book.sheets:
        boxes = [box for found, box in places if found is sheet] if places else [sheet.whole]
        if not boxes:
            continue
        part = _sheet(book, sheet)
        if data_mask is not None:
            part["data"] = [_grid_data(book, sheet, box, data_mask) for box in boxes]
        sheets.append(part)
    out: Json = {
        "spreadsheetId": book.id,
        "properties": tidy("SpreadsheetProperties", book.properties),
        "sheets": sheets,
        "namedRanges": [tidy("NamedRange", named) for named in book.named],
        "spreadsheetUrl": f"https://docs.google.com/spreadsheets/d/{book.id}/edit",
        "developerMetadata": metadata.at(book, None),
    }
    return {key: value for key, value in out.items() if value != []}


def properties_of(sheet: Sheet) -> Json:
    return tidy("SheetProperties", sheet.properties)


def _below(mask: Mask | None, name: str) -> Mask | None:
    """Return the part of a mask below a field; None where the field is not asked for."""
    if mask is None:
        return None
    if not mask:
        return {}
    return mask[name] if name in mask else mask.get("*")


def _sheet(book: Workbook, sheet: Sheet) -> Json:
    parts: Json = {name: sheet.parts.get(name) or [] for name in LISTS}
    parts["protectedRanges"] = [protect.shown(book, item) for item in parts["protectedRanges"]]
    if "basicFilter" in sheet.parts:
        parts["basicFilter"] = sheet.parts["basicFilter"]
    out = {"properties": properties_of(sheet), **tidy("Sheet", parts)}
    own = metadata.at(book, sheet)
    return {**out, "developerMetadata": own} if own else out


def _grid_data(book: Workbook, sheet: Sheet, box: Box, mask: Mask) -> Json:
    out: Json = {}
    if box.top:
        out["startRow"] = box.top
    if box.left:
        out["startColumn"] = box.left
    rows_mask = _below(mask, "rowData")
    if rows_mask is not None:
        rows = _row_data(book, sheet, box, _below(rows_mask, "values") or {})
        if rows:
            out["rowData"] = rows
    if _below(mask, "rowMetadata") is not None:
        out["rowMetadata"] = _dimension(book, sheet, "ROWS", box.top, box.bottom)
    if _below(mask, "columnMetadata") is not None:
        out["columnMetadata"] = _dimension(book, sheet, "COLUMNS", box.left, box.right)
    return out


def _dimension(book: Workbook, sheet: Sheet, dimension: str, start: int, end: int) -> list[Json]:
    pixels = ROW_PIXELS if dimension == "ROWS" else COLUMN_PIXELS
    metas = sheet.meta(dimension)
    hidden = hidden_rows(book, sheet) if dimension == "ROWS" else set()
    tagged = metadata.by_index(book, sheet, dimension)
    out = []
    for index in range(start, end):
        meta = {"pixelSize": pixels, **metas.get(index, {})}
        if index in hidden:
            meta["hiddenByFilter"] = True
        if index in tagged:
            meta["developerMetadata"] = tagged[index]
        out.append({key: value for key, value in meta.items() if value})
    return out


def _row_data(book: Workbook, sheet: Sheet, box: Box, mask: Mask) -> Cut:
    """Return the rows, already cut to the mask: the project of an answer would look at each cell once more."""
    cells = CellReader(book, sheet, mask)
    rows = Cut()
    for index in range(box.top, min(box.bottom, len(sheet.rows))):
        row = sheet.rows[index]
        last = max((column for column in row if box.left <= column < box.right), default=-1)
        data = [cells.read(index, column, row.get(column, EMPTY)) for column in range(box.left, last + 1)]
        rows.append({"values": data} if data else {})
    while rows and not rows[-1]:
        rows.pop()
    return rows
