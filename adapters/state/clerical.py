"""What is kept of the clerical work: how records were seen, spells, ties, contents, and the shelf."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, and_, bindparam, delete, func, insert, select, update

from adapters.state.papers import fields_of
from adapters.state.tables import contents, observations, shelf, spells, ties
from adapters.state.values import dump, encode, load
from sync.clerical import Content, Sighting, Spell, Tie, TieKind, TieState
from sync.model import RecordId, Side, Value

_CHUNK = 500


def sightings(connection: Connection, pair: int, *, latest: bool = False) -> list[Sighting]:
    """Return what was seen, the oldest first; with ``latest`` only the last of each record."""
    query = select(observations).where(observations.c.pair == pair).order_by(observations.c.id)
    if latest:
        last = select(func.max(observations.c.id)).where(observations.c.pair == pair).group_by(observations.c.record)
        query = query.where(observations.c.id.in_(last))
    return [_sighting(row) for row in connection.execute(query)]


def observe(
    connection: Connection, pair: int, run: str | None, seen: Mapping[RecordId, Mapping[str, Value]], at: datetime
) -> int:
    """Keep what differs from the last sighting of its record; return how many were new."""
    query = select(observations.c.record, observations.c.facts).where(observations.c.pair == pair)
    known = {row.record: row.facts for row in connection.execute(query.order_by(observations.c.id))}
    new = []
    for record, facts in seen.items():
        text = dump({name: encode(facts[name]) for name in sorted(facts)})
        if known.get(record) != text:
            new.append({"pair": pair, "record": record, "run": run, "at": at, "facts": text})
    if new:
        connection.execute(insert(observations), new)
    return len(new)


def open_spells(connection: Connection, pair: int) -> list[Spell]:
    query = select(spells).where(spells.c.pair == pair, spells.c.ended.is_(None)).order_by(spells.c.id)
    return [_spell(row) for row in connection.execute(query)]


def past_spells(connection: Connection, pair: int, record: RecordId | None = None) -> list[Spell]:
    """Return the spells that are over, the oldest first."""
    query = select(spells).where(spells.c.pair == pair, spells.c.ended.is_not(None)).order_by(spells.c.id)
    if record is not None:
        query = query.where(spells.c.record == record)
    return [_spell(row) for row in connection.execute(query)]


def keep_spells(connection: Connection, pair: int, found: Sequence[Spell]) -> None:
    """Let each be what is known of its record and rule from now on; one that has ended is closed."""
    query = select(spells).where(spells.c.pair == pair, spells.c.ended.is_(None))
    known = {(row.record, row.rule): row for row in connection.execute(query)}
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for spell in found:
        row = known.get((spell.record, spell.rule))
        if row is None:
            new.append({"pair": pair, **_spell_row(spell)})
        elif _spell(row) != spell:
            changed.append({"i": row.id, **{f"new_{name}": value for name, value in _spell_row(spell).items()}})
    if new:
        connection.execute(insert(spells), new)
    if changed:
        values: dict[str, BindParameter[Any]] = {name: bindparam(f"new_{name}") for name in _SPELL}
        connection.execute(update(spells).where(spells.c.id == bindparam("i")).values(values), changed)


def open_ties(connection: Connection, pair: int, kind: TieKind | None = None) -> list[Tie]:
    """Return what holds now, the oldest first."""
    query = select(ties).where(ties.c.pair == pair, ties.c.closed.is_(None)).order_by(ties.c.id)
    if kind is not None:
        query = query.where(ties.c.kind == kind.value)
    return [_tie(row) for row in connection.execute(query)]


def keep_ties(connection: Connection, pair: int, made: Iterable[Tie]) -> None:
    """Let each be what holds of its two records; what held before is closed, and kept."""
    query = select(ties).where(ties.c.pair == pair, ties.c.closed.is_(None))
    known = {_tie(row).key: row for row in connection.execute(query)}
    for tie in made:
        row = known.get(tie.key)
        if row is not None and row.state == tie.state.value:
            continue
        if row is not None:
            connection.execute(update(ties).where(ties.c.id == row.id).values(closed=tie.at))
        connection.execute(insert(ties).values(pair=pair, **_tie_row(tie)))


def drop_ties(connection: Connection, pair: int, over: Iterable[Tie], at: datetime) -> None:
    """Close ties that mean nothing any more."""
    for tie in over:
        here = and_(
            ties.c.pair == pair,
            ties.c.closed.is_(None),
            *(ties.c[name] == value for name, value in _tie_row(tie).items() if name not in ("at", "state")),
        )
        connection.execute(update(ties).where(here).values(closed=at))


def known_contents(connection: Connection, pair: int) -> list[Content]:
    rows = connection.execute(select(contents).where(contents.c.pair == pair))
    return [Content(Side(row.side), RecordId(row.record), row.digest, row.since) for row in rows]


def keep_contents(connection: Connection, pair: int, found: Iterable[Content]) -> None:
    """Let these be the contents of their records; those that are known as they are keep their time."""
    known = {(each.side, each.record): each for each in known_contents(connection, pair)}
    fresh = {(each.side, each.record): each for each in found}
    new = [each for key, each in fresh.items() if key not in known]
    changed = [each for key, each in fresh.items() if key in known and known[key].digest != each.digest]
    if new:
        rows = [
            {"pair": pair, "side": e.side.value, "record": e.record, "digest": e.digest, "since": e.since} for e in new
        ]
        connection.execute(insert(contents), rows)
    if changed:
        here = and_(contents.c.pair == pair, contents.c.side == bindparam("s"), contents.c.record == bindparam("r"))
        values: dict[str, BindParameter[Any]] = {
            "digest": bindparam("new_digest"),
            "since": bindparam("new_since"),
        }
        rows = [{"s": e.side.value, "r": e.record, "new_digest": e.digest, "new_since": e.since} for e in changed]
        connection.execute(update(contents).where(here).values(values), rows)


def shelved(connection: Connection, pair: int, names: Sequence[str]) -> dict[str, bytes]:
    """Return what lies on the shelf under these names."""
    found: dict[str, bytes] = {}
    for start in range(0, len(names), _CHUNK):
        query = select(shelf).where(shelf.c.pair == pair, shelf.c.name.in_(names[start : start + _CHUNK]))
        found |= {row.name: bytes(row.body) for row in connection.execute(query)}
    return found


def shelve(connection: Connection, pair: int, bodies: Mapping[str, bytes | None], at: datetime) -> None:
    """Put bodies on the shelf, each in the place of what lay there; ``None`` takes it away."""
    for name in bodies:
        connection.execute(delete(shelf).where(shelf.c.pair == pair, shelf.c.name == name))
    new = [{"pair": pair, "name": name, "at": at, "body": body} for name, body in bodies.items() if body is not None]
    if new:
        connection.execute(insert(shelf), new)


_SPELL = ("record", "rule", "family", "since", "flagged", "removed", "ended")


def _spell_row(spell: Spell) -> dict[str, Any]:
    return {name: getattr(spell, name) for name in _SPELL}


def _spell(row: Row[Any]) -> Spell:
    return Spell(RecordId(row.record), row.rule, row.family, row.since, row.flagged, row.removed, row.ended)


def _tie_row(tie: Tie) -> dict[str, Any]:
    return {
        "kind": tie.kind.value,
        "record": tie.record,
        "role": tie.role,
        "other_table": tie.table,
        "other": tie.other,
        "state": tie.state.value,
        "at": tie.at,
    }


def _tie(row: Row[Any]) -> Tie:
    names = (RecordId(row.record), row.other_table, RecordId(row.other))
    return Tie(TieKind(row.kind), *names, TieState(row.state), row.at, row.role)


def _sighting(row: Row[Any]) -> Sighting:
    facts = {str(name): value for name, value in fields_of(load(row.facts)).items()}
    return Sighting(RecordId(row.record), row.at, row.run, facts)
