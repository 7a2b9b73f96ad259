"""Rollups: a number, a date, or what the related pages say, in their order, joined by commas."""

from collections.abc import Mapping

from mappings.codecs.notion.authors import shown_as
from mappings.codecs.notion.codec import Codec, Lookup, odd, unreadable
from mappings.codecs.notion.computed import UNKNOWN
from mappings.codecs.notion.dates import DATE, spelled
from mappings.codecs.notion.references import PageIds
from mappings.codecs.notion.scalars import NUMBER
from sync.message import say
from sync.model import Span, Unreadable, Value

_SINGLE = {"number": NUMBER, "date": DATE}


def rollup(items: Mapping[str, Codec]) -> Codec:
    """Return the codec of rollups over values that ``items`` read, by type."""

    def read(raw: object, lookup: Lookup) -> Value | Unreadable:
        if lookup.barred is not None:
            return unreadable(raw, lookup.barred)
        if raw is None:
            return None
        kind = raw.get("type") if isinstance(raw, dict) else None
        if not isinstance(raw, dict) or not isinstance(kind, str):
            return odd(raw)
        if kind in ("unsupported", "incomplete"):
            return unreadable(raw, say("Notion did not work the rollup out"))
        if kind in _SINGLE:
            return _SINGLE[kind].read(raw.get(kind), lookup)
        return _listed(raw.get(kind), lookup, items) if kind == "array" else odd(raw)

    return Codec(read)


def _listed(raw: object, lookup: Lookup, items: Mapping[str, Codec]) -> Value | Unreadable:
    if not isinstance(raw, list):
        return odd(raw)
    ids = Lookup(lookup.people, PageIds())
    texts: list[str] = []
    for item in raw:
        found = _item(item, ids, items)
        if isinstance(found, Unreadable):
            return found
        texts += (" ".join(text.split()) for text in _texts(found))
    return ", ".join(filter(None, texts)) or None


def _item(item: object, lookup: Lookup, items: Mapping[str, Codec]) -> Value | Unreadable:
    kind = item.get("type") if isinstance(item, dict) else None
    if not isinstance(item, dict) or not isinstance(kind, str):
        return odd(item)
    raw = item.get(kind)
    if item.get("has_more") is True:
        return unreadable(item, say("Notion shows only the beginning of a list in this rollup"))
    if kind in ("title", "rich_text", "people", "relation") and isinstance(raw, dict):
        raw = [raw]
    if kind == "people" and isinstance(raw, list):
        people = [shown_as(each, lookup) for each in raw]
        return tuple(each for each in people if each is not None) if None not in people else odd(raw)
    return None if raw is None else items.get(kind, UNKNOWN).read(raw, lookup)


def _texts(value: Value) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, tuple):
        return value
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    return (spelled(value) if isinstance(value, Span) else str(value),)
