"""Rows that a batch removed and should not have."""

from collections.abc import Mapping, Sequence

from adapters.sheets.draft import Draft, Removal
from adapters.sheets.grid import EMPTY
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


def places_to_restore(draft: Draft, wrong: Sequence[tuple[Removal, int]], first: int) -> list[tuple[int, int]]:
    """Return where each row goes in again and where in the trash it is, from the top down."""
    restored = {removal.row for removal, _ in wrong}
    gone = [removal.row for removal in draft.removals if removal.row not in restored]
    places = [(removal.row - sum(row < removal.row for row in gone), first + number) for removal, number in wrong]
    return sorted(places)
