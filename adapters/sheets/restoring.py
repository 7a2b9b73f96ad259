"""Rows that a batch removed and should not have."""

from collections.abc import Mapping, Sequence

from adapters.sheets.draft import Draft, Removal, Restore
from adapters.sheets.grid import EMPTY, Grid
from adapters.sheets.header import headers
from adapters.sheets.landing import entered
from adapters.sheets.rows import Tab
from mappings.codecs.sheet import CellData, holds_formula, read_id


def wrongly_removed(draft: Draft, before: Tab, copies: Sequence[Mapping[int, CellData]]) -> list[tuple[Removal, int]]:
    """Return the removals that took another row, or one that was edited meanwhile, with the copy's number.

    ``copies`` are the rows in the trash, in the order of the draft's removals.
    """
    wrong = []
    for number, removal in enumerate(draft.removals):
        copy = copies[number] if number < len(copies) else {}
        was = before.grid.row(removal.row)
        same_id = read_id(copy.get(before.layout.id_column, EMPTY)) == before.id_at(removal.row)
        if not same_id or _contents(copy, before) != _contents(was, before):
            wrong.append((removal, number))
    return wrong


def _contents(cells: Mapping[int, CellData], tab: Tab) -> Mapping[int, object]:
    return {
        column: entered(cell)
        for column, cell in cells.items()
        if column in tab.layout.mapped and not holds_formula(cell)
    }


def places_to_restore(
    draft: Draft, wrong: Sequence[tuple[Removal, int]], first: int, copies: Grid, names: Mapping[int, str]
) -> list[Restore]:
    """Return where each row goes in again, from the top down.

    ``first`` is the row of the first copy in the trash, ``names`` the headers its columns had.
    """
    restored = {removal.row for removal, _ in wrong}
    gone = [removal.row for removal in draft.removals if removal.row not in restored]
    found = []
    for removal, number in wrong:
        place = removal.row - sum(row < removal.row for row in gone)
        found.append(Restore(removal, place, first + number, copies.row(first + number), names))
    return sorted(found, key=lambda restore: restore.row)


def named(grid: Grid, row: int) -> dict[int, str]:
    """Return the headers of a row by column, without those that stand twice."""
    return {columns[0]: text for text, columns in headers(grid, row).items() if len(columns) == 1}


def by_names(cells: Mapping[int, CellData], then: Mapping[int, str], now: Mapping[int, str]) -> dict[int, CellData]:
    """Return the cells of a row by where their headers are now; those without a header stay where they are."""
    places = {text: column for column, text in now.items()}
    there = {column: places.get(text) for column, text in then.items()}
    stay = {column: cell for column, cell in cells.items() if column not in there}
    return stay | {to: cells[column] for column, to in there.items() if to is not None and column in cells}
