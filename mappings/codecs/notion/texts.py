"""Title and rich text as plain text; link, e-mail address and telephone number."""

from mappings.codecs.notion.codec import Codec, Lookup, Unwritable, encodable, misfit, odd
from mappings.codecs.notion.runs import SEGMENT, folded, plain_text, rewritten
from mappings.text.clusters import units
from sync.message import say
from sync.model import Unreadable, Value

SEGMENTS = 100
"""Pieces in one rich text."""


def _read_runs(raw: object, _lookup: Lookup) -> Value | Unreadable:
    if not isinstance(raw, list):
        return odd(raw)
    parts = [plain_text(run) for run in raw]
    texts = [part for part in parts if part is not None]
    if len(texts) < len(parts):
        return odd(raw)
    return folded("".join(texts)) or None


def _write_runs(value: Value, _lookup: Lookup, current: object) -> object | Unwritable:
    text = _text(value)
    if isinstance(text, Unwritable):
        return text
    wire = rewritten(text, current)
    if len(wire) <= SEGMENTS:
        return wire
    if len(rewritten(text, None)) > SEGMENTS:
        return misfit(value, say("Notion takes texts of at most {most} characters", most=SEGMENT * SEGMENTS))
    return misfit(
        value,
        say("with its formatting it has {count} parts, and Notion takes {most}", count=len(wire), most=SEGMENTS),
    )


def _text(value: Value) -> str | Unwritable:
    if value is None:
        return ""
    if not isinstance(value, str):
        return misfit(value, say("a text is expected"))
    if not encodable(value):
        return Unwritable(say("the text has half a character in it that cannot be sent"))
    return folded(value)


def _read_line(raw: object, _lookup: Lookup) -> Value | Unreadable:
    if raw is None:
        return None
    return (folded(raw) or None) if isinstance(raw, str) and encodable(raw) else odd(raw)


def _line(most: int) -> Codec:
    def write(value: Value, _lookup: Lookup, _current: object) -> object | Unwritable:
        text = _text(value)
        if isinstance(text, Unwritable):
            return text
        if units(text) > most:
            return misfit(value, say("Notion takes at most {most} characters here", most=most))
        return text or None

    return Codec(_read_line, write)


TEXT = Codec(_read_runs, _write_runs)
URL = _line(2000)
EMAIL = _line(200)
PHONE = _line(200)
