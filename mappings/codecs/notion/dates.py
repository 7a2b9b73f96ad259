"""Days, moments and ranges. Notion cuts moments to the minute and keeps an offset instead of a zone."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mappings.codecs.notion.codec import Codec, Lookup, Unwritable, misfit, odd
from sync.message import say
from sync.model import Span, Unreadable, Value

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MINUTE = timedelta(minutes=1)


def moment(text: object) -> datetime | None:
    """Return a time of the service, aware and in whole minutes; None where it is none."""
    found = _when(text, None)
    return found if isinstance(found, datetime) else None


def spelled(span: Span) -> str:
    """Return a span as text, for values that are texts by nature: ``2026-07-04``, or two joined by an arrow."""
    return " → ".join(_spelled(when) for when in (span.start, span.end) if when is not None)


def _spelled(when: date | datetime) -> str:
    return when.isoformat(timespec="minutes") if isinstance(when, datetime) else when.isoformat()


def _when(text: object, zone: object) -> date | datetime | None:
    if not isinstance(text, str):
        return None
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
        found = datetime.fromisoformat(text)
        if found.tzinfo is None:
            found = found.replace(tzinfo=ZoneInfo(zone) if isinstance(zone, str) else UTC)
        return _whole(found)
    except (ValueError, OverflowError, OSError, ZoneInfoNotFoundError):
        return None


def _whole(found: datetime) -> datetime:
    """Cut to the minute and trade a zone for its offset, so that instants compare at the turn of the clocks, too."""
    offset = found.utcoffset() or timedelta()
    cut = found.replace(second=0, microsecond=0, tzinfo=None, fold=0)
    if offset % _MINUTE:
        return (found.replace(tzinfo=None, fold=0) - offset).replace(second=0, microsecond=0, tzinfo=UTC)
    return cut.replace(tzinfo=timezone(offset))


def _read(raw: object, _lookup: Lookup) -> Value | Unreadable:
    if raw is None:
        return None
    if not isinstance(raw, dict):
        return odd(raw)
    zone = raw.get("time_zone")
    start, end = _when(raw.get("start"), zone), _when(raw.get("end"), zone)
    if start is None or (end is None and raw.get("end") is not None):
        return odd(raw)
    return Span(start, end)


def _write(value: Value, _lookup: Lookup, _current: object) -> object | Unwritable:
    if value is None:
        return None
    if not isinstance(value, Span):
        return misfit(value, say("a date is expected"))
    try:
        start, end = _written(value.start), None if value.end is None else _written(value.end)
    except (ValueError, OverflowError):
        return Unwritable(say("the date {date} cannot be written", date=str(value.start)))
    return {"start": start, "end": end}


def _written(when: date | datetime) -> str:
    if not isinstance(when, datetime):
        return when.isoformat()
    if when.tzinfo is None:
        raise ValueError("a moment needs a zone")
    return _whole(when).isoformat(timespec="milliseconds")


def _read_moment(raw: object, _lookup: Lookup) -> Value | Unreadable:
    found = moment(raw)
    return odd(raw) if found is None else Span(found)


DATE = Codec(_read, _write)
MOMENT = Codec(_read_moment)
