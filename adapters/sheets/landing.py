"""Where a batch really landed.

Cells are addressed by position, and between the read and the write somebody may insert, sort or move. The answer shows
the tab as it was right after the write: each cell that was written is traced to the row and column it belongs to, and
what stood there before is put back.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from adapters.sheets.draft import Draft, Edit, Removal
from adapters.sheets.grid import EMPTY, Grid
from adapters.sheets.header import headers
from adapters.sheets.rows import Tab
from mappings.codecs.sheet import CellData, holds_formula, read_id

Content: TypeAlias = frozenset[tuple[int, str]]
"""What stands in the columns of a row."""


@dataclass(frozen=True)
class Landing:
    """``before`` is the tab the draft was made for, ``after`` the tab in the answer, or in a later read.

    ``removed`` says whether the draft's removals were carried out.
    """

    before: Tab
    after: Tab
    draft: Draft
    removed: bool

    def repairs(self) -> list[Edit]:
        """Return what puts cells back that belong to other rows or columns than those they were meant for."""
        found = []
        for (row, column), sent in self.draft.touched().items():
            now, from_row, from_column = self._shifted(row), self._origins[row], self._column_origin(column)
            if (from_row, from_column) == (row, column):
                continue
            known = from_row is not None and from_column is not None
            put_back = self.before.grid.cell(from_row or 0, from_column or 0) if known else EMPTY
            current = self.after.grid.cell(now, column)
            if _entered(current) == _entered(sent) and _entered(current) != _entered(put_back):
                found.append(Edit(now, column, _as_sent(put_back), formatted="userEnteredFormat" in sent))
        return [*found, *self._new_in_wrong_columns()]

    def _new_in_wrong_columns(self) -> Iterator[Edit]:
        """Clear the cells of new rows that ended up under another header."""
        wrong = [column for column in self._new if self._column_origin(column) != column]
        if not wrong:
            return
        id_column = self.before.layout.id_column
        ids = {repr(_entered(row.cells[id_column])): row for row in self.draft.rows}
        for now in range(self.after.layout.header + 1, self.after.grid.height):
            made = ids.get(repr(_entered(self.after.grid.cell(now, id_column))))
            for column in wrong if made else ():
                if made and column in made.cells:
                    yield Edit(now, column, EMPTY, formatted="userEnteredFormat" in made.cells[column])

    @property
    def _new(self) -> frozenset[int]:
        return frozenset(column for row in self.draft.rows for column in row.cells)

    def _shifted(self, row: int) -> int:
        return row - bisect_left(self._gone, row)

    @cached_property
    def _gone(self) -> Sequence[int]:
        return sorted(removal.row for removal in self.draft.removals) if self.removed else []

    @cached_property
    def _origins(self) -> Mapping[int, int | None]:
        """Where the row in which a row's cells were written stood before; None for one that was not there."""
        return {row: self._origin(self._shifted(row), row) for row, _ in self.draft.touched()}

    def _origin(self, now: int, meant: int) -> int | None:
        if now == self.after.layout.header:
            return self.before.layout.header
        if not self._id_written(now):
            name = self.after.id_at(now)
            if name is not None:
                rows = self.before.by_id.get(name, (None,))
                return meant if meant in rows else rows[0]
        return self._origin_by_content(now, meant)

    def _origin_by_content(self, now: int, meant: int) -> int | None:
        """A row whose id cell was written, or is empty: known by its other cells, else by the rows above it."""
        written = self._written.get(now, frozenset())
        expected, left = _untouched(self.before, meant, written), _untouched(self.after, now, written)
        if self._nothing_moved and expected == left:
            return meant
        fitting = self._alike(written).get(left, [])
        if left and len(fitting) == 1:
            return fitting[0]
        above = self._by_neighbour(now)
        if above in fitting:
            return above
        return meant if expected == left or expected & left else None

    def _id_written(self, now: int) -> bool:
        return self.after.layout.id_column in self._written.get(now, ())

    @cached_property
    def _written(self) -> Mapping[int, frozenset[int]]:
        """The columns that were written in each row of the answer."""
        found: dict[int, set[int]] = {}
        for row, column in self.draft.touched():
            found.setdefault(self._shifted(row), set()).add(column)
        return {row: frozenset(columns) for row, columns in found.items()}

    def _alike(self, written: frozenset[int]) -> Mapping[Content, list[int]]:
        """Return the strays by what they hold in the columns that were not written."""
        if written not in self._indexes:
            index: dict[Content, list[int]] = {}
            for row in self._strays:
                index.setdefault(_untouched(self.before, row, written), []).append(row)
            self._indexes[written] = index
        return self._indexes[written]

    @cached_property
    def _indexes(self) -> dict[frozenset[int], Mapping[Content, list[int]]]:
        return {}

    @cached_property
    def _nothing_moved(self) -> bool:
        """Every row that is known by its id stands where it stood."""
        gone = frozenset(self._gone)
        return all(
            self.after.id_at(self._shifted(row)) == name
            for name, rows in self.before.by_id.items()
            for row in rows
            if row not in gone and not self._id_written(self._shifted(row))
        )

    @cached_property
    def _strays(self) -> Sequence[int]:
        """The rows of the tab before that no id in the answer accounts for."""
        shown = {record.id for row, record in self.after.records.items() if not self._id_written(row)}
        last = max(len(self.before.grid.rows), *(row + 1 for row, _ in self.draft.touched()))
        return [
            row
            for row in range(self.before.layout.header + 1, last)
            if (name := self.before.id_at(row)) is None or name not in shown
        ]

    def _by_neighbour(self, now: int) -> int:
        """Count down from the nearest row above whose id is known, or from the header."""
        place = bisect_left(self._anchors, (now, 0)) - 1
        at, origin = self._anchors[place]
        for _ in range(now - at):
            origin += 1
            while origin in self._gone:
                origin += 1
        return origin

    @cached_property
    def _anchors(self) -> Sequence[tuple[int, int]]:
        """Rows of the answer whose origin is certain, the header first."""
        found = [(self.after.layout.header, self.before.layout.header)]
        for row, record in self.after.records.items():
            rows = self.before.by_id.get(record.id, ()) if record.id is not None else ()
            if len(rows) == 1 and not self._id_written(row):
                found.append((row, rows[0]))
        return found

    def _column_origin(self, column: int) -> int | None:
        return column if self._columns is None else self._columns.get(column)

    @cached_property
    def _columns(self) -> Mapping[int, int] | None:
        """Where each column of the answer stood before, by header; None where nothing moved."""
        was = headers(self.before.grid, self.before.layout.header)
        now = headers(self.after.grid, self.after.layout.header)
        if was == now:
            return None
        single = {name: columns[0] for name, columns in was.items() if len(columns) == 1}
        return {columns[0]: single[name] for name, columns in now.items() if len(columns) == 1 and name in single}


