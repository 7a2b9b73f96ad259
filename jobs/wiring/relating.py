"""Related records of tables that are read to be judged: what cells call them, and which ids they have."""

from collections.abc import Mapping
from dataclasses import replace

from adapters.notion.missing import Agreed
from jobs.wiring.related import RelatedPair
from mappings.codecs.notion import PageIds
from mappings.codecs.sheet import Names
from mappings.fields import Field, FieldType, PairMapping
from mappings.related import RelatedNames
from sync.message import Message, say
from sync.model import FieldName, Record, Snapshot, Unreadable, Value


class _AsTyped:
    """The entries of a table without a partner mean what they say."""

    def meant(self, entry: str) -> str | Message:
        return entry

    def spelled(self, key: str) -> str:
        return key


def names_alone(mapping: PairMapping, related: Mapping[str, RelatedPair]) -> dict[FieldName, Names]:
    """Name the entries of a sheet without a partner: there may be no Notion to ask for people."""
    found: dict[FieldName, Names] = {}
    for each in mapping.fields:
        pair = related.get(each.related or "")
        if each.type is FieldType.RELATION and pair is not None:
            found[each.name] = _related_names(each, pair)
        elif each.type in (FieldType.PEOPLE, FieldType.RELATION):
            found[each.name] = _AsTyped()
    return found


def _related_names(each: Field, pair: RelatedPair) -> RelatedNames:
    return RelatedNames(pair, pair.titles.keys(), each.related_as, lambda: pair.titles)


def with_record_ids(snapshot: Snapshot, mapping: PairMapping, related: Mapping[str, RelatedPair]) -> Snapshot:
    """Return the snapshot with the record ids of related pairs in the place of their pages."""
    fields = {each.name: related[each.related] for each in mapping.fields if each.related and each.related in related}
    if not fields:
        return snapshot
    return replace(snapshot, records=tuple(_with_ids(record, fields) for record in snapshot.records))


def _with_ids(record: Record, fields: Mapping[FieldName, RelatedPair]) -> Record:
    found = {name: _ids(record.fields[name], pair) for name, pair in fields.items() if name in record.fields}
    return replace(record, fields={**record.fields, **found})


def _ids(value: Value | Unreadable, pair: RelatedPair) -> Value | Unreadable:
    if not isinstance(value, tuple):
        return value
    found = [(page, pair.record_of(PageIds().record_of(page) or page)) for page in value]
    lost = next((page for page, name in found if name is None), None)
    if lost is not None:
        return Unreadable(", ".join(value), say("the related page {page} is no record of the related table", page=lost))
    return tuple(name for _, name in found if name is not None)


def as_pages(agreed: Agreed, mapping: PairMapping, related: Mapping[str, RelatedPair]) -> Agreed:
    """Return what was agreed on with pages in the place of the records of related pairs, as Notion shows them."""
    fields = {each.name: related[each.related] for each in mapping.fields if each.related and each.related in related}
    if not fields:
        return agreed
    return {name: {**values, **_pages(values, fields)} for name, values in agreed.items()}


def _pages(values: Mapping[FieldName, Value], fields: Mapping[FieldName, RelatedPair]) -> dict[FieldName, Value]:
    found: dict[FieldName, Value] = {}
    for name, pair in fields.items():
        value = values.get(name)
        if isinstance(value, tuple):
            found[name] = tuple(page for key in value if (page := pair.page_of(key)) is not None) or None
    return found
