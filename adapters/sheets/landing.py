"""Where a batch really landed.

Cells are addressed by position, and between the read and the write somebody may insert, sort or move. The answer shows
the tab as it was right after the write: each cell that was written is traced to the row and column it belongs to, and
what stood there before is put back.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

from adapters.sheets.client import Json
from adapters.sheets.draft import Draft, Edit, Rule, stretches
from adapters.sheets.grid import EMPTY, Grid
from adapters.sheets.header import headers
from adapters.sheets.rows import Tab
from mappings.codecs.sheet import CellData, holds_formula
from sync.model import ID_FIELD, RecordId

Content: TypeAlias = frozenset[tuple[int, str]]
"""What stands in the columns of a row."""
Columns: TypeAlias = frozenset[int | None]
_ERASED = ("textFormatRuns", "chipRuns")
"""What goes when a value is written, and has to be put back with it."""


@dataclass(frozen=True)
class Landing:
    """``before`` is the tab the draft was made for, ``after`` the tab in the answer, or in a later read.

    ``gone`` are the rows of the tab before that were removed, in order; ``given`` the ids that are new in the tab.
    """

    before: Tab
    after: Tab
    draft: Draft
    gone: Sequence[int] = ()
    given: AbstractSet[RecordId] = frozenset()

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
            if entered(current) == entered(sent) and differ(current, put_back, sent):
                found.append(Edit(now, column, as_sent(put_back, sent), formatted="userEnteredFormat" in sent))
        return [*found, *self.new_in_wrong_columns(), *self._missed_repairs()]

    def rules(self) -> Iterator[Rule]:
        """Return what puts dropdowns back: those of columns that a rule was not meant for, and of the header."""
        for sent in self.draft.rules:
            origin = self._column_origin(sent.column)
            back: dict[str, tuple[Json | None, list[int]]] = {}
            for row in (row for top, bottom in sent.runs for row in range(top, bottom)):
                header = row == self.after.layout.header
                if origin == sent.column and not header:
                    continue
                if self.after.grid.cell(row, sent.column).get("dataValidation") == sent.rule:
                    former = self.before.layout.header if header else row
                    was = None if origin is None else self.before.grid.cell(former, origin).get("dataValidation")
                    back.setdefault(repr(was), (was, []))[1].append(row)
            for was, rows in back.values():
                yield Rule(sent.column, was, tuple(stretches(rows)))

    def _missed_repairs(self) -> Iterator[Edit]:
        """Return earlier repairs that landed elsewhere themselves, at the places where they are needed now."""
        meant = [edit for edit in self.draft.edits if edit.owner is None]
        if not meant or (self._nothing_moved and self._columns is None):
            return
        rows: dict[int | None, int] = {}
        for place in range(self.after.layout.header, self.after.grid.height):
            rows.setdefault(self._origin(place, place), place)
        columns = {self._column_origin(column): column for column in range(self.after.grid.column_count)}
        for edit in meant:
            now, column = rows.get(edit.row), columns.get(edit.column)
            if now is not None and column is not None:
                current = self.after.grid.cell(now, column)
                if entered(current) != entered(edit.cell):
                    yield replace(edit, row=now, column=column)

    def new_in_wrong_columns(self) -> Iterator[Edit]:
        """Clear the cells of new rows that ended up under another header; without its id there a row goes whole."""
        if self._columns is None:
            return
        id_column = self.before.layout.id_column
        ids = {repr(entered(row.cells[id_column])): row for row in self.draft.rows}
        right = {was: now for now, was in self._columns.items()}
        for now in range(self.after.layout.header + 1, self.after.grid.height):
            cells = self.after.grid.row(now)
            made = next((ids[text] for cell in cells.values() if (text := repr(entered(cell))) in ids), None)
            if made is None:
                continue
            named = repr(entered(cells.get(self.after.layout.id_column, EMPTY))) in ids
            meant = {right.get(column): entered(cell) for column, cell in made.cells.items()} if named else {}
            sent = {repr(entered(cell)): cell for cell in made.cells.values()}
            for column, cell in cells.items():
                was = sent.get(repr(entered(cell)))
                if was is not None and meant.get(column) != entered(cell):
                    yield Edit(now, column, EMPTY, formatted="userEnteredFormat" in was)

    def _shifted(self, row: int) -> int:
        return row - bisect_left(self.gone, row)

    @cached_property
    def _origins(self) -> Mapping[int, int | None]:
        """Where the row in which a row's cells were written stood before; None for one that was not there."""
        return {row: self._origin(self._shifted(row), row) for row, _ in self.draft.touched()}

    def _origin(self, now: int, meant: int) -> int | None:
        if now == self.after.layout.header:
            return self.before.layout.header
        if not self._id_written(now):
            name = self.after.id_at(now)
            if name is not None and not self._strayed(name):
                rows = self.before.by_id.get(name, (None,))
                return meant if meant in rows else rows[0]
        return self._origin_by_content(now, meant)

    def _strayed(self, name: RecordId) -> bool:
        """Say whether an id that this batch gives out may stand in a row that it was not meant for."""
        return name in self.given and (name not in self.before.by_id or len(self.after.by_id.get(name, ())) > 1)

    def _origin_by_content(self, now: int, meant: int) -> int | None:
        """A row whose id cell was written, or is empty: known by its other cells, else by the rows above it."""
        written = self._written.get(now, frozenset())
        hidden = frozenset(self._column_origin(column) for column in written)
        expected, left = self._was(meant, hidden), self._left(now, written)
        if self._nothing_moved and expected == left:
            return meant
        fitting = self._alike(hidden).get(left, [])
        if left and len(fitting) == 1:
            return fitting[0]
        above = self._by_neighbour(now)
        if above in fitting:
            return above
        return meant if expected == left else self._most_like(left, hidden, meant)

    def _most_like(self, left: Content, hidden: Columns, meant: int) -> int | None:
        """Return the row that most of what stands here was in: people may have edited it meanwhile."""
        shared: dict[int, int] = {}
        for row in self._strays:
            was = self._was(row, hidden)
            if 2 * len(was & left) >= len(was) > 0:
                shared[row] = len(was & left)
        best = [row for row, count in shared.items() if count == max(shared.values())]
        return meant if meant in best else best[0] if best else None

    def _id_written(self, now: int) -> bool:
        return self.after.layout.id_column in self._written.get(now, ())

    @cached_property
    def _written(self) -> Mapping[int, frozenset[int]]:
        """The columns that were written in each row of the answer."""
        found: dict[int, set[int]] = {}
        for row, column in self.draft.touched():
            found.setdefault(self._shifted(row), set()).add(column)
        return {row: frozenset(columns) for row, columns in found.items()}

    def _alike(self, hidden: Columns) -> Mapping[Content, list[int]]:
        """Return the strays by what they hold in the other columns."""
        if hidden not in self._indexes:
            index: dict[Content, list[int]] = {}
            for row in self._strays:
                index.setdefault(self._was(row, hidden), []).append(row)
            self._indexes[hidden] = index
        return self._indexes[hidden]

    @cached_property
    def _indexes(self) -> dict[Columns, Mapping[Content, list[int]]]:
        return {}

    def _was(self, row: int, hidden: Columns) -> Content:
        """Return what was entered in a row of the tab before, in columns that are still there and were not written."""
        cells = literals(self.before, row)
        there = None if self._columns is None else set(self._columns.values())
        return frozenset(
            (column, text) for column, text in cells if column not in hidden and (there is None or column in there)
        )

    def _left(self, now: int, written: frozenset[int]) -> Content:
        """Return what stands in a row of the answer in columns that were not written, by the columns before."""
        cells = (
            (self._column_origin(column), text) for column, text in literals(self.after, now) if column not in written
        )
        return frozenset((column, text) for column, text in cells if column is not None)

    @cached_property
    def _nothing_moved(self) -> bool:
        """Every row that is known by its id stands where it stood."""
        gone = frozenset(self.gone)
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
            while origin in self.gone:
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

    def by_former_columns(self, row: Mapping[int, CellData]) -> Mapping[int, CellData]:
        """Return a row of the answer by the columns in which its cells stood before."""
        cells = ((self._column_origin(column), cell) for column, cell in row.items())
        return {column: cell for column, cell in cells if column is not None}

    def _column_origin(self, column: int) -> int | None:
        return column if self._columns is None else self._columns.get(column)

    @cached_property
    def _columns(self) -> Mapping[int, int] | None:
        return former_columns(self.before, self.after)


