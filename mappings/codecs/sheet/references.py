"""People and related records in a cell: what each entry means, and how it is written."""

import re
import unicodedata
from datetime import tzinfo
from typing import Protocol

from mappings.codecs.sheet.cell import CellData, cannot_read, content, short, shown
from mappings.codecs.sheet.chips import email_of, with_addresses
from mappings.codecs.sheet.links import links_of
from mappings.codecs.sheet.lists import read_list
from mappings.fields import Field, FieldType
from sync.message import Message, say
from sync.model import Unreadable, Value

_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+")
_NAMED = re.compile(r"[^<>]*<\s*([^@\s<>]+@[^@\s<>]+)\s*>")
_PEOPLE = say("e-mail addresses joined by commas")


class Names(Protocol):
    """How the entries of one field are called in cells."""

    def meant(self, entry: str) -> str | Message:
        """Return what an entry stands for in a value, or why nobody can tell."""
        ...

    def spelled(self, key: str) -> str:
        """Return what to write for an entry of a value; ``meant`` takes it back."""
        ...


def read_people(cell: CellData, field: Field, zone: tzinfo) -> Value | Unreadable:
    """Read the entries; a person's chip is its address, whatever name it shows."""
    text = content(cell)
    if isinstance(text, str) and cell.get("chipRuns"):
        cell = {**cell, "effectiveValue": {"stringValue": with_addresses(text, cell, email_of)}}
    return read_list(cell, field, zone)


def meant(found: Value | Unreadable, cell: CellData, field: Field, names: Names | None) -> Value | Unreadable:
    """Return what the entries that were read stand for; one that nobody can tell holds the field."""
    if not isinstance(found, tuple):
        return found
    if field.type is FieldType.PEOPLE:
        return _told([_person(entry, names) or _not_an_address(cell) for entry in found], cell)
    if field.type is not FieldType.RELATION or names is None:
        return found
    records = [names.meant(entry) for entry in found]
    if any(isinstance(record, Message) for record in records):
        records = _whole_title(cell, names) or _linked(records, cell, names)
    return _told(records, cell)


def _person(entry: str, names: Names | None) -> str | Message | None:
    plain = unicodedata.normalize("NFKC", entry)
    named = _NAMED.fullmatch(plain)
    email = named[1] if named else plain
    if _EMAIL.fullmatch(email):
        return email.lower()
    return None if names is None else names.meant(entry)


def _not_an_address(cell: CellData) -> Message:
    return cannot_read(cell, _PEOPLE).why


def _whole_title(cell: CellData, names: Names) -> list[str | Message] | None:
    """A title may have commas in it, and people do not know of the quotes."""
    text = content(cell)
    record = names.meant(text.strip()) if isinstance(text, str) else None
    return [record] if isinstance(record, str) else None


def _linked(records: list[str | Message], cell: CellData, names: Names) -> list[str | Message]:
    """What an entry is linked to tells which record is meant where its text does not."""
    links = links_of(cell)
    if len(links) != len(records):
        return records
    return [_one_linked(record, link, names) for record, link in zip(records, links, strict=True)]


def _one_linked(record: str | Message, link: str, names: Names) -> str | Message:
    found = names.meant(link) if isinstance(record, Message) else record
    return record if isinstance(found, Message) else found


def _told(entries: list[str | Message], cell: CellData) -> Value | Unreadable:
    known = [entry for entry in entries if isinstance(entry, str)]
    if len(known) < len(entries):
        why = next(entry for entry in entries if isinstance(entry, Message))
        return Unreadable(short(shown(cell)), why)
    return tuple(dict.fromkeys(known)) or None


def spelled(value: Value, field: Field, names: Names | None) -> Value:
    """Return the value with its entries as they are written."""
    if names is None or not isinstance(value, tuple) or field.type is not FieldType.RELATION:
        return value
    return tuple(names.spelled(key) for key in value)
