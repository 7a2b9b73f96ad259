"""A table in memory behind the core's own port: for tests of the core and the jobs, and for the scenarios."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from threading import Lock

from sync.changes import Change, ColumnChange, Kind, Receipt, Reshape
from sync.errors import OutOfReach
from sync.message import say
from sync.model import (
    Address,
    Column,
    FieldName,
    Proof,
    Record,
    RecordId,
    Side,
    Snapshot,
    Unreadable,
    Value,
    Whereabouts,
)
from sync.objections import Objections
from sync.ports import Progress, silent

Cells = dict[FieldName, Value | Unreadable]


@dataclass
class Row:
    id: RecordId | None
    fields: Cells
    edited_at: datetime | None = None


class Crash(BaseException):
    """The process died here; nothing catches it."""


@dataclass
class MemoryTable:
    """``rows`` by address. The hooks stand for other people and bad luck."""

    side: Side
    columns: dict[FieldName, Column]
    rows: dict[Address, Row] = field(default_factory=dict)
    trash: dict[Address, Row] = field(default_factory=dict)
    found: dict[RecordId, Whereabouts] = field(default_factory=dict)
    in_flight: int = 1
    names_records: bool = False
    proof: Proof = Proof.COMPLETE
    shown: Callable[[Address], bool] = lambda _: True
    scope: str = ""
    before_write: Callable[[], None] = lambda: None
    fail: Callable[[Change], bool] = lambda _: False
    crash: Callable[[Change, str], bool] = lambda _change, _when: False
    refuses: tuple[Value, ...] = ()
    writes: list[Change] = field(default_factory=list)
    reads: int = 0
    now: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    _lock: Lock = field(default_factory=Lock)

    def read(self, progress: Progress = silent) -> Snapshot:
        self.reads += 1
        return self._snapshot()

    def _snapshot(self) -> Snapshot:
        records = tuple(self._record(address) for address in self.rows if self.shown(address))
        return Snapshot(self.side, records, dict(self.columns), self.now, self.proof, self.scope)

    def _record(self, address: Address) -> Record:
        row = self.rows[address]
        fields = {name: row.fields.get(name) for name in self.columns}
        return Record(address, row.id, fields, row.edited_at)

    def marks(self) -> Mapping[FieldName, str]:
        return {name: column.key for name, column in self.columns.items() if column.key}

    def locate(self, places: Mapping[RecordId, Address]) -> Mapping[RecordId, Whereabouts]:
        return {
            name: self.found.get(name, Whereabouts.TRASHED if place in self.trash else Whereabouts.GONE)
            for name, place in places.items()
        }

    def recheck(self, seen: Snapshot) -> Snapshot:
        fresh = replace(self._snapshot(), absent=seen.absent)
        return seen if fresh == seen else fresh

    def objections(self, changes: Sequence[Change], seen: Snapshot) -> Objections:
        return {
            (change.key, cell.field): say("{side} refuses it", side=self.side)
            for change in changes
            for cell in change.cells
            if cell.after in self.refuses
        }

    def batches(self, changes: Sequence[Change]) -> Sequence[Sequence[Change]]:
        return [[change] for change in changes]

    def write(self, batch: Sequence[Change], seen: Snapshot) -> Sequence[Receipt]:
        self.before_write()
        return [self._one(change) for change in batch]

    def _one(self, change: Change) -> Receipt:
        if self.crash(change, "before"):
            raise Crash
        if self.fail(change):
            raise OutOfReach(say("{side} takes no writes", side=self.side))
        with self._lock:
            address = self._apply(change)
            self.writes.append(change)
        if self.crash(change, "after"):
            raise Crash
        after = self._record(address) if address in self.rows else None
        return Receipt(change, True, frozenset(change.values()), after=after)

    def _apply(self, change: Change) -> Address:
        if change.kind is Kind.CREATE:
            place = Address(change.record)
            address = Address(change.record if place not in self.rows else f"{change.record}'")
            restored = None
            if change.restore is not None and change.restore in self.trash:
                address, restored = change.restore, self.trash.pop(change.restore)
            self.rows[address] = Row(change.record, {**(restored.fields if restored else {}), **change.values()})
            return address
        address = self._find(change)
        if change.kind is Kind.TRASH:
            self.trash[address] = self.rows.pop(address)
        elif change.kind is Kind.LINK:
            self.rows[address].id = change.record
        else:
            self.rows[address].fields.update(change.values())
        return address

    def _find(self, change: Change) -> Address:
        by_id = [address for address, row in self.rows.items() if row.id == change.record]
        if by_id:
            return by_id[0]
        assert change.address is not None
        return change.address

    def reshape(self, changes: Sequence[ColumnChange]) -> None:
        for change in changes:
            if change.reshape is Reshape.DROP:
                del self.columns[change.field]
            else:
                self.columns[change.field] = Column(change.name, change.kind)

    def edit(self, address: str, **cells: Value) -> None:
        """Edit a row as a person would."""
        self.rows[Address(address)].fields.update({FieldName(name): value for name, value in cells.items()})

    def add(self, address: str, record: str | None = None, **cells: Value) -> None:
        fields: Cells = {FieldName(name): value for name, value in cells.items()}
        self.rows[Address(address)] = Row(RecordId(record) if record else None, fields)

    def content(self) -> dict[str, dict[str, Value]]:
        """Return what stands in the table, by id where there is one, without empty cells."""
        return {
            str(row.id or address): {
                str(name): value
                for name, value in row.fields.items()
                if value is not None and not isinstance(value, Unreadable) and name in self.columns
            }
            for address, row in self.rows.items()
        }


def columns(names: Iterable[str], kind: str = "text") -> dict[FieldName, Column]:
    return {FieldName(name): Column(name, kind) for name in names}
