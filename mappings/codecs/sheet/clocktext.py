"""Times of day, their zones, and weekdays, as people type them."""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta, timezone

from mappings.codecs.sheet.daytext import Doubt
from sync.message import say

_OFFSETS = {
    "Z": 0, "UTC": 0, "GMT": 0, "JST": 9, "KST": 9, "HKT": 8, "SGT": 8, "AEST": 10, "AEDT": 11, "CET": 1, "CEST": 2,
    "EST": -5, "EDT": -4, "PST": -8, "PDT": -7,
}  # fmt: skip
"""Hours from UTC of the names that mean one zone the world over: IST, CST and BST do not."""
_TIME = re.compile(
    r"(?P<half>午前|午後)?\s*(?P<hour>\d{1,2})"
    r"(?::(?P<min>\d{2})(?::[0-5]\d(?:[.,]\d+)?)?|時(?:(?P<minj>\d{1,2})分|(?P<halfpast>半))?|(?=\s*[ap]\.?m))"
    r"(?:\s*(?P<ampm>[ap]\.?m\b\.?))?\s*(?P<zone>\(?(?:[A-Z]{1,4}(?:[+-]\d{1,2})?|[+-]\d{2}(?::?\d{2})?)\)?)?",
    re.IGNORECASE,
)
_KANJI = "月火水木金土日"
_ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(
    rf"\s*,?\s*(?:\((?P<kanji>[{_KANJI}])(?:曜日?)?(?:[・･,]?祝)?\)|(?P<long>[{_KANJI}])曜日?"
    r"|\(?(?P<english>mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?\b\.?\)?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Clock:
    at: time
    zone: timezone | None
    """None where the text names none."""


def find_time(text: str) -> Clock | Doubt | None:
    """Read a text that is a time of day, cut to the minute."""
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    afternoon = found["half"] == "午後" or (found["ampm"] or "").casefold().startswith("p")
    halved = bool(found["half"] or found["ampm"])
    hour, minute = int(found["hour"]), int(found["min"] or found["minj"] or (30 if found["halfpast"] else 0))
    if (halved and hour > 12) or hour > 23 or minute > 59:
        return Doubt(say("there is no such time as {seen}", seen=found[0].strip()))
    if halved:
        hour = hour % 12 + (12 if afternoon else 0)
    zone = _zone(found["zone"].strip("()")) if found["zone"] else None
    return zone if isinstance(zone, Doubt) else Clock(time(hour, minute), zone)


def _zone(named: str) -> timezone | Doubt:
    name, sign, offset = re.fullmatch(r"([A-Za-z]*)([+-]?)([\d:]*)", named).groups()  # type: ignore[union-attr]
    hours = _OFFSETS.get(name.upper()) if name else 0
    digits = offset.replace(":", "")
    minutes = int(digits or 0) * 60 if len(digits) < 3 else int(digits[:2]) * 60 + int(digits[2:])
    if hours is None or (sign and hours) or minutes >= 24 * 60:
        return Doubt(say("the time zone {zone} is not known, or has two meanings", zone=named))
    return timezone(timedelta(hours=hours, minutes=-minutes if sign == "-" else minutes))


def weekday_at(text: str, start: int) -> tuple[int | None, int]:
    """Return the weekday that stands there, Monday being 0, and where the text goes on."""
    found = _WEEKDAY.match(text, start)
    if found is None:
        return None, start
    kanji = found["kanji"] or found["long"]
    return _KANJI.index(kanji) if kanji else _ENGLISH.index(found["english"].casefold()), found.end()


def misnamed(day: date, weekday: int | None) -> Doubt | None:
    """Doubt a day that carries another day's name."""
    if weekday is None or day.weekday() == weekday:
        return None
    right = f"{_KANJI[day.weekday()]} / {_ENGLISH[day.weekday()].capitalize()}"
    return Doubt(say("{day} is another weekday: {right}", day=day.isoformat(), right=right))
