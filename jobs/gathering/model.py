"""What is read of a table, and what becomes of it."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from jobs.rules.item import Item, Role
from sync.clerical import Content
from sync.errors import BothwaysError
from sync.message import Message
from sync.model import Address, Base, RecordId, Side, Snapshot


class Editor(StrEnum):
    """Who edited a page last."""

    PERSON = "person"
    SELF = "self"
    """The connection that Bothways writes with."""
    BOT = "bot"
    """Another connection, an automation, an agent."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Trace:
    """What a page tells of itself besides its properties. Times are whole minutes with a zone."""

    edited_at: datetime | None = None
    editor: Editor = Editor.UNKNOWN
    created_at: datetime | None = None
    url: str | None = None


def as_written(entry: str) -> str:
    return entry


@dataclass(frozen=True, slots=True)
class Reading:
    """A table as it was read: one snapshot of a single table, two of a pair.

    ``base`` and ``known`` are what is remembered of it, where there is a memory. ``person`` gives the name of somebody
    by what stands for them in a value.
    """

    snapshots: Mapping[Side, Snapshot]
    base: Base = field(default_factory=Base)
    known: Sequence[Content] = ()
    traces: Mapping[Address, Trace] = field(default_factory=dict)
    person: Callable[[str], str] = as_written


@dataclass(frozen=True, slots=True)
class Unread:
    """A record that could not be read, or told apart from others: it is listed and not judged."""

    table: str
    side: Side
    why: Message
    address: Address | None = None
    record: RecordId | None = None
    url: str | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Tabled:
    """One table's records. ``odd`` counts the values of scales that no scale knows, by role and value."""

    items: tuple[Item, ...]
    unread: tuple[Unread, ...] = ()
    odd: Mapping[tuple[Role, str], int] = field(default_factory=dict)
    contents: tuple[Content, ...] = ()
    """What is to be remembered of the records' contents, so that the next look knows who changed what."""
    words: Mapping[tuple[Role, str], str] = field(default_factory=dict)
    """How the table writes each option, by role and canonical spelling."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """All tables. A table that could not be read is in ``errors`` and keeps the others back from nothing."""

    items: Mapping[str, tuple[Item, ...]]
    unread: tuple[Unread, ...] = ()
    odd: Mapping[tuple[str, Role, str], int] = field(default_factory=Counter)
    errors: Mapping[str, BothwaysError] = field(default_factory=dict)
    contents: Mapping[str, tuple[Content, ...]] = field(default_factory=dict)
    bodies_left: Mapping[str, int] = field(default_factory=dict)
    """How many pages of a table had bodies that were not read: beyond the cap of one run."""
    bodies_read: Mapping[str, int] = field(default_factory=dict)
    """Of how many records of a table the sections are known; of the others nothing asks for them."""
    words: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    """By table and role: how the table writes each option, by its canonical spelling."""

    def all(self) -> tuple[Item, ...]:
        return tuple(item for found in self.items.values() for item in found)
