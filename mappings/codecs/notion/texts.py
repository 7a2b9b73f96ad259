"""Title and rich text as plain text; link, e-mail address and telephone number."""

from mappings.codecs.notion.codec import Codec, Lookup, Unwritable, encodable, misfit, odd, units
from sync.message import say
from sync.model import Unreadable, Value

SEGMENT = 2000
SEGMENTS = 100


def folded(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def split(text: str) -> list[str]:
    """Cut text into parts of at most 2,000 UTF-16 code units, never inside a character."""
    parts, start, size = [], 0, 0
    for at, character in enumerate(text):
        width = 2 if ord(character) > 0xFFFF else 1
        if size + width > SEGMENT:
            parts.append(text[start:at])
            start, size = at, 0
        size += width
    return [*parts, text[start:]] if text else []


def _read_runs(raw: object, _lookup: Lookup) -> Value | Unreadable:
    if not isinstance(raw, list):
        return odd(raw)
    parts = [_plain(run) for run in raw]
    texts = [part for part in parts if part is not None]
    if len(texts) < len(parts):
        return odd(raw)
    return folded("".join(texts)) or None


def _plain(run: object) -> str | None:
    if not isinstance(run, dict):
        return None
    text = run.get("plain_text")
    if text is None and isinstance(run.get("text"), dict):
        text = run["text"].get("content")
    return text if isinstance(text, str) and encodable(text) else None


def _write_runs(value: Value, _lookup: Lookup) -> object | Unwritable:
    text = _text(value)
    if isinstance(text, Unwritable):
        return text
    parts = split(text)
    if len(parts) > SEGMENTS:
        return misfit(value, say("Notion takes texts of at most {most} characters", most=SEGMENT * SEGMENTS))
    return [{"type": "text", "text": {"content": part}} for part in parts]


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
    def write(value: Value, _lookup: Lookup) -> object | Unwritable:
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
