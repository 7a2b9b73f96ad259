"""The words of the core: side, value, record, snapshot, base. All are values and never change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType, TypeAlias

from sync.message import Message

RecordId = NewType("RecordId", str)
FieldName = NewType("FieldName", str)
Address = NewType("Address", str)
"""Where a record stands on its side: a page id, or a row number of the moment."""


class Side(StrEnum):
    NOTION = "notion"
    SHEET = "sheet"

    @property
    def other(self) -> "Side":
        return Side.SHEET if self is Side.NOTION else Side.NOTION


@dataclass(frozen=True, slots=True)
class Span:
    """A day, a moment, or a range of either. Moments carry a zone and are whole minutes, as Notion keeps them."""

    start: date | datetime
    end: date | datetime | None = None


Value: TypeAlias = bool | int | float | str | Span | tuple[str, ...] | None
"""What two sides are compared by. ``None`` is an empty cell or property; a tuple is a list of names or ids."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A value that could not be understood: it holds its field and stops nothing else."""

    seen: str
    why: Message


@dataclass(frozen=True, slots=True)
class Record:
    """A page or a row as it was read.

    ``carries_id`` is false while the id is known to us but does not yet stand in the table.
    ``edited_at`` is the service's own time of the last edit, whole minutes, where it keeps one.
    """

    address: Address
    id: RecordId | None
    fields: Mapping[FieldName, Value | Unreadable]
    edited_at: datetime | None = None
    carries_id: bool = True


@dataclass(frozen=True, slots=True)
class Column:
    """How a field is called and typed on one side at the moment; the field's own name never changes.

    ``key`` is what stays when the column is renamed (a Notion property id, a mark on a sheet's column), where there is
    such a thing. ``mapped`` is what the mapping called it when it was found: a mapping that calls it otherwise by now
    means another column.
    """

    name: str
    kind: str
    key: str = ""
    mapped: str = ""


ID_FIELD = FieldName("")
"""Stands for the column that carries the record ids wherever columns are kept by field."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where a side's table was found: the id of the data source or tab, its name, and the column of the record ids."""

    table: str = ""
    name: str = ""
    identity: Column | None = None


class Proof(StrEnum):
    """What it proves that a record is not in a snapshot."""

    COMPLETE = "complete"
    """Everything in scope was read: what is absent is not in the table."""
    CHANGES = "changes"
    """Only what changed since the last run was read: what is absent stands as it stood."""
    PARTIAL = "partial"
    """A page failed or a list was cut: absence proves nothing."""


class Whereabouts(StrEnum):
    """What a direct look at an absent record found."""

    HERE = "here"
    GONE = "gone"
    TRASHED = "trashed"
    MOVED = "moved"
    UNKNOWN = "unknown"
    """403 and 404 cannot be told apart from a lost share."""


@dataclass(frozen=True, slots=True)
class Twin:
    """The field at the other end of a two-way relation. ``by_address``: entries are addresses of records, not ids."""

    field: FieldName
    by_address: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    side: Side
    records: tuple[Record, ...]
    columns: Mapping[FieldName, Column]
    read_at: datetime
    proof: Proof = Proof.COMPLETE
    scope: str = ""
    """The filter the read was made with, as text; the base remembers it."""
    absent: Mapping[RecordId, Whereabouts] = field(default_factory=dict)
    """Known records that the read did not show, and what a direct look found."""
    site: Site = Site()
    twins: Mapping[FieldName, Twin] = field(default_factory=dict)
    """Fields that are the two ends of one relation inside the table, by each other."""
    twofold: frozenset[FieldName] = frozenset()
    """Fields whose links the service carries to their other end by itself, wherever that is."""


@dataclass(frozen=True, slots=True)
class BaseRecord:
    """What both sides last agreed on, field by field, and where the record stood."""

    fields: Mapping[FieldName, Value]
    addresses: Mapping[Side, Address] = field(default_factory=dict)
    unlinked: bool = False
    """One side was moved out of the table: neither copied anew nor deleted."""
    undone: Mapping[FieldName, str] = field(default_factory=dict)
    """Fields that were put back on one side, by the run that had written them: open until both sides are equal again or
    a person decides. ``ID_FIELD`` stands for the whole record, taken out of or put back into one side."""


@dataclass(frozen=True, slots=True)
class Base:
    """The memory of a pair. ``known`` is false before the first run and after the store was lost."""

    records: Mapping[RecordId, BaseRecord] = field(default_factory=dict)
    columns: Mapping[Side, Mapping[FieldName, Column]] = field(default_factory=dict)
    scopes: Mapping[Side, str] = field(default_factory=dict)
    known: bool = False
    unsure: Mapping[Side, Mapping[RecordId, Mapping[FieldName, Value]]] = field(default_factory=dict)
    """Creations that were sent and never answered: the record may stand on that side, with these values."""
    sites: Mapping[Side, Site] = field(default_factory=dict)
    forgotten: Mapping[RecordId, BaseRecord] = field(default_factory=dict)
    """Records that were gone from both sides, as they were last known: they come back as the same ones."""
