"""Requests that copy, move, shift, sort and split cells."""

import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from adapters.sandbox.google import protect
from adapters.sandbox.google.a1 import Box
from adapters.sandbox.google.batch.context import Batch
from adapters.sandbox.google.cells import EMPTY, Cell, Failure, Formula
from adapters.sandbox.google.errors import invalid
from adapters.sandbox.google.formulas.evaluate import outcome
from adapters.sandbox.google.formulas.references import offset
from adapters.sandbox.google.sheet import Sheet
from adapters.sandbox.google.spans import bounds_of
from adapters.sandbox.google.workbook import Workbook, outside

Json = dict[str, Any]
Block = list[list[Cell]]
MERGED = "You can't perform this action on a range that partially intersects a merge."


def copy_paste(batch: Batch, request: Json) -> None:
    book = batch.book
    source_sheet, source = book.place(request.get("source", {}))
    sheet, box = book.place(request.get("destination", {}))
    block = _evaluated(book, source_sheet, source) if request.get("pasteType") == "PASTE_VALUES" else None
    block = block or _block(source_sheet, source)
    origin = (source.top, source.left)
    if request.get("pasteOrientation") == "TRANSPOSE":
        block = [list(row) for row in zip(*block, strict=True)]
    height, width = len(block), len(block[0])
    down = box.height // height if box.height % height == 0 else 1
    across = box.width // width if box.width % width == 0 else 1
    for tile in ((y, x) for y in range(down) for x in range(across)):
        top, left = box.top + tile[0] * height, box.left + tile[1] * width
        shift = (top - origin[0], left - origin[1])
        _paste(book, sheet, top, left, block, request.get("pasteType", "PASTE_NORMAL"), shift)


def cut_paste(batch: Batch, request: Json) -> None:
    """Move cells; what is bound to their rows and columns stays behind."""
    book = batch.book
    source_sheet, source = book.place(request.get("source", {}))
    target = request.get("destination", {})
    sheet = book.grid(target.get("sheetId", 0))
    protect.check(book, source_sheet, source)
    block = _block(source_sheet, source)
    for index in range(source.top, source.bottom):
        source_sheet.put(index, dict.fromkeys(range(source.left, source.right), EMPTY))
    top, left = target.get("rowIndex", 0), target.get("columnIndex", 0)
    _paste(book, sheet, top, left, block, request.get("pasteType", "PASTE_NORMAL"), (0, 0))


def insert_range(batch: Batch, request: Json) -> None:
    sheet, box = batch.book.place(request.get("range", {}))
    if request.get("shiftDimension") == "COLUMNS":
        rest = Box(box.top, box.left, box.bottom, sheet.column_count)
        _shift(batch.book, sheet, rest, lambda row, column: (row, column + box.width))
    else:
        rest = Box(box.top, box.left, sheet.row_count, box.right)
        _shift(batch.book, sheet, rest, lambda row, column: (row + box.height, column))


def delete_range(batch: Batch, request: Json) -> None:
    sheet, box = batch.book.place(request.get("range", {}))
    for index in range(box.top, box.bottom):
        sheet.put(index, dict.fromkeys(range(box.left, box.right), EMPTY))
    if request.get("shiftDimension") == "COLUMNS":
        rest = Box(box.top, box.right, box.bottom, sheet.column_count)
        _shift(batch.book, sheet, rest, lambda row, column: (row, column - box.width))
    else:
        rest = Box(box.bottom, box.left, sheet.row_count, box.right)
        _shift(batch.book, sheet, rest, lambda row, column: (row - box.height, column))


def sort_range(batch: Batch, request: Json) -> None:
    sheet, box = batch.book.place(request.get("range", {}))
    sort_box(batch.book, sheet, box, request.get("sortSpecs", []))


def sort_box(book: Workbook, sheet: Sheet, box: Box, specs: Iterable[Json]) -> None:
    """Sort the rows of a box by value; row heights, hidden rows and metadata stay where they are."""
    protect.check(book, sheet, box)
    if any(sheet.clip(bounds_of(merge)).meets(box) for merge in sheet.listed("merges")):
        raise invalid("Sorting is not possible on a range that contains merged cells.")
    order = list(range(box.top, min(box.bottom, len(sheet.rows))))
    for spec in reversed(list(specs)):
        column = spec.get("dimensionIndex", 0)
        if not box.left <= column < box.right:
            raise invalid(f"Sort column {column} is not inside the range.")
        keys = {row: _sort_key(book, sheet, row, column) for row in order}
        empty = [row for row in order if keys[row] is None]
        filled = [row for row in order if keys[row] is not None]
        filled.sort(key=lambda row: keys[row] or (), reverse=spec.get("sortOrder") == "DESCENDING")
        order = filled + empty
    old = {row: _block(sheet, Box(row, box.left, row + 1, box.right))[0] for row in order}
    for position, row in enumerate(order):
        target = box.top + position
        cells = (_moved(cell, target - row, 0) for cell in old[row])
        sheet.put(target, dict(zip(range(box.left, box.right), cells, strict=True)))
    book.changed()


