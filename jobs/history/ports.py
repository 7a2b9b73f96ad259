"""What this job asks of the memory of a pair, besides what a run does."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from sync.history import Event, Kept, Ran, Standing, Waiting, Written
from sync.model import Base, BaseRecord, FieldName, RecordId, Value


class History(Protocol):
    """The reading side of one pair's memory. All raise ``StateError``."""

    def base(self) -> Base: ...

    def forgotten(self) -> Mapping[RecordId, BaseRecord]: ...

    def runs(self, limit: int = 20) -> Sequence[Ran]:
        """Return the latest runs, the newest first."""
        ...

    def run(self, run: str) -> Ran | None: ...

    def changes_of(self, run: str) -> Sequence[Written]:
        """Return the writes of a run, in order."""
        ...

    def writes_after(self, number: int) -> Sequence[Written]: ...

    def agreed_before(self, run: str) -> Mapping[RecordId, Mapping[FieldName, Value]]:
        """Return what the base held of the fields that a run moved, before it did."""
        ...

    def open_conflicts(self) -> Sequence[Standing]: ...

    def held(self) -> Sequence[Waiting]: ...

    def lost(self, record: RecordId | None = None) -> Sequence[Kept]: ...

    def former(self, name: FieldName) -> Sequence[tuple[RecordId, Value]]:
        """Return the values that a field had before, with their records, the oldest first."""
        ...

    def history(self, record: RecordId) -> Sequence[Event]:
        """Return everything that is known of a record, the oldest first."""
        ...
