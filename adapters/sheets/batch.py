"""A batch that was carried out: what it wrote, what it kept of what stood there, and where that is by now."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from adapters.sheets.draft import Draft, Edit
from adapters.sheets.grid import EMPTY, Grid
from adapters.sheets.landing import entered
from adapters.sheets.overwritten import HEADERS, Kept, Place
from adapters.sheets.rows import Tab
from adapters.sheets.trace import Trace
from mappings.codecs.sheet import CellData, read_id
from sync.model import RecordId


@dataclass(frozen=True)
class Batch:
    """A draft that was carried out on the tab ``before``, to which the ``pending`` repairs had been thought made.

    ``gone`` are the rows that were rightly removed, in order.
    """

    before: Tab
    draft: Draft
    pending: Sequence[Edit]
    kept: Kept
    gone: Sequence[int] = ()

    def now(self, row: int) -> int:
        """Return where a row that was written is in the answer."""
        return row - bisect_left(self.gone, row)

    def places(self) -> Mapping[Place, Place]:
        """Return where each cell that was written is in the answer."""
        return {(row, column): (self.now(row), column) for row, column in self.draft.touched()}

    def undisturbed(self, after: Grid) -> bool:
        """Say whether cells and the ids beside them are as the batch left them.

        They are not where people went on after a write whose answer was lost, or where copies do not stand as they
        should.
        """
        ids = self.before.layout.id_column
        cells = self.draft.touched()
        beside = {(row, ids) for row, _ in cells} - cells.keys()
        return all(
            entered(after.cell(self.now(row), at)) == entered(sent) for (row, at), sent in cells.items()
        ) and all(
            entered(after.cell(self.now(row), at)) == entered(self.kept.get((row, at), EMPTY)) for row, at in beside
        )

    def traced(self, after: Tab) -> Mapping[Place, Place] | None:
        """Return where the cells that were written are by now; None where the header row had moved before the batch.

        A row is known by the id that was kept beside it, or was written, else by what was written; of several that
        hold that, the one in the old place.
        """
        there = self._columns_now(after)
        if there is None:
            return None
        rows: dict[int, dict[int, CellData]] = {}
        for (row, column), sent in self.draft.touched().items():
            rows.setdefault(row, {})[column] = sent
        places = {row: self._row_now(row, cells, there, after) for row, cells in rows.items()}
        known = {row: now for row, now in places.items() if now is not None}
        there = {**self._nameless(known, there, after), **there}
        return {
            (row, column): (now, there[column]) for row, now in known.items() for column in rows[row] if column in there
        }

    def _nameless(self, rows: Mapping[int, int], there: Mapping[int, int], after: Tab) -> Mapping[int, int]:
        """Return the columns without a header that show what was written in all of these rows."""
        sent: dict[int, dict[int, object]] = {}
        for (row, column), cell in self.draft.touched().items():
            if row in rows and column not in there and entered(cell):
                sent.setdefault(column, {})[rows[row]] = entered(cell)
        grid, header = after.grid, after.layout.header
        free = [
            at for at in range(grid.column_count) if not entered(grid.cell(header, at)) and header not in rows.values()
        ]
        found = {
            column: [at for at in free if all(entered(grid.cell(row, at)) == value for row, value in cells.items())]
            for column, cells in sent.items()
        }
        return {column: columns[0] for column, columns in found.items() if len(columns) == 1}

    def _columns_now(self, after: Tab) -> Mapping[int, int] | None:
        """Return where the columns that were hit are by now: by the headers that were kept, or hit themselves."""
        touched = self.draft.touched()
        columns = {column for _, column in touched} | {self.before.layout.id_column}
        there: dict[int, int] = {}
        for row in range(self.before.layout.header, self.before.layout.header + HEADERS):
            found = {column: now for column in columns if (now := self._headed(row, column, after)) is not None}
            there = max(there, found, key=len)
        trace = Trace(self.before, after)
        if not there or any(trace.column(column) != now for column, now in there.items()):
            return there or None
        return there | {column: now for column in columns if (now := trace.column(column)) is not None}

    def _headed(self, row: int, column: int, after: Tab) -> int | None:
        """Return the column whose header was kept here; where that was overwritten, it shows what was written."""
        was, there = entered(self.kept.get((row, column), EMPTY)), after.grid.row(after.layout.header).items()
        now = [at for at, cell in there if was and entered(cell) == was]
        sent = entered(self.draft.touched().get((row, column), EMPTY))
        now = now or [at for at, cell in there if was and sent and entered(cell) == sent]
        return now[0] if len(now) == 1 else None

    def _row_now(self, row: int, cells: Mapping[int, CellData], there: Mapping[int, int], after: Tab) -> int | None:
        header, ids = self.before.layout.header, self.before.layout.id_column
        beside = self.kept.get((row, ids), EMPTY)
        if row == header or (entered(beside) and entered(beside) == entered(self.before.grid.cell(header, ids))):
            return after.layout.header
        was = self.before.by_id.get(read_id(beside) or RecordId(""), ())
        if ids in cells and not entered(cells[ids]) and len(was) == 1:  # the batch took the row's id away
            return Trace(self.before, after).row(was[0])
        rows = after.by_id.get(read_id(cells.get(ids, beside)) or RecordId(""), ())
        if len(rows) == 1 and there.get(ids) == after.layout.id_column:
            return rows[0]
        sent = {there[column]: entered(cell) for column, cell in cells.items() if column in there}
        rows_below = range(after.layout.header + 1, after.grid.height) if any(sent.values()) else ()
        shown = [
            at
            for at in rows_below
            if all(entered(after.grid.cell(at, column)) == value for column, value in sent.items())
        ]
        if self.now(row) in shown:
            return self.now(row)
        return shown[0] if len(shown) == 1 else None

    def found(self, after: Grid, places: Mapping[Place, Place]) -> Grid:
        """Return the tab as the batch found it, where nobody has typed since."""
        copied = {(edit.row, edit.column) for edit in self.draft.edits if edit.source is not None}
        cells: dict[Place, CellData] = {}
        for (row, column), sent in self.draft.touched().items():
            place = places.get((row, column))
            if place is not None and entered(after.cell(*place)) == entered(sent):
                was = self.before.grid.cell(row, column) if (row, column) in copied else EMPTY
                cells[place] = self.kept.get((row, column), was)
        return after.patched(cells)
