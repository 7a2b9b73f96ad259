"""Lists that a page read cuts at 25 entries, completed by the property endpoint."""

from collections.abc import Mapping
from typing import Any

from adapters.notion.client import Answer, Connection
from adapters.notion.failures import Rejected
from adapters.notion.layout import Layout
from adapters.notion.properties import bare

SHOWN = 25
"""References that a page read is sure to show."""


def whole(connection: Connection, page: Answer, layout: Layout) -> Answer:
    """Return the page with the mapped lists complete. A list that stays cut is taken out, so that it cannot be read."""
    mapped = {bare(key) for key in layout.wanted()}
    properties = page.get("properties")
    if not isinstance(properties, dict):
        return page
    fuller = {
        name: _completed(connection, str(page.get("id")), prop)
        for name, prop in properties.items()
        if isinstance(prop, dict) and bare(str(prop.get("id"))) in mapped and is_cut(prop)
    }
    return {**page, "properties": {**properties, **fuller}} if fuller else page


def is_cut(prop: Mapping[str, Any]) -> bool:
    """Say whether there may be more than the page shows."""
    kind = prop.get("type")
    entries = prop.get(kind) if isinstance(kind, str) else None
    if kind == "rollup":
        rolled = entries.get("array") if isinstance(entries, dict) else None
        return isinstance(rolled, list) and len(rolled) >= SHOWN
    if not isinstance(entries, list):
        return False
    if kind == "relation":
        return bool(prop.get("has_more", len(entries) >= SHOWN))
    if kind == "people":
        return len(entries) >= SHOWN
    mentions = sum(isinstance(each, dict) and each.get("type") == "mention" for each in entries)
    return kind in ("title", "rich_text") and mentions >= SHOWN


def _completed(connection: Connection, page: str, prop: Mapping[str, Any]) -> Answer:
    kind = prop["type"]
    entries: list[Any] = []
    cursor = None
    bare = {name: value for name, value in prop.items() if name != kind}
    while True:
        try:
            answer = connection.property_items(page, str(prop["id"]), cursor)
        except Rejected:
            return bare
        items = answer.get("results")
        if not isinstance(items, list):
            return bare
        entries += [_entry(item, kind) for item in items]
        if not answer.get("has_more"):
            return {**bare, kind: _rolled(answer, entries) if kind == "rollup" else entries, "has_more": False}
        cursor = answer.get("next_cursor")
        if not isinstance(cursor, str):
            return bare


def _entry(item: object, kind: str) -> object:
    """Return what an item adds to the list; those of a rollup are of the types that it gathers."""
    return item if kind == "rollup" or not isinstance(item, dict) else item.get(kind)


def _rolled(answer: Answer, entries: list[Any]) -> object:
    """Return the rollup as a page shows it. Of some functions the property endpoint tells nothing."""
    head = answer.get("property_item")
    found = head.get("rollup") if isinstance(head, dict) else None
    return {**found, "array": entries} if isinstance(found, dict) and found.get("type") == "array" else found
