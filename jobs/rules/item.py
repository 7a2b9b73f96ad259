"""A record as the rules see it: by roles, never by the names of columns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from sync.message import Message
from sync.model import Address, RecordId, Side, Value

Role = NewType("Role", str)
"""What a field is for: ``owner``, ``status``, ``due``. The names of the presets' fields are the roles."""


class RecordType(StrEnum):
    """What a table is about; its preset (``mappings/presets``) has the roles."""

    RISK = "risk"
    INCIDENT = "incident"
    ACTION_ITEM = "action_item"
    BACKLOG = "backlog"
    SEVERITY = "severity"
    SLO = "slo"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of a page's body with what stands under it, up to the next heading of its level or above."""

    heading: str
    level: int
    """1 to 4, as Notion counts them."""
    text: str
    """The plain text under the heading, without that of empty check boxes and of placeholders; blank: not filled."""
    entries: int = 0
    """How many list entries, table rows and toggles with text stand under it."""


@dataclass(frozen=True, slots=True)
class Item:
    """One record with all its roles. What could not be read is in ``unreadable`` and not in ``values``."""

    type: RecordType
    table: str
    """The name of the pair or the single table in the configuration."""
    record: RecordId
    values: Mapping[Role, Value]
    """Canonical values; options of a scale by its first spelling (``SEV1``, ``done``), whatever the table writes."""
    title: str = ""
    url: str | None = None
    """Where a person opens it: the page, or the row of the sheet."""
    addresses: Mapping[Side, Address] = field(default_factory=dict)
    active_at: datetime | None = None
    """The last time a person changed it, as far as that is known; own and other bots' edits do not count."""
    created_at: datetime | None = None
    sections: tuple[Section, ...] | None = None
    """The page's body; ``None``: not read, or there is none."""
    unreadable: Mapping[Role, Message] = field(default_factory=dict)

    def get(self, role: str) -> Value:
        """Return the value of a role; ``None`` where it is empty, not mapped or not readable."""
        return self.values.get(role)  # type: ignore[call-overload,no-any-return] # a role is a text, and this is asked a million times

    @property
    def key(self) -> tuple[str, RecordId]:
        return (self.table, self.record)
