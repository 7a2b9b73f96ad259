"""The spreadsheet resource: properties, tabs, and grid data where it is asked for."""

import re
from collections.abc import Sequence
from typing import Any

import orjson

from adapters.sandbox.google import metadata, protect
from adapters.sandbox.google.a1 import Box
from adapters.sandbox.google.cells import EMPTY, Cell, Failure, Formula, Scalar, extended
from adapters.sandbox.google.display import show
from adapters.sandbox.google.filters import hidden_rows
from adapters.sandbox.google.formats import effective, plain_format
from adapters.sandbox.google.formulas.evaluate import link_of, outcome
from adapters.sandbox.google.masks import Mask
from adapters.sandbox.google.schema import tidy
from adapters.sandbox.google.sheet import LISTS, Sheet
from adapters.sandbox.google.workbook import Place, Workbook

Json = dict[str, Any]
ROW_PIXELS, COLUMN_PIXELS = 21, 100
_RESULTS = {"effectiveValue", "formattedValue", "hyperlink"}
_URL = re.compile(r"https?://\S+")


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


def _row_data(book: Workbook, sheet: Sheet, box: Box, mask: Mask) -> list[Json]:
    fields = None if not mask or "*" in mask else set(mask)
    rows: list[Json] = []
    for index in range(box.top, min(box.bottom, len(sheet.rows))):
        row = sheet.rows[index]
        last = max((column for column in row if box.left <= column < box.right), default=-1)
        cells = [
            cell_data(book, sheet, index, column, row.get(column, EMPTY), fields)
            for column in range(box.left, last + 1)
        ]
        rows.append({"values": cells} if cells else {})
    while rows and not rows[-1]:
        rows.pop()
    return rows


def cell_data(book: Workbook, sheet: Sheet, row: int, column: int, cell: Cell, fields: set[str] | None) -> Json:
    """Return a CellData with the fields asked for; None is all."""
    if cell is EMPTY:
        return {}
    out: Json = {}
    if cell.value is not None:
        if fields is None or "userEnteredValue" in fields:
            out["userEnteredValue"] = extended(cell.value)
        if fields is None or fields & _RESULTS:
            out.update(_result(book, sheet, row, column, cell))
    out.update({name: part for name, part in _parts(cell) if part})
    if fields is None or "effectiveFormat" in fields:
        out["effectiveFormat"] = _effective_format(book, sheet, row, column, cell)
    return out if fields is None else {key: value for key, value in out.items() if key in fields}


def _parts(cell: Cell) -> tuple[tuple[str, object], ...]:
    return (
        ("note", cell.note),
        ("dataValidation", cell.validation),
        ("textFormatRuns", cell.runs),
        ("chipRuns", cell.chips),
        ("userEnteredFormat", cell.format),
    )


def _result(book: Workbook, sheet: Sheet, row: int, column: int, cell: Cell) -> Json:
    value, form = _value(book, sheet, row, column, cell)
    if value is None or value == "":
        return {}
    link = _link(book, sheet, row, column, cell)
    out: Json = {"effectiveValue": extended(value), "formattedValue": show(value, form, book.locale)}
    return {**out, "hyperlink": link} if link else out


def _value(book: Workbook, sheet: Sheet, row: int, column: int, cell: Cell) -> tuple[Scalar, Json | None]:
    value, form = outcome(book, sheet, row, column) if isinstance(cell.value, Formula) else (cell.value, None)
    return value, cell.format["numberFormat"] if cell.format and "numberFormat" in cell.format else form


def _link(book: Workbook, sheet: Sheet, row: int, column: int, cell: Cell) -> str | None:
    link = (cell.format or {}).get("textFormat", {}).get("link", {}).get("uri")
    if isinstance(cell.value, Formula):
        return link_of(book, sheet, row, column) or link
    return link or _written_link(cell)


def _written_link(cell: Cell) -> str | None:
    """Return the address of a cell that is one, or that has exactly one in its text runs."""
    if isinstance(cell.value, str) and _URL.fullmatch(cell.value):
        return cell.value
    links = [run.get("format", {}).get("link", {}).get("uri") for run in cell.runs or []]
    named = [str(link) for link in links if link]
    return named[0] if len(named) == 1 else None


def _effective_format(book: Workbook, sheet: Sheet, row: int, column: int, cell: Cell) -> Json:
    default = book.properties["defaultFormat"]
    value, form = _value(book, sheet, row, column, cell)
    link = _link(book, sheet, row, column, cell)
    alignment = _alignment(value)
    if cell.format is None and form is None and link is None:
        return plain_format(orjson.dumps(default), alignment)
    merged = effective(default, cell.format, alignment, link)
    return merged if form is None else {**merged, "numberFormat": form}


def _alignment(value: Scalar) -> str | None:
    """Numbers stand right, texts left, truths and errors in the middle."""
    if value is None or value == "":
        return None
    if isinstance(value, bool | Failure):
        return "CENTER"
    return "LEFT" if isinstance(value, str) else "RIGHT"
