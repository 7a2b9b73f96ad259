"""What a rule has to say of a record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from jobs.rules.item import Role
from sync.message import Message
from sync.model import RecordId


class Family(StrEnum):
    """What kind of finding it is; its name is the option that is written into the flags of a record."""

    STALE = "stale"
    OVERDUE = "overdue"
    DUPLICATE = "duplicate"
    SIMILAR = "similar"
    GRANULARITY = "granularity"
    INCOMPLETE = "incomplete"
    SEVERITY = "severity"
    INCONSISTENT = "inconsistent"
    LINK = "link"
    GATE = "gate"


class Weight(StrEnum):
    """How much it matters; SARIF's levels."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that one rule says of one record."""

    rule: str
    """The rule's id, as it stands in the rules file: ``risk.score``, ``postmortem.C3``, ``stale.backlog``."""
    family: Family
    table: str
    record: RecordId
    why: Message
    """In words, with what is missing or wrong."""
    weight: Weight = Weight.WARNING
    roles: tuple[Role, ...] = ()
    others: tuple[tuple[str, RecordId], ...] = ()
    """Other records it is about: the cluster of a duplicate, the backlog item of a risk."""
    facts: Mapping[str, str | int | float] = field(default_factory=dict)
    """Figures for the digest and for JSON: days, score, expected."""

    @property
    def key(self) -> tuple[str, str, RecordId, tuple[tuple[str, RecordId], ...]]:
        """Two findings with one key are the same finding, whenever they are made."""
        return (self.rule, self.table, self.record, self.others)


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A record that a rule could not judge, and why: it is counted and listed, never guessed."""

    rule: str
    table: str
    record: RecordId
    why: Message
