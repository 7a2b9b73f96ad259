"""Rows and columns that come, go and move, with all that follows them: ranges, names, metadata, references."""

from dataclasses import replace

from adapters.sandbox.google.cells import Cell, Formula
from adapters.sandbox.google.errors import invalid
from adapters.sandbox.google.formulas.references import Change, adjusted
from adapters.sandbox.google.sheet import BLANK_ROW, Row, Sheet
from adapters.sandbox.google.spans import Shift, deleted, inserted, moved, shifted
from adapters.sandbox.google.workbook import Workbook

COUNTS = {"ROWS": "rowCount", "COLUMNS": "columnCount"}


def insert_dimension(
    book: Workbook, sheet: Sheet, dimension: str, at: int, count: int, *, like: int | None = None
) -> None:
    """Insert empty rows or columns; ``like`` is the index of the one whose formats they take."""
    pattern = _styles(sheet, dimension, like) if like is not None else {}
    sheet.grid[COUNTS[dimension]] = sheet.length(dimension) + count
    book.check_size()
    if dimension == "ROWS":
        if at < len(sheet.rows) or pattern:
            sheet.rows.extend([BLANK_ROW] * (at - len(sheet.rows)))
            sheet.rows[at:at] = [dict(pattern)] * count
    else:
        _map_columns(sheet, inserted(at, count))
        for index, cell in pattern.items():
            sheet.put(index, dict.fromkeys(range(at, at + count), cell))
    _follow(book, sheet, dimension, inserted(at, count))


def delete_dimension(book: Workbook, sheet: Sheet, dimension: str, first: int, last: int) -> None:
    sheet.grid[COUNTS[dimension]] = sheet.length(dimension) - (last - first)
    if dimension == "ROWS":
        del sheet.rows[first:last]
    else:
        _map_columns(sheet, deleted(first, last))
    frozen = "frozenRowCount" if dimension == "ROWS" else "frozenColumnCount"
    held = sheet.grid.get(frozen, 0)
    if first < held:
        sheet.grid[frozen] = held - (min(last, held) - first)
    _follow(book, sheet, dimension, deleted(first, last))


def resize(book: Workbook, sheet: Sheet, rows: int, columns: int) -> None:
    """Set the size of the grid; what is cut off at the end goes as if it were deleted.

    New rows are held against the limit of cells while the columns are still those of before.
    """
    if rows < 1 or columns < 1:
        raise invalid("You can't delete all the rows or columns on the sheet.")
    sheet.grow(rows, 0)
    book.check_size()
    if rows < sheet.row_count:
        delete_dimension(book, sheet, "ROWS", rows, sheet.row_count)
    if columns < sheet.column_count:
        delete_dimension(book, sheet, "COLUMNS", columns, sheet.column_count)
    sheet.grow(rows, columns)
    book.check_size()


def move_dimension(book: Workbook, sheet: Sheet, dimension: str, first: int, last: int, destination: int) -> None:
    """Move a block before ``destination``, an index of the time before the move."""
    if dimension == "ROWS":
        sheet.rows.extend([BLANK_ROW] * (max(last, destination) - len(sheet.rows)))
        block = sheet.rows[first:last]
        del sheet.rows[first:last]
        target = destination if destination <= first else destination - (last - first)
        sheet.rows[target:target] = block
    else:
        _map_columns(sheet, _each(first, last, destination))
    _follow(book, sheet, dimension, moved(first, last, destination), _each(first, last, destination))


def _each(first: int, last: int, destination: int) -> Shift:
    """Return the shift of single rows or columns, which a move never removes."""
    order = moved(first, last, destination)

    def shift(start: int, end: int) -> tuple[int, int] | None:
        return order(start, end) or (start, end)

    return shift


def _map_columns(sheet: Sheet, shift: Shift) -> None:
    known: dict[int, int | None] = {}
    for index, row in enumerate(sheet.rows):
        out: Row = {}
        for column, cell in row.items():
            if column not in known:
                span = shift(column, column + 1)
                known[column] = span[0] if span else None
            target = known[column]
            if target is not None:
                out[target] = cell
        if out != row:
            sheet.rows[index] = out


def _styles(sheet: Sheet, dimension: str, like: int) -> Row:
    """Return the cells of a row (or column), by column (or row), without values and notes."""
    if dimension == "ROWS":
        cells = sheet.row(like)
    else:
        cells = {index: row[like] for index, row in enumerate(sheet.rows) if like in row}
    styles = {key: Cell(format=cell.format, validation=cell.validation) for key, cell in cells.items()}
    return {key: cell for key, cell in styles.items() if not cell.is_empty}


def _follow(book: Workbook, sheet: Sheet, dimension: str, shift: Shift, single: Shift | None = None) -> None:
    metas = sheet.meta(dimension)
    kept = {}
    for index, meta in metas.items():
        span = (single or shift)(index, index + 1)
        if span:
            kept[span[0]] = meta
    metas.clear()
    metas.update(kept)
    for tab in book.sheets:
        tab.parts = shifted(tab.parts, sheet.id, dimension, shift) or {}
    book.named = shifted(book.named, sheet.id, dimension, shift)
    book.metadata = shifted(book.metadata, sheet.id, dimension, single or shift)
    change = Change(sheet.title, dimension, shift)
    for tab in book.sheets:
        for index, row in enumerate(tab.rows):
            cells = {
                column: replace(cell, value=replace(cell.value, text=adjusted(cell.value.text, tab.title, change)))
                for column, cell in row.items()
                if isinstance(cell.value, Formula)
            }
            if cells:
                tab.put(index, cells)
    book.changed()
