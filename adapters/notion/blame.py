"""Which field a refusal is about. Notion names one at a time, in several ways."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from adapters.notion.draft import Draft
from adapters.notion.failures import Rejected
from adapters.notion.properties import Property
from sync.model import FieldName

_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_OPTION = re.compile(r"commas not allowed: (.*)", re.DOTALL)


def blamed(refusal: Rejected, draft: Draft) -> FieldName | None:
    """Return the field of the draft that the refusal names, or None where that is not certain."""
    places = {name: draft.decoder.layout.properties[name] for name in draft.wire}
    found = _by_path(refusal.message, places) or _by_name(refusal.message, places) or _by_value(refusal.message, draft)
    if found is None and refusal.status == 400 and len(draft.wire) == 1 and draft.link is None:
        found = None if is_about_the_page(refusal) else next(iter(draft.wire))
    return found


def is_about_the_page(refusal: Rejected) -> bool:
    return refusal.status != 400 or "archived" in refusal.message


def _by_path(message: str, places: Mapping[FieldName, Property]) -> FieldName | None:
    _, there, rest = message.partition("body.properties.")
    if not there:
        return None
    fits = [
        (len(text), name)
        for name, place in places.items()
        for text in (place.key, unquote(place.id), place.id, place.name)
        if rest.startswith(text) and rest[len(text) : len(text) + 1] in ("", ".", " ", "[")
    ]
    return max(fits)[1] if fits else None


def _by_name(message: str, places: Mapping[FieldName, Property]) -> FieldName | None:
    fits = [
        (len(text), name)
        for name, place in places.items()
        for text in (place.name, place.key)
        if any(
            sign in message
            for sign in (f"'{text}'", f'"{text}"', f"Property {text} ", f"property {text}.", f"{text} option with")
        )
        or message.startswith((f"{text} is expected to be", f"{text} is not a property"))
    ]
    return max(fits)[1] if fits else None


def _by_value(message: str, draft: Draft) -> FieldName | None:
    """Find an id or an option that the message quotes, where one field only has it."""
    quoted = {key.lower() for key in _UUID.findall(message)}
    option = _OPTION.search(message)
    if option is not None:
        quoted |= {option[1].partition(" (HTTP")[0]}
    fits = [name for name, wire in draft.wire.items() if quoted & set(_texts(wire))]
    return fits[0] if len(fits) == 1 else None


def _texts(wire: object) -> Iterator[str]:
    if isinstance(wire, Mapping):
        for key in ("id", "name"):
            text = wire.get(key)
            if isinstance(text, str):
                yield text
        for each in wire.values():
            yield from _texts(each)
    elif isinstance(wire, list):
        for each in wire:
            yield from _texts(each)
