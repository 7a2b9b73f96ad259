"""From the cells of a tab to records."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from adapters.sheets.a1 import a1
from adapters.sheets.grid import Grid, Layout
from mappings.codecs.sheet import CellData, content, holds_formula, read_cell, read_id
from mappings.fields import Field, PairMapping
from sync.errors import Refused
from sync.message import say
from sync.model import Address, FieldName, Record, RecordId, Unreadable, Value

Fields = Mapping[FieldName, Value | Unreadable]


def address_of(row: int) -> Address:
    return Address(str(row + 1))


@dataclass(frozen=True)
class Tab:
    """A grid read by a mapping."""

    grid: Grid
    layout: Layout
    mapping: PairMapping

    @cached_property
    def records(self) -> Mapping[int, Record]:
        """The records by row. A row is none where its id is blank and people entered nothing in a mapped cell."""
        return dict(self._records())

    def _records(self) -> Iterator[tuple[int, Record]]:
        unnamed = []
        for row in range(self.layout.header + 1, self.grid.height):
            name = self.id_at(row)
            if name is None and self.is_blank(row):
                continue
            if name is None and holds_formula(self.grid.cell(row, self.layout.id_column)):
                unnamed.append(a1(row, self.layout.id_column))
            yield row, Record(address_of(row), name, self.fields_at(row))
        if unnamed:
            raise Refused(
                say("The id cells {cells} hold formulas that give no id.", cells=", ".join(unnamed[:10])),
                say("Empty these cells, or put the ids there as text; Bothways fills empty ones."),
            )

    @cached_property
    def by_id(self) -> Mapping[RecordId, tuple[int, ...]]:
        found: dict[RecordId, list[int]] = {}
        for row, record in self.records.items():
            if record.id is not None:
                found.setdefault(record.id, []).append(row)
        return {name: tuple(rows) for name, rows in found.items()}

    def id_at(self, row: int) -> RecordId | None:
        return read_id(self.grid.cell(row, self.layout.id_column))

    def is_blank(self, row: int) -> bool:
        """A box that is not ticked, white space and the result of a formula were not entered as data."""
        cells = (self.grid.cell(row, column) for column in self.layout.columns.values())
        return all(_is_blank(cell) or holds_formula(cell) for cell in cells)

    def fields_at(self, row: int) -> Fields:
        return {name: self.value_at(row, name) for name in self.layout.columns}

    def value_at(self, row: int, name: FieldName) -> Value | Unreadable:
        cell = self.grid.cell(row, self.layout.columns[name])
        return read_cell(cell, self._fields[name], self.mapping.zone)

    @cached_property
    def _fields(self) -> Mapping[FieldName, Field]:
        return {field.name: field for field in self.mapping.fields}

    @cached_property
    def last_record(self) -> int:
        """The row of the last record, or the header's where there is none."""
        return max(self.records, default=self.layout.header)


def _is_blank(cell: CellData) -> bool:
    found = content(cell)
    return found is None or found is False or (isinstance(found, str) and not found.strip())
