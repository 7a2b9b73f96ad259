"""The side that a single table does not have, for an errand that plans nothing there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sync.changes import Change, ColumnChange, Receipt
from sync.message import say
from sync.model import Address, FieldName, Proof, RecordId, Side, Snapshot, Whereabouts
from sync.objections import Objections
from sync.ports import Progress, silent


@dataclass(frozen=True)
class AbsentTable:
    """``sync.ports.Table`` of which nothing is known and to which nothing is ever written."""

    side: Side
    now: Callable[[], datetime]
    in_flight: int = 1
    names_records: bool = False

    def read(self, progress: Progress = silent) -> Snapshot:  # noqa: ARG002 - the port's signature
        return Snapshot(self.side, (), {}, self.now(), Proof.PARTIAL)

    def locate(self, places: Mapping[RecordId, Address]) -> Mapping[RecordId, Whereabouts]:
        return dict.fromkeys(places, Whereabouts.UNKNOWN)

    def recheck(self, seen: Snapshot) -> Snapshot:
        return seen

    def objections(self, changes: Sequence[Change], seen: Snapshot) -> Objections:  # noqa: ARG002 - the port's signature
        return {(change.key, None): say("{side} is not there", side=self.side) for change in changes}

    def batches(self, changes: Sequence[Change]) -> Sequence[Sequence[Change]]:
        return [[each] for each in changes]

    def write(self, batch: Sequence[Change], seen: Snapshot) -> Sequence[Receipt]:  # noqa: ARG002 - the port's signature
        return [Receipt(change, failed=say("{side} is not there", side=self.side)) for change in batch]

    def reshape(self, changes: Sequence[ColumnChange]) -> None:
        """There is nothing to reshape."""

    def marks(self) -> Mapping[FieldName, str]:
        return {}
