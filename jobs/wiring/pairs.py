"""One pair: its two tables, its memory, the clock and the ids."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from adapters.notion.layout import mapped_names
from adapters.notion.table import NotionTable
from adapters.sheets.table import SheetTable
from adapters.sheets.tags import mapped_headers
from jobs.history.ports import History
from jobs.settings import Settings
from jobs.sync import Tools
from jobs.wiring.desk import desk_of
from jobs.wiring.related import Called, related_pairs
from jobs.wiring.services import Services, memory_of, now, services
from mappings.fields import PairMapping
from sync.following import known_columns
from sync.model import FieldName, RecordId, Side, Site
from sync.ports import Table

_ALPHABET = "bcdfghjkmnpqrstvwxz"
"""No vowels, so no words; letters only, so that no sheet reads an id as a number or counts it up."""


def new_id() -> RecordId:
    """Return an id for a new record: about 51 random bits."""
    return RecordId("bw-" + "".join(secrets.choice(_ALPHABET) for _ in range(12)))


def new_run() -> str:
    """Return a name for a run that sorts by time and is taken by no other process."""
    return f"{now():%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"


@contextmanager
def open_pair(mapping: PairMapping, shared: Services) -> Iterator[Tools]:
    """Yield what a run of the pair works with; nothing is read yet."""
    memory = memory_of(shared.store, mapping)
    base = memory.base()
    related = related_pairs(shared)
    notion, sheet = (known_columns(base, side, names_in(mapping, side)) for side in Side)
    properties = {name: column.key for name, column in notion.items() if column.key}
    source = base.sites.get(Side.NOTION, Site()).table or None
    table = NotionTable(
        shared.notion,
        mapping,
        shared.hours.now,
        known=properties,
        source=source,
        relations=related,
        people=shared.people,
        agreed={name: record.fields for name, record in base.records.items()},
    )
    tables: dict[Side, Table] = {
        Side.NOTION: table,
        Side.SHEET: SheetTable(
            mapping,
            shared.google,
            now=now,
            known={name: column.name for name, column in sheet.items()},
            marked={name: column.key for name, column in sheet.items() if column.key},
            site=base.sites.get(Side.SHEET, Site()),
            called=Called(shared, table, related).names(mapping),
        ),
    }
    yield Tools(tables, memory, now, new_id, new_run, shared.watch, desk_of(mapping, shared, memory))


def history_of(mapping: PairMapping, shared: Services) -> History:
    """Return the memory of a pair for looking back; no service is asked."""
    return memory_of(shared.store, mapping)


@contextmanager
def open_alone(mapping: PairMapping, settings: Settings) -> Iterator[Tools]:
    """Yield what a run of one pair works with, over connections of its own."""
    with services(settings) as own, open_pair(mapping, own) as tools:
        yield tools


def names_in(mapping: PairMapping, side: Side) -> Mapping[FieldName, str]:
    """Return what the mapping calls each column of a side, as it is remembered with a column."""
    return mapped_names(mapping) if side is Side.NOTION else mapped_headers(mapping)