def former_columns(before: Tab, after: Tab) -> Mapping[int, int] | None:
    """Return where each column stood before, by field, by mark, by header; None where nothing moved."""
    was, now = _called(before), _called(after)
    if was == now:
        return None
    single = {name: columns[0] for name, columns in was.items() if len(columns) == 1}
    found = {columns[0]: single[name] for name, columns in now.items() if len(columns) == 1 and name in single}
    fields = {**after.layout.columns, ID_FIELD: after.layout.id_column}
    former = {**before.layout.columns, ID_FIELD: before.layout.id_column}
    followed = {column: former[name] for name, column in fields.items() if name in former}
    rest = {column: at for column, at in found.items() if at not in followed.values()}
    return {**rest, **followed}


def _called(tab: Tab) -> Mapping[str, list[int]]:
    return headers(tab.grid, tab.layout.header)


def literals(tab: Tab, row: int) -> Iterator[tuple[int, str]]:
    """Return what was entered in a row; formulas are left out, they change with their place."""
    for column, cell in tab.grid.row(row).items():
        if not holds_formula(cell):
            yield column, repr(entered(cell))


def entered(cell: CellData) -> object:
    return cell.get("userEnteredValue") or None


def as_sent(cell: CellData, over: CellData = EMPTY) -> CellData:
    """Return a cell that was read as one that can be written, ``over`` what was written in its place."""
    sent = {name: cell[name] for name in ("userEnteredValue", *_ERASED) if name in cell}
    rule = {"dataValidation": cell.get("dataValidation")} if "dataValidation" in over else {}
    form = cell.get("effectiveFormat", {}).get("numberFormat")
    return {**sent, **rule, **({"userEnteredFormat": {"numberFormat": form}} if form else {})}


def differ(one: CellData, two: CellData, written: CellData) -> bool:
    """Say whether cells differ in what a write changes: the value, the runs and chips that go with it, a rule."""
    parts = (*_ERASED, *(["dataValidation"] if "dataValidation" in written else []))
    return entered(one) != entered(two) or any((one.get(part) or None) != (two.get(part) or None) for part in parts)


def lost_headers(before: Tab, after: Grid, draft: Draft) -> Iterator[list[Edit]]:
    """Return, for each row that was written, what puts the headers back if that row is the header row by now."""
    rows: dict[int, list[Edit]] = {}
    for (row, column), sent in draft.touched().items():
        header = before.grid.cell(before.layout.header, column)
        columns = [at for at, cell in after.row(row).items() if entered(cell) == entered(sent)]
        if entered(header) and columns:
            at = column if column in columns else columns[0]
            rows.setdefault(row, []).append(Edit(row, at, as_sent(header, sent), formatted=False))
    yield from rows.values()
