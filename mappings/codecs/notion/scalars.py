"""Number, checkbox and unique id."""

import math

from mappings.codecs.notion.codec import Codec, Lookup, Unwritable, misfit, odd
from sync.message import say
from sync.model import Unreadable, Value

EXACT = 2**53
"""Notion keeps numbers as doubles: from here on whole numbers lose digits."""


def _read_number(raw: object, _lookup: Lookup) -> Value | Unreadable:
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return odd(raw)
    try:
        double = float(raw)
    except OverflowError:
        return odd(raw)
    if not math.isfinite(double):
        return odd(raw)
    return int(raw) if double.is_integer() and abs(raw) < EXACT else double


def _write_number(value: Value, _lookup: Lookup, _current: object) -> object | Unwritable:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return misfit(value, say("a number is expected"))
    if isinstance(value, float):
        return value if math.isfinite(value) else misfit(value, say("a finite number is expected"))
    if abs(value) < EXACT:
        return value
    try:
        double = float(value)
    except OverflowError:
        double = math.inf
    exact = math.isfinite(double) and int(double) == value
    return double if exact else misfit(value, say("Notion cannot keep all digits of this number"))


def _read_checkbox(raw: object, _lookup: Lookup) -> Value | Unreadable:
    return raw if isinstance(raw, bool) else odd(raw)


def _write_checkbox(value: Value, _lookup: Lookup, _current: object) -> object | Unwritable:
    if value is None:
        return False
    return value if isinstance(value, bool) else misfit(value, say("yes or no is expected"))


def _read_unique_id(raw: object, _lookup: Lookup) -> Value | Unreadable:
    if raw is None:
        return None
    if not isinstance(raw, dict):
        return odd(raw)
    prefix, number = raw.get("prefix"), raw.get("number")
    if number is None:
        return None
    if isinstance(number, bool) or not isinstance(number, int) or not isinstance(prefix, str | None):
        return odd(raw)
    return f"{prefix}-{number}" if prefix else str(number)


NUMBER = Codec(_read_number, _write_number)
CHECKBOX = Codec(_read_checkbox, _write_checkbox)
UNIQUE_ID = Codec(_read_unique_id)
