"""When two values are the same, and the keys by which records are recognised."""

import unicodedata
from collections.abc import Hashable, Iterable, Mapping
from datetime import UTC, datetime

from sync.model import FieldName, Record, Span, Unreadable, Value
from sync.policy import Compare, PairPolicy


def same(one: Value, two: Value, how: Compare = Compare.EXACT) -> bool:
    """Say whether two canonical values mean the same. ``True`` is not ``1``, and nothing equals empty but empty."""
    return normal(one, how) == normal(two, how)


def normal(value: Value, how: Compare = Compare.EXACT) -> Hashable:
    """Return what stands for the value in comparisons."""
    if isinstance(value, bool):
        return ("check", value)
    if isinstance(value, str):
        return _loose(value, how)
    if isinstance(value, tuple):
        entries = (_loose(entry, how) for entry in value)
        return frozenset(entries) if how is Compare.SET else tuple(entries)
    return value


def _loose(text: str, how: Compare) -> str:
    """The two services may spell one letter in two Unicode ways; nobody sees the difference."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if how is Compare.CASEFOLD:
        return text.casefold()
    return text.partition("?")[0] if how is Compare.FILES else text


def match_key(record: Record, names: tuple[FieldName, ...]) -> tuple[str, ...] | None:
    """Return the record's key over ``names``, or ``None`` where one of them is empty or cannot be read.

    Width, case, Unicode form and runs of white space are folded: 「ＡＰＩ　停止」 matches 「api 停止」.
    """
    key = []
    for name in names:
        value = record.fields.get(name)
        if value is None or isinstance(value, Unreadable):
            return None
        folded = _folded(_spelled(value))
        if not folded:
            return None
        key.append(folded)
    return tuple(key) or None


def wording(value: Value | Unreadable) -> str:
    """Return what a value says, whatever the type of the field it stands in; nothing for an empty one."""
    if isinstance(value, Unreadable):
        return _folded(value.seen)
    if isinstance(value, tuple):
        return _folded(", ".join(value))
    whole = isinstance(value, float) and value.is_integer()
    return "" if value is None else _folded(f"{value:.0f}" if whole else _spelled(value))


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _spelled(value: Value) -> str:
    """Spell a value in one way, whatever zone a side gives its moments in."""
    if not isinstance(value, Span):
        return str(value)
    ends = (end.astimezone(UTC) if isinstance(end, datetime) else end for end in (value.start, value.end))
    return " ".join(str(end) for end in ends if end is not None)


def readable(fields: Mapping[FieldName, Value | Unreadable]) -> dict[FieldName, Value]:
    """Return the fields that could be understood."""
    return {name: value for name, value in fields.items() if not isinstance(value, Unreadable)}


def content(
    fields: Mapping[FieldName, Value | Unreadable], names: Iterable[FieldName], policy: PairPolicy
) -> Hashable | None:
    """Return what stands for the whole record in comparisons, or ``None`` where it is blank or partly unreadable."""
    found = [fields.get(name) for name in names]
    if all(value is None for value in found) or any(isinstance(value, Unreadable) for value in found):
        return None
    values = readable(fields)
    return tuple(normal(values.get(name), policy.of(name).compare) for name in names)
