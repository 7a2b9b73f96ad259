"""What is remembered of the clerical work: how records were seen, spells that were flagged, what people decided.

They are kept with the pair and never change a base. A change is a new value with a new time; nothing is deleted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sync.model import RecordId, Side, Value


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a run saw of a record, kept where it differs from the sighting before. ``facts`` are values by role."""

    record: RecordId
    at: datetime
    run: str | None
    facts: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spell:
    """How long a rule has had something to say of a record, without a break."""

    record: RecordId
    rule: str
    family: str
    since: datetime
    flagged: datetime | None = None
    """When the flag was proved to stand in the table; None while it waits, as those beyond the cap of a run do."""
    removed: datetime | None = None
    """When it was seen that a person had taken the flag away: it is not set again in this spell."""
    ended: datetime | None = None


class TieKind(StrEnum):
    LINK = "link"
    DUPLICATE = "duplicate"


class TieState(StrEnum):
    STANDING = "standing"
    """The link stands in the table."""
    REMOVED = "removed"
    """A person took the link away: it is never set again."""
    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    """A person accepted the suggestion: the next run sets the link."""
    DISMISSED = "dismissed"
    """A person turned it down, for good."""
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Tie:
    """What is known of two records together. ``table`` is the configuration's name of the other one's table."""

    kind: TieKind
    record: RecordId
    table: str
    other: RecordId
    state: TieState
    at: datetime
    role: str = ""
    """The role of the field that holds the link; none for duplicates."""

    @property
    def key(self) -> tuple[TieKind, RecordId, str, RecordId, str]:
        return (self.kind, self.record, self.table, self.other, self.role)


@dataclass(frozen=True, slots=True)
class Content:
    """The content of a record on one side, as a digest, and since when it has been seen so."""

    side: Side
    record: RecordId
    digest: str
    since: datetime
