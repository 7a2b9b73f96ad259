"""Requests on whole rows and columns."""

from typing import Any

from adapters.sandbox.google import protect
from adapters.sandbox.google.a1 import Bounds
from adapters.sandbox.google.batch.context import Batch
from adapters.sandbox.google.errors import invalid
from adapters.sandbox.google.masks import assign, update_mask
from adapters.sandbox.google.render import COLUMN_PIXELS
from adapters.sandbox.google.sheet import Sheet
from adapters.sandbox.google.structure import delete_dimension, insert_dimension, move_dimension
from adapters.sandbox.google.values import shown_text
from adapters.sandbox.google.workbook import Workbook

Json = dict[str, Any]
_NOUNS = {"ROWS": "row", "COLUMNS": "column"}


def span_of(book: Workbook, span: Json) -> tuple[Sheet, str, int, int]:
    """Read a DimensionRange; an end that is not there is the end of the grid."""
    sheet = book.grid(span.get("sheetId", 0))
    dimension = span.get("dimension", "")
    if dimension not in _NOUNS:
        raise invalid("No dimension specified.")
    start, end = span.get("startIndex", 0), span.get("endIndex", sheet.length(dimension))
    if start < 0 or end <= start:
        raise invalid(f"DimensionRange has an invalid range: startIndex {start} >= endIndex {end}")
    return sheet, dimension, start, end


def _check(book: Workbook, sheet: Sheet, dimension: str, start: int, end: int) -> None:
    bounds = Bounds(start, 0, end, None) if dimension == "ROWS" else Bounds(0, start, None, end)
    protect.check(book, sheet, sheet.clip(bounds))


def insert(batch: Batch, request: Json) -> None:
    sheet, dimension, start, end = span_of(batch.book, request.get("range", {}))
    before = bool(request.get("inheritFromBefore"))
    size = sheet.length(dimension)
    if before and start == 0:
        raise invalid("inheritFromBefore cannot be true when startIndex is 0.")
    if start > size or (start == size and not before):
        raise invalid(
            f"range.startIndex[{start}] must be less than the grid size ({size}) if inheritFromBefore is false."
        )
    _check_whole(batch.book, sheet, dimension, start)
    insert_dimension(batch.book, sheet, dimension, start, end - start, like=start - 1 if before else start)


def _check_whole(book: Workbook, sheet: Sheet, dimension: str, at: int) -> None:
    """Refuse to push rows or columns into the inside of a protected range."""
    if at:
        _check(book, sheet, dimension, at - 1, at + 1)


def delete(batch: Batch, request: Json) -> None:
    sheet, dimension, start, end = span_of(batch.book, request.get("range", {}))
    size, noun = sheet.length(dimension), _NOUNS[dimension]
    if start >= size:
        raise invalid(
            f"Cannot delete a {noun} that doesn't exist. Tried to delete {noun} index {start} but there are only "
            f"{size} {noun}s."
        )
    end = min(end, size)
    if end - start >= size:
        raise invalid(f"You can't delete all the {noun}s on the sheet.")
    frozen = sheet.grid.get("frozenRowCount" if dimension == "ROWS" else "frozenColumnCount", 0)
    if start <= frozen < size <= end:
        raise invalid(f"Sorry, it is not possible to delete all non-frozen {noun}s.")
    _check(batch.book, sheet, dimension, start, end)
    delete_dimension(batch.book, sheet, dimension, start, end)


def move(batch: Batch, request: Json) -> None:
    sheet, dimension, start, end = span_of(batch.book, request.get("source", {}))
    target, size = request.get("destinationIndex", 0), sheet.length(dimension)
    if end > size or target > size:
        raise invalid(f"destinationIndex[{target}] is beyond the grid size ({size}).")
    if start <= target <= end:
        return
    _check(batch.book, sheet, dimension, min(start, target), max(end, target))
    move_dimension(batch.book, sheet, dimension, start, end, target)


