"""values.*: reading ranges with the three render options, writing them RAW or as typed, clearing them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from adapters.sandbox.google import protect
from adapters.sandbox.google.a1 import Bounds, Box, letters
from adapters.sandbox.google.cells import MAX_CHARACTERS, Cell, Failure, Formula, number
from adapters.sandbox.google.display import is_date, show
from adapters.sandbox.google.errors import invalid
from adapters.sandbox.google.formulas.evaluate import outcome
from adapters.sandbox.google.parse import typed
from adapters.sandbox.google.sheet import Sheet
from adapters.sandbox.google.workbook import Workbook, outside

Json = dict[str, Any]
TOO_LONG = f"Your input contains more than the maximum of {MAX_CHARACTERS} characters in a single cell."


@dataclass(frozen=True, slots=True)
class Rendering:
    """How values are read: ``value`` and ``dates`` are the API's render options."""

    value: str = "FORMATTED_VALUE"
    dates: str = "SERIAL_NUMBER"
    dimension: str = "ROWS"


@dataclass(slots=True)
class Written:
    """What a write touched."""

    sheet: Sheet
    box: Box
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    cells: int = 0


def value_range(book: Workbook, sheet: Sheet, box: Box, rendering: Rendering) -> Json:
    """Return a ValueRange; an empty one has no ``values`` at all."""
    out: Json = {"range": book.text(sheet, box), "majorDimension": rendering.dimension}
    rows = read(book, sheet, box, rendering)
    if rows:
        out["values"] = rows
    return out


def read(book: Workbook, sheet: Sheet, box: Box, rendering: Rendering) -> list[list[Any]]:
    """Read ragged rows: nothing after the last value of a row, and no row after the last that has one."""
    rows: list[list[Any]] = []
    for index in range(box.top, min(box.bottom, len(sheet.rows))):
        row = sheet.rows[index]
        out: list[Any] = []
        for column in sorted(row):
            cell = row[column]
            if box.left <= column < box.right and cell.value is not None:
                out.extend([""] * (column - box.left - len(out)))
                out.append(_rendered(book, sheet, index, column, cell, rendering))
        rows.append(out)
    while rows and not rows[-1]:
        rows.pop()
    return _transposed(rows) if rendering.dimension == "COLUMNS" else rows


def shown_text(book: Workbook, sheet: Sheet, row: int, column: int) -> str:
    cell = sheet.cell(row, column)
    return str(_rendered(book, sheet, row, column, cell, Rendering())) if cell.value is not None else ""


def _rendered(book: Workbook, sheet: Sheet, row: int, column: int, cell: Cell, rendering: Rendering) -> object:
    value = cell.value
    if isinstance(value, str):
        return value
    if isinstance(value, Formula):
        if rendering.value == "FORMULA":
            return value.text
        result, form = outcome(book, sheet, row, column)
    else:
        result, form = value, None
    if cell.format and "numberFormat" in cell.format:
        form = cell.format["numberFormat"]
    if rendering.value == "FORMATTED_VALUE":
        return show(result, form, book.locale)
    if isinstance(result, Failure):
        return result.text
    if isinstance(result, int | float) and not isinstance(result, bool):
        if rendering.dates == "FORMATTED_STRING" and form and is_date(form, str(form.get("pattern", ""))):
            return show(result, form, book.locale)
        return number(result)
    return "" if result is None else result


def _transposed(rows: list[list[Any]]) -> list[list[Any]]:
    width = max((len(row) for row in rows), default=0)
    out = [[row[index] if index < len(row) else "" for row in rows] for index in range(width)]
    for line in out:
        while line and line[-1] == "":
            line.pop()
    while out and not out[-1]:
        out.pop()
    return out


def write(
    book: Workbook,
    sheet: Sheet,
    bounds: Bounds,
    rows: Sequence[Sequence[Any]],
    *,
    option: str,
    now: datetime,
) -> Written:
    """Write rows from the start of the range; a null is skipped, an empty string clears the cell.

    A range of one cell is only a start; any other limits what may be written.
    """
    height, width = len(rows), max((len(row) for row in rows), default=0)
    box = Box(bounds.top, bounds.left, bounds.top + max(height, 1), bounds.left + max(width, 1))
    _check_fits(book, sheet, bounds, box)
    if box.bottom > sheet.row_count or box.right > sheet.column_count:
        raise outside(sheet, box)
    protect.check(book, sheet, box)
    written = Written(sheet, box)
    for offset, row in enumerate(rows):
        index = bounds.top + offset
        cells = {}
        for position, value in enumerate(row):
            if value is None:
                continue
            column = bounds.left + position
            cells[column] = _entered(
                sheet.cell(index, column), value, option, book, now, f"values[{offset}][{position}]"
            )
            written.columns.add(column)
        if cells:
            sheet.put(index, cells)
            written.rows.add(index)
            written.cells += len(cells)
    book.changed()
    return written


