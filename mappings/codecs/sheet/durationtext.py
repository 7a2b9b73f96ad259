"""Durations as people type them."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from mappings.codecs.sheet.datetext import folded

Clock: TypeAlias = tuple[str, str]

_DAY = 86_400
_SIZES = {
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks", "週", "週間"), 7 * _DAY),
    **dict.fromkeys(("d", "day", "days", "日", "日間"), _DAY),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "時間"), 3600),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes", "分", "分間"), 60),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds", "秒", "秒間"), 1),
}
_PART = re.compile(r"(\d+(?:\.\d+)?)\s*(週間?|日間?|時間|分間?|秒間?|[a-z]+)(?:\s*(半))?(?:\s*,|\s+and\b)?\s*")
_CLOCK = re.compile(r"(\d{1,9}):([0-5]\d):([0-5]\d(?:\.\d+)?)")
_TWO_PARTS = re.compile(r"-?(\d+):([0-5]\d)")
_BARE = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_FOOTNOTES = re.compile(r"(?:\s*\[\^?\w+\])+$")
_MOST_DIGITS = 40


def _trimmed(text: str) -> str:
    """Leave out a full stop and footnotes: 279 minutes [^3]."""
    return _FOOTNOTES.sub("", folded(text).replace("−", "-").removesuffix(".")).removesuffix(".").strip().casefold()


def bare_number(text: str) -> float | None:
    """Return a number without any unit; thousands may have commas."""
    found = _trimmed(text)
    return float(found.replace(",", "")) if len(found) < _MOST_DIGITS and _BARE.fullmatch(found) else None


def clock_of(text: str) -> Clock | None:
    """Return the two parts of 1:30, which may be hours and minutes or minutes and seconds."""
    found = _TWO_PARTS.fullmatch(_trimmed(text))
    return (found[1], found[2]) if found else None


def seconds_in(text: str) -> Fraction | None:
    """Return how many seconds 1:30:00, 1h30m, 19 hours 43 minutes or 1時間半 are; None where it is no duration.

    The units come from the largest to the smallest, each once. Months and years have no fixed length.
    """
    text = _trimmed(text)
    sign = -1 if text.startswith("-") else 1
    text = text.removeprefix("-").strip()
    clock = _CLOCK.fullmatch(text)
    if clock is not None:
        return sign * (int(clock[1]) * 3600 + int(clock[2]) * 60 + Fraction(Decimal(clock[3])))
    total, at, last = Fraction(0), 0, 8 * _DAY
    while at < len(text):
        part = _PART.match(text, at)
        size = _SIZES.get(part[2]) if part else None
        if part is None or size is None or size >= last or len(part[1]) > _MOST_DIGITS:
            return None
        total += (Fraction(Decimal(part[1])) + (Fraction(1, 2) if part[3] else 0)) * size
        at, last = part.end(), size
    return sign * total if text else None
