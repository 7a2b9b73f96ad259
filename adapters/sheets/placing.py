"""Where new rows go: right below the last record, and never over anything."""

from collections.abc import Iterable, Iterator, Sequence

from adapters.sheets.draft import Append, Fill, Insert, NewRow
from adapters.sheets.grid import EMPTY
from adapters.sheets.rows import Tab
from mappings.codecs.sheet import CellData, format_type, holds_formula, untouched


def place_for(tab: Tab, made: Sequence[NewRow]) -> Append | Fill | Insert:
    """Append where nothing stands below the last record, else put rows in; both spare what is typed meanwhile.

    Neither is allowed beside a protected column, so there the free rows are filled by their position.
    """
    if not made:
        return Append()
    below, grid = tab.last_record + 1, tab.grid
    width = range(max(max(row.cells) for row in made) + 1)
    rows = range(below, below + len(made))
    free = all(_is_free(tab, row) for row in rows)
    if any(grid.locked(row, column) for row in rows for column in range(grid.column_count)) and free:
        return Fill(below)
    if grid.last_filled < below:
        return Append(tuple({column: _format_of(grid.cell(row, column)) for column in width} for row in rows))
    return Insert(
        below,
        like_below=free,
        formulas=tuple(_formulas(tab, below)) if free else (),
        width=max(_headed(tab)) + 1 if _only_beside(tab, below) else None,
    )


def _only_beside(tab: Tab, below: int) -> bool:
    """Say whether all that stands further down is beside the table, in columns without a header."""
    headed = _headed(tab)
    return not any(column <= max(headed) for row in range(below, tab.grid.height) for column in tab.grid.row(row))


def _headed(tab: Tab) -> Iterable[int]:
    return tab.grid.row(tab.layout.header).keys()


def _formulas(tab: Tab, row: int) -> Iterator[int]:
    """Return the columns that we do not fill and in which the prepared rows hold formulas of their own."""
    ours = {tab.layout.id_column, *tab.layout.mapped} - tab.computed.keys()
    for column, cell in tab.grid.row(row).items():
        if column not in ours and "formulaValue" in cell.get("userEnteredValue", {}):
            yield column


def _format_of(cell: CellData) -> CellData:
    if not format_type(cell):
        return EMPTY
    return {"userEnteredFormat": {"numberFormat": cell["effectiveFormat"]["numberFormat"]}}


def _is_free(tab: Tab, row: int) -> bool:
    """A row is free where nobody entered anything under a header; what stands beside the table is not part of it."""
    id_cell = tab.grid.cell(row, tab.layout.id_column)
    return not holds_formula(id_cell) and all(_is_prepared(cell) for cell in _under_headers(tab, row))


def _under_headers(tab: Tab, row: int) -> Iterator[CellData]:
    return (cell for column, cell in tab.grid.row(row).items() if column in _headed(tab))


def _is_prepared(cell: CellData) -> bool:
    return holds_formula(cell) or untouched(cell)
