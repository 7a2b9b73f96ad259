"""Turns of jobs: when one began, what it came to, and how a job stands by its turns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sync.message import Message


class TurnKind(StrEnum):
    SETTLED = "settled"
    """The job did what was due; it is due again at its next time."""
    DEFERRED = "deferred"
    """Its time was over, or another run had the tables: it stays due, and nobody is called."""
    FAILED = "failed"
    """It stays due, and somebody has to know."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a job. ``kind`` is None while it lasts, and where its process was killed.

    ``code`` is the exit code; ``seen`` and ``way_out`` say why it failed; ``told`` is when people were called.
    """

    run: str
    job: str
    started: datetime
    ended: datetime | None = None
    kind: TurnKind | None = None
    code: int | None = None
    seen: Message | None = None
    way_out: Message | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    told: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """``settled`` is the last turn that was; ``streak`` are those that failed since, the oldest first."""

    latest: Turn | None = None
    settled: Turn | None = None
    streak: tuple[Turn, ...] = ()

    @property
    def told(self) -> bool:
        """Whether people know already that the job fails."""
        return any(turn.told is not None for turn in self.streak)

    def after(self, turn: Turn) -> "Standing":
        """Return how the job stands once a turn has ended."""
        if turn.kind is TurnKind.SETTLED:
            return Standing(turn, turn)
        if turn.kind is TurnKind.FAILED:
            return Standing(turn, self.settled, (*self.streak, turn))
        return Standing(turn, self.settled, self.streak)
