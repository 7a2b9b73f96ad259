"""What one batch is to do to a tab, in terms of cells and rows. Values; the API's requests are made of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from adapters.sheets.client import Json
from mappings.codecs.sheet import CellData
from sync.message import Message
from sync.model import FieldName
from sync.moves import Key


@dataclass(frozen=True, slots=True)
class Owner:
    """The change a part of the batch belongs to, and the field where it is one cell of an update."""

    key: Key
    field: FieldName | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """One cell. ``formatted``: its number format changes as well. Without an owner it puts back what stood there.

    ``source``: it is put back by a copy from this row and column of the tab for what was overwritten.
    """

    row: int
    column: int
    cell: CellData
    formatted: bool
    owner: Owner | None = None
    source: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class NewRow:
    key: Key
    cells: Mapping[int, CellData]
    """By column; what is not here is not part of any request."""


@dataclass(frozen=True, slots=True)
class Removal:
    row: int
    key: Key


@dataclass(frozen=True, slots=True)
class Restore:
    """A row that was removed and should not have been: where it goes, where in the trash it is, and its cells.

    ``headers`` are those its columns had when it was copied.
    """

    removal: Removal
    row: int
    source: int
    cells: Mapping[int, CellData]
    headers: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """The choices of a dropdown, for stretches of rows of one column; or of the columns of a ``table``.

    ``owners`` are the cells that need it. Without any it puts back what the cells had; no ``rule`` is none.
    """

    column: int
    rule: Json | None
    runs: tuple[tuple[int, int], ...]
    owners: tuple[Owner, ...] = ()
    table: Json | None = None

    @property
    def requests(self) -> int:
        """How many requests carry it out."""
        return len(self.runs) + (self.table is not None)


def stretches(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the stretches that ascending numbers of rows make, each without its end."""
    for _, group in groupby(enumerate(rows), lambda each: each[1] - each[0]):
        stretch = [row for _, row in group]
        yield stretch[0], stretch[-1] + 1


@dataclass(frozen=True, slots=True)
class Append:
    """Below the last row with data: the service finds it when the batch is carried out, so nothing is overwritten."""

    formats: tuple[Mapping[int, CellData], ...] = ()
    """The number formats prepared in each row, by column: they are sent along, or they would be cleared."""


@dataclass(frozen=True, slots=True)
class Fill:
    """In the free rows from ``row`` on."""

    row: int


@dataclass(frozen=True, slots=True)
class Insert:
    """In rows put in at ``row``, because something stands below the last record.

    ``like_below``: prepared rows stand there; the new ones take their formats and boxes, and in the columns
    ``formulas`` their formulas. Otherwise the new rows are like the record above. ``width``: only so many columns are
    pushed down, because something stands beside the table.
    """

    row: int
    like_below: bool = True
    formulas: tuple[int, ...] = ()
    width: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    edits: tuple[Edit, ...] = ()
    rows: tuple[NewRow, ...] = ()
    place: Append | Fill | Insert = field(default_factory=Append)
    removals: tuple[Removal, ...] = ()
    rules: tuple[Rule, ...] = ()
    restores: tuple[Restore, ...] = ()
    """Rows to put back, before all else and from the top down."""
    above: tuple[int, ...] = ()
    """Rows that were put back above the headers and go below; nothing else is done with them."""

    @property
    def empty(self) -> bool:
        parts = (self.edits, self.rows, self.removals, self.restores, self.above)
        return not any(parts) and all(rule.owners for rule in self.rules)

    @property
    def restoring(self) -> int:
        """How many requests put rows back, before all others: two each."""
        return 2 * len(self.restores)

    def needing(self, request: int) -> tuple[Owner, ...]:
        """Return the cells that need the dropdown which a request changes, counted from the first that changes one."""
        rules = [rule for rule in self.rules for _ in range(rule.requests)]
        return rules[request].owners if 0 <= request < len(rules) else ()

    def touched(self) -> dict[tuple[int, int], CellData]:
        """Return the cells that are written by their position, which may be another row's by then."""
        cells = {(edit.row, edit.column): edit.cell for edit in self.edits}
        if isinstance(self.place, Fill):
            for row, made in enumerate(self.rows, self.place.row):
                cells |= {(row, column): cell for column, cell in made.cells.items()}
        return cells


@dataclass
class Verdicts:
    """What could not be done, and why. A refused field or change is left out of what is sent next."""

    refused: dict[Key, dict[FieldName, Message]] = field(default_factory=dict)
    failed: dict[Key, Message] = field(default_factory=dict)

    def refuse(self, owner: Owner, why: Message) -> None:
        if owner.field is None:
            self.failed.setdefault(owner.key, why)
        else:
            self.refused.setdefault(owner.key, {}).setdefault(owner.field, why)

    def against(self, owner: Owner) -> bool:
        return owner.key in self.failed or owner.field in self.refused.get(owner.key, {})
