"""Relations of items: each related record under the name that its own item has."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from jobs.gathering.subject import Subject
from jobs.rules.item import Item, Role
from mappings.ids import id_of_page
from sync.model import RecordId, Side

Items = Mapping[str, tuple[Item, ...]]


def linked(subjects: Sequence[Subject], items: Items) -> dict[str, tuple[Item, ...]]:
    """Return the items with the names that the records have by now.

    A page without an id is known by its own until its row, which may carry one, is found.
    """
    names = {table: _names(found) for table, found in items.items()}
    found = dict(items)
    for subject in subjects:
        related = {role: names[each.related] for role, each in subject.fields.items() if each.related in names}
        if subject.name in items and any(related.values()):
            found[subject.name] = tuple(_renamed(item, related) for item in items[subject.name])
    return found


def _names(items: Sequence[Item]) -> dict[str, RecordId]:
    """Return the names that differ from that of the page, by that."""
    found: dict[str, RecordId] = {}
    for item in items:
        with suppress(ValueError, KeyError):  # an address that is no page's, or no page
            page = id_of_page(item.addresses[Side.NOTION])
            if page != item.record:
                found[page] = item.record
    return found


def _renamed(item: Item, related: Mapping[Role, Mapping[str, RecordId]]) -> Item:
    values = dict(item.values)
    for role, value in item.values.items():
        if role in related and isinstance(value, tuple):
            values[role] = tuple(related[role].get(entry, entry) for entry in value)
    return item if values == item.values else replace(item, values=values)
