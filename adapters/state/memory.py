"""The memory of one pair: ``sync.ports.Memory`` over a database."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from adapters.state import asked, clerical, journal, notes
from adapters.state.base import Moving, forgotten, load_base, shape_digest, shape_of
from adapters.state.lease import Lease
from adapters.state.readings import Readings
from adapters.state.row import Pair, fetch, lock, save
from sync.changes import Change, Conflict, Held, Intent, Lost, Receipt
from sync.choices import Keep, Question
from sync.clerical import Content, Sighting, Spell, Tie, TieKind
from sync.errors import StateError
from sync.model import Base, BaseRecord, Column, FieldName, RecordId, Side, Site, Value
from sync.moves import Move


class PairMemory(Readings):
    """Each method is one transaction. May be used from several threads.

    While a lease is held, every write renews it, and raises ``Busy`` once another run took it over.
    """

    _lease: Lease | None = None

    @contextmanager
    def lease(self, holder: str, now: Callable[[], datetime], lasts: timedelta) -> Iterator[None]:
        """Hold the pair. ``holder`` names one run of one process: whoever gives the same name is let in."""
        outer = self._lease
        with self._database.writing() as connection:
            pair = lock(connection, self._number, self._database.where)
            taken = Lease(holder, now, lasts).take(connection, pair)
        self._lease = taken
        try:
            yield
        except BaseException:
            if outer is None:
                self._release(quietly=True)
            raise
        if outer is None:
            self._release()

    def _release(self, *, quietly: bool = False) -> None:
        lease, self._lease = self._lease, None
        if lease is None:
            return
        try:
            with self._database.writing() as connection:
                lease.release(connection, lock(connection, self._number, self._database.where))
        except StateError:
            if not quietly:  # the lease ends by itself; what went wrong first matters more
                raise

    def renew(self) -> None:
        with self._writing():
            pass

    def base(self) -> Base:
        with self._database.reading() as connection:
            where = self._database.where
            return load_base(connection, fetch(connection, self._number, where), where)

    def forgotten(self) -> Mapping[RecordId, BaseRecord]:
        with self._database.reading() as connection:
            return forgotten(connection, self._number)

    def begin(self, run: str, at: datetime, forced: Sequence[str]) -> None:
        with self._writing(at) as (connection, pair):
            journal.begin(connection, pair, run, forced)

    def intend(self, run: str, changes: Sequence[Change], at: datetime) -> Sequence[Intent]:
        with self._writing(at) as (connection, pair):
            return journal.intend(connection, pair, run, changes, at)

    def receive(self, receipts: Sequence[tuple[Intent, Receipt]], moves: Sequence[Move], at: datetime) -> None:
        moving = Moving(moves)
        with self._writing(at) as (connection, pair):
            journal.receive(connection, pair, receipts, at)
            moving.apply(connection, pair, self._database.where)

    def open_intents(self) -> Sequence[Intent]:
        with self._database.reading() as connection:
            return journal.open_intents(connection, self._number)

    def drop(self, intents: Sequence[Intent], at: datetime, why: str) -> None:
        with self._writing(at) as (connection, pair):
            journal.drop(connection, pair, intents, at, why)

    def agree(self, moves: Sequence[Move]) -> None:
        moving = Moving(moves)
        with self._writing() as (connection, pair):
            moving.apply(connection, pair, self._database.where)

    def remember(
        self,
        columns: Mapping[Side, Mapping[FieldName, Column]],
        scopes: Mapping[Side, str],
        at: datetime,
        sites: Mapping[Side, Site] | None = None,
    ) -> None:
        shape = shape_of(columns, scopes, sites or {})
        with self._writing(at) as (connection, pair):
            kept = replace(pair, known=True, shape=shape)
            save(connection, replace(kept, shape_digest=shape_digest(kept)))

    def lose(self, run: str, lost: Sequence[Lost], at: datetime) -> None:
        with self._writing(at) as (connection, pair):
            notes.keep_lost(connection, pair.id, run, lost, at)

    def note(
        self,
        run: str,
        conflicts: Sequence[Conflict],
        held: Sequence[Held],
        lost: Sequence[Lost],
        at: datetime,
    ) -> None:
        with self._writing(at) as (connection, pair):
            notes.keep_conflicts(connection, pair.id, run, conflicts, at)
            notes.keep_held(connection, pair.id, run, held, at)
            notes.keep_lost(connection, pair.id, run, lost, at)

    def end(self, run: str, at: datetime, outcome: str, counts: Mapping[str, int]) -> None:
        with self._writing(at, fenced=False) as (connection, pair):
            journal.end(connection, pair, run, outcome, counts)

    def choices(self) -> Sequence[tuple[Question, Keep]]:
        """Return the choices that wait to be applied."""
        with self._database.reading() as connection:
            return asked.open_choices(connection, self._number)

    def choose(self, made: Sequence[tuple[Question, Keep]], at: datetime) -> None:
        with self._writing(at) as (connection, pair):
            asked.choose(connection, pair.id, made, at)

    def close_choices(self, over: Iterable[Question], at: datetime) -> None:
        with self._writing(at) as (connection, pair):
            asked.close_choices(connection, pair.id, over, at)

    def posts(self, place: str) -> Mapping[Question, str]:
        """Return what is shown to people in a place, each with where exactly."""
        with self._database.reading() as connection:
            return asked.open_posts(connection, self._number, place)

    def post(self, place: str, made: Mapping[Question, str], at: datetime) -> None:
        with self._writing(at) as (connection, pair):
            asked.post(connection, pair.id, place, made, at)

    def withdraw(self, place: str, over: Iterable[Question], at: datetime) -> None:
        with self._writing(at) as (connection, pair):
            asked.withdraw(connection, pair.id, place, over, at)

    def sightings(self, *, latest: bool = False) -> Sequence[Sighting]:
        """Return how records were seen, the oldest first; with ``latest`` only the last of each record."""
        with self._database.reading() as connection:
            return clerical.sightings(connection, self._number, latest=latest)

    def observe(self, run: str | None, seen: Mapping[RecordId, Mapping[str, Value]], at: datetime) -> int:
        """Keep what differs from the last sighting of its record; return how many were new."""
        with self._writing(at) as (connection, pair):
            return clerical.observe(connection, pair.id, run, seen, at)

    def spells(self) -> Sequence[Spell]:
        """Return the spells that last."""
        with self._database.reading() as connection:
            return clerical.open_spells(connection, self._number)

    def past_spells(self, record: RecordId | None = None) -> Sequence[Spell]:
        with self._database.reading() as connection:
            return clerical.past_spells(connection, self._number, record)

    def keep_spells(self, found: Sequence[Spell], at: datetime) -> None:
        """Let each be what is known of its record and rule from now on; one that has ended is closed."""
        with self._writing(at) as (connection, pair):
            clerical.keep_spells(connection, pair.id, found)

    def ties(self, kind: TieKind | None = None) -> Sequence[Tie]:
        """Return what holds of records together."""
        with self._database.reading() as connection:
            return clerical.open_ties(connection, self._number, kind)

    def tie(self, made: Sequence[Tie], at: datetime) -> None:
        """Let each be what holds of its two records from now on; what held before is kept."""
        with self._writing(at) as (connection, pair):
            clerical.keep_ties(connection, pair.id, made)

    def untie(self, over: Sequence[Tie], at: datetime) -> None:
        """Close ties that mean nothing any more."""
        with self._writing(at) as (connection, pair):
            clerical.drop_ties(connection, pair.id, over, at)

    def contents(self) -> Sequence[Content]:
        with self._database.reading() as connection:
            return clerical.known_contents(connection, self._number)

    def keep_contents(self, found: Sequence[Content], at: datetime) -> None:
        """Let these be the contents of their records; those that are known as they are keep their time."""
        with self._writing(at) as (connection, pair):
            clerical.keep_contents(connection, pair.id, found)

    def shelved(self, names: Sequence[str]) -> Mapping[str, bytes]:
        """Return what lies on the shelf under these names; all of it can be made anew."""
        with self._database.reading() as connection:
            return clerical.shelved(connection, self._number, names)

    def shelve(self, bodies: Mapping[str, bytes | None], at: datetime) -> None:
        """Put bodies on the shelf, each in the place of what lay there; ``None`` takes it away."""
        with self._writing(at) as (connection, pair):
            clerical.shelve(connection, pair.id, bodies, at)

    @contextmanager
    def _writing(self, at: datetime | None = None, *, fenced: bool = True) -> Iterator[tuple[Connection, Pair]]:
        """One transaction, alone on the pair. A run that lost its lease may still say how it ended."""
        with self._database.writing() as connection:
            pair = found = lock(connection, self._number, self._database.where)
            if at is not None:
                pair = replace(pair, at=at)
            if self._lease is not None and fenced:
                pair = self._lease.renew(pair)
            if pair != found:
                save(connection, pair)
            yield connection, pair
