"""From the cells of a tab to records."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from adapters.sheets.a1 import a1
from adapters.sheets.computed import computed_columns
from adapters.sheets.grid import Grid, Layout
from adapters.sheets.merges import Merges, merged
from mappings.codecs.sheet import CellData, Names, holds_formula, read_cell, read_id, untouched
from mappings.fields import Field, PairMapping
from sync.errors import OutOfReach, Refused
from sync.message import Message, say
from sync.model import Address, FieldName, Record, RecordId, Unreadable, Value

Fields = Mapping[FieldName, Value | Unreadable]


def address_of(row: int) -> Address:
    return Address(str(row + 1))


@dataclass(frozen=True)
class Tab:
    """A grid read by a mapping. ``called``: what the entries of people and relations mean, by field."""

    grid: Grid
    layout: Layout
    mapping: PairMapping
    called: Mapping[FieldName, Names] = field(default_factory=dict)

    @cached_property
    def records(self) -> Mapping[int, Record]:
        """The records by row. A row is none where its id is blank and people entered nothing in a mapped cell."""
        return dict(self._records())

    def _records(self) -> Iterator[tuple[int, Record]]:
        unnamed, joined = [], []
        for row in range(self.layout.header + 1, self.grid.height):
            name = self.id_at(row)
            if name is None and self.is_blank(row):
                continue
            if self._merged_away(row):
                joined.append(a1(row, self.layout.id_column))
            if name is None and holds_formula(self.grid.cell(row, self.layout.id_column)):
                unnamed.append(a1(row, self.layout.id_column))
            yield row, Record(address_of(row), name, self.fields_at(row))
        if unnamed:
            raise Refused(
                say("The id cells {cells} hold formulas that give no id.", cells=", ".join(unnamed[:10])),
                say("Empty these cells, or put the ids there as text; Bothways fills empty ones."),
            )
        if joined:
            raise Refused(
                say("The id cells {cells} are merged with others.", cells=", ".join(joined[:10])),
                say("Unmerge them, so that each record has an id cell of its own."),
            )

    def _merged_away(self, row: int) -> bool:
        """A row whose id cell is covered or reaches over columns may be a record, a part of one or a heading."""
        box = self.merges.at(row, self.layout.id_column)
        return box is not None and (box.top != row or box.right - box.left > 1)

    @cached_property
    def merges(self) -> Merges:
        return Merges(self.grid.merges)

    @cached_property
    def computed(self) -> Mapping[int, int]:
        """The mapped columns that the sheet computes, each with the row of a formula."""
        return computed_columns(self.grid, self.layout.header, self.layout.columns.values())

    @cached_property
    def by_id(self) -> Mapping[RecordId, tuple[int, ...]]:
        found: dict[RecordId, list[int]] = {}
        for row, record in self.records.items():
            if record.id is not None:
                found.setdefault(record.id, []).append(row)
        return {name: tuple(rows) for name, rows in found.items()}

    def id_at(self, row: int) -> RecordId | None:
        cell = self.grid.cell(row, self.layout.id_column)
        if _hollow(cell):
            raise OutOfReach(_told_hollow(row, self.layout.id_column), say("Run again later."))
        return read_id(cell)

    def is_blank(self, row: int) -> bool:
        """A box that is not ticked, white space and the result of a formula were not entered as data."""
        cells = (self.grid.cell(row, column) for column in self.layout.columns.values())
        return all(untouched(cell) or holds_formula(cell) for cell in cells)

    def fields_at(self, row: int) -> Fields:
        return {name: self.value_at(row, name) for name in self.layout.columns}

    def value_at(self, row: int, name: FieldName) -> Value | Unreadable:
        column = self.layout.columns[name]
        cell = self.grid.cell(row, column)
        over = self.merges.over(row, column)
        if over is not None:
            return Unreadable("", merged(row, column, over))
        if _hollow(cell):
            return Unreadable(str(cell["formattedValue"]), _told_hollow(row, column))
        found = read_cell(cell, self._fields[name], self.mapping.zone, names=self.called.get(name))
        if isinstance(found, Unreadable):
            return replace(found, why=say("{cell}: {why}", cell=a1(row, column), why=found.why))
        return found

    @cached_property
    def _fields(self) -> Mapping[FieldName, Field]:
        return {field.name: field for field in self.mapping.fields}

    @cached_property
    def last_record(self) -> int:
        """The row of the last record, or the header's where there is none."""
        return max(self.records, default=self.layout.header)


def _hollow(cell: CellData) -> bool:
    """Say whether a cell shows something and has no value: a part of the answer is missing, and it is not blank."""
    return bool(cell.get("formattedValue")) and not (cell.get("effectiveValue") or cell.get("userEnteredValue"))


def _told_hollow(row: int, column: int) -> Message:
    return say("Google Sheets shows something in {cell}, and did not send its value", cell=a1(row, column))
