"""Reading the journal and the notes: what ran, what was written, what became of a record, what waits for a person."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from adapters.state.engine import Database
from adapters.state.papers import change_of, conflict_of, fields_of, held_of, lost_of, refused_of
from adapters.state.tables import conflicts, held, intents, lost, moved, runs
from adapters.state.values import decode_message, load
from sync.changes import Intent
from sync.history import Event, Kept, Ran, Standing, State, Waiting, What, Written
from sync.model import Address, FieldName, RecordId, Value


class Readings:
    """The reading side of one pair's memory. Raises ``StateError`` as ``Memory`` does."""

    def __init__(self, database: Database, number: int) -> None:
        self._database = database
        self._number = number

    def runs(self, limit: int = 20) -> Sequence[Ran]:
        """Return the latest runs, the newest first."""
        query = select(runs).where(runs.c.pair == self._number).order_by(runs.c.started.desc(), runs.c.run.desc())
        return [_ran(row) for row in self._rows(query.limit(limit))]

    def run(self, run: str) -> Ran | None:
        found = self._rows(select(runs).where(runs.c.pair == self._number, runs.c.run == run))
        return _ran(found[0]) if found else None

    def changes_of(self, run: str) -> Sequence[Written]:
        """Return the writes of a run, in the order in which they were intended."""
        query = select(intents).where(intents.c.pair == self._number, intents.c.run == run)
        return [_written(row) for row in self._rows(query.order_by(intents.c.number))]

    def writes_after(self, number: int) -> Sequence[Written]:
        """Return what was written after the intent of this number, in order."""
        query = select(intents).where(intents.c.pair == self._number, intents.c.number > number)
        return [_written(row) for row in self._rows(query.order_by(intents.c.number))]

    def agreed_before(self, run: str) -> Mapping[RecordId, Mapping[FieldName, Value]]:
        """Return what the base held of the fields that a run moved, before it did."""
        query = select(moved.c.record, moved.c.was).where(moved.c.pair == self._number, moved.c.run == run)
        found: dict[RecordId, dict[FieldName, Value]] = defaultdict(dict)
        for row in self._rows(query.where(moved.c.kind == "agree").order_by(moved.c.id)):
            record = found[RecordId(row.record)]
            for name, value in fields_of(load(row.was)).items():
                record.setdefault(name, value)
        return found

    def open_conflicts(self) -> Sequence[Standing]:
        """Return what waits for a person, the oldest first."""
        query = select(conflicts).where(conflicts.c.pair == self._number, conflicts.c.closed.is_(None))
        return [
            Standing(conflict_of(load(row.body)), row.first_run, row.first_seen, row.last_seen)
            for row in self._rows(query.order_by(conflicts.c.first_seen, conflicts.c.record, conflicts.c.field))
        ]

    def held(self) -> Sequence[Waiting]:
        query = select(held).where(held.c.pair == self._number).order_by(held.c.place)
        return [Waiting(held_of(load(row.body)), row.run, row.since) for row in self._rows(query)]

    def lost(self, record: RecordId | None = None) -> Sequence[Kept]:
        query = select(lost).where(lost.c.pair == self._number).order_by(lost.c.id)
        if record is not None:
            query = query.where(lost.c.record == record)
        return [Kept(lost_of(load(row.body)), row.run, row.at) for row in self._rows(query)]

    def former(self, name: FieldName) -> Sequence[tuple[RecordId, Value]]:
        """Return the values that a field had before, with their records, the oldest first."""
        query = select(moved.c.record, moved.c.was).where(moved.c.pair == self._number).order_by(moved.c.id)
        earlier = ((RecordId(row.record), fields_of(load(row.was))) for row in self._rows(query))
        return [(record, fields[name]) for record, fields in earlier if name in fields]

    def history(self, record: RecordId) -> Sequence[Event]:
        """Return everything that is known of a record, the oldest first."""
        with self._database.reading() as connection:
            events = [
                *_written_events(connection, self._number, record),
                *_moved_events(connection, self._number, record),
                *_conflict_events(connection, self._number, record),
            ]
        events += [
            Event(kept.at, kept.run, What.LOST, kept.lost.field, kept.lost.side, kept.lost.value, why=kept.lost.why)
            for kept in self.lost(record)
        ]
        return sorted(events, key=lambda event: event.at)

    def _rows(self, query: Select[Any]) -> Sequence[Row[Any]]:
        with self._database.reading() as connection:
            return connection.execute(query).all()


def _ran(row: Row[Any]) -> Ran:
    counts = {} if row.counts is None else load(row.counts)
    return Ran(row.run, row.started, tuple(load(row.forced)["forced"]), row.ended, row.outcome, counts)


def _written(row: Row[Any]) -> Written:
    intent = Intent(row.number, row.run, change_of(load(row.change)), row.at)
    if row.receipt is None:
        return Written(intent, State(row.state), row.closed, why=row.why)
    found = load(row.receipt)
    return Written(
        intent,
        State(row.state),
        row.closed,
        frozenset(FieldName(name) for name in found["written"]),
        refused_of(found),
        None if found["failed"] is None else decode_message(found["failed"]),
        None if found["address"] is None else Address(found["address"]),
    )


def _written_events(connection: Connection, pair: int, record: RecordId) -> Iterator[Event]:
    query = select(intents).where(intents.c.pair == pair, intents.c.record == record)
    for row in connection.execute(query.order_by(intents.c.number)):
        one = _written(row)
        change, at = one.intent.change, one.closed or one.intent.at
        if not change.cells:
            yield Event(at, row.run, _WHAT[one.state], None, change.side, why=one.failed, kind=change.kind)
        for cell in change.cells:
            refused = one.refused.get(cell.field)
            what = What.REFUSED if refused is not None else _WHAT[one.state]
            why = refused or one.failed or cell.why
            values = (cell.before, cell.after)
            yield Event(at, row.run, what, cell.field, change.side, *values, why, change.kind)


_WHAT = {
    State.OPEN: What.OPEN,
    State.DONE: What.WRITTEN,
    State.FAILED: What.FAILED,
    State.DROPPED: What.DROPPED,
}
_MOVED = {"agree": What.AGREED, "forget": What.FORGOTTEN, "unlink": What.UNLINKED, "link": What.LINKED}


def _moved_events(connection: Connection, pair: int, record: RecordId) -> Iterator[Event]:
    query = select(moved).where(moved.c.pair == pair, moved.c.record == record).order_by(moved.c.id)
    for row in connection.execute(query):
        at, run, what = row.at or datetime.min.replace(tzinfo=UTC), row.run or "", _MOVED[row.kind]
        was = fields_of(load(row.was))
        now = {} if row.kind == "forget" else fields_of(load(row.now))
        if not was:
            yield Event(at, run, what)
        for name, value in was.items():
            yield Event(at, run, what, name, None, value, now.get(name))


def _conflict_events(connection: Connection, pair: int, record: RecordId) -> Iterator[Event]:
    query = select(conflicts).where(conflicts.c.pair == pair, conflicts.c.record == record).order_by(conflicts.c.id)
    for row in connection.execute(query):
        found = conflict_of(load(row.body))
        if not found.values:
            at, run, where = row.first_seen, row.first_run, found.deleted
            yield Event(at, run, What.CONFLICT, found.field, where, why=found.why, until=row.closed)
        for side, value in found.values.items():
            parts = (found.field, side, found.was, value, found.why)
            yield Event(row.first_seen, row.first_run, What.CONFLICT, *parts, until=row.closed)
