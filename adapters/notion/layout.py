"""Where the mapped fields lie in a data source: each found by the id it had before, by name, or by id."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from adapters.notion.properties import Property, bare, properties_of
from mappings.fields import Field, FieldType, PairMapping
from sync.errors import Misconfigured, OutOfReach
from sync.message import Message, say
from sync.model import ID_FIELD, Column, FieldName, Site

_ID_KINDS = ("title", "rich_text", "unique_id")


@dataclass(frozen=True, slots=True)
class Layout:
    source: str
    properties: Mapping[FieldName, Property]
    id_property: Property | None
    others: bool = False
    """Whether the data source has properties that nobody mapped."""
    mapped: Mapping[FieldName, str] = field(default_factory=dict)
    """What the mapping calls each field, type and all."""

    def columns(self) -> dict[FieldName, Column]:
        return {name: self._column(name, each) for name, each in self.properties.items()}

    def site(self) -> Site:
        identity = None if self.id_property is None else self._column(ID_FIELD, self.id_property)
        return Site(self.source, identity=identity)

    def _column(self, name: FieldName, place: Property) -> Column:
        return Column(place.name, place.kind, place.id, self.mapped.get(name, ""))

    def twins(self) -> dict[FieldName, FieldName]:
        """Return the fields that are the two ends of one relation inside this data source, by each other."""
        inside = {bare(each.id): name for name, each in self.properties.items() if each.target == self.source}
        ends = ((name, self.properties[name].twin) for name in inside.values())
        return {name: inside[bare(twin)] for name, twin in ends if twin is not None and bare(twin) in inside}

    def ids(self) -> dict[FieldName, str]:
        found = {name: each.id for name, each in self.properties.items()}
        return found if self.id_property is None else {**found, ID_FIELD: self.id_property.id}

    def wanted(self) -> list[str]:
        """Return the ids of the properties that a read needs, each once."""
        return list(dict.fromkeys(self.ids().values()))


@dataclass
class _Search:
    schema: list[Property]
    mistakes: list[Message] = field(default_factory=list)

    def by_id(self, key: str) -> Property | None:
        return next((each for each in self.schema if bare(each.id) == bare(key)), None)

    def named(self, text: str) -> Property | None:
        name = unicodedata.normalize("NFC", text)
        same = (each for each in self.schema if unicodedata.normalize("NFC", each.name) == name)
        return next(same, None) or next((each for each in self.schema if text in (each.id, bare(each.id))), None)


def lay_out(answer: Mapping[str, Any], mapping: PairMapping, known: Mapping[FieldName, str]) -> Layout:
    """Find the mapped properties. A field that was ``known`` and is gone is left out.

    Raises ``Misconfigured`` with every field that was never there or does not fit its type.
    """
    properties, key = answer.get("properties"), answer.get("id")
    if not isinstance(properties, dict) or not isinstance(key, str):
        raise OutOfReach(say("Notion sent the data source in a form that is not known"))
    search = _Search(properties_of(properties))
    found: dict[FieldName, Property] = {}
    for each in mapping.fields:
        place = _find(each, search, known)
        if place is not None:
            found[each.name] = place
    _twice(mapping.fields, found, search.mistakes)
    identity = _identity(mapping, search, known)
    if search.mistakes:
        seen = say(
            "the pair {pair} does not fit its Notion data source {source}",
            pair=mapping.name,
            source=mapping.notion.source,
        )
        way_out = say("Correct the mapping or the data source; nothing was written.")
        raise Misconfigured(seen, search.mistakes, way_out)
    used = {each.id for each in found.values()} | ({identity.id} if identity else set())
    return Layout(key, found, identity, others=len(used) < len(search.schema), mapped=mapped_names(mapping))


def mapped_names(mapping: PairMapping) -> dict[FieldName, str]:
    """Return what the mapping calls each property. Its type is part of it: another one may mean another property."""
    names = {each.name: f"{each.type.value} {each.notion}" for each in mapping.fields}
    return names if mapping.notion.id_property is None else {**names, ID_FIELD: mapping.notion.id_property}


def _find(each: Field, search: _Search, known: Mapping[FieldName, str]) -> Property | None:
    before = known.get(each.name)
    if before is not None:
        return search.by_id(before) or _made_anew(each, search, known)
    place = search.named(each.notion)
    if place is None:
        search.mistakes.append(_missing(each.name, each.notion, search))
        if each.type is FieldType.RELATION:
            search.mistakes.append(
                say(
                    "{field}: Notion leaves out relations to tables that are not shared with the connection",
                    field=each.name,
                )
            )
    elif not _fits(place.kind, each.type):
        search.mistakes.append(
            say(
                "{field}: the property {name} is of type {kind}, the mapping says {wanted}",
                field=each.name,
                name=place.name,
                kind=place.kind,
                wanted=each.type.value,
            )
        )
    return place


def _made_anew(each: Field, search: _Search, known: Mapping[FieldName, str]) -> Property | None:
    """Return the property that has the name and the type of one that is gone, if no other field has it already."""
    place = search.named(each.notion)
    if place is None or not _fits(place.kind, each.type):
        return None
    taken = {bare(key) for name, key in known.items() if name != each.name}
    return None if bare(place.id) in taken else place


def _fits(kind: str, wanted: FieldType) -> bool:
    return kind == wanted.value or (wanted is FieldType.UNKNOWN and not FieldType.knows(kind))


def _identity(mapping: PairMapping, search: _Search, known: Mapping[FieldName, str]) -> Property | None:
    wanted = mapping.notion.id_property
    if wanted is None:
        return None
    before = known.get(ID_FIELD)
    place = (search.by_id(before) if before is not None else None) or search.named(wanted)
    if place is None:
        search.mistakes.append(_missing("id_property", wanted, search))
    elif place.kind not in _ID_KINDS:
        search.mistakes.append(
            say(
                "id_property: the property {name} is of type {kind}; a record id needs one of: {kinds}",
                name=place.name,
                kind=place.kind,
                kinds=", ".join(_ID_KINDS),
            )
        )
    return place


def _missing(field_name: str, wanted: str, search: _Search) -> Message:
    names = [each.name for each in search.schema]
    folded = {_folded(name): name for name in names}
    near = get_close_matches(_folded(wanted), folded, n=1)
    return say(
        "{field}: there is no property {name} (nearest: {near}); there are: {names}",
        field=field_name,
        name=wanted,
        near=folded[near[0]] if near else "-",
        names=", ".join(names),
    )


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().strip()


def _twice(fields: Iterable[Field], found: Mapping[FieldName, Property], mistakes: list[Message]) -> None:
    owner: dict[str, FieldName] = {}
    for each in fields:
        place = found.get(each.name)
        if place is not None and owner.setdefault(place.id, each.name) != each.name:
            mistakes.append(
                say(
                    "{field}: the property {name} is mapped to {other}, too",
                    field=each.name,
                    name=place.name,
                    other=owner[place.id],
                )
            )
