"""Which record a person means: by its id, its title, its page's link or its row's link."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from jobs.history.ports import History
from mappings.fields import Field, FieldType, PairMapping
from mappings.ids import id_of_page
from mappings.links import page_in
from mappings.suggest import nearest
from sync.errors import Misconfigured
from sync.message import say
from sync.model import FieldName, RecordId, Side

_SHEET = re.compile(r"/spreadsheets/d/([A-Za-z0-9_-]+)")
_ROW = re.compile(r"(?:'[^']*'!|[^!]*!)?[A-Za-z]*(\d+)(?::.*)?")

Rows = Callable[[], Mapping[str, RecordId]]
"""Reads the sheet and returns its record ids by row, for links to a row: where it stood last proves nothing."""


@dataclass(frozen=True, slots=True)
class Found:
    record: RecordId
    title: str = ""


def title_field(mapping: PairMapping) -> FieldName | None:
    return next((each.name for each in mapping.fields if each.type is FieldType.TITLE), None)


def titles(mapping: PairMapping, history: History) -> dict[RecordId, str]:
    """Return what people call the records, also those that are gone."""
    name = title_field(mapping)
    if name is None:
        return {}
    known = {**history.forgotten(), **history.base().records}
    return {record: str(held.fields[name]) for record, held in known.items() if isinstance(held.fields.get(name), str)}


def find_records(named: str, mapping: PairMapping, history: History, rows: Rows) -> list[Found]:
    """Return the records of a pair that may be meant; none, one, or those that share a title."""
    called = titles(mapping, history)
    known = {**history.forgotten(), **history.base().records}
    name = RecordId(named.strip())
    page, row = page_in(named), row_in(named, mapping)
    if name in known or history.history(name):
        meant = [name]
    elif row is not None:
        found = rows().get(row)
        meant = [] if found is None else [found]
    elif page is not None:
        places = {_bare(held.addresses.get(Side.NOTION, "")): record for record, held in known.items()}
        found = places.get(_bare(page)) or id_of_page(page)
        meant = [found] if found in known or history.history(found) else []
    else:
        wanted = _folded(named)
        meant = [record for record, title in called.items() if _folded(title) == wanted] or _formerly(
            wanted, mapping, history
        )
    return [Found(record, called.get(record, "")) for record in meant]


def _formerly(wanted: str, mapping: PairMapping, history: History) -> list[RecordId]:
    name = title_field(mapping)
    earlier = [] if name is None else history.former(name)
    return list(dict.fromkeys(record for record, title in earlier if _folded(str(title or "")) == wanted))


def row_in(text: str, mapping: PairMapping) -> str | None:
    """Return the row that a link into the pair's spreadsheet names, as people count rows."""
    place = _SHEET.search(text)
    if place is None or place[1] not in mapping.sheet.spreadsheet:
        return None
    fragment = parse_qs(urlsplit(text).fragment)
    row = _ROW.fullmatch(fragment.get("range", [""])[0])
    return None if row is None else row[1]


def field_named(named: str, mapping: PairMapping) -> Field:
    """Return the field of that name, property or column. Raises ``Misconfigured`` and offers the nearest."""
    for each in mapping.fields:
        if named in (each.name, each.notion, each.sheet):
            return each
    wanted = _folded(named)
    for each in mapping.fields:
        if wanted in map(_folded, (each.name, each.notion, each.sheet)):
            return each
    names = [str(each.name) for each in mapping.fields]
    seen = say(
        "{seen}: the pair {pair} has no such field; fields are {allowed} (nearest: {near})",
        seen=named,
        pair=mapping.name,
        allowed=", ".join(names),
        near=nearest(named, names) or "-",
    )
    raise Misconfigured(seen)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _bare(page: str) -> str:
    return page.replace("-", "").lower()
