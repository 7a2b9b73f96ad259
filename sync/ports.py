"""What the core asks of the world: two tables and a memory. Adapters implement these."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Protocol, TypeAlias

from sync.changes import Change, ColumnChange, Conflict, Held, Intent, Lost, Receipt
from sync.model import Address, Base, BaseRecord, Column, FieldName, RecordId, Side, Site, Snapshot, Whereabouts
from sync.moves import Move
from sync.objections import Objections

Progress: TypeAlias = Callable[[int], None]
"""Told how many more records were read or written."""


def silent(_: int) -> None:
    """A progress nobody watches."""


class Table(Protocol):
    """One side of a pair."""

    @property
    def side(self) -> Side: ...

    @property
    def in_flight(self) -> int:
        """How many batches may be under way at once; 1 where one batch carries all."""
        ...

    @property
    def names_records(self) -> bool:
        """Whether a record gets its id from the service when it is created, and not from us."""
        ...

    def read(self, progress: Progress = silent) -> Snapshot:
        """Read it all. Raises ``NotAllowed``, ``NotThere``, ``OutOfReach``, ``Misconfigured`` (headers, columns)."""
        ...

    def locate(self, places: Mapping[RecordId, Address]) -> Mapping[RecordId, Whereabouts]:
        """Look directly at known records that a complete read did not show; an empty address is one nobody knows."""
        ...

    def recheck(self, seen: Snapshot) -> Snapshot:
        """Return ``seen`` with what was edited since it was read; called just before writing.

        Returns ``seen`` itself where nothing changed, so that the plan stands.
        """
        ...

    def objections(self, changes: Sequence[Change], seen: Snapshot) -> Objections:
        """Say, without a call, what of these changes this side is known to refuse."""
        ...

    def batches(self, changes: Sequence[Change]) -> Sequence[Sequence[Change]]:
        """Group changes by the call that carries them, in the order in which they are sent."""
        ...

    def write(self, batch: Sequence[Change], seen: Snapshot) -> Sequence[Receipt]:
        """Send one batch and prove it; ``seen`` is the snapshot the plan was made from.

        One receipt a change. A failure of the service as a whole is raised as ``ServiceError``; it leaves open
        what was written.
        """
        ...

    def reshape(self, changes: Sequence[ColumnChange]) -> None:
        """Add, rename, retype or drop columns."""
        ...

    def marks(self) -> Mapping[FieldName, str]:
        """Return the stable ids of the columns, as the last answer showed them; ``ID_FIELD`` is that of record ids."""
        ...


class Memory(Protocol):
    """What is remembered of one pair. Each method is one transaction: it happened wholly or not at all.

    All raise ``StateError`` where the store is damaged, foreign, newer than the program or locked.
    """

    def lease(self, holder: str, now: Callable[[], datetime], lasts: timedelta) -> AbstractContextManager[None]:
        """Hold the pair. Raises ``Busy`` while another holder's lease has not expired."""
        ...

    def renew(self) -> None:
        """Let the lease that is held last anew. Raises ``Busy`` where another run took it over."""
        ...

    def base(self) -> Base: ...

    def forgotten(self) -> Mapping[RecordId, BaseRecord]:
        """Return the records that were gone from both sides and are not in the base again, as they were last known."""
        ...

    def begin(self, run: str, at: datetime, forced: Sequence[str]) -> None: ...

    def intend(self, run: str, changes: Sequence[Change], at: datetime) -> Sequence[Intent]: ...

    def receive(self, receipts: Sequence[tuple[Intent, Receipt]], moves: Sequence[Move], at: datetime) -> None:
        """Close intents and move the base by what they prove."""
        ...

    def open_intents(self) -> Sequence[Intent]: ...

    def drop(self, intents: Sequence[Intent], at: datetime, why: str) -> None:
        """Close intents of an earlier run whose effect is settled by what both tables hold now."""
        ...

    def agree(self, moves: Sequence[Move]) -> None:
        """Move the base by what both tables were seen to hold."""
        ...

    def remember(
        self,
        columns: Mapping[Side, Mapping[FieldName, Column]],
        scopes: Mapping[Side, str],
        at: datetime,
        sites: Mapping[Side, Site] | None = None,
    ) -> None:
        """Keep the columns and filters of a run that was carried out, and where its tables were found."""
        ...

    def lose(self, run: str, lost: Sequence[Lost], at: datetime) -> None:
        """Keep values that are about to be overwritten; a run that notes them again keeps them once."""
        ...

    def note(
        self,
        run: str,
        conflicts: Sequence[Conflict],
        held: Sequence[Held],
        lost: Sequence[Lost],
        at: datetime,
    ) -> None:
        """Keep the open conflicts (with the time each was first seen), the held fields and the losing values."""
        ...

    def end(self, run: str, at: datetime, outcome: str, counts: Mapping[str, int]) -> None: ...
