"""What the clerical jobs ask of the memory of a table, besides what a run does."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from sync.clerical import Spell, Tie, TieKind


class Clerk(Protocol):
    """The memory of the clerical work on one table. Each method is one transaction; all raise ``StateError``."""

    def spells(self) -> Sequence[Spell]:
        """Return the spells that last."""
        ...

    def keep_spells(self, found: Sequence[Spell], at: datetime) -> None:
        """Let each be what is known of its record and rule from now on; one that has ended is closed."""
        ...

    def ties(self, kind: TieKind | None = None) -> Sequence[Tie]: ...

    def tie(self, made: Sequence[Tie], at: datetime) -> None:
        """Let each be what holds of its two records from now on; what held before is kept."""
        ...

    def untie(self, over: Sequence[Tie], at: datetime) -> None: ...

    def shelved(self, names: Sequence[str]) -> Mapping[str, bytes]: ...

    def shelve(self, bodies: Mapping[str, bytes | None], at: datetime) -> None: ...
