"""The tables that are judged, read through the real clients. Nothing is written but to the shelf of a memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from adapters.notion.facts import Facts
from adapters.notion.missing import Agreed
from adapters.notion.table import NotionTable
from adapters.sheets.table import SheetTable
from jobs.gathering import Editor, Reading, Subject, Trace
from jobs.gathering.absent import AbsentTable
from jobs.gathering.keyed import KeyedTable
from jobs.gathering.model import as_written
from jobs.rules.item import Section
from jobs.sync.threads import threads
from jobs.wiring.bodies import Bodies
from jobs.wiring.pairs import names_in
from jobs.wiring.past import Memories, Past
from jobs.wiring.related import Called, RelatedPair
from jobs.wiring.relating import as_pages, names_alone, with_record_ids
from jobs.wiring.services import Services, now
from mappings.fields import FieldType, PairMapping
from mappings.ids import id_of_page
from mappings.people import PERSON
from sync.errors import BothwaysError
from sync.following import known_columns
from sync.message import Message
from sync.model import Address, Side, Site, Snapshot
from sync.ports import Progress, Table

_AT_ONCE = 3


@dataclass
class TableSources:
    """Implements ``jobs.gathering.ports.Sources``.

    ``keeps``: what the bodies of pages say may be kept in the memory, so that it is not read again. ``most_bodies`` is
    how many pages' bodies are read in one run.
    """

    shared: Services
    memories: Memories
    keeps: bool = False
    most_bodies: int = 1000
    _past: dict[str, Past] = field(default_factory=dict)

    def read(self, subjects: Sequence[Subject], progress: Progress) -> Mapping[str, Reading | BothwaysError]:
        """Read Notion first: what the cells of a sheet call related records, only Notion and the memory know."""
        mappings = {each.name: each.mapping for each in subjects}
        mappings |= {name: each for name, each in self._related([*mappings.values()]).items() if name not in mappings}
        pages = {name: each for name, each in mappings.items() if each.notion.source}
        rows = {each.name: each.mapping for each in subjects if Side.SHEET in each.sides}
        failing = {name: error for name, each in mappings.items() if (error := self._failing(each)) is not None}
        tables = {name: self.notion_table(each) for name, each in pages.items() if name not in failing}
        with threads(_AT_ONCE) as pool:
            asked = {name: pool.submit(_tried, table, progress) for name, table in tables.items()}
            notion = {name: each.result() for name, each in asked.items()}
        there = {name: each for name, each in mappings.items() if name not in failing}
        related = {name: self._records(each, notion.get(name)) for name, each in there.items()}
        with threads(_AT_ONCE) as pool:
            rest = {
                name: pool.submit(self._rows, each, tables.get(name), related, progress)
                for name, each in rows.items()
                if name not in failing
            }
            sheets = {name: each.result() for name, each in rest.items()}
        read = {Side.NOTION: notion, Side.SHEET: sheets}
        return {
            each.name: failing.get(each.name) or self._reading(each, read, related, tables.get(each.name))
            for each in subjects
        }

    def bodies(
        self, subject: Subject, pages: Mapping[Address, datetime | None], progress: Progress
    ) -> Mapping[Address, tuple[Section, ...] | Message]:
        memory = self._remembered(subject.mapping).memory
        reader = Bodies(self.shared.notion, memory, keeps=self.keeps, most=self.most_bodies)
        return reader.read(pages, subject.mapping.notion.template, progress)

    def _related(self, mappings: Sequence[PairMapping]) -> dict[str, PairMapping]:
        wanted = {each.related for mapping in mappings for each in mapping.fields if each.related}
        return {each.name: each for each in self.shared.settings.mappings() if each.name in wanted}

    def known_records(self, mappings: Sequence[PairMapping]) -> dict[str, RelatedPair]:
        """Return the records of related pairs as the memory knows them."""
        return {name: self._records(each, None) for name, each in self._related(mappings).items()}

    def _remembered(self, mapping: PairMapping) -> Past:
        if mapping.name not in self._past:
            self._past[mapping.name] = self.memories(mapping)
        return self._past[mapping.name]

    def _failing(self, mapping: PairMapping) -> BothwaysError | None:
        """Return why the table cannot even be asked: no token, or a memory that cannot be read."""
        try:
            self._remembered(mapping)
            if mapping.notion.source:
                self.notion_table(mapping)
        except BothwaysError as error:
            return error
        return None

    def notion_table(self, mapping: PairMapping, related: Mapping[str, RelatedPair] | None = None) -> NotionTable:
        """Return the Notion side; without ``related`` relations are read as the ids of pages."""
        base = self._remembered(mapping).base
        known = known_columns(base, Side.NOTION, names_in(mapping, Side.NOTION))
        agreed: Agreed = {name: record.fields for name, record in base.records.items()}
        if related is None:
            agreed = as_pages(agreed, mapping, self.known_records([mapping]))
            mapping = replace(mapping, fields=tuple(replace(each, related=None) for each in mapping.fields))
        return NotionTable(
            self.shared.notion,
            mapping,
            self.shared.hours.now,
            known={name: column.key for name, column in known.items() if column.key},
            source=base.sites.get(Side.NOTION, Site()).table or None,
            relations=related,
            people=self.shared.people,
            agreed=agreed,
        )

    def _records(self, mapping: PairMapping, read: Snapshot | BothwaysError | None) -> RelatedPair:
        """Return the records of a table as related ones: those of the memory, and those that are there now."""
        title = next((each.name for each in mapping.fields if each.type is FieldType.TITLE), None)
        pages: dict[str, str] = {}
        titles: dict[str, str] = {}
        for name, record in self._remembered(mapping).base.records.items():
            if Side.NOTION in record.addresses:
                pages[name] = record.addresses[Side.NOTION]
            titles[name] = str((record.fields.get(title) if title is not None else None) or "")
        for each in read.records if isinstance(read, Snapshot) else ():
            name = each.id or id_of_page(each.address)
            called = each.fields.get(title) if title is not None else None
            pages[name], titles[name] = each.address, called if isinstance(called, str) else ""
        return RelatedPair(pages, titles, title)

    def _rows(
        self,
        mapping: PairMapping,
        notion: NotionTable | None,
        related: Mapping[str, RelatedPair],
        progress: Progress,
    ) -> Snapshot | BothwaysError:
        try:
            return self.sheet_table(mapping, notion, related).read(progress)
        except BothwaysError as error:
            return error

    def sheet_table(
        self, mapping: PairMapping, notion: NotionTable | None, related: Mapping[str, RelatedPair]
    ) -> SheetTable:
        base = self._remembered(mapping).base
        known = known_columns(base, Side.SHEET, names_in(mapping, Side.SHEET))
        called = (
            Called(self.shared, notion, related).names(mapping) if notion is not None else names_alone(mapping, related)
        )
        return SheetTable(
            mapping,
            self.shared.google,
            now=now,
            known={name: column.name for name, column in known.items()},
            marked={name: column.key for name, column in known.items() if column.key},
            site=base.sites.get(Side.SHEET, Site()),
            called=called,
        )

    def _reading(
        self,
        subject: Subject,
        found: Mapping[Side, Mapping[str, Snapshot | BothwaysError]],
        related: Mapping[str, RelatedPair],
        table: NotionTable | None,
    ) -> Reading | BothwaysError:
        snapshots: dict[Side, Snapshot] = {}
        for side in subject.sides:
            read = found[side][subject.name]
            if isinstance(read, BothwaysError):
                return read
            snapshots[side] = with_record_ids(read, subject.mapping, related) if side is Side.NOTION else read
        past = self._remembered(subject.mapping)
        known = past.memory.contents() if past.memory is not None else ()
        if table is None:
            there = any(isinstance(each, Snapshot) for each in found[Side.NOTION].values())
            person = self.shared.people.called if there else as_written
            return Reading(snapshots, past.base, known, person=person)
        try:
            traces = self._traces(table.facts())
        except BothwaysError as error:
            return error
        return Reading(snapshots, past.base, known, traces, self.shared.people.called)

    @cached_property
    def _own(self) -> object:
        return self.shared.notion.me().get("id")

    def _traces(self, facts: Mapping[Address, Facts]) -> dict[Address, Trace]:
        users = {each.edited_by for each in facts.values() if each.edited_by is not None}
        kinds = {user: self.shared.people.kind_of(user) for user in users}
        own = self._own if any(kind != PERSON for kind in kinds.values()) else None
        editors = {user: Editor.SELF if user == own else _editor(kind) for user, kind in kinds.items()}
        return {
            address: Trace(each.edited_at, editors.get(each.edited_by or "", Editor.UNKNOWN), each.created_at, each.url)
            for address, each in facts.items()
        }


def _editor(kind: str | None) -> Editor:
    if kind is None:
        return Editor.UNKNOWN
    return Editor.PERSON if kind == PERSON else Editor.BOT


def _tried(table: NotionTable, progress: Progress) -> Snapshot | BothwaysError:
    try:
        return table.read(progress)
    except BothwaysError as error:
        return error


def single_tables(subject: Subject, shared: Services, memories: Memories) -> dict[Side, Table]:
    """Return both sides of a table without a partner, as a run takes them: one of them is not there."""
    if len(subject.sides) != 1:
        raise ValueError(f"{subject.name} is a pair")
    side, sources = subject.sides[0], TableSources(shared, memories)
    related = sources.known_records([subject.mapping])
    table: Table
    if side is Side.NOTION:
        table = sources.notion_table(subject.mapping, related)
    else:
        table = sources.sheet_table(subject.mapping, None, related)
    return {side: KeyedTable(table, subject), side.other: AbsentTable(side.other, now)}