def _untouched(tab: Tab, row: int, written: AbstractSet[int]) -> Content:
    """Return what was entered in the row in columns that were not written; formulas change with their place."""
    return frozenset(
        (column, repr(_entered(cell)))
        for column, cell in tab.grid.row(row).items()
        if column not in written and not holds_formula(cell)
    )


def _entered(cell: CellData) -> object:
    return cell.get("userEnteredValue") or None


def _as_sent(cell: CellData) -> CellData:
    """Return a cell that was read as one that can be written."""
    sent = {"userEnteredValue": cell["userEnteredValue"]} if "userEnteredValue" in cell else {}
    form = cell.get("effectiveFormat", {}).get("numberFormat")
    return {**sent, "userEnteredFormat": {"numberFormat": form}} if form else sent


def lost_headers(before: Tab, after: Grid, draft: Draft) -> Iterator[list[Edit]]:
    """Return, for each row that was written, what puts the headers back if that row is the header row by now."""
    rows: dict[int, list[Edit]] = {}
    for (row, column), sent in draft.touched().items():
        header = before.grid.cell(before.layout.header, column)
        if _entered(header) and _entered(after.cell(row, column)) == _entered(sent):
            rows.setdefault(row, []).append(Edit(row, column, header, formatted=False))
    yield from rows.values()


def wrongly_removed(
    draft: Draft, before: Tab, after: Tab, copies: Sequence[Mapping[int, CellData]]
) -> list[tuple[Removal, int]]:
    """Return the removals that took another row, or one that was edited meanwhile, with the copy's number.

    ``copies`` are the rows in the trash, in the order of the draft's removals.
    """
    wrong = []
    for number, removal in enumerate(draft.removals):
        copy = copies[number] if number < len(copies) else {}
        name = read_id(copy.get(after.layout.id_column, EMPTY))
        same_id = name == before.id_at(removal.row)
        if not same_id or _contents(copy, before) != _contents(before.grid.row(removal.row), before):
            wrong.append((removal, number))
    return wrong


def _contents(cells: Mapping[int, CellData], tab: Tab) -> Mapping[int, object]:
    return {
        column: _entered(cell)
        for column, cell in cells.items()
        if column in tab.layout.mapped and not holds_formula(cell)
    }


def places_to_restore(draft: Draft, wrong: Sequence[tuple[Removal, int]], first: int) -> list[tuple[int, int]]:
    """Return where each row goes in again and where in the trash it is, from the top down."""
    restored = {removal.row for removal, _ in wrong}
    gone = [removal.row for removal in draft.removals if removal.row not in restored]
    places = [(removal.row - sum(row < removal.row for row in gone), first + number) for removal, number in wrong]
    return sorted(places)
