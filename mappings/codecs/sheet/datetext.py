"""Dates as people type them, and the one form in which they are written."""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from mappings.codecs.sheet.serial import EARLIEST, MINUTE_TEXT

_ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}
_HOURS = {
    "Z": 0, "UTC": 0, "GMT": 0, "JST": 9, "CET": 1, "CEST": 2, "EST": -5, "EDT": -4, "PST": -8, "PDT": -7
}  # fmt: skip
_DAY = re.compile(
    r"(?P<era>令和|平成|昭和|[RHS](?=\s*\d))?\s*(?P<year>\d{1,4}|元)\s*"
    r"(?:年\s*(?P<m1>\d{1,2})\s*月\s*(?P<d1>\d{1,2})\s*日|(?P<sep>[-/.])(?P<m2>\d{1,2})(?P=sep)(?P<d2>\d{1,2}))"
    r"(?:\s*\([月火水木金土日]\))?",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?:T|\s*)(?P<hour>\d{1,2})(?:(?::(?P<min>\d{2})(?::\d{2}(?:\.\d+)?)?)|時(?:(?P<minj>\d{1,2})分)?)\s*"
    r"(?P<zone>[A-Z]{1,4}|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s*(?:→|⟶|->|〜|~)\s*|\s+[-–—]\s+")
ARROW = " → "


def folded(text: str) -> str:
    """Return the text with full-width forms made narrow, trimmed."""
    return unicodedata.normalize("NFKC", text).strip()


def ends_of(text: str) -> list[str]:
    """Return a range's two ends, or the text itself where it is none."""
    return _RANGE.split(folded(text))


def parse(text: str, zone: tzinfo) -> date | datetime | None:
    """Read a day or a moment (as UTC, cut to the minute); None where it is neither or does not exist.

    A day and a month alone, or with the year last, are not guessed at.
    """
    text = folded(text)
    found = _DAY.match(text)
    if found is None:
        return None
    day = _day(found)
    rest = text[found.end() :]
    if day is None or not rest:
        return day
    time = _TIME.fullmatch(rest)
    run_together = rest[0].isdigit() and text[found.end() - 1].isdigit()
    return None if time is None or run_together else _moment(day, time, zone)


def _day(found: re.Match[str]) -> date | None:
    era = found["era"]
    year = 1 if found["year"] == "元" else int(found["year"])
    if era:
        year += _ERAS[era.upper()]
    elif found["year"] == "元":
        return None
    if year < EARLIEST:
        return None
    try:
        return date(year, int(found["m1"] or found["m2"]), int(found["d1"] or found["d2"]))
    except ValueError:
        return None


def _moment(day: date, found: re.Match[str], zone: tzinfo) -> datetime | None:
    named = found["zone"]
    if named:
        offset = _offset(named)
        if offset is None:
            return None
        zone = offset
    try:
        local = datetime(
            day.year, day.month, day.day, int(found["hour"]), int(found["min"] or found["minj"] or 0), tzinfo=zone
        )
        return local.astimezone(UTC).replace(second=0)
    except (ValueError, OverflowError):
        return None


def _offset(named: str) -> timezone | None:
    if named[0] in "+-":
        minutes = int(named[1:3]) * 60 + int(named[-2:])
        if minutes >= 24 * 60:
            return None
        return timezone(timedelta(minutes=minutes if named[0] == "+" else -minutes))
    hours = _HOURS.get(named.upper())
    return None if hours is None else timezone(timedelta(hours=hours))


def local_time(moment: datetime, zone: tzinfo) -> datetime | None:
    """Return what the zone's clock shows, or None where that would not lead back to the same moment.

    It does not for the hour that is shown twice when summer time ends, and where the zone was off by seconds.
    """
    local = moment.astimezone(zone).replace(second=0, tzinfo=None, fold=0)
    back = local.replace(tzinfo=zone).astimezone(UTC).replace(second=0)
    return local if back == moment.astimezone(UTC) else None


def show(end: date | datetime, zone: tzinfo) -> str:
    """Write a day or a moment. A moment that the zone's clock does not tell apart is written in UTC."""
    if not isinstance(end, datetime):
        return end.isoformat()
    local = local_time(end, zone)
    if local is None:
        return end.astimezone(UTC).strftime(MINUTE_TEXT) + "Z"
    return local.strftime(MINUTE_TEXT)
