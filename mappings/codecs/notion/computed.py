"""What Notion works out by itself, and what nobody knows how to write: formula, verification, button, unknown types."""

import json

from mappings.codecs.notion.codec import Codec, Lookup, encodable, odd, unreadable
from mappings.codecs.notion.dates import DATE, spelled
from mappings.codecs.notion.scalars import CHECKBOX, NUMBER
from mappings.codecs.notion.texts import URL
from sync.message import say
from sync.model import Span, Unreadable, Value

_MOST = 500
"""Characters shown of what is not understood."""


def _read_formula(raw: object, lookup: Lookup) -> Value | Unreadable:
    if raw is None:
        return None
    if not isinstance(raw, dict):
        return odd(raw)
    kind = raw.get("type")
    if kind == "unsupported":
        return unreadable(raw, say("Notion did not work the formula out"))
    codec = {"string": URL, "number": NUMBER, "boolean": CHECKBOX, "date": DATE}.get(str(kind))
    if codec is None:
        return odd(raw)
    result = raw.get(str(kind))
    return None if result is None else codec.read(result, lookup)


def _read_verification(raw: object, lookup: Lookup) -> Value | Unreadable:
    if raw is None:
        return None
    state = raw.get("state") if isinstance(raw, dict) else None
    if not isinstance(raw, dict) or not isinstance(state, str) or not state or not encodable(state):
        return odd(raw)
    date = DATE.read(raw.get("date"), lookup)
    if isinstance(date, Unreadable):
        return date
    until = date.end if isinstance(date, Span) else None
    return state if until is None else f"{state} until {spelled(Span(until))}"


def _read_button(_raw: object, _lookup: Lookup) -> Value | Unreadable:
    return None


def _read_unknown(raw: object, _lookup: Lookup) -> Value | Unreadable:
    """Return a text that stays the same while the value does, whatever the order of its keys."""
    if raw is None:
        return None
    text = raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False, sort_keys=True, default=str)
    sendable = text.encode(errors="replace").decode()
    short = sendable if len(sendable) <= _MOST else f"{sendable[: _MOST - 1]}…"
    return short or None


FORMULA = Codec(_read_formula)
VERIFICATION = Codec(_read_verification)
BUTTON = Codec(_read_button)
UNKNOWN = Codec(_read_unknown)
