"""autoFill, the drag of the fill handle: numbers and numbered texts go on, formulas move, the rest repeats."""

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import linear_regression
from typing import Any

from adapters.sandbox.google import protect
from adapters.sandbox.google.a1 import Box
from adapters.sandbox.google.batch.context import Batch
from adapters.sandbox.google.cells import Cell, Formula, number
from adapters.sandbox.google.errors import invalid
from adapters.sandbox.google.formulas.references import offset
from adapters.sandbox.google.sheet import Sheet
from adapters.sandbox.google.workbook import Workbook, outside

Json = dict[str, Any]

_NUMBERED = re.compile(r"(.*?)(\d+)", re.DOTALL)
_DAYS = {"DATE", "DATE_TIME"}


def auto_fill(batch: Batch, request: Json) -> None:
    """Fill from a source on, or the rest of a range from the part of it that has data."""
    book = batch.book
    alternate = bool(request.get("useAlternateSeries"))
    if "sourceAndDestination" in request:
        given = request["sourceAndDestination"]
        sheet, source = book.place(given.get("source", {}))
        down, length = given.get("dimension") != "COLUMNS", given.get("fillLength", 0)
    else:
        sheet, whole = book.place(request.get("range", {}))
        source = _with_data(sheet, whole)
        down = source.height < whole.height
        length = whole.height - source.height if down else whole.width - source.width
    _fill(book, sheet, source, length, down=down, alternate=alternate)


def _with_data(sheet: Sheet, box: Box) -> Box:
    """Return the part of a range, from its start, up to its last row and column with data."""
    filled = [(row, column) for row, column, cell in sheet.filled(box) if cell.value is not None]
    if not filled:
        raise invalid("The range to fill has no data in it.")
    return Box(box.top, box.left, max(row for row, _ in filled) + 1, max(column for _, column in filled) + 1)


def _fill(book: Workbook, sheet: Sheet, source: Box, length: int, *, down: bool, alternate: bool) -> None:
    size = source.height if down else source.width
    steps = range(size, size + length) if length > 0 else range(length, 0)
    target = _target(source, steps, down=down)
    if target.top < 0 or target.left < 0 or target.bottom > sheet.row_count or target.right > sheet.column_count:
        raise outside(sheet, target)
    protect.check(book, sheet, target)
    for line in range(source.left, source.right) if down else range(source.top, source.bottom):
        places = [(source.top + at, line) if down else (line, source.left + at) for at in range(size)]
        cells = [sheet.cell(*place) for place in places]
        for step in steps:
            row, column = (source.top + step, line) if down else (line, source.left + step)
            sheet.put(row, {column: _next(cells, step, down=down, alternate=alternate)})
    book.changed()


def _target(source: Box, steps: range, *, down: bool) -> Box:
    if down:
        return Box(source.top + steps.start, source.left, source.top + steps.stop, source.right)
    return Box(source.top, source.left + steps.start, source.bottom, source.left + steps.stop)


def _next(cells: Sequence[Cell], step: int, *, down: bool, alternate: bool) -> Cell:
    """Return the cell that stands ``step`` places after the first of the source."""
    model = cells[step % len(cells)]
    if isinstance(model.value, Formula):
        gap = step - step % len(cells)
        return replace(model, value=Formula(offset(model.value.text, gap if down else 0, 0 if down else gap)))
    series = _numbers(cells, step, alternate=alternate) if _all_numbers(cells) else _texts(cells, step)
    return model if series is None else model.with_value(series)


def _all_numbers(cells: Sequence[Cell]) -> bool:
    return all(isinstance(cell.value, int | float) and not isinstance(cell.value, bool) for cell in cells)


def _numbers(cells: Sequence[Cell], step: int, *, alternate: bool) -> float | None:
    """Go on along the straight line of several; a single day counts on, a single number repeats, or the other way."""
    values = [float(cell.value) for cell in cells if isinstance(cell.value, int | float)]
    if len(values) > 1:
        slope, start = linear_regression(range(len(values)), values)
        return number(float(f"{start + slope * step:.12g}"))
    is_day = (cells[0].format or {}).get("numberFormat", {}).get("type") in _DAYS
    return number(values[0] + step) if is_day is not alternate else None


def _texts(cells: Sequence[Cell], step: int) -> str | None:
    """Count on from texts that end in digits; None where they do not."""
    found = [_NUMBERED.fullmatch(cell.value) if isinstance(cell.value, str) else None for cell in cells]
    parts = [(match[1], int(match[2]), len(match[2])) for match in found if match]
    if len(parts) < len(cells) or len({prefix for prefix, _, _ in parts}) > 1:
        return None
    prefix, first, width = parts[0]
    pace = parts[1][1] - first if len(parts) > 1 else 1
    return f"{prefix}{first + pace * step:0{width}}"
