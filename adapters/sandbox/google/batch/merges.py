from typing import Any

from adapters.sandbox.google import protect
from adapters.sandbox.google.a1 import Box
from adapters.sandbox.google.batch.context import Batch
from adapters.sandbox.google.errors import invalid
from adapters.sandbox.google.sheet import Sheet
from adapters.sandbox.google.spans import bounds_of, grid_of

Json = dict[str, Any]
PARTIAL = "You must select all cells in a merged range to merge or unmerge them."


def merge_cells(batch: Batch, request: Json) -> None:
    """Merge a range, its columns or its rows; only the top left value of each stays."""
    sheet, box = batch.book.place(request.get("range", {}))
    protect.check(batch.book, sheet, box)
    _take_out(sheet, box)
    for part in _parts(box, request.get("mergeType", "MERGE_ALL")):
        if part.height * part.width == 1:
            continue
        for index in range(part.top, part.bottom):
            rest = range(part.left + (index == part.top), part.right)
            sheet.put(index, {column: sheet.cell(index, column).with_value(None) for column in rest})
        sheet.listed("merges").append(grid_of(sheet.id, part))
    batch.book.changed()


def unmerge_cells(batch: Batch, request: Json) -> None:
    sheet, box = batch.book.place(request.get("range", {}))
    protect.check(batch.book, sheet, box)
    _take_out(sheet, box)


def _parts(box: Box, kind: str) -> list[Box]:
    if kind == "MERGE_COLUMNS":
        return [Box(box.top, column, box.bottom, column + 1) for column in range(box.left, box.right)]
    if kind == "MERGE_ROWS":
        return [Box(row, box.left, row + 1, box.right) for row in range(box.top, box.bottom)]
    return [box]


def _take_out(sheet: Sheet, box: Box) -> None:
    kept = []
    for merge in sheet.listed("merges"):
        own = sheet.clip(bounds_of(merge))
        if not own.meets(box):
            kept.append(merge)
        elif not box.covers(own):
            raise invalid(PARTIAL)
    sheet.parts["merges"] = kept
