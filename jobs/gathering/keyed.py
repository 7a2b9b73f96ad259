"""A table without a partner, whose records are called as their items are called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from jobs.gathering.joined import called
from jobs.gathering.subject import Subject
from sync.changes import Change, ColumnChange, Receipt
from sync.model import Address, FieldName, Record, RecordId, Side, Snapshot, Whereabouts
from sync.objections import Objections
from sync.ports import Progress, Table, silent


@dataclass
class KeyedTable:
    """``sync.ports.Table`` over another one, in which rows that carry no id have the one of their content.

    It is never written: such a row is found again by its address and what it holds.
    """

    inner: Table
    subject: Subject
    _plain: dict[Address, Record] = field(default_factory=dict)

    @property
    def side(self) -> Side:
        return self.inner.side

    @property
    def in_flight(self) -> int:
        return self.inner.in_flight

    @property
    def names_records(self) -> bool:
        return self.inner.names_records

    def read(self, progress: Progress = silent) -> Snapshot:
        return self._named(self.inner.read(progress))

    def locate(self, places: Mapping[RecordId, Address]) -> Mapping[RecordId, Whereabouts]:
        return self.inner.locate(places)

    def recheck(self, seen: Snapshot) -> Snapshot:
        before = self._as_read(seen)
        now = self.inner.recheck(before)
        return seen if now is before else self._named(now)

    def objections(self, changes: Sequence[Change], seen: Snapshot) -> Objections:
        return self.inner.objections(changes, self._as_read(seen))

    def batches(self, changes: Sequence[Change]) -> Sequence[Sequence[Change]]:
        return self.inner.batches(changes)

    def write(self, batch: Sequence[Change], seen: Snapshot) -> Sequence[Receipt]:
        receipts = self.inner.write(batch, self._as_read(seen))
        return [
            each if each.after is None else replace(each, after=replace(each.after, id=each.change.record))
            for each in receipts
        ]

    def reshape(self, changes: Sequence[ColumnChange]) -> None:
        self.inner.reshape(changes)

    def marks(self) -> Mapping[FieldName, str]:
        return self.inner.marks()

    def _named(self, snapshot: Snapshot) -> Snapshot:
        """Keep what the records were called, for the table itself knows them by that."""
        self._plain = {each.address: each for each in snapshot.records}
        named = [replace(each, id=name) for name, each in called(self.subject, snapshot.records)]
        return replace(snapshot, records=tuple(named))

    def _as_read(self, seen: Snapshot) -> Snapshot:
        return replace(seen, records=tuple(self._plain.get(each.address, each) for each in seen.records))
