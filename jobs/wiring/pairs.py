"""One pair: its two tables, its memory, the clock and the ids."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from adapters.notion.table import NotionTable
from adapters.sheets.table import SheetTable
from jobs.settings import Settings
from jobs.sync import Tools
from jobs.wiring.services import Services, memory_of, services
from mappings.fields import PairMapping
from sync.model import Column, FieldName, RecordId, Side
from sync.ports import Table

_ALPHABET = "bcdfghjkmnpqrstvwxz"
"""No vowels, so no words; letters only, so that no sheet reads an id as a number or counts it up."""


def now() -> datetime:
    return datetime.now(UTC)


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
    known = memory.base().columns
    relations = _relations(shared)
    notion, sheet = (_keys(known.get(side, {})) for side in Side)
    tables: dict[Side, Table] = {
        Side.NOTION: NotionTable(shared.notion, mapping, now, known=notion, relations=relations),
        Side.SHEET: SheetTable(mapping, shared.google, now=now, known=sheet),
    }
    yield Tools(tables, memory, now, new_id, new_run)


@contextmanager
def open_alone(mapping: PairMapping, settings: Settings) -> Iterator[Tools]:
    """Yield what a run of one pair works with, over connections of its own."""
    with services(settings) as own, open_pair(mapping, own) as tools:
        yield tools


def _keys(columns: Mapping[FieldName, Column]) -> dict[FieldName, str]:
    return {name: column.key for name, column in columns.items() if column.key}


@dataclass(frozen=True, slots=True)
class _Related:
    """The records of another pair, by id and by page."""

    pages: Mapping[str, str]
    records: Mapping[str, str]

    def page_of(self, record_id: str) -> str | None:
        return self.pages.get(record_id)

    def record_of(self, page_id: str) -> str | None:
        return self.records.get(page_id)


def _relations(shared: Services) -> dict[str, _Related]:
    """Return the records of every pair that a relation may point to, as they were last agreed on."""
    mappings = {mapping.name: mapping for mapping in shared.settings.mappings()}
    wanted = {field.related for mapping in mappings.values() for field in mapping.fields if field.related}
    return {name: _related(shared, mappings[name]) for name in sorted(wanted & mappings.keys())}


def _related(shared: Services, mapping: PairMapping) -> _Related:
    records = memory_of(shared.store, mapping).base().records
    pages = {
        str(r): str(record.addresses[Side.NOTION]) for r, record in records.items() if Side.NOTION in record.addresses
    }
    return _Related(pages, {page: record for record, page in pages.items()})
