"""Values and messages as JSON, so that nothing is lost: not the type, not the offset of a moment, not a cut emoji."""

import json
import math
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, TypeAlias, cast

import orjson

from sync.message import Message
from sync.model import Side, Span, Value

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Paper: TypeAlias = dict[str, Any]
"""A JSON object whose shape its reader knows."""

_PLAIN = frozenset({str, bool, type(None)})


def encode(value: Value) -> Json:
    """Return ``value`` as JSON. What JSON has no word for becomes an object with one key, its tag."""
    if isinstance(value, Span):
        return {"span": [value.start.isoformat(), None if value.end is None else value.end.isoformat()]}
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, float) and not math.isfinite(value):
        return {"float": str(value)}
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**63:
        return {"int": str(value)}
    return value


def decode(found: Json) -> Value:
    """Return the value. Raises ``ValueError``, ``KeyError`` or ``TypeError`` for what ``encode`` never writes."""
    if found.__class__ in _PLAIN or isinstance(found, int | float):
        return cast("Value", found)
    if isinstance(found, list):
        return tuple(_text_of(entry) for entry in found)
    (tag, inside), *more = cast("dict[str, Json]", found).items()
    if more:
        raise ValueError("more than one tag")
    return _TAGS[tag](inside)


def _text_of(found: Json) -> str:
    value = decode(found)
    if not isinstance(value, str):
        raise TypeError("an entry of a list is no text")
    return value


def _span(found: Json) -> Span:
    start, end = cast("list[str | None]", found)
    return Span(_moment(cast("str", start)), None if end is None else _moment(end))


def _moment(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


_TAGS: Mapping[str, Callable[[Json], Value]] = {
    "span": _span,
    "float": lambda found: float(cast("str", found)),
    "int": lambda found: int(cast("str", found)),
}


def encode_message(message: Message) -> Paper:
    """Return the message with its values apart, so that it can still be translated when it is read again."""
    return {"text": message.text, "values": {name: _encode_part(part) for name, part in message.values}}


def decode_message(found: Paper) -> Message:
    return Message(found["text"], tuple((name, _decode_part(part)) for name, part in found["values"].items()))


def _encode_part(part: object) -> Json:
    if isinstance(part, Message):
        return {"message": encode_message(part)}
    if isinstance(part, Side):
        return {"side": part.value}
    if isinstance(part, str):
        return str(part)  # an enumeration's member is kept as its text
    if part is None or isinstance(part, bool | int | float | Span):
        return encode(part)
    if isinstance(part, tuple | list | set | frozenset):
        return [str(entry) for entry in part]
    return str(part)


def _decode_part(found: Json) -> object:
    if isinstance(found, dict) and "message" in found:
        return decode_message(cast("Paper", found["message"]))
    if isinstance(found, dict) and "side" in found:
        return Side(cast("str", found["side"]))
    return decode(found)


def dump(found: object) -> str:
    try:
        return orjson.dumps(found).decode()
    except TypeError:
        # Half of a surrogate pair (text that was cut in the middle of an emoji) is no UTF-8, but can be escaped.
        return json.dumps(found, separators=(",", ":"))


def load(text: str) -> Paper:
    """Raises ``ValueError`` or ``TypeError`` where ``text`` is no JSON object."""
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        found = json.loads(text)
    if not isinstance(found, dict):
        raise TypeError("no JSON object")
    return found
