"""What a batch replaced: the tab as the batch found it, and what of it goes back.

The cells that were kept (``adapters.sheets.overwritten``) and the answer together give the tab as it was right before
the batch. What would have been written there, had it been known, is what was rightly written; every other cell gets
back what it held: in a row or column that was not meant, and where somebody had just typed into the very cell.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from adapters.sheets.batch import Batch
from adapters.sheets.draft import Draft, Edit, Fill, Owner
from adapters.sheets.grid import EMPTY, Grid
from adapters.sheets.landing import as_sent, differ, entered
from adapters.sheets.overwritten import Place
from adapters.sheets.references import followed, lowered
from adapters.sheets.restoring import by_names, named
from adapters.sheets.rows import Tab
from adapters.sheets.trace import Trace
from mappings.codecs.sheet import CellData, holds_formula

_COPIED = ("textFormatRuns", "chipRuns", "hyperlink")
"""A cell that has one of these goes back by a copy: not all of it can be written."""


@dataclass(frozen=True)
class Replaced:
    """``found`` is the tab as the batch found it, ``after`` the cells as it left them, ``places`` where these are."""

    batch: Batch
    found: Tab
    after: Grid
    places: Mapping[Place, Place]

    @cached_property
    def mended(self) -> Grid:
        """The tab as the batch found it, with the repairs made that are still needed."""
        there = [replace(edit, row=place[0], column=place[1]) for place, edit in self.standing.items()]
        return with_edits(self.found.grid, (*there, *self.again))

    @property
    def above(self) -> tuple[int, ...]:
        """The rows that were put back above the headers, because rows were put in above meanwhile."""
        header = self.found.layout.header
        return tuple(restore.row for restore in self.batch.draft.restores if restore.row < header)

    @cached_property
    def standing(self) -> Mapping[Place, Edit]:
        """The repairs that were pending and still needed at the very places they went to, just as they are."""
        return {place: edit for edit, place in self._needed if self._arrived(edit, place)}

    @cached_property
    def again(self) -> Sequence[Edit]:
        """The repairs that are needed at other places by now, or have to speak of other columns."""
        return [
            replace(edit, row=place[0], column=place[1], source=None, cell=self._spoken_at(edit, place))
            for edit, place in self._needed
            if not self._arrived(edit, place)
        ]

    def _arrived(self, edit: Edit, place: Place) -> bool:
        there = place == self.places.get((edit.row, edit.column))
        return there and (edit.source is not None or self._spoken_at(edit, place) == edit.cell)

    def _spoken_at(self, edit: Edit, place: Place) -> CellData:
        """Return the cell as it has to be there: a formula names rows and columns by where they are."""
        formula = (edit.cell.get("userEnteredValue") or {}).get("formulaValue")
        if formula is None:
            return edit.cell
        text = lowered(followed(formula, self._trace.columns), place[0] - edit.row)
        return {**edit.cell, "userEnteredValue": {"formulaValue": text}}

    @cached_property
    def _trace(self) -> "Trace":
        """Headers that were still to be put right are seen as they will be."""
        before, found = self.batch.before, self.found
        lost = [edit for edit in self.batch.pending if edit.row == before.layout.header]
        due = headers_due(found.grid, found.layout.header, before, lost)
        return Trace(
            replace(before, grid=with_edits(before.grid, lost)), replace(found, grid=with_edits(found.grid, due))
        )

    @cached_property
    def _needed(self) -> Sequence[tuple[Edit, Place]]:
        """The pending repairs whose wrong cell still stands there, each with where it is now."""
        needed = []
        for edit in self.batch.pending:
            row, column = self._trace.row(edit.row), self._trace.column(edit.column)
            if row is None or column is None:
                continue
            wrong, now = self.batch.before.grid.cell(edit.row, edit.column), self.found.grid.cell(row, column)
            if entered(now) == entered(wrong) or (holds_formula(now) and holds_formula(wrong)):
                needed.append((edit, (row, column)))
        return needed

    def repairs(self, ideal: Draft) -> list[Edit]:
        """Return what puts back the cells that ``ideal``, the draft for the tab as it was found, does not write."""
        meant, back = _written(ideal), []
        for (row, column), (owner, sent, formatted) in _sent(self.batch.draft).items():
            place = self.places.get((row, column))
            if place is None or entered(self.after.cell(*place)) != entered(sent):
                continue
            if (owner is None and place in self.standing) or meant.get(place) == (owner, entered(sent)):
                continue
            cell = self.mended.cell(*place)
            if differ(self.after.cell(*place), cell, sent):
                rich = any(cell.get(part) for part in _COPIED) and (row, column) in self.batch.kept
                source = (row, column) if rich and place not in self.standing else None
                back.append(Edit(*place, as_sent(cell, sent), formatted, source=source))
        edits: dict[Place, Edit] = {}
        for edit in (*self._aligned(), *back, *self.again):
            edits.setdefault((edit.row, edit.column), edit)
        return list(edits.values())

    def _aligned(self) -> Iterator[Edit]:
        """Rows that were put back stand as they were copied: where columns moved since, their cells follow."""
        now = named(self.mended, self.found.layout.header)
        places = {text: column for column, text in now.items()}
        for restore in self.batch.draft.restores:
            columns = {column: places[text] for column, text in restore.headers.items() if text in places}
            if all(was == column for was, column in columns.items()):
                continue
            grid = self.found.grid
            rows = [
                row
                for row in (restore.row, *range(self.found.layout.header + 1, grid.height))
                if _holds(grid.row(row), restore.cells)
            ]
            if not rows or _holds(grid.row(rows[0]), by_names(restore.cells, restore.headers, now)):
                continue  # somebody went on with it, or columns moved after it was put back
            cells = self.after.row(rows[0])
            meant = by_names(cells, restore.headers, now)
            for column in sorted({*cells, *meant}):
                cell = meant.get(column, EMPTY)
                formula = cell.get("userEnteredValue", {}).get("formulaValue")
                if formula is not None:
                    cell = {**cell, "userEnteredValue": {"formulaValue": followed(formula, columns)}}
                if differ(self.after.cell(rows[0], column), cell, EMPTY):
                    yield Edit(rows[0], column, as_sent(cell), formatted=False)


def _holds(cells: Mapping[int, CellData], meant: Mapping[int, CellData]) -> bool:
    """Formulas change with their place, so that any formula is like any other."""
    return all(
        holds_formula(cells.get(column, EMPTY))
        if holds_formula(cell)
        else entered(cells.get(column, EMPTY)) == entered(cell)
        for column, cell in meant.items()
    )


def _sent(draft: Draft) -> Mapping[Place, tuple[Owner | None, CellData, bool]]:
    """Return the cells that are written by their position, each with its owner, and whether its format changes."""
    cells = {(edit.row, edit.column): (edit.owner, edit.cell, edit.formatted) for edit in draft.edits}
    if isinstance(draft.place, Fill):
        for row, made in enumerate(draft.rows, draft.place.row):
            for column, cell in made.cells.items():
                cells[row, column] = (Owner(made.key), cell, "userEnteredFormat" in cell)
    return cells


def _written(draft: Draft) -> Mapping[Place, tuple[Owner | None, object]]:
    return {place: (owner, entered(cell)) for place, (owner, cell, _) in _sent(draft).items() if owner is not None}


def headers_due(grid: Grid, row: int, before: Tab, repairs: Sequence[Edit]) -> list[Edit]:
    """Return what puts headers right in a row: each is where what stands in its place was moved to."""
    found = []
    for edit in repairs:
        wrong = entered(before.grid.cell(edit.row, edit.column))
        if edit.row == before.layout.header and wrong:
            columns = [column for column in range(grid.column_count) if entered(grid.cell(row, column)) == wrong]
            found += [replace(edit, row=row, column=column) for column in columns[:1]]
    return found


def with_edits(grid: Grid, edits: Sequence[Edit]) -> Grid:
    """Return the grid as it will be once these cells are written: a dropdown that is not written stays."""
    places = {(edit.row, edit.column): edit for edit in edits}
    return grid.patched({place: {**grid.rule(*place), **_as_read(edit)} for place, edit in places.items()})


def _as_read(edit: Edit) -> CellData:
    value = edit.cell.get("userEnteredValue")
    form = {"effectiveFormat": edit.cell["userEnteredFormat"]} if "userEnteredFormat" in edit.cell else {}
    if value is None:
        return form
    own = ("userEnteredValue", "userEnteredFormat")
    parts = {name: part for name, part in edit.cell.items() if name not in own and part is not None}
    return {"userEnteredValue": value, "effectiveValue": value, **parts, **form}


def with_rows(grid: Grid, rows: Sequence[tuple[int, Mapping[int, CellData]]]) -> Grid:
    """Return the grid as it will be once rows are put in, from the top down."""
    lines = [list(line) for line in grid.rows]
    for row, cells in rows:
        lines.extend([] for _ in range(row - len(lines)))
        lines.insert(row, [cells.get(column, EMPTY) for column in range(max(cells, default=-1) + 1)])
    return replace(grid, rows=lines, row_count=grid.row_count + len(rows)) if rows else grid
