"""A page as a record. Pure, but for people who are looked up."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.notion.client import Answer
from adapters.notion.layout import Layout
from adapters.notion.properties import Property, bare
from mappings.codecs.notion import Lookup, Nobody, PageIds, current, moment, read
from mappings.fields import Field, FieldType
from mappings.ids import id_of_page
from sync.errors import OutOfReach
from sync.message import say
from sync.model import Address, FieldName, Record, RecordId, Unreadable, Value

_PLAIN = Lookup(Nobody(), PageIds())


class Garbled(OutOfReach):
    """An answer that does not tell which record a page is."""


@dataclass(frozen=True)
class Decoder:
    layout: Layout
    fields: Mapping[FieldName, Field]
    lookups: Mapping[FieldName, Lookup]

    def record(self, page: Answer) -> Record:
        """Raises ``Garbled`` where the answer does not tell which record the page is."""
        key = page.get("id")
        if not isinstance(page.get("properties"), dict) or not isinstance(key, str):
            raise _garbled(page)
        by_id = _by_id(page)
        name = self._id(page, by_id)
        return Record(
            address=Address(key),
            id=name,
            fields={each: self._value(each, place, by_id) for each, place in self.layout.properties.items()},
            edited_at=moment(page.get("last_edited_time")),
            carries_id=name is not None,
        )

    def current(self, page: Answer) -> dict[FieldName, object]:
        """Return what a write has to know of the page besides its values, by field."""
        by_id = _by_id(page)
        found = {
            name: current(self.fields[name].type, by_id.get(bare(place.id)), self.fields[name].spellings)
            for name, place in self.layout.properties.items()
        }
        return {name: part for name, part in found.items() if part is not None}

    def value(self, name: FieldName, wire: object) -> Value | Unreadable:
        """Return what a property, read or about to be written, says."""
        return read(self.fields[name].type, wire, self.lookups[name])

    def _value(self, name: FieldName, place: Property, by_id: Mapping[str, Any]) -> Value | Unreadable:
        prop = by_id.get(bare(place.id))
        if prop is None:
            return Unreadable("", say("Notion did not send the property {name} of this page", name=place.name))
        return self.value(name, prop)

    def _id(self, page: Answer, by_id: Mapping[str, Any]) -> RecordId | None:
        place = self.layout.id_property
        if place is None:
            try:
                return id_of_page(str(page["id"]))
            except ValueError:
                raise _garbled(page) from None
        found = read(FieldType(place.kind), by_id.get(bare(place.id)), _PLAIN)
        if isinstance(found, Unreadable):
            raise _garbled(page)
        text = unicodedata.normalize("NFKC", found).strip() if isinstance(found, str) else ""
        return RecordId(text) if text else None


def _by_id(page: Answer) -> dict[str, Any]:
    raw = page.get("properties")
    entries = raw.values() if isinstance(raw, dict) else ()
    return {bare(str(each.get("id"))): each for each in entries if isinstance(each, dict)}


def _garbled(page: Answer) -> Garbled:
    return Garbled(say("Notion sent the page {page} without what tells which record it is", page=str(page.get("id"))))
