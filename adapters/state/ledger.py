"""The turns of jobs: what is due, who is at it, and what was told follow from them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, text, update

from adapters.state.engine import Database
from adapters.state.tables import APPLICATION, turns
from adapters.state.values import decode_message, dump, encode_message, load
from sync.errors import Busy
from sync.message import Message, say
from sync.turns import Standing, Turn, TurnKind

_KEPT = timedelta(days=400)
"""Turns are forgotten after so long, but the last that was settled never."""


class Ledger:
    """Each method is one transaction. Raises ``StateError`` as ``Memory`` does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def standing(self, job: str) -> Standing:
        """Return how a job stands by the turns that have ended."""
        with self._database.reading() as connection:
            settled = _last(connection, job, TurnKind.SETTLED)
            latest = _last(connection, job)
            query = select(turns).where(turns.c.job == job, turns.c.kind == TurnKind.FAILED.value)
            if settled is not None:
                query = query.where(turns.c.started > settled.started)
            failed = connection.execute(query.order_by(turns.c.started, turns.c.id))
            return Standing(latest, settled, tuple(_turn(row) for row in failed))

    def latest(self, limit: int = 20) -> Sequence[Turn]:
        """Return the latest turns of all jobs, the newest first."""
        with self._database.reading() as connection:
            query = select(turns).order_by(turns.c.started.desc(), turns.c.id.desc()).limit(limit)
            return [_turn(row) for row in connection.execute(query)]

    def begin(self, run: str, job: str, at: datetime, until: datetime) -> None:
        """Begin a turn. Raises ``Busy`` while another process is at the same job.

        One whose process was killed is known by that it has not been kept alive.
        """
        with self._database.writing() as connection:
            if not self._database.sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": APPLICATION + 1})
            under_way = select(turns).where(turns.c.job == job, turns.c.ended.is_(None), turns.c.until > at)
            other = connection.execute(under_way).first()
            if other is not None:
                raise Busy(
                    say(
                        "{run} is at the job {job} since {since}.", run=other.run, job=job, since=_minute(other.started)
                    ),
                    say(
                        "Wait for it to end. If it was killed, the job is free after {until}.",
                        until=_minute(other.until),
                    ),
                )
            killed = update(turns).where(turns.c.job == job, turns.c.ended.is_(None))
            connection.execute(killed.values(ended=at, kind=TurnKind.DEFERRED.value))
            connection.execute(delete(turns).where(turns.c.job == job, turns.c.started < at - _KEPT, ~_spared(job)))
            row = {"run": run, "job": job, "started": at, "until": until, "report": "{}"}
            connection.execute(insert(turns).values(row))

    def keep(self, run: str, until: datetime) -> None:
        """Say that the turns of a run are still under way."""
        with self._database.writing() as connection:
            connection.execute(update(turns).where(turns.c.run == run, turns.c.ended.is_(None)).values(until=until))

    def end(self, turn: Turn) -> None:
        """Keep what a turn came to."""
        report = {
            "seen": None if turn.seen is None else encode_message(turn.seen),
            "way_out": None if turn.way_out is None else encode_message(turn.way_out),
            "counts": dict(turn.counts),
        }
        kind = None if turn.kind is None else turn.kind.value
        with self._database.writing() as connection:
            here = update(turns).where(turns.c.run == turn.run, turns.c.job == turn.job)
            connection.execute(here.values(ended=turn.ended, kind=kind, code=turn.code, report=dump(report)))

    def told(self, run: str, job: str, at: datetime) -> None:
        """Keep that people were called because of this turn."""
        with self._database.writing() as connection:
            connection.execute(update(turns).where(turns.c.run == run, turns.c.job == job).values(told=at))


def _last(connection: Connection, job: str, kind: TurnKind | None = None) -> Turn | None:
    query = select(turns).where(turns.c.job == job)
    if kind is not None:
        query = query.where(turns.c.kind == kind.value)
    row = connection.execute(query.order_by(turns.c.started.desc(), turns.c.id.desc()).limit(1)).first()
    return None if row is None else _turn(row)


def _spared(job: str) -> Any:  # noqa: ANN401 - a condition of SQLAlchemy
    """The last turn of a job that was settled, however old."""
    last = (
        select(turns.c.id)
        .where(turns.c.job == job, turns.c.kind == TurnKind.SETTLED.value)
        .order_by(turns.c.started.desc(), turns.c.id.desc())
        .limit(1)
    )
    return turns.c.id.in_(last.scalar_subquery())


def _turn(row: Row[Any]) -> Turn:
    report = load(row.report)
    return Turn(
        row.run,
        row.job,
        row.started,
        row.ended,
        None if row.kind is None else TurnKind(row.kind),
        row.code,
        _message(report.get("seen")),
        _message(report.get("way_out")),
        report.get("counts", {}),
        row.told,
    )


def _message(paper: dict[str, Any] | None) -> Message | None:
    return None if paper is None else decode_message(paper)


def _minute(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
