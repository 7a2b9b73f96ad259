"""What a plan is made of. Each is a frozen value with before and after."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sync.message import Message
from sync.model import Address, FieldName, Record, RecordId, Side, Value


class Kind(StrEnum):
    """In the order in which they are applied."""

    LINK = "link"
    """Write the record id; nothing a person typed changes."""
    UPDATE = "update"
    CREATE = "create"
    TRASH = "trash"


@dataclass(frozen=True, slots=True)
class Cell:
    field: FieldName
    before: Value
    after: Value
    why: Message


@dataclass(frozen=True, slots=True)
class Change:
    """One write to one record of one side. ``address`` is where it stood when it was read; none for a creation."""

    side: Side
    kind: Kind
    record: RecordId
    address: Address | None = None
    cells: tuple[Cell, ...] = ()
    restore: Address | None = None
    """A creation that should first try to take this page out of the trash."""
    last: bool = False
    """Only after the other side's writes: what it needs is decided there."""
    proves: frozenset[FieldName] = frozenset()
    """As the journal keeps it: the fields on which both sides agree as soon as this write alone took effect."""

    @property
    def key(self) -> tuple[Side, Kind, RecordId]:
        return (self.side, self.kind, self.record)

    def values(self) -> dict[FieldName, Value]:
        return {cell.field: cell.after for cell in self.cells}


class Reshape(StrEnum):
    ADD = "add"
    RENAME = "rename"
    RETYPE = "retype"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class ColumnChange:
    side: Side
    reshape: Reshape
    field: FieldName
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field (or, without one, a record) that both sides changed to different values."""

    record: RecordId
    field: FieldName | None
    was: Value
    values: Mapping[Side, Value]
    why: Message
    deleted: Side | None = None
    """The side on which the record was deleted while the other edited it."""
    base: Mapping[FieldName, Value] | None = None
    """All that was last agreed on, for a conflict of whole records."""
    records: Mapping[Side, Mapping[FieldName, Value]] = dataclasses.field(default_factory=dict)
    first: bool = False
    """The two sides meet here for the first time, so nothing was agreed on yet."""
    later: bool = False
    """A person put it off for as long as the values stay as they are."""


@dataclass(frozen=True, slots=True)
class ColumnConflict:
    """Columns that the two sides renamed or retyped in ways that cannot both hold."""

    fields: tuple[FieldName, ...]
    base: tuple[str | None, ...]
    values: Mapping[Side, tuple[str | None, ...]]
    why: Message


@dataclass(frozen=True, slots=True)
class Violation:
    """Records that the merge would make equal in fields that are to be unique."""

    fields: tuple[FieldName, ...]
    records: tuple[RecordId, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """Something this run leaves alone, and why. No record means the whole column; no field, the whole record."""

    why: Message
    code: str
    record: RecordId | None = None
    field: FieldName | None = None
    side: Side | None = None
    address: Address | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was followed without asking, told once. No field means the table or its column of record ids."""

    why: Message
    code: str
    side: Side
    field: FieldName | None = None


@dataclass(frozen=True, slots=True)
class Lost:
    """A person's value that did not win. It is kept in the history and can be put back."""

    record: RecordId
    field: FieldName
    side: Side
    value: Value
    why: Message


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one change.

    ``done`` means proved: the record exists, is gone, or carries its id, and the fields in ``written`` stand there.
    ``refused`` has the fields the service would not take; they fail alone. ``after`` is the record as the answer
    (or a re-read) shows it, with what the service itself computed.
    """

    change: Change
    done: bool = False
    written: frozenset[FieldName] = frozenset()
    refused: Mapping[FieldName, Message] = dataclasses.field(default_factory=dict)
    failed: Message | None = None
    after: Record | None = None


@dataclass(frozen=True, slots=True)
class Intent:
    """A change that was about to be sent, as the journal keeps it. Without a receipt nobody knows what became of it."""

    id: int
    run: str
    change: Change
    at: datetime
