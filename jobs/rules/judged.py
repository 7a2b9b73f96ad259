"""What all rules together have to say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from jobs.rules.finding import Finding, Unjudged
from sync.message import Message


@dataclass(frozen=True, slots=True)
class Idle:
    """A rule that is not applicable to a table, and why: said once, not for every record."""

    rule: str
    table: str
    why: Message


@dataclass(frozen=True, slots=True)
class Judged:
    """``findings`` and ``unjudged`` are in the order of the rules, then of the records.

    A finding whose record is ``""`` is about its table as a whole.
    """

    findings: tuple[Finding, ...] = ()
    unjudged: tuple[Unjudged, ...] = ()
    idle: tuple[Idle, ...] = ()
    looked: Mapping[str, int] = field(default_factory=dict)
    """How many records each rule looked at."""

    def joined(self, other: "Judged") -> "Judged":
        """Return both together, this one first."""
        return Judged(
            (*self.findings, *other.findings),
            (*self.unjudged, *other.unjudged),
            (*self.idle, *other.idle),
            {**self.looked, **other.looked},
        )


Said: TypeAlias = Finding | Unjudged | Idle
