"""A spreadsheet as somebody read it from the API, put in as it stands: id, cells, formats, rules, ranges, metadata."""

import math
from collections import Counter
from collections.abc import Iterator
from typing import Any

import orjson

from adapters.sandbox.google.cells import Cell, Failure, Formula, Scalar, entered
from adapters.sandbox.google.drive import new_file
from adapters.sandbox.google.errors import invalid
from adapters.sandbox.google.formats import canonical
from adapters.sandbox.google.formulas.evaluate import outcome
from adapters.sandbox.google.library import DEFAULT_USER, SPREADSHEET, Library
from adapters.sandbox.google.render import COLUMN_PIXELS, ROW_PIXELS
from adapters.sandbox.google.sheet import LISTS, Sheet
from adapters.sandbox.google.workbook import Workbook

Json = dict[str, Any]
OWNER = "owner@example.com"
"""Whoever loads a spreadsheet is a writer of it and not its owner: else no protection would hold."""
_ALIKE = 1e-9


def load(library: Library, given: Json, left: Counter[str]) -> None:
    """Put a Spreadsheet resource in under its own id; ``left`` counts, by kind, what could not be kept as it was.

    A tab without ``data`` comes without cells. The editors of a protected range are known only to those who are among
    them, so ``requestingUserCanEdit`` decides whether the sandbox's caller is. Raises 400 where the id is taken.
    """
    doc: Json = orjson.loads(orjson.dumps(given))
    key = doc.get("spreadsheetId")
    if not isinstance(key, str) or library.file(key) is not None:
        raise invalid(f"There is a spreadsheet with ID {key} already, or the ID is missing.")
    properties = doc.get("properties", {})
    file = new_file(library, {"name": properties.get("title"), "mimeType": SPREADSHEET}, OWNER, key)
    writer = {"kind": "drive#permission", "id": "writer", "type": "user", "role": "writer", "deleted": False}
    file["permissions"] = [{**writer, "emailAddress": DEFAULT_USER, "displayName": DEFAULT_USER}]
    book = library.create(file, {}, [_sheet(item, place) for place, item in enumerate(doc.get("sheets", []))])
    book.properties.update(properties)
    book.named = doc.get("namedRanges", [])
    book.metadata = list(_metadata(doc))
    book.clock = library.clock.now
    for sheet, item in zip(book.sheets, doc.get("sheets", []), strict=True):
        _cells(sheet, item, left)
    for sheet, item in zip(book.sheets, doc.get("sheets", []), strict=True):
        _keep_results(book, sheet, item, left)
    library.save(book, OWNER)


def _sheet(item: Json, place: int) -> Sheet:
    sheet = Sheet({"sheetId": 0, "index": place, "sheetType": "GRID", **item["properties"]})
    for part in LISTS:
        if item.get(part):
            sheet.parts[part] = item[part]
    if "basicFilter" in item:
        sheet.parts["basicFilter"] = item["basicFilter"]
    for protected in sheet.parts.get("protectedRanges", ()):
        if protected.pop("requestingUserCanEdit", False):
            editors = protected.setdefault("editors", {})
            editors["users"] = [*editors.get("users", []), DEFAULT_USER]
    for data in item.get("data", ()):
        for metas, start, listed, pixels in (
            (sheet.row_meta, data.get("startRow", 0), data.get("rowMetadata", ()), ROW_PIXELS),
            (sheet.column_meta, data.get("startColumn", 0), data.get("columnMetadata", ()), COLUMN_PIXELS),
        ):
            for index, meta in enumerate(listed, start):
                kept = {name: value for name, value in meta.items() if name in ("pixelSize", "hiddenByUser")}
                if kept.get("hiddenByUser") or kept.get("pixelSize", pixels) != pixels:
                    metas[index] = kept
    return sheet


def _metadata(doc: Json) -> Iterator[Json]:
    """Yield the developer metadata of the spreadsheet, its tabs, rows and columns; Google leaves zeros out."""
    for item in doc.get("developerMetadata", ()):
        yield {**item, "location": {"spreadsheet": True, **item["location"]}}
    for sheet in doc.get("sheets", ()):
        for item in sheet.get("developerMetadata", ()):
            yield {**item, "location": {"sheetId": 0, **item["location"]}}
        for data in sheet.get("data", ()):
            for meta in (*data.get("rowMetadata", ()), *data.get("columnMetadata", ())):
                for item in meta.get("developerMetadata", ()):
                    span = {"sheetId": 0, "startIndex": 0, **item["location"]["dimensionRange"]}
                    yield {**item, "location": {**item["location"], "dimensionRange": span}}


def _given_cells(item: Json) -> Iterator[tuple[int, int, Json]]:
    for data in item.get("data", ()):
        for row, values in enumerate(data.get("rowData", ()), data.get("startRow", 0)):
            for column, cell in enumerate(values.get("values", ()), data.get("startColumn", 0)):
                if cell:
                    yield row, column, cell


def _cells(sheet: Sheet, item: Json, left: Counter[str]) -> None:
    rows: dict[int, dict[int, Cell]] = {}
    for row, column, given in _given_cells(item):
        rows.setdefault(row, {})[column] = _cell(given, left)
    for row, cells in rows.items():
        sheet.put(row, cells)


def _cell(given: Json, left: Counter[str]) -> Cell:
    value = entered(given.get("userEnteredValue"))
    result = _scalar(given)
    if value is None and result is not None:
        kind = "typed_error" if "userEnteredValue" in given else "spilled"
        left[kind] += 1
        value = Formula("", result)
    form = given.get("userEnteredFormat", {})
    shown = given.get("effectiveFormat", {}).get("numberFormat")
    if shown and "numberFormat" not in form:
        form = {**form, "numberFormat": shown}
    return Cell(
        value,
        canonical(form) or None,
        given.get("note"),
        given.get("dataValidation"),
        given.get("textFormatRuns"),
        given.get("chipRuns"),
    )


def _keep_results(book: Workbook, sheet: Sheet, item: Json, left: Counter[str]) -> None:
    """Let formulas that come to something else here keep the result they were read with."""
    for row, column, given in _given_cells(item):
        cell = sheet.cell(row, column)
        if not isinstance(cell.value, Formula) or cell.value.known is not None:
            continue
        result = _scalar(given)
        if not _same(outcome(book, sheet, row, column)[0], result):
            left["formula"] += 1
            known = "" if result is None else result
            sheet.put(row, {column: Cell(Formula(cell.value.text, known), *_rest(cell))})


def _rest(cell: Cell) -> tuple[Any, ...]:
    return cell.format, cell.note, cell.validation, cell.runs, cell.chips


def _scalar(given: Json) -> Scalar:
    """Return what a cell comes to."""
    result = given.get("effectiveValue", {})
    if "errorValue" in result:
        error = result["errorValue"]
        return Failure(error.get("type", "ERROR"), given.get("formattedValue", "#ERROR!"), error.get("message", ""))
    value: Scalar = next(iter(result.values()), None)
    return value


def _same(here: Scalar, there: Scalar) -> bool:
    if isinstance(here, Failure) or isinstance(there, Failure):
        return isinstance(here, Failure) and isinstance(there, Failure) and here.kind == there.kind
    if isinstance(here, bool) or isinstance(there, bool) or isinstance(here, str) or isinstance(there, str):
        return (here or "") == (there or "") and type(here or "") is type(there or "")
    return math.isclose(here or 0, there or 0, rel_tol=_ALIKE) and (here is None) == (there is None)
