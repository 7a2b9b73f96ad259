"""The row of a pair: which tables it stands for, its digests, its counters, its lease."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime

from sqlalchemy import Connection, Select, and_, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from adapters.state.faults import damaged
from adapters.state.tables import pairs
from sync.errors import StateError
from sync.message import say


@dataclass(frozen=True)
class Pair:
    id: int
    name: str
    notion_key: str
    sheet_key: str
    known: bool
    shape: str
    shape_digest: str
    digest: str
    intents: int
    run: str | None
    at: datetime | None
    lease_holder: str | None
    lease_until: str | None
    lease_term: int


_NAMES = [each.name for each in fields(Pair)]


def fetch(connection: Connection, number: int, where: str) -> Pair:
    """Read the row. Raises ``StateError`` where it is gone."""
    return _one(connection, _query().where(pairs.c.id == number), where)


def lock(connection: Connection, number: int, where: str) -> Pair:
    """Read the row and keep every other writer of this pair waiting until the transaction ends."""
    return _one(connection, _query().where(pairs.c.id == number).with_for_update(), where)


def _query() -> Select[tuple[object, ...]]:
    return select(*(pairs.c[name] for name in _NAMES))


def _one(connection: Connection, query: Select[tuple[object, ...]], where: str) -> Pair:
    row = connection.execute(query).one_or_none()
    if row is None:
        raise damaged(where, say("a pair is missing"))
    return Pair(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for a row as a mapping


def save(connection: Connection, pair: Pair) -> None:
    values = asdict(pair)
    connection.execute(update(pairs).where(pairs.c.id == values.pop("id")).values(values))


def registered(connection: Connection, made: Pair) -> int | None:
    """Find the row that stands for exactly this name and these tables; None where there is none, or a doubt."""
    found = _find(connection, made)
    exact = len(found) == 1 and found[0][:3] == (made.name, made.notion_key, made.sheet_key)
    return found[0][3] if exact else None


def register(connection: Connection, made: Pair, where: str) -> int:
    """Find or make the row of a pair. Raises ``StateError`` where its name or its tables are another pair's."""
    found = _find(connection, made)
    if not found:
        try:
            with connection.begin_nested():
                connection.execute(insert(pairs).values({k: v for k, v in asdict(made).items() if k != "id"}))
        except IntegrityError:  # another process was quicker
            pass
        found = _find(connection, made)
    for name, notion_key, sheet_key, number in found:
        if (name, notion_key, sheet_key) == (made.name, made.notion_key, made.sheet_key):
            return number
    if len(found) == 1 and _rewritten(connection, made, found[0][3]):
        return found[0][3]
    name, notion_key, sheet_key, _ = found[0]
    if name == made.name:
        seen = say(
            "The state store {where} knows the pair {pair} with other tables: {kept}, and not {given}.",
            where=where,
            pair=name,
            kept=f"{notion_key} / {sheet_key}",
            given=f"{made.notion_key} / {made.sheet_key}",
        )
        way_out = say("Give the pair another name, or correct its tables, or name another state store.")
    else:
        seen = say(
            "The state store {where} knows the tables of the pair {given} as the pair {kept}.",
            where=where,
            given=made.name,
            kept=name,
        )
        way_out = say("Call the pair {kept} again, or name another state store.", kept=name)
    raise StateError(seen, way_out)


def _rewritten(connection: Connection, made: Pair, number: int) -> bool:
    """Give a row with nothing in its memory, as after a first run that was refused, its new name or tables."""
    unused = and_(pairs.c.id == number, ~pairs.c.known, pairs.c.intents == 0, pairs.c.lease_holder.is_(None))
    names = ("name", "notion_key", "sheet_key", "shape", "shape_digest")
    done = connection.execute(update(pairs).where(unused).values({each: getattr(made, each) for each in names}))
    return bool(done.rowcount)


def _find(connection: Connection, made: Pair) -> list[tuple[str, str, str, int]]:
    tables = and_(pairs.c.notion_key == made.notion_key, pairs.c.sheet_key == made.sheet_key)
    query = select(pairs.c.name, pairs.c.notion_key, pairs.c.sheet_key, pairs.c.id)
    rows = connection.execute(query.where(or_(pairs.c.name == made.name, tables)).order_by(pairs.c.name != made.name))
    return [(row.name, row.notion_key, row.sheet_key, row.id) for row in rows]
