"""Requests that make, change, copy and delete tabs, and the properties of the spreadsheet."""

from typing import Any

import orjson

from adapters.sandbox.google import protect
from adapters.sandbox.google.batch.context import Batch
from adapters.sandbox.google.cells import Formula
from adapters.sandbox.google.errors import invalid
from adapters.sandbox.google.formats import canonical
from adapters.sandbox.google.formulas.references import retitled
from adapters.sandbox.google.masks import Mask, assign, update_mask
from adapters.sandbox.google.render import properties_of
from adapters.sandbox.google.sheet import Sheet
from adapters.sandbox.google.structure import resize
from adapters.sandbox.google.workbook import Workbook

Json = dict[str, Any]


def new_sheet(book: Workbook, given: Json) -> Sheet:
    """Make a tab from SheetProperties and put it at its index, last where it has none."""
    title = given.get("title") or _free_title(book)
    _check_title(book, title)
    sheet_id = given.get("sheetId")
    if sheet_id is None:
        sheet_id = book.new_sheet_id()
    elif any(sheet.id == sheet_id for sheet in book.sheets):
        raise invalid(f"A sheet with id {sheet_id} already exists.")
    grid = {"rowCount": 1000, "columnCount": 26, **given.get("gridProperties", {})}
    if grid["rowCount"] < 1 or grid["columnCount"] < 1:
        raise invalid("A sheet must have at least one row and one column.")
    kind = given.get("sheetType", "GRID")
    if kind not in ("GRID", "OBJECT"):
        raise invalid(f"Cannot add a sheet of type {kind}.")
    properties = {**canonical(given), "sheetId": sheet_id, "title": title, "index": 0, "sheetType": kind}
    properties["gridProperties"] = grid
    if kind != "GRID":
        del properties["gridProperties"]
    sheet = Sheet(properties)
    at = given.get("index", len(book.sheets))
    if at > len(book.sheets):
        raise invalid(f"Invalid index: {at}. Must be between 0 and {len(book.sheets)}.")
    book.sheets.insert(at, sheet)
    book.renumber()
    book.check_size()
    return sheet


def add_sheet(batch: Batch, request: Json) -> Json:
    sheet = new_sheet(batch.book, request.get("properties", {}))
    return {"properties": properties_of(sheet)}


def delete_sheet(batch: Batch, request: Json) -> None:
    book = batch.book
    sheet = book.sheet(request.get("sheetId", 0))
    protect.check(book, sheet, sheet.whole)
    rest = [other for other in book.sheets if other is not sheet]
    if not any(not other.properties.get("hidden") for other in rest):
        raise invalid("You can't remove all the visible sheets in a document.")
    book.sheets = rest
    book.renumber()
    book.named = [named for named in book.named if named["range"].get("sheetId", 0) != sheet.id]
    book.metadata = [
        item
        for item in book.metadata
        if item["location"].get("dimensionRange", item["location"]).get("sheetId") != sheet.id
    ]


def duplicate_sheet(batch: Batch, request: Json) -> Json:
    book = batch.book
    source = book.sheet(request.get("sourceSheetId", 0))
    title = request.get("newSheetName") or _copy_title(book, source.title)
    given = {
        **source.properties,
        "title": title,
        "index": request.get("insertSheetIndex", 0),
        "sheetId": request.get("newSheetId"),
    }
    sheet = new_sheet(book, {key: value for key, value in given.items() if value is not None})
    fill(book, sheet, source)
    for item in list(book.metadata):
        place = item["location"].get("dimensionRange", item["location"])
        if place.get("sheetId") == source.id:
            copy = orjson.loads(orjson.dumps(item))
            copy["location"].get("dimensionRange", copy["location"])["sheetId"] = sheet.id
            copy["metadataId"] = book.new_id({other["metadataId"] for other in book.metadata})
            book.metadata.append(copy)
    return {"properties": properties_of(sheet)}


def fill(book: Workbook, sheet: Sheet, source: Sheet) -> None:
    """Copy what a tab holds into another one, with fresh ids for its objects."""
    copy = source.copied()
    sheet.rows, sheet.row_meta, sheet.column_meta = copy.rows, copy.row_meta, copy.column_meta
    sheet.parts = _readdressed(copy.parts, source.id, sheet.id)
    for name, key in (
        ("protectedRanges", "protectedRangeId"),
        ("charts", "chartId"),
        ("bandedRanges", "bandedRangeId"),
    ):
        for item in sheet.listed(name):
            item[key] = book.new_id()
    for item in sheet.listed("filterViews"):
        item["filterViewId"] = book.new_id()
    for item in sheet.listed("tables"):
        item["tableId"] = str(book.new_id())


