"""Where the rows and columns of a tab went while people moved them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from adapters.sheets.landing import entered, former_columns, literals
from adapters.sheets.rows import Tab


@dataclass(frozen=True)
class Trace:
    """Where the rows and columns of one tab are in a later one that shows them as they are."""

    before: Tab
    after: Tab

    def row(self, row: int) -> int | None:
        """Find a row: by its id, where that stands once, else by all that was entered in it."""
        if row == self.before.layout.header:
            return self.after.layout.header
        name = self.before.id_at(row)
        if name is not None and len(self.before.by_id.get(name, ())) == 1:
            rows = self.after.by_id.get(name, ())
            if len(rows) == 1:
                return rows[0]
        return self._most_alike(row)

    def _most_alike(self, row: int) -> int | None:
        """Return the one row that shares most with it, and at least half; that in its old place, if that is one."""
        cells = literals_by(self.before, row, None)
        same = [at for at, there in self._rows.items() if there == cells]
        if len(same) == 1:
            return same[0]
        shared = {at: len(cells & there) for at, there in self._rows.items() if 2 * len(cells & there) >= len(cells)}
        best = [at for at, count in shared.items() if count == max(shared.values())]
        return row if row in best else best[0] if len(best) == 1 else None

    @cached_property
    def _rows(self) -> Mapping[int, frozenset[tuple[int | None, str]]]:
        """What was entered in the rows that no id tells where they were before."""
        names = {name for name, rows in self.before.by_id.items() if len(rows) == 1}
        return {
            at: literals_by(self.after, at, self.former)
            for at in range(self.after.layout.header + 1, self.after.grid.height)
            if (name := self.after.id_at(at)) is None or name not in names or len(self.after.by_id[name]) > 1
        }

    def column(self, column: int) -> int | None:
        """Find a column: by its field, its mark, its header, else by what stands in it and between which it is."""
        if self.former is None:
            return column
        return self.columns[column] if column in self.columns else self._nameless(column)

    def _nameless(self, column: int) -> int | None:
        taken, cells = {*self.columns.values()}, _standing_in(self.before, column)
        free = [at for at in range(self.after.grid.column_count) if at not in taken]
        shared = {at: len(cells & _standing_in(self.after, at)) for at in free}
        best = [at for at, count in shared.items() if count == max(shared.values())]
        between = [at for at in best if at in self._between(column)]
        if len(best) == 1 and shared[best[0]]:
            return best[0]
        return between[0] if len(between) == 1 else None

    def _between(self, column: int) -> range:
        left = max((was for was in self.columns if was < column), default=None)
        right = min((was for was in self.columns if was > column), default=None)
        first = 0 if left is None else self.columns[left] + 1
        return range(first, self.after.grid.column_count if right is None else self.columns[right])

    @cached_property
    def columns(self) -> Mapping[int, int]:
        """Where the columns are now that were known before; empty where nothing moved."""
        return {was: now for now, was in (self.former or {}).items()}

    @cached_property
    def former(self) -> Mapping[int, int] | None:
        return former_columns(self.before, self.after)


def literals_by(tab: Tab, row: int, former: Mapping[int, int] | None) -> frozenset[tuple[int | None, str]]:
    """Return what was entered in a row, by the columns of before; columns that are new are left out."""
    cells = ((column if former is None else former.get(column), text) for column, text in literals(tab, row))
    return frozenset((column, text) for column, text in cells if column is not None)


def _standing_in(tab: Tab, column: int) -> frozenset[str]:
    cells = (tab.grid.cell(row, column) for row in range(tab.layout.header + 1, tab.grid.height))
    return frozenset(repr(entered(cell)) for cell in cells if entered(cell))
