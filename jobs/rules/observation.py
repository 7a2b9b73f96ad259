"""What a run saw of a record: the history that tables seldom keep of themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sync.model import RecordId


@dataclass(frozen=True, slots=True)
class Observation:
    """Status, severity, score and owner as they stood at ``at`` (a moment with a zone); ``None``: empty or not mapped.

    Only changes are kept: what an observation says holds until the next one of the record.
    """

    at: datetime
    status: str | None = None
    severity: str | None = None
    score: float | str | None = None
    owner: tuple[str, ...] | None = None

    @property
    def content(self) -> tuple[str | None, str | None, float | str | None, tuple[str, ...] | None]:
        """What was seen, without the time."""
        return (self.status, self.severity, self.score, self.owner)


History: TypeAlias = Mapping[tuple[str, RecordId], Sequence[Observation]]
"""The observations of each record by ``Item.key``, oldest first."""


def changed_at(observations: Sequence[Observation]) -> datetime | None:
    """Return when the record was last seen to be other than before; the first sight, where it never was."""
    found = None
    before: Observation | None = None
    for each in observations:
        if before is None or each.content != before.content:
            found = each.at
        before = each
    return found
