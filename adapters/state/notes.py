"""What a run leaves for people: conflicts with the time they were first seen, held fields, losing values."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from adapters.state.papers import conflict_to, held_to, lost_to
from adapters.state.tables import conflicts, held, lost
from adapters.state.values import dump, load
from sync.changes import Conflict, Held, Lost


def keep_conflicts(connection: Connection, pair: int, run: str, found: Sequence[Conflict], at: datetime) -> None:
    """Keep what is open: new ones are added, known ones keep their first time, the others are closed.

    One whose values changed is closed and opened anew with its first time, so that both versions are kept.
    """
    query = select(conflicts).where(conflicts.c.pair == pair, conflicts.c.closed.is_(None))
    known = {(row.record, row.field): row for row in connection.execute(query)}
    new: list[dict[str, Any]] = []
    same: list[dict[str, Any]] = []
    for conflict in found:
        body = dump(conflict_to(conflict))
        old = known.get((conflict.record, conflict.field))
        if old is not None and old.body == body:
            same.append({"i": old.id})
            del known[conflict.record, conflict.field]
            continue
        new.append(
            {
                "pair": pair,
                "record": conflict.record,
                "field": conflict.field,
                "body": body,
                "first_run": run if old is None else old.first_run,
                "first_seen": at if old is None else old.first_seen,
                "last_run": run,
                "last_seen": at,
            }
        )
    here = update(conflicts).where(conflicts.c.id == bindparam("i"))
    if same:
        connection.execute(here.values(last_run=run, last_seen=at), same)
    if known:
        connection.execute(here.values(closed=at), [{"i": row.id} for row in known.values()])
    if new:
        connection.execute(insert(conflicts), new)


def keep_held(connection: Connection, pair: int, run: str, found: Sequence[Held], at: datetime) -> None:
    """Replace what the run before held; what is held still keeps the time it was first."""
    rows = connection.execute(select(held).where(held.c.pair == pair)).all()
    since = {_key(load(row.body)): row.since for row in rows}
    new = []
    for place, each in enumerate(found):
        paper = held_to(each)
        first = since.get(_key(paper), at)
        new.append({"pair": pair, "place": place, "run": run, "since": first, "body": dump(paper)})
    connection.execute(delete(held).where(held.c.pair == pair))
    if new:
        connection.execute(insert(held), new)


def _key(paper: Mapping[str, Any]) -> tuple[Any, ...]:
    # A row number moves; it only stands for the record where there is no id.
    address = paper["address"] if paper["record"] is None else None
    return (paper["record"], paper["field"], paper["side"], paper["code"], address)


def keep_lost(connection: Connection, pair: int, run: str, found: Sequence[Lost], at: datetime) -> None:
    """Add to the losing values; one that was noted by the same run already is not noted twice."""
    query = select(lost.c.body).where(lost.c.pair == pair, lost.c.run == run)
    known = set(connection.execute(query).scalars())
    bodies = dict.fromkeys((each.record, dump(lost_to(each))) for each in found)
    new = [
        {"pair": pair, "run": run, "at": at, "record": record, "body": body}
        for record, body in bodies
        if body not in known
    ]
    if new:
        connection.execute(insert(lost), new)
