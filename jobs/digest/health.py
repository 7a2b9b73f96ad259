"""How the sync itself is: what waits, what is held, what could not be read."""

from dataclasses import dataclass
from datetime import datetime

from sync.message import Message
from sync.model import RecordId


@dataclass(frozen=True, slots=True)
class Trouble:
    """One conflict, held field or row that could not be read."""

    table: str
    why: Message
    record: RecordId | None = None
    title: str = ""
    """Where no record is known: where it stands, such as the row."""
    url: str | None = None
    field: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """What the runs left behind."""

    conflicts: tuple[Trouble, ...] = ()
    held: tuple[Trouble, ...] = ()
    unread: tuple[Trouble, ...] = ()
    last_run: datetime | None = None
    """The last run that ended well; ``None``: not known."""