def rows_of(values: Sequence[Sequence[Any]], dimension: str | None) -> list[list[Any]]:
    """Return values given by columns as rows; what is missing from a shorter column is skipped."""
    if dimension != "COLUMNS":
        return [list(row) for row in values]
    height = max((len(column) for column in values), default=0)
    return [[column[index] if index < len(column) else None for column in values] for index in range(height)]


def updated(book: Workbook, written: Written, rendering: Rendering | None) -> Json:
    """Return an UpdateValuesResponse, with what was written read back where ``rendering`` says how."""
    out: Json = {"spreadsheetId": book.id, "updatedRange": book.text(written.sheet, written.box)}
    counts = {
        "updatedRows": len(written.rows),
        "updatedColumns": len(written.columns),
        "updatedCells": written.cells,
    }
    out.update({key: count for key, count in counts.items() if count})
    if rendering:
        out["updatedData"] = value_range(book, written.sheet, written.box, rendering)
    return out


def totals(written: Sequence[Written]) -> Json:
    """Return the totals of several writes; a row or column written twice counts once."""
    rows = {(one.sheet.id, row) for one in written for row in one.rows}
    columns = {(one.sheet.id, column) for one in written for column in one.columns}
    counts = {
        "totalUpdatedRows": len(rows),
        "totalUpdatedColumns": len(columns),
        "totalUpdatedCells": sum(one.cells for one in written),
        "totalUpdatedSheets": len({one.sheet.id for one in written if one.cells}),
    }
    return {key: count for key, count in counts.items() if count}


def clear(book: Workbook, sheet: Sheet, box: Box) -> str:
    """Clear the values of a range, keep formats, notes and validation, and return the range cleared."""
    protect.check(book, sheet, box)
    for index in range(box.top, min(box.bottom, len(sheet.rows))):
        row = sheet.rows[index]
        cells = {column: cell.with_value(None) for column, cell in row.items() if box.left <= column < box.right}
        if cells:
            sheet.put(index, cells)
    book.changed()
    return book.text(sheet, box)


def _check_fits(book: Workbook, sheet: Sheet, bounds: Bounds, box: Box) -> None:
    if bounds.is_cell:
        return
    limit = sheet.clip(bounds)
    text = book.text(sheet, limit)
    if bounds.bottom is not None and box.bottom > bounds.bottom:
        raise invalid(f"Requested writing within range [{text}], but tried writing to row [{bounds.bottom + 1}]")
    if bounds.right is not None and box.right > bounds.right:
        column = letters(bounds.right)
        raise invalid(f"Requested writing within range [{text}], but tried writing to column [{column}]")


def _entered(cell: Cell, value: object, option: str, book: Workbook, now: datetime, place: str) -> Cell:
    if isinstance(value, list | dict):
        raise invalid(f"Invalid {place}: {_protobuf(value)}")
    if not isinstance(value, str):
        return cell.with_value(number(value) if isinstance(value, float) else value)  # type: ignore[arg-type]
    if len(value) > MAX_CHARACTERS:
        raise invalid(TOO_LONG)
    if option != "USER_ENTERED":
        return cell.with_value(value or None)
    return entered_text(cell, value, book, now)


def _protobuf(value: object, indent: str = "") -> str:
    """Write a JSON value as Google's messages show it, in the text form of protocol buffers."""
    inner = indent + "  "
    if isinstance(value, list):
        parts = "".join(f"{inner}values {{\n{_protobuf(item, inner + '  ')}{inner}}}\n" for item in value)
        return f"{indent}list_value {{\n{parts}{indent}}}\n"
    if isinstance(value, dict):
        parts = "".join(
            f'{inner}fields {{\n{inner}  key: "{key}"\n{inner}  value {{\n'
            f"{_protobuf(item, inner + '    ')}{inner}  }}\n{inner}}}\n"
            for key, item in value.items()
        )
        return f"{indent}struct_value {{\n{parts}{indent}}}\n"
    if isinstance(value, bool):
        return f"{indent}bool_value: {str(value).lower()}\n"
    if isinstance(value, int | float):
        return f"{indent}number_value: {float(value)}\n"
    return f"{indent}null_value: NULL_VALUE\n" if value is None else f'{indent}string_value: "{value}"\n'


def entered_text(cell: Cell, text: str, book: Workbook, now: datetime) -> Cell:
    """Return the cell after the text was typed into it."""
    own = (cell.format or {}).get("numberFormat")
    value, form = typed(text, book.locale, now, own)
    changed = cell.with_value(value)
    return replace(changed, format={**(cell.format or {}), "numberFormat": form}) if form else changed
