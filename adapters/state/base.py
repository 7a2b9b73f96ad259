"""The base of a pair: a row a record, each with a digest, and one digest over all."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from adapters.state.faults import damaged
from adapters.state.papers import fields_of
from adapters.state.row import Pair, fetch, save
from adapters.state.tables import moved, pairs, records
from adapters.state.values import Json, dump, encode, load
from sync.message import say
from sync.model import ID_FIELD, Address, Base, BaseRecord, Column, FieldName, RecordId, Side, Site
from sync.moves import Agree, Forget, Move, Part, Place, Reopen, Unlink

_CHUNK = 500
_LENGTH = 2**64


@dataclass
class Draft:
    """A record's row while moves are applied to it; values stay as JSON."""

    fields: dict[str, Json] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    unlinked: bool = False
    undone: dict[str, str] = field(default_factory=dict)

    def learn(self, move: Agree | Place | Reopen, value: Json) -> None:
        if isinstance(move, Place):
            self.addresses[move.side.value] = move.address
            self.unlinked = False
            return
        if move.field is not None:
            self.fields[move.field] = value
        if isinstance(move, Reopen):
            self.undone[move.field or ID_FIELD] = move.run
        else:
            self.undone.pop(move.field, None)

    def row(self, pair: int, record: str) -> dict[str, Any]:
        fields, addresses, undone = dump(self.fields), dump(self.addresses), dump(self.undone)
        return {
            "pair": pair,
            "record": record,
            "fields": fields,
            "addresses": addresses,
            "unlinked": self.unlinked,
            "undone": undone,
            "digest": _digest(record, fields, addresses, undone, unlinked=self.unlinked),
        }


def _digest(record: str, fields: str, addresses: str, undone: str, *, unlinked: bool) -> str:
    parts = (fields, addresses, str(int(unlinked)), record)
    text = "\0".join(parts if undone == "{}" else (*parts, undone))  # as it was before there was such a thing
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def shape_digest(pair: Pair) -> str:
    """Return the digest of what is kept of the pair as a whole."""
    text = "\0".join((pair.notion_key, pair.sheet_key, str(int(pair.known)), pair.shape, pair.name))
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def rename_followed(connection: Connection, made: Pair, where: str) -> None:
    """Give the pair the keys of ``made`` where they are what its tables, followed by their ids, are called now."""
    number = connection.execute(select(pairs.c.id).where(pairs.c.name == made.name)).scalar_one_or_none()
    if number is None:
        return
    pair = fetch(connection, number, where)
    if (pair.notion_key, pair.sheet_key) == (made.notion_key, made.sheet_key) or shape_digest(
        pair
    ) != pair.shape_digest:
        return
    sites = load(pair.shape).get("sites", {})
    notion, sheet = (_site_of(*sites[side]) if side in sites else Site() for side in (Side.NOTION, Side.SHEET))
    tab = f"{pair.sheet_key.rpartition('/')[0]}/{quote(sheet.name, safe='')}"
    if made.notion_key in (pair.notion_key, notion.table) and made.sheet_key in (pair.sheet_key, tab):
        after = replace(pair, notion_key=made.notion_key, sheet_key=made.sheet_key)
        save(connection, replace(after, shape_digest=shape_digest(after)))


def load_base(connection: Connection, pair: Pair, where: str) -> Base:
    """Read the base. Raises ``StateError`` where it is not what was written."""
    found: dict[RecordId, BaseRecord] = {}
    total = 0
    for row in connection.execute(select(records).where(records.c.pair == pair.id)):
        _check(row, where)
        total += int(row.digest, 16)
        found[RecordId(row.record)] = BaseRecord(
            fields_of(load(row.fields)),
            places_of(load(row.addresses)),
            bool(row.unlinked),
            {FieldName(name): run for name, run in load(row.undone).items()},
        )
    if total % _LENGTH != int(pair.digest, 16):
        raise damaged(where, say("records of the pair {pair} are missing or not its own", pair=pair.name))
    if shape_digest(pair) != pair.shape_digest:
        raise damaged(where, say("what it says of the pair {pair} is not what was written", pair=pair.name))
    shape = load(pair.shape)
    return Base(
        found,
        {
            Side(side): {FieldName(name): Column(*column) for name, column in columns.items()}
            for side, columns in shape["columns"].items()
        },
        {Side(side): scope for side, scope in shape["scopes"].items()},
        known=pair.known,
        sites={Side(side): _site_of(*site) for side, site in shape.get("sites", {}).items()},
    )


def places_of(found: Mapping[str, Json]) -> dict[Side, Address]:
    return {Side(side): Address(str(place)) for side, place in found.items()}


def forgotten(connection: Connection, pair: int) -> dict[RecordId, BaseRecord]:
    """Return the records that the base held once and does not hold now, as they were when they were forgotten last."""
    here = select(records.c.record).where(records.c.pair == pair)
    query = select(moved.c.record, moved.c.was, moved.c.now).where(moved.c.pair == pair, moved.c.kind == "forget")
    rows = connection.execute(query.where(moved.c.record.not_in(here)).order_by(moved.c.id))
    return {RecordId(row.record): BaseRecord(fields_of(load(row.was)), places_of(load(row.now))) for row in rows}


def _check(row: Row[Any], where: str) -> None:
    if _digest(row.record, row.fields, row.addresses, row.undone, unlinked=row.unlinked) != row.digest:
        raise damaged(where, say("the record {record} is not what was written", record=row.record))