def append(batch: Batch, request: Json) -> None:
    sheet = batch.book.grid(request.get("sheetId", 0))
    rows, columns = sheet.row_count, sheet.column_count
    length = request.get("length", 0)
    if request.get("dimension") == "COLUMNS":
        columns += length
    else:
        rows += length
    sheet.grow(rows, columns)
    batch.book.check_size()


def update_properties(batch: Batch, request: Json) -> None:
    mask = update_mask(request.get("fields"), "DimensionProperties")
    sheet, dimension, start, end = span_of(batch.book, request.get("range", {}))
    metas = sheet.meta(dimension)
    for index in range(start, min(end, sheet.length(dimension))):
        meta = dict(metas.get(index, {}))
        assign(meta, request.get("properties", {}), mask)
        metas[index] = {key: value for key, value in meta.items() if value}
        if not metas[index]:
            del metas[index]


def auto_resize(batch: Batch, request: Json) -> None:
    sheet, dimension, start, end = span_of(batch.book, request.get("dimensions", {}))
    for index in range(start, min(end, sheet.length(dimension))):
        if dimension == "ROWS":
            sheet.row_meta.pop(index, None)
            continue
        texts = (shown_text(batch.book, sheet, row, index) for row, cells in enumerate(sheet.rows) if index in cells)
        widest = max((max(len(line) for line in text.split("\n")) for text in texts), default=0)
        if widest:
            sheet.column_meta[index] = {**sheet.column_meta.get(index, {}), "pixelSize": 9 + round(widest * 8.7)}
        else:
            sheet.column_meta.setdefault(index, {})["pixelSize"] = COLUMN_PIXELS


def add_group(batch: Batch, request: Json) -> Json:
    sheet, dimension, start, end = span_of(batch.book, request.get("range", {}))
    name = "rowGroups" if dimension == "ROWS" else "columnGroups"
    groups = sheet.listed(name)
    around = [g["depth"] for g in groups if g["range"]["startIndex"] <= start and end <= g["range"]["endIndex"]]
    for group in groups:
        span = group["range"]
        if start <= span["startIndex"] and span["endIndex"] <= end and (start, end) != _ends(span):
            group["depth"] += 1
    span = {"sheetId": sheet.id, "dimension": dimension, "startIndex": start, "endIndex": end}
    groups.append({"range": span, "depth": max(around, default=0) + 1})
    groups.sort(key=lambda group: (group["range"]["startIndex"], group["depth"]))
    sheet.grid["rowGroupControlAfter" if dimension == "ROWS" else "columnGroupControlAfter"] = True
    return {"dimensionGroups": groups}


def delete_group(batch: Batch, request: Json) -> Json:
    sheet, dimension, start, end = span_of(batch.book, request.get("range", {}))
    name = "rowGroups" if dimension == "ROWS" else "columnGroups"
    same = [group for group in sheet.listed(name) if _ends(group["range"]) == (start, end)]
    if not same:
        raise invalid("There is no group at the range.")
    groups = [group for group in sheet.listed(name) if group is not same[-1]]
    for group in groups:
        span = group["range"]
        if start <= span["startIndex"] and span["endIndex"] <= end and group["depth"] > same[-1]["depth"]:
            group["depth"] -= 1
    sheet.parts[name] = groups
    return {"dimensionGroups": groups}


def update_group(batch: Batch, request: Json) -> None:
    given = request.get("dimensionGroup", {})
    sheet, dimension, start, end = span_of(batch.book, given.get("range", {}))
    for group in sheet.listed("rowGroups" if dimension == "ROWS" else "columnGroups"):
        if _ends(group["range"]) == (start, end) and group["depth"] == given.get("depth", 1):
            group["collapsed"] = bool(given.get("collapsed"))


def _ends(span: Json) -> tuple[int, int]:
    return span["startIndex"], span["endIndex"]
