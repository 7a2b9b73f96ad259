"""Carrying out a plan: intent, write, proof, receipt, each in the memory before the next."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock

from jobs.sync.threads import threads
from sync.changes import Change, Held, Kind, Receipt
from sync.errors import BothwaysError, ServiceError
from sync.follow import follow
from sync.message import say
from sync.model import Record, RecordId, Side, Snapshot
from sync.moves import Agree, Key, Move, Place
from sync.plan import Plan
from sync.policy import PairPolicy
from sync.ports import Memory, Progress, Table
from sync.rebase import due, rename


@dataclass
class Execution:
    """One run under way."""

    run: str
    tables: Mapping[Side, Table]
    memory: Memory
    clock: Callable[[], datetime]
    policy: PairPolicy
    snapshots: dict[Side, Snapshot]
    plan: Plan
    progress: Progress
    receipts: list[Receipt] = field(default_factory=list)
    error: BothwaysError | None = None
    check: Callable[[], None] = lambda: None
    """Raises where nothing more may be begun: the deadline is over, or another run has the pair."""
    _proved: dict[Key, Receipt] = field(default_factory=dict)
    _waiting: tuple[Sequence[Move], Mapping[Key, Sequence[int]]] = ((), {})
    _lock: Lock = field(default_factory=Lock)

    def carry_out(self) -> None:
        """Write Notion first, so that what it computes reaches the sheet in the same run.

        A row without an id gets it before its page is made: after a crash in between, the page is known by it.
        A side that fails does not stop the other. Intents without an answer stay open for the next run.
        """
        try:
            self._phases()
        except BothwaysError as error:
            self.error = self.error or error

    def _phases(self) -> None:
        self._reshape()
        self._name_rows()
        self._send(Side.NOTION, [change for change in self.plan.on(Side.NOTION) if not change.last])
        self.plan = follow(self.plan, self.receipts, self.snapshots[Side.SHEET], self.policy)
        self._proved = {receipt.change.key: receipt for receipt in self.receipts}
        self._send(Side.SHEET, self._still_true(Side.SHEET, self.plan.on(Side.SHEET)))
        self._send_last([change for change in self.plan.on(Side.NOTION) if change.last])

    def _send_last(self, changes: Sequence[Change]) -> None:
        """Write to Notion what the sheet had to have first, and bring what Notion computes of it to rows that stand."""
        self._send(Side.NOTION, changes)
        keys, sent = {change.key for change in changes}, {change.key for change in self.plan.on(Side.SHEET)}
        receipts = [receipt for receipt in self.receipts if receipt.change.key in keys]
        self.plan = follow(self.plan, receipts, self.snapshots[Side.SHEET], self.policy)
        self._send(Side.SHEET, [change for change in self.plan.on(Side.SHEET) if change.key not in sent])

    def _name_rows(self) -> None:
        if self.tables[Side.NOTION].names_records:
            return
        new = {change.record for change in self.plan.on(Side.NOTION) if change.kind is Kind.CREATE and not change.last}
        first = [change for change in self.plan.on(Side.SHEET) if change.kind is Kind.LINK and change.record in new]
        self._send(Side.SHEET, first)
        named = {r.change.address: r.change.record for r in self.receipts if r.done}
        rows = self.snapshots[Side.SHEET]
        records = tuple(replace(row, id=named.get(row.address, row.id)) for row in rows.records)
        self.snapshots[Side.SHEET] = replace(rows, records=records)
        unnamed = {receipt.change.record for receipt in self.receipts if not receipt.done}
        kept = (c for c in self.plan.changes if c not in first and not (c.record in unnamed and c.side is Side.NOTION))
        self.plan = replace(self.plan, changes=tuple(kept))

    def _reshape(self) -> None:
        for side in Side:
            changes = [change for change in self.plan.columns if change.side is side]
            if changes:
                self.tables[side].reshape(changes)

    def _still_true(self, side: Side, changes: Sequence[Change]) -> Sequence[Change]:
        """Look once more just before writing; what a person edited meanwhile waits for the next run."""
        if not changes or not self.receipts:
            return changes
        seen = self.snapshots[side]
        fresh = self.tables[side].recheck(seen)
        if fresh is seen:
            return changes
        self.snapshots[side] = fresh
        before, now = _by_id(seen), _by_id(fresh)
        kept = []
        for change in changes:
            old, new = before.get(change.record), now.get(change.record)
            if old is None and new is None:
                kept.append(_moved(change, seen, fresh))
            elif old is not None and new is not None and _untouched(old, new):
                kept.append(replace(change, address=new.address if change.address else None))
            else:
                kept.append(None)
        self._hold([change for change, still in zip(changes, kept, strict=True) if still is None])
        return [change for change in kept if change is not None]

    def _hold(self, changes: Iterable[Change]) -> None:
        why = say("edited while the run was under way; the next run looks at it again")
        held = [Held(why, "edited-meanwhile", record=change.record, side=change.side) for change in changes]
        self.plan = replace(self.plan, held=(*self.plan.held, *held))

    def _send(self, side: Side, changes: Sequence[Change]) -> None:
        table = self.tables[side]
        batches = table.batches(changes) if changes else ()
        stop: list[BothwaysError] = []
        with threads(table.in_flight) as pool:
            list(pool.map(lambda batch: self._batch(table, batch, stop), batches))
        if stop and self.error is None:
            self.error = stop[0]

    def _batch(self, table: Table, batch: Sequence[Change], stop: list[BothwaysError]) -> None:
        if stop or not self._in_time(stop):
            return
        intents = self.memory.intend(self.run, self._telling(batch), self.clock())
        try:
            receipts = table.write(batch, self.snapshots[table.side])
        except ServiceError as error:
            stop.append(error)
            with self._lock:
                self.receipts += [Receipt(change, failed=error.seen) for change in batch]
            return
        with self._lock:
            self.receipts += receipts
            self._proved |= {receipt.change.key: receipt for receipt in receipts}
            moves = self._due(receipts)
            self.memory.receive(list(zip(intents, receipts, strict=True)), moves, self.clock())
        self.progress(len(batch))

    def _in_time(self, stop: list[BothwaysError]) -> bool:
        try:
            self.check()
        except BothwaysError as error:
            stop.append(error)
        return not stop

    def _telling(self, batch: Sequence[Change]) -> list[Change]:
        """Say with each change on what both sides agree once it took effect, for whoever finds it without a receipt."""
        with self._lock:
            hoped = {**self._proved, **{c.key: Receipt(c, done=True, written=frozenset(c.values())) for c in batch}}
            moves = due(self._moves_of(change.key for change in batch), hoped)
        agreed = {(move.record, move.field): move.value for move in moves if isinstance(move, Agree)}
        return [
            replace(
                change,
                proves=frozenset(
                    name for name, value in change.values().items() if agreed.get((change.record, name), ...) == value
                ),
            )
            for change in batch
        ]

    def _moves_of(self, keys: Iterable[Key]) -> Iterable[Move]:
        """Return the moves that wait for one of these changes, in the order of the plan."""
        if self._waiting[0] is not self.plan.moves:
            waiting: dict[Key, list[int]] = {}
            for place, move in enumerate(self.plan.moves):
                for key in move.needs:
                    waiting.setdefault(key, []).append(place)
            self._waiting = (self.plan.moves, waiting)
        places = {place for key in keys for place in self._waiting[1].get(key, ())}
        return [self.plan.moves[place] for place in sorted(places)]

    def _due(self, receipts: Sequence[Receipt]) -> tuple[Move, ...]:
        moves = due(self._moves_of(receipt.change.key for receipt in receipts), self._proved)
        names: dict[RecordId, RecordId] = {
            receipt.change.record: receipt.after.id for receipt in receipts if receipt.after and receipt.after.id
        }
        made = (
            Place(receipt.after.id or receipt.change.record, receipt.change.side, receipt.after.address)
            for receipt in receipts
            if receipt.done and receipt.after is not None and receipt.change.kind is Kind.CREATE
        )
        return (*rename(moves, names), *made)


def _untouched(old: Record, new: Record) -> bool:
    """Columns that this run added do not count as an edit."""
    return all(new.fields.get(name) == value for name, value in old.fields.items())


def _by_id(snapshot: Snapshot) -> dict[RecordId, Record]:
    return {record.id: record for record in snapshot.records if record.id is not None}


def _moved(change: Change, seen: Snapshot, fresh: Snapshot) -> Change | None:
    """Find a row without an id again by its content, if exactly one row still has it."""
    if change.address is None:
        return change
    old = next((record for record in seen.records if record.address == change.address), None)
    same = [record for record in fresh.records if old and record.id is None and _untouched(old, record)]
    return replace(change, address=same[0].address) if len(same) == 1 else None