def update_sheet_properties(batch: Batch, request: Json) -> None:
    book, given = batch.book, request.get("properties", {})
    mask = update_mask(request.get("fields"), "SheetProperties")
    sheet = book.sheet(given.get("sheetId", 0))
    properties: Json = orjson.loads(orjson.dumps(sheet.properties))
    assign(properties, canonical(given), _paired(mask))
    properties.update(sheetId=sheet.id, sheetType=sheet.properties["sheetType"], index=sheet.properties["index"])
    before = sheet.title
    if properties.get("title") != before:
        _check_title(book, properties.get("title", ""))
    grid = {**sheet.grid, **properties.get("gridProperties", {})} if "gridProperties" in mask else dict(sheet.grid)
    old_counts = sheet.row_count, sheet.column_count
    sheet.properties = properties
    if properties["sheetType"] == "GRID":
        _regrid(book, sheet, grid, old_counts)
    else:
        properties.pop("gridProperties", None)
    if all(other.properties.get("hidden") for other in book.sheets):
        raise invalid("You can't hide all the sheets in a document.")
    if sheet.title != before:
        _retitle(book, before, sheet.title)
    if "index" in mask:
        _move(book, sheet, given.get("index", len(book.sheets)))


def _regrid(book: Workbook, sheet: Sheet, grid: Json, before: tuple[int, int]) -> None:
    """Give a tab the properties of its grid, and the size they name."""
    counts = (grid.get("rowCount", 0), grid.get("columnCount", 0))
    _check_frozen(grid, counts)
    sheet.properties["gridProperties"] = {**grid, "rowCount": before[0], "columnCount": before[1]}
    if counts != before:
        resize(book, sheet, *counts)


def update_spreadsheet_properties(batch: Batch, request: Json) -> None:
    mask = update_mask(request.get("fields"), "SpreadsheetProperties")
    given = canonical(request.get("properties", {}))
    if "title" in mask and not given.get("title"):
        raise invalid("The spreadsheet title must not be empty.")
    if "timeZone" in mask and not given.get("timeZone"):
        raise invalid("Invalid time zone.")
    needed = {"locale", "timeZone", "autoRecalc", "spreadsheetTheme"} - given.keys()
    kept = {name: below for name, below in mask.items() if name != "defaultFormat" and name not in needed}
    assign(batch.book.properties, given, kept)


def _move(book: Workbook, sheet: Sheet, index: int) -> None:
    """Move a tab; the index counts the tabs as they stand before the move."""
    if index > len(book.sheets):
        raise invalid(f"Invalid index: {index}. Must be between 0 and {len(book.sheets)}.")
    at = book.sheets.index(sheet)
    if index in (at, at + 1):
        return
    book.sheets.remove(sheet)
    book.sheets.insert(index if index < at else index - 1, sheet)
    book.renumber()


def _paired(mask: Mask) -> Mask:
    """Widen a mask so that a colour and its style change together."""
    pairs = {"tabColor": "tabColorStyle", "tabColorStyle": "tabColor"}
    return {**mask, **{pairs[name]: {} for name in mask if name in pairs}}


def _check_title(book: Workbook, title: str) -> None:
    if not title:
        raise invalid("The sheet name cannot be empty.")
    if len(title) > 100:
        raise invalid("The sheet name cannot be greater than 100 characters.")
    if book.titled(title) is not None and any(sheet.title == title for sheet in book.sheets):
        raise invalid(f'A sheet with the name "{title}" already exists. Please enter another name.')


def _check_frozen(grid: Json, counts: tuple[int, int]) -> None:
    for key, count, noun in (
        ("frozenRowCount", counts[0], "rows"),
        ("frozenColumnCount", counts[1], "columns"),
    ):
        if grid.get(key, 0) >= count > 0:
            raise invalid(f"You can't freeze all visible {noun} on the sheet.")


def _free_title(book: Workbook) -> str:
    word = "シート" if book.locale.startswith("ja") else "Sheet"
    number = len(book.sheets) + 1
    while book.titled(f"{word}{number}"):
        number += 1
    return f"{word}{number}"


def _copy_title(book: Workbook, title: str) -> str:
    name, number = f"Copy of {title}", 1
    while book.titled(name):
        number += 1
        name = f"Copy of {title} {number}"
    return name


def _retitle(book: Workbook, old: str, new: str) -> None:
    for sheet in book.sheets:
        for index, row in enumerate(sheet.rows):
            cells = {
                column: cell.with_value(Formula(retitled(cell.value.text, old, new)))
                for column, cell in row.items()
                if isinstance(cell.value, Formula)
            }
            if cells:
                sheet.put(index, cells)


def _readdressed(doc: Any, old: int, new: int) -> Any:  # noqa: ANN401 - a JSON value
    if isinstance(doc, list):
        return [_readdressed(item, old, new) for item in doc]
    if not isinstance(doc, dict):
        return doc
    return {
        key: new if key == "sheetId" and value == old else _readdressed(value, old, new) for key, value in doc.items()
    }
