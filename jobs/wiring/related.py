"""What the entries of people and relations are called in a pair's cells, and which pages they are in Notion."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from adapters.notion.table import NotionTable
from adapters.state.memory import PairMemory
from jobs.wiring.services import Services, memory_of
from mappings.codecs.notion import PageIds
from mappings.codecs.sheet import Names
from mappings.fields import Field, FieldType, PairMapping
from mappings.related import RelatedNames
from sync.model import FieldName, Side

Titles = Mapping[str, str]


@dataclass(frozen=True)
class RelatedPair:
    """The records of another pair, as they were last agreed on. ``title`` is the field that has their titles."""

    pages: Mapping[str, str]
    titles: Titles
    title: FieldName | None = None
    memory: PairMemory | None = None

    def page_of(self, record_id: str) -> str | None:
        return self.pages.get(record_id)

    def record_of(self, page_id: str) -> str | None:
        return self._records.get(page_id)

    def former(self) -> list[tuple[str, str]]:
        """Return the titles that records had before."""
        if self.memory is None or self.title is None:
            return []
        found = self.memory.former(self.title)
        return [(str(record), value) for record, value in found if isinstance(value, str)]

    @cached_property
    def _records(self) -> Mapping[str, str]:
        return {page: record for record, page in self.pages.items()}


def related_pairs(shared: Services) -> dict[str, RelatedPair]:
    """Return every pair that a relation may point to."""
    mappings = {mapping.name: mapping for mapping in shared.settings.mappings()}
    wanted = {each.related for mapping in mappings.values() for each in mapping.fields if each.related}
    return {name: _related(shared, mappings[name]) for name in sorted(wanted & mappings.keys())}


def _related(shared: Services, mapping: PairMapping) -> RelatedPair:
    memory = memory_of(shared.store, mapping)
    records = memory.base().records
    title = next((each.name for each in mapping.fields if each.type is FieldType.TITLE), None)
    pages = {str(r): str(each.addresses[Side.NOTION]) for r, each in records.items() if Side.NOTION in each.addresses}
    titles = {str(r): str(each.fields.get(title) or "") for r, each in records.items()} if title is not None else {}
    return RelatedPair(pages, titles or dict.fromkeys(map(str, records), ""), title, memory)


@dataclass(frozen=True)
class Called:
    """``notion`` is asked for titles where no pair knows them."""

    shared: Services
    notion: NotionTable
    related: Mapping[str, RelatedPair] = field(default_factory=dict)

    def names(self, mapping: PairMapping) -> dict[FieldName, Names]:
        found: dict[FieldName, Names] = {}
        for each in mapping.fields:
            if each.type is FieldType.PEOPLE:
                found[each.name] = self.shared.people
            elif each.type is FieldType.RELATION:
                found[each.name] = self._relation(each)
        return found

    def _relation(self, each: Field) -> RelatedNames:
        asked = _asked(self.notion, each.name)
        if each.related is None:
            return RelatedNames(PageIds(), (), each.related_as, asked)
        pair = self.related.get(each.related, RelatedPair({}, {}))
        if pair.title is not None:
            return RelatedNames(pair, pair.titles.keys(), each.related_as, lambda: pair.titles, pair.former)

        def titles() -> Titles:
            return {r: title for page, title in asked().items() if (r := pair.record_of(page)) is not None}

        return RelatedNames(pair, pair.titles.keys(), each.related_as, titles)


def _asked(notion: NotionTable, name: FieldName) -> Callable[[], Titles]:
    return lambda: notion.titles(name)
