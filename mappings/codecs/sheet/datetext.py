"""Dates as people type them, and the one form in which they are written."""

import re
import unicodedata
from datetime import UTC, date, datetime, tzinfo
from typing import TypeAlias

from mappings.codecs.sheet.clocktext import Clock, find_time, misnamed, weekday_at
from mappings.codecs.sheet.daytext import Doubt, find_day
from mappings.codecs.sheet.serial import MINUTE_TEXT

End: TypeAlias = date | datetime | Doubt | None

_RANGE = re.compile(r"\s*(?:→|⟶|->|〜|~)\s*|\s+(?:[-–—]|to)\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"T(?=\d)|\s*,\s*|\s+[-–—]\s+|\s+at\s+|\s*", re.IGNORECASE)
ARROW = " → "


def folded(text: str) -> str:
    """Return the text with full-width forms made narrow, trimmed."""
    return unicodedata.normalize("NFKC", text).strip()


def parse_ends(text: str, zone: tzinfo) -> list[End]:
    """Read a date, or the two ends of a range; an end that is only a time is of the start's day."""
    whole = parse(text, zone)
    parts = _RANGE.split(folded(text))
    if len(parts) == 1 or (whole is not None and not isinstance(whole, Doubt)):
        return [whole]
    ends = [parse(part, zone) for part in parts]
    if len(parts) == 2 and ends[1] is None:
        ends[1] = _same_day(parts[0], parts[1], zone)
    return ends


def parse(text: str, zone: tzinfo) -> End:
    """Read a day or a moment (as UTC, cut to the minute); None where it is neither."""
    found = _parts(folded(text))
    if found is None:
        return None
    day, clock = found
    return day if isinstance(day, Doubt) or clock is None else _moment(day, clock, zone)


def _parts(text: str) -> tuple[date | Doubt, Clock | None] | None:
    """Take a text apart into its day and its time; a text with anything else in it is no date."""
    weekday, start = weekday_at(text, 0)
    text = text[start:].lstrip(" ,")
    found = find_day(text)
    if found is None:
        return None
    after, end = weekday_at(text, found.end)
    rest = text[end:]
    clock: Clock | Doubt | None = None
    if rest:
        run_together = rest[0].isdigit() and text[end - 1].isdigit()
        gap = _BETWEEN.match(rest)
        clock = None if run_together or gap is None else find_time(rest[gap.end() :])
        if clock is None:
            return None
    day = found.day
    if not isinstance(day, Doubt):
        day = misnamed(day, weekday) or misnamed(day, after) or day
    return (clock, None) if isinstance(clock, Doubt) and not isinstance(day, Doubt) else (day, _known(clock))


def _known(clock: Clock | Doubt | None) -> Clock | None:
    return None if isinstance(clock, Doubt) else clock


def _moment(day: date, clock: Clock, zone: tzinfo) -> datetime | None:
    try:
        local = datetime.combine(day, clock.at, tzinfo=clock.zone or zone)
        return local.astimezone(UTC).replace(second=0)
    except (ValueError, OverflowError):
        return None


def _same_day(start: str, end: str, zone: tzinfo) -> End:
    """Read 2026-01-05 10:00 〜 12:00; a zone at one end alone leaves open what the other is in."""
    first, clock = _parts(start), find_time(end)
    if first is None or isinstance(clock, Doubt | None) or clock.zone is not None:
        return _doubt(clock)
    day, begun = first
    if isinstance(day, Doubt) or begun is None or begun.zone is not None:
        return None
    return _moment(day, clock, zone)


def _doubt(clock: Clock | Doubt | None) -> Doubt | None:
    return clock if isinstance(clock, Doubt) else None


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
