"""values.append: which table a range leads to, and where its next row is.

A table is a block of cells with values, bounded by empty rows and columns. Of several in the range the last one counts,
so that a row with a gap in it makes the next append start at its last block: the drift to the right.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapters.sandbox.google.a1 import Bounds, Box
from adapters.sandbox.google.sheet import Sheet
from adapters.sandbox.google.structure import insert_dimension
from adapters.sandbox.google.values import Written, write
from adapters.sandbox.google.workbook import Workbook


@dataclass(frozen=True, slots=True)
class Target:
    """Where the next row goes, and the table it goes below; None where there is none."""

    table: Box | None
    top: int
    left: int


def find_target(sheet: Sheet, box: Box) -> Target:
    table = find_table(sheet, box)
    return Target(table, table.bottom, table.left) if table else Target(None, box.top, box.left)


def find_table(sheet: Sheet, box: Box) -> Box | None:
    """Return the last table that has a cell in the box, whole; None where the box is empty."""
    for index in range(min(box.bottom, len(sheet.rows)) - 1, box.top - 1, -1):
        row = sheet.rows[index]
        columns = [c for c, cell in row.items() if cell.value is not None and box.left <= c < box.right]
        if columns:
            return _region(sheet, index, max(columns))
    return None


def append(
    book: Workbook,
    sheet: Sheet,
    target: Target,
    rows: Sequence[Sequence[Any]],
    *,
    option: str,
    insert: bool,
    now: datetime,
) -> Written:
    """Write rows at the target; the grid grows as needed.

    A target that was found before somebody else's rows came there is written all the same: without ``insert`` over
    them, with it above them.
    """
    top, left = target.top, target.left
    height, width = len(rows), max((len(row) for row in rows), default=0)
    if insert and target.table and height and top < sheet.row_count:
        insert_dimension(book, sheet, "ROWS", top, height)
    grown = max(sheet.row_count, top + height), max(sheet.column_count, left + width)
    if grown != (sheet.row_count, sheet.column_count):
        sheet.grow(*grown)
        book.check_size()
    bounds = Bounds(top, left, top + 1, left + 1)
    return write(book, sheet, bounds, rows, option=option, now=now)


def _region(sheet: Sheet, row: int, column: int) -> Box:
    """Grow a box from one cell until the rows and columns around it are empty."""
    top, left, bottom, right = row, column, row + 1, column + 1
    while True:
        while top and _any(sheet, top - 1, left - 1, right + 1):
            top -= 1
        while _any(sheet, bottom, left - 1, right + 1):
            bottom += 1
        edge = range(max(top - 1, 0), bottom + 1)
        if left and any(_any(sheet, index, left - 1, left) for index in edge):
            left -= 1
        elif any(_any(sheet, index, right, right + 1) for index in edge):
            right += 1
        else:
            return Box(top, left, bottom, right)


def _any(sheet: Sheet, row: int, left: int, right: int) -> bool:
    cells = sheet.row(row)
    return any(column in cells and cells[column].value is not None for column in range(left, right))
