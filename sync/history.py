"""What the journal and the notes tell of the past: runs, their writes, and what became of a record. All are values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sync.changes import Conflict, Held, Intent, Kind, Lost
from sync.message import Message
from sync.model import Address, FieldName, Side, Value


class State(StrEnum):
    """What became of an intent."""

    OPEN = "open"
    DONE = "done"
    FAILED = "failed"
    DROPPED = "dropped"
    """Settled by what both tables were seen to hold."""


@dataclass(frozen=True, slots=True)
class Ran:
    """A run. One without an end was killed, or is under way."""

    run: str
    started: datetime
    forced: tuple[str, ...]
    ended: datetime | None
    outcome: str | None
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Written:
    """A write and what became of it. ``address`` is where the record stood after it; ``why`` is why it was dropped."""

    intent: Intent
    state: State
    closed: datetime | None = None
    written: frozenset[FieldName] = frozenset()
    refused: Mapping[FieldName, Message] = field(default_factory=dict)
    failed: Message | None = None
    address: Address | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A conflict that waits for a person."""

    conflict: Conflict
    first_run: str
    first_seen: datetime
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the latest run held, and since when."""

    held: Held
    run: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """A person's value that did not win."""

    lost: Lost
    run: str
    at: datetime


class What(StrEnum):
    WRITTEN = "written"
    REFUSED = "refused"
    FAILED = "failed"
    OPEN = "open"
    DROPPED = "dropped"
    AGREED = "agreed"
    """The base moved from ``before`` to ``after``: both sides hold it."""
    FORGOTTEN = "forgotten"
    UNLINKED = "unlinked"
    LINKED = "linked"
    LOST = "lost"
    """``before`` is the value that lost."""
    CONFLICT = "conflict"
    """``before`` is the base, ``after`` one side's value."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to one field of a record, or to the whole record where ``field`` is ``None``.

    ``kind`` is that of a write; ``until`` is when a conflict was closed, where it was.
    """

    at: datetime
    run: str
    what: What
    field: FieldName | None = None
    side: Side | None = None
    before: Value = None
    after: Value = None
    why: Message | None = None
    kind: Kind | None = None
    until: datetime | None = None
