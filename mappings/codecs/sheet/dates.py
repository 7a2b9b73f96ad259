"""Days, moments and ranges. A sheet keeps no zone: its times are those of the mapping's."""

from datetime import UTC, date, datetime, time, tzinfo
from typing import Any

from mappings.codecs.sheet.cell import (
    CellData,
    Unwritable,
    cannot_read,
    content,
    entered,
    format_type,
    short,
    wrong_type,
)
from mappings.codecs.sheet.datetext import ARROW, local_time, parse_ends, show
from mappings.codecs.sheet.daytext import Doubt
from mappings.codecs.sheet.patterns import has_time
from mappings.codecs.sheet.placeholders import nothing_meant
from mappings.codecs.sheet.serial import EARLIEST, day_of, minute_of, serial_of_day, serial_of_minute
from mappings.fields import Field
from sync.message import say
from sync.model import Span, Unreadable, Value

_EXPECTED = say("a date such as 2026-01-05, 2026-01-05 10:00 or 2026-01-05 → 2026-01-09")
_TWO = 2
_NO_DATES = ("TIME", "CURRENCY", "PERCENT", "SCIENTIFIC")
_FIRST_PLAIN = serial_of_day(date(1970, 1, 1))
_DAY = {"type": "DATE", "pattern": "yyyy-mm-dd"}
_MINUTE = {"type": "DATE_TIME", "pattern": "yyyy-mm-dd hh:mm"}


def read_date(cell: CellData, _field: Field, zone: tzinfo) -> Value | Unreadable:
    found = content(cell)
    if found is None or (isinstance(found, str) and not found.strip()):
        return None
    if isinstance(found, str):
        return _read_text(cell, found, zone)
    end = None
    if isinstance(found, int | float) and not isinstance(found, bool):
        end = _read_serial(found, format_type(cell), zone)
    return cannot_read(cell, _EXPECTED) if end is None else Span(end)


def _read_serial(serial: float, kind: str, zone: tzinfo) -> date | datetime | None:
    """The format says whether it is a day or a moment.

    Without a date format a person sees a plain number; one below that of 1970 (a year, a count) is no date.
    """
    if kind in _NO_DATES:
        return None
    if kind == "DATE":
        return day_of(serial)
    if kind != "DATE_TIME" and serial < _FIRST_PLAIN:
        return None
    if kind != "DATE_TIME" and float(serial).is_integer():
        return day_of(serial)
    local = minute_of(serial)
    try:
        return None if local is None else local.replace(tzinfo=zone).astimezone(UTC).replace(second=0)
    except OverflowError:
        return None


def _read_text(cell: CellData, text: str, zone: tzinfo) -> Span | Unreadable:
    ends = parse_ends(text, zone)
    for each in ends:
        if isinstance(each, Doubt):
            return _doubtful(text, each)
    start, end = ends[0], ends[1] if len(ends) > 1 else None
    if isinstance(start, Doubt | None) or isinstance(end, Doubt) or len(ends) > _TWO or None in ends:
        return nothing_meant(cell) or cannot_read(cell, _EXPECTED)
    if end is not None and _backwards(start, end, zone):
        seen = short(text)
        return Unreadable(seen, say("{seen} ends before it starts", seen=repr(seen)))
    return Span(start, end)


def _doubtful(text: str, doubt: Doubt) -> Unreadable:
    seen = short(text)
    why = say(
        "the cell holds {seen}: {why}; expected is {expected}", seen=repr(seen), why=doubt.why, expected=_EXPECTED
    )
    return Unreadable(seen, why)


def _backwards(start: date | datetime, end: date | datetime, zone: tzinfo) -> bool:
    """A day at the end of a range lasts until midnight; one at its start begins there."""
    if not isinstance(start, datetime) and not isinstance(end, datetime):
        return end < start
    return _instant(end, zone, time.max) < _instant(start, zone, time.min)


def _instant(end: date | datetime, zone: tzinfo, at: time) -> datetime:
    return end if isinstance(end, datetime) else datetime.combine(end, at, tzinfo=zone)


def write_date(value: Value, field: Field, zone: tzinfo) -> dict[str, Any]:
    """Write a day or moment as a serial number with its format, and a range as text.

    The field's pattern is for days; with ``hh:mm`` in it, for moments. The other kind then gets the usual one, a
    moment the pattern of its day with the time behind it.
    """
    if value is None:
        return {}
    if not isinstance(value, Span):
        raise wrong_type(value, _EXPECTED)
    for end in (value.start, value.end):
        if end is not None:
            _check(end, zone)
    if value.end is not None:
        if _backwards(value.start, value.end, zone):
            raise Unwritable(say("{seen} ends before it starts", seen=show(value.start, zone)))
        return entered(show(value.start, zone) + ARROW + show(value.end, zone))
    if not isinstance(value.start, datetime):
        return _serial(serial_of_day(value.start), _day_form(field.pattern))
    local = local_time(value.start, zone)
    return (
        entered(show(value.start, zone))
        if local is None
        else _serial(serial_of_minute(local), _minute_form(field.pattern))
    )


def _day_form(pattern: str | None) -> dict[str, str]:
    return _DAY if pattern is None or has_time(pattern) else {"type": "DATE", "pattern": pattern}


def _minute_form(pattern: str | None) -> dict[str, str]:
    if pattern is None:
        return _MINUTE
    return {"type": "DATE_TIME", "pattern": pattern if has_time(pattern) else f"{pattern} hh:mm"}


def _check(end: date | datetime, zone: tzinfo) -> None:
    try:
        year = (end.astimezone(zone) if isinstance(end, datetime) else end).year
    except OverflowError:
        year = 0
    if year < EARLIEST:
        raise Unwritable(say("a date before {year} cannot be kept in a cell: {seen}", year=EARLIEST, seen=str(end)))


def _serial(number: float, form: dict[str, str]) -> dict[str, Any]:
    return {"userEnteredValue": {"numberValue": number}, "userEnteredFormat": {"numberFormat": form}}