def shape_of(
    columns: Mapping[Side, Mapping[FieldName, Column]],
    scopes: Mapping[Side, str],
    sites: Mapping[Side, Site] | None = None,
) -> str:
    shape: dict[str, Json] = {
        "columns": {
            side.value: {name: _column(column) for name, column in columns[side].items()} for side in sorted(columns)
        },
        "scopes": {side.value: scopes[side] for side in sorted(scopes)},
    }
    if sites:
        shape["sites"] = {side.value: _site(sites[side]) for side in sorted(sites)}
    return dump(shape)


def _column(column: Column) -> list[Json]:
    return [column.name, column.kind, column.key, column.mapped]


def _site(site: Site) -> list[Json]:
    return [site.table, site.name, None if site.identity is None else _column(site.identity)]


def _site_of(table: str, name: str, identity: list[str] | None) -> Site:
    return Site(table, name, None if identity is None else Column(*identity))


class Moving:
    """Moves grouped by record, with their values as JSON; made before the transaction begins."""

    def __init__(self, moves: Sequence[Move]) -> None:
        self._of: dict[RecordId, list[tuple[Move, Json]]] = defaultdict(list)
        for move in moves:
            value = encode(move.value) if isinstance(move, Agree | Reopen) else None
            self._of[move.record].append((move, value))

    def apply(self, connection: Connection, pair: Pair, where: str) -> Pair:
        """Write the moves and return the pair with its new digest. What changes nothing is not written."""
        if not self._of:
            return pair
        names = list(self._of)
        total = int(pair.digest, 16)
        for start in range(0, len(names), _CHUNK):
            total += self._write(connection, pair, names[start : start + _CHUNK], where)
        after = replace(pair, known=True, digest=f"{total % _LENGTH:016x}")
        after = replace(after, shape_digest=shape_digest(after))
        if after != pair:
            save(connection, after)
        return after

    def _write(self, connection: Connection, pair: Pair, names: Sequence[RecordId], where: str) -> int:
        """Apply the moves of some records; return by how much the sum of the digests changed."""
        query = select(records).where(records.c.pair == pair.id, records.c.record.in_(names))
        rows = {row.record: row for row in connection.execute(query)}
        new: list[dict[str, Any]] = []
        changed: list[dict[str, Any]] = []
        gone: list[dict[str, Any]] = []
        history: list[dict[str, Any]] = []
        delta = 0
        for name in names:
            old = rows.get(name)
            if old is not None:
                _check(old, where)
            draft = self._apply(name, None if old is None else _draft(old))
            row = None if draft is None else draft.row(pair.id, name)
            if row is not None and old is not None and row["digest"] == old.digest:
                continue
            delta += (0 if row is None else int(row["digest"], 16)) - (0 if old is None else int(old.digest, 16))
            if row is None:
                gone += [] if old is None else [{"r": name}]
            else:
                (new if old is None else changed).append(row)
            if old is not None:
                history += [{"pair": pair.id, "record": name, **entry} for entry in _history(_draft(old), draft, pair)]
        _execute(connection, pair.id, new, changed, gone)
        if history:
            connection.execute(insert(moved), history)
        return delta

    def _apply(self, name: RecordId, draft: Draft | None) -> Draft | None:
        for move, value in self._of[name]:
            if isinstance(move, Forget):
                draft = None
            elif isinstance(move, Agree | Place | Reopen):
                draft = draft or Draft()
                draft.learn(move, value)
            elif draft is not None and isinstance(move, Unlink):
                draft.unlinked = True
            elif draft is not None and isinstance(move, Part):
                draft.fields.pop(move.field, None)
            elif draft is not None:
                draft.undone.pop(ID_FIELD, None)
        return draft


def _draft(row: Row[Any]) -> Draft:
    fields = load(row.fields)
    return Draft(fields, load(row.addresses), row.unlinked, load(row.undone))


def _history(old: Draft, new: Draft | None, pair: Pair) -> Iterator[dict[str, Any]]:
    """Say what the record's row held that it no longer holds."""
    common = {"run": pair.run, "at": pair.at}
    if new is None:
        yield common | {"kind": "forget", "was": dump(old.fields), "now": dump(old.addresses)}
        return
    was = {name: value for name, value in old.fields.items() if name not in new.fields or _other(value, new, name)}
    if was:
        now = {name: new.fields[name] for name in was if name in new.fields}
        yield common | {"kind": "agree", "was": dump(was), "now": dump(now)}
    if old.unlinked != new.unlinked:
        yield common | {"kind": "unlink" if new.unlinked else "link", "was": "{}", "now": "{}"}


def _other(value: Json, new: Draft, name: str) -> bool:
    return dump(value) != dump(new.fields[name])  # as text: 1, 1.0 and true are equal to Python


def _execute(
    connection: Connection,
    pair: int,
    new: list[dict[str, Any]],
    changed: list[dict[str, Any]],
    gone: list[dict[str, Any]],
) -> None:
    here = (records.c.pair == pair) & (records.c.record == bindparam("r"))
    if new:
        connection.execute(insert(records), new)
    if changed:
        columns = ("fields", "addresses", "unlinked", "undone", "digest")
        values = [{"r": row["record"], **{f"new_{name}": row[name] for name in columns}} for row in changed]
        connection.execute(update(records).where(here).values({n: bindparam(f"new_{n}") for n in columns}), values)
    if gone:
        connection.execute(delete(records).where(here), gone)