def randomize_range(batch: Batch, request: Json) -> None:
    sheet, box = batch.book.place(request.get("range", {}))
    rows = _block(sheet, box)
    random.Random(batch.book.random.random()).shuffle(rows)  # noqa: S311 - the order of rows is no secret
    _paste(batch.book, sheet, box.top, box.left, rows, "PASTE_NORMAL", (0, 0))


def delete_duplicates(batch: Batch, request: Json) -> Json:
    book = batch.book
    sheet, box = book.place(request.get("range", {}))
    protect.check(book, sheet, box)
    spans = request.get("comparisonColumns") or [{"startIndex": box.left, "endIndex": box.right}]
    columns = [column for span in spans for column in range(span.get("startIndex", 0), span.get("endIndex", box.right))]
    seen: set[tuple[object, ...]] = set()
    kept = []
    for row in range(box.top, box.bottom):
        key = tuple(_sort_key(book, sheet, row, column) for column in columns)
        if key not in seen or not any(part is not None for part in key):
            seen.add(key)
            kept.append(row)
    block = [_block(sheet, Box(row, box.left, row + 1, box.right))[0] for row in kept]
    removed = box.height - len(kept)
    block += [[EMPTY] * box.width for _ in range(removed)]
    _paste(book, sheet, box.top, box.left, block, "PASTE_NORMAL", (0, 0))
    return {"duplicatesRemovedCount": removed} if removed else {}


def _sort_key(book: Workbook, sheet: Sheet, row: int, column: int) -> tuple[int, float | str] | None:
    """Numbers before texts before booleans before errors; an empty cell has no key and goes last."""
    value = sheet.cell(row, column).value
    found = outcome(book, sheet, row, column)[0] if isinstance(value, Formula) else value
    if found is None or found == "":
        return None
    if isinstance(found, bool):
        return (2, float(found))
    if isinstance(found, int | float):
        return (0, float(found))
    return (3, found.text) if isinstance(found, Failure) else (1, str(found).casefold())


def _block(sheet: Sheet, box: Box) -> Block:
    return [[sheet.cell(row, column) for column in range(box.left, box.right)] for row in range(box.top, box.bottom)]


def _evaluated(book: Workbook, sheet: Sheet, box: Box) -> Block:
    def fixed(row: int, column: int) -> Cell:
        cell = sheet.cell(row, column)
        if not isinstance(cell.value, Formula):
            return cell
        value = outcome(book, sheet, row, column)[0]
        return replace(cell, value=value.text if isinstance(value, Failure) else value)

    return [[fixed(row, column) for column in range(box.left, box.right)] for row in range(box.top, box.bottom)]


def _paste(book: Workbook, sheet: Sheet, top: int, left: int, block: Block, kind: str, shift: tuple[int, int]) -> None:
    box = Box(top, left, top + len(block), left + len(block[0]))
    if box.bottom > sheet.row_count or box.right > sheet.column_count:
        raise outside(sheet, box)
    protect.check(book, sheet, box)
    for offset_row, row in enumerate(block):
        index = top + offset_row
        sheet.put(
            index,
            {left + at: _pasted(sheet.cell(index, left + at), cell, kind, shift) for at, cell in enumerate(row)},
        )
    book.changed()


def _pasted(old: Cell, new: Cell, kind: str, shift: tuple[int, int]) -> Cell:
    if kind in ("PASTE_VALUES", "PASTE_FORMULA"):
        return old.with_value(_moved(new, *shift).value)
    if kind == "PASTE_FORMAT":
        return replace(old, format=new.format)
    if kind == "PASTE_DATA_VALIDATION":
        return replace(old, validation=new.validation)
    if kind == "PASTE_CONDITIONAL_FORMATTING":
        return old
    pasted = _moved(new, *shift)
    if kind == "PASTE_NO_BORDERS" and pasted.format:
        return replace(pasted, format={key: part for key, part in pasted.format.items() if key != "borders"})
    return pasted


def _moved(cell: Cell, rows: int, columns: int) -> Cell:
    if isinstance(cell.value, Formula) and (rows or columns):
        return replace(cell, value=Formula(offset(cell.value.text, rows, columns)))
    return cell


def _shift(book: Workbook, sheet: Sheet, rest: Box, target: Callable[[int, int], tuple[int, int]]) -> None:
    protect.check(book, sheet, rest)
    cells = list(sheet.filled(rest))
    for row, column, _ in cells:
        sheet.put(row, {column: EMPTY})
    for row, column, cell in cells:
        place = target(row, column)
        if place[0] < sheet.row_count and place[1] < sheet.column_count:
            sheet.put(place[0], {place[1]: cell})
    book.changed()
