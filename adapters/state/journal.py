"""Runs and their writes: the intent before a write is sent, the receipt after it is proved. Nothing is deleted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from adapters.state.papers import change_of, change_to, receipt_to
from adapters.state.row import Pair, save
from adapters.state.tables import intents, runs
from adapters.state.values import dump, load
from sync.changes import Change, Intent, Receipt
from sync.errors import StateError
from sync.history import State
from sync.message import say

_CHUNK = 500


def begin(connection: Connection, pair: Pair, run: str, forced: Sequence[str]) -> None:
    if _begun(connection, pair, run):
        raise StateError(say("The run {run} was begun already.", run=run))
    row = {"pair": pair.id, "run": run, "started": pair.at, "forced": dump({"forced": list(forced)})}
    connection.execute(insert(runs), row)
    save(connection, replace(pair, run=run))


def end(connection: Connection, pair: Pair, run: str, outcome: str, counts: Mapping[str, int]) -> None:
    _must_be_begun(connection, pair, run)
    here = update(runs).where(runs.c.pair == pair.id, runs.c.run == run)
    connection.execute(here.values(ended=pair.at, outcome=outcome, counts=dump(dict(counts))))


def intend(connection: Connection, pair: Pair, run: str, changes: Sequence[Change], at: datetime) -> Sequence[Intent]:
    _must_be_begun(connection, pair, run)
    made = [Intent(pair.intents + place, run, change, at) for place, change in enumerate(changes, 1)]
    if made:
        connection.execute(insert(intents), [_row(pair, intent) for intent in made])
        save(connection, replace(pair, intents=made[-1].id))
    return made


def _row(pair: Pair, intent: Intent) -> dict[str, Any]:
    return {
        "pair": pair.id,
        "number": intent.id,
        "run": intent.run,
        "record": intent.change.record,
        "change": dump(change_to(intent.change)),
        "at": intent.at,
        "state": State.OPEN.value,
    }


def receive(connection: Connection, pair: Pair, receipts: Sequence[tuple[Intent, Receipt]], at: datetime) -> None:
    closing = [
        {
            "n": intent.id,
            "new_state": (State.DONE if receipt.done else State.FAILED).value,
            "new_receipt": dump(receipt_to(receipt)),
            "new_why": None,
        }
        for intent, receipt in receipts
    ]
    _close(connection, pair, closing, at)


def drop(connection: Connection, pair: Pair, dropped: Sequence[Intent], at: datetime, why: str) -> None:
    closing = [
        {"n": intent.id, "new_state": State.DROPPED.value, "new_receipt": None, "new_why": why} for intent in dropped
    ]
    _close(connection, pair, closing, at)


def open_intents(connection: Connection, pair: int) -> Sequence[Intent]:
    query = select(intents).where(intents.c.pair == pair, intents.c.state == State.OPEN)
    return [
        Intent(row.number, row.run, change_of(load(row.change)), row.at)
        for row in connection.execute(query.order_by(intents.c.number))
    ]


def _close(connection: Connection, pair: Pair, closing: Sequence[dict[str, Any]], at: datetime) -> None:
    numbers = [row["n"] for row in closing]
    still = set[int]()
    for part in _parts(numbers):
        query = select(intents.c.number).where(intents.c.pair == pair.id, intents.c.state == State.OPEN)
        still.update(connection.execute(query.where(intents.c.number.in_(part))).scalars())
    if len(set(numbers)) < len(numbers) or not still.issuperset(numbers):
        raise StateError(
            say("An intent of the pair {pair} was settled by somebody else.", pair=pair.name),
            say("Run again: the next run compares what both tables hold."),
        )
    if closing:
        here = (intents.c.pair == pair.id) & (intents.c.number == bindparam("n"))
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in ("state", "receipt", "why")}
        connection.execute(update(intents).where(here).values(closed=at, **values), closing)


def _parts(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    return (numbers[start : start + _CHUNK] for start in range(0, len(numbers), _CHUNK))


def _must_be_begun(connection: Connection, pair: Pair, run: str) -> None:
    if not _begun(connection, pair, run):
        raise StateError(say("The run {run} was never begun.", run=run))


def _begun(connection: Connection, pair: Pair, run: str) -> bool:
    found: Iterable[str] = connection.execute(
        select(runs.c.run).where(runs.c.pair == pair.id, runs.c.run == run)
    ).scalars()
    return any(found)
