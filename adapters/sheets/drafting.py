"""From changes to a draft, on the tab as it is now. What cannot or need not be written is sorted out here."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from adapters.sheets.a1 import a1
from adapters.sheets.computed import computed
from adapters.sheets.draft import Draft, Edit, Fill, NewRow, Owner, Removal, Verdicts
from adapters.sheets.dropdowns import Dropdowns, Listed
from adapters.sheets.faults import share_it
from adapters.sheets.finding import Finder
from adapters.sheets.grid import EMPTY
from adapters.sheets.merges import merged
from adapters.sheets.placing import place_for
from adapters.sheets.rows import Tab
from mappings.codecs.sheet import (
    CellData,
    Unwritable,
    holds_formula,
    misformatted,
    write_cell,
    write_id,
)
from sync.changes import Cell, Change, Kind
from sync.message import Message, say
from sync.model import Unreadable, Value
from sync.policy import Compare
from sync.values import same


@dataclass
class Drafting:
    """One draft under way."""

    tab: Tab
    finder: Finder
    verdicts: Verdicts
    account: str
    listed: Listed
    edits: list[Edit] = field(default_factory=list)
    made: list[NewRow] = field(default_factory=list)
    removals: list[Removal] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._dropdowns = Dropdowns(self.tab, self.listed)

    def draft(self, changes: Sequence[Change]) -> Draft:
        parts: Mapping[Kind, Callable[[Change], None]] = {
            Kind.LINK: self._link,
            Kind.UPDATE: self._update,
            Kind.CREATE: self._create,
            Kind.TRASH: self._trash,
        }
        for change in changes:
            if change.key not in self.verdicts.failed:
                parts[change.kind](change)
        place = place_for(self.tab, self.made)
        made = self._fitted(place) if isinstance(place, Fill) else self.made
        return Draft(tuple(self.edits), tuple(made), place, tuple(self.removals), tuple(self._dropdowns.rules()))

    def _fitted(self, place: Fill) -> Iterator[NewRow]:
        """Leave out the cells in which the prepared rows hold formulas."""
        for row, new in enumerate(self.made, place.row):
            cells = {}
            for column, cell in new.cells.items():
                if holds_formula(self.tab.grid.cell(row, column)):
                    name = next(each for each, at in self.tab.layout.columns.items() if at == column)
                    self.verdicts.refuse(Owner(new.key, name), computed(a1(row, column)))
                else:
                    cells[column] = cell
            yield NewRow(new.key, cells)

    def _link(self, change: Change) -> None:
        row = self._row(change)
        if row is None or self.tab.id_at(row) == change.record:
            return
        self._edit(row, self.tab.layout.id_column, write_id(change.record), Owner(change.key))

    def _update(self, change: Change) -> None:
        row = self._row(change)
        if row is not None:
            self._cells(change, row)

    def _create(self, change: Change) -> None:
        """A creation whose id stands in the table already was carried out before: only what lacks is written."""
        row = self.finder.created(change)
        if row is not None:
            self._cells(change, row)
            return
        cells: dict[int, CellData] = {self.tab.layout.id_column: write_id(change.record)}
        below = self.tab.last_record + 1
        barred = self._bar(below, self.tab.layout.id_column)
        if barred is not None:
            self.verdicts.refuse(Owner(change.key), barred)
            return
        for cell in change.cells:
            column = self.tab.layout.columns.get(cell.field)
            like = below if column is None else self._dropdowns.row_for_new(column)
            rule = {} if column is None else self.tab.grid.rule(below, column)
            written = self._encode(cell, Owner(change.key, cell.field), like, rule)
            if written is None or column is None:
                continue
            barred = self._bar(below, column)
            if barred is not None:
                self.verdicts.refuse(Owner(change.key, cell.field), barred)
            elif written:
                cells[column] = written
                what = self.tab.mapping.field(cell.field)
                self._dropdowns.grow(written, what, like, column, Owner(change.key, cell.field))
        self.made.append(NewRow(change.key, cells))

    def _trash(self, change: Change) -> None:
        if not self.finder.present(change):
            return
        row = self._row(change)
        if row is None:
            return
        if not self.finder.unedited(change, row):
            self.verdicts.refuse(Owner(change.key), _edited(a1(row, self.tab.layout.id_column)))
            return
        self.removals.append(Removal(row, change.key))

    def _row(self, change: Change) -> int | None:
        row = self.finder.row_of(change)
        if row is None:
            self.verdicts.refuse(
                Owner(change.key),
                say(
                    "the row of {record} was moved or edited meanwhile; the next run looks again", record=change.record
                ),
            )
        return row

    def _cells(self, change: Change, row: int) -> None:
        for cell in change.cells:
            owner = Owner(change.key, cell.field)
            column = self.tab.layout.columns.get(cell.field)
            how = self.tab.mapping.field(cell.field).policy.compare
            if column is not None and equal(self.tab.value_at(row, cell.field), cell.after, how):
                continue
            written = self._encode(cell, owner, row, EMPTY if column is None else self.tab.grid.cell(row, column))
            if written is None or column is None:
                continue
            now = self.tab.value_at(row, cell.field)
            was_empty = change.kind is Kind.CREATE and now in (None, False)
            over = self.tab.merges.over(row, column)
            if over is not None:
                self.verdicts.refuse(owner, merged(row, column, over))
            elif not was_empty and not equal(now, cell.before, how):
                self.verdicts.refuse(owner, _edited(a1(row, column)))
            else:
                self._edit(row, column, written, owner)

    def _encode(self, cell: Cell, owner: Owner, row: int, current: CellData = EMPTY) -> CellData | None:
        """``row`` is where the cell is, or one like it."""
        if self.verdicts.against(owner):
            return None
        if cell.field not in self.tab.layout.columns:
            self.verdicts.refuse(owner, say("there is no column for {field} in the tab", field=cell.field))
            return None
        what = self.tab.mapping.field(cell.field)
        try:
            value = self._dropdowns.spelled(cell.after, what, row, self.tab.layout.columns[cell.field])
            called = self.tab.called.get(cell.field)
            return write_cell(value, what, self.tab.mapping.zone, current=current, names=called)
        except Unwritable as unwritable:
            self.verdicts.refuse(owner, unwritable.why)
            return None

    def _edit(self, row: int, column: int, cell: CellData, owner: Owner) -> None:
        current = self.tab.grid.cell(row, column)
        barred = computed(a1(row, column)) if holds_formula(current) else self._bar(row, column)
        if barred is not None:
            self.verdicts.refuse(owner, barred)
        else:
            # an id that is put in later gets no format: that of the column may be meant
            formatted = owner.field is not None and misformatted(cell, current)
            self.edits.append(Edit(row, column, cell, formatted, owner))
            if owner.field is not None:
                self._dropdowns.grow(cell, self.tab.mapping.field(owner.field), row, column, owner)

    def _bar(self, row: int, column: int) -> Message | None:
        """Say why nothing may be put into a cell that holds no formula itself."""
        over = self.tab.merges.over(row, column)
        if over is not None:
            return merged(row, column, over)
        formula = self.tab.computed.get(column)
        if formula is not None:
            return computed(a1(formula, column), column)
        return self._locked(row, column) if self.tab.grid.locked(row, column) else None

    def _locked(self, row: int, column: int) -> Message:
        return say("{cell} is protected. {way_out}", cell=a1(row, column), way_out=unlock(self.account))


def unlock(account: str) -> Message:
    if account:
        return say(
            "Let {account} edit the protected range (Data > Protect sheets and ranges), or remove the protection.",
            account=account,
        )
    return say("Remove the protection, or let us edit the range. {share}", share=share_it(account))


def _edited(where: str) -> Message:
    return say("{cell} was edited while we were writing; the next run looks again", cell=where)


def equal(found: Value | Unreadable, value: Value, how: Compare = Compare.EXACT) -> bool:
    return not isinstance(found, Unreadable) and same(found, value, how)
