"""Durations: a time in the cell, a number of the field's unit in Notion."""

import math
from datetime import tzinfo
from fractions import Fraction
from typing import Any

from mappings.codecs.sheet.cell import CellData, cannot_read, content, format_type, plain_number, short, wrong_type
from mappings.codecs.sheet.durationtext import Clock, bare_number, clock_of, seconds_in
from mappings.codecs.sheet.patterns import DATED, is_time, number_form
from mappings.codecs.sheet.placeholders import nothing_meant
from mappings.fields import Field, Unit
from sync.message import Message, say
from sync.model import Unreadable, Value

SECONDS = {Unit.SECONDS: 1, Unit.MINUTES: 60, Unit.HOURS: 3600, Unit.DAYS: 86_400}
_DAY = 86_400
_LONGEST = 10**6
"""Days; what is longer is no duration in any table, and kept as a plain number."""


def read_duration(cell: CellData, field: Field, _zone: tzinfo) -> Value | Unreadable:
    """Read a time or a text as a number of the field's unit; a number without a time format is one already."""
    found, unit = content(cell), field.unit or Unit.SECONDS
    if found is None or (isinstance(found, str) and not found.strip()):
        return None
    if isinstance(found, str):
        return _read_text(cell, found, unit)
    if isinstance(found, int | float) and not isinstance(found, bool):
        kind = format_type(cell)
        if kind not in DATED:
            return plain_number(found)
        if kind == "TIME" and abs(found) < _LONGEST:
            return _in_unit(_seconds_of(found), unit)
    return cannot_read(cell, _expected(unit))


def _read_text(cell: CellData, text: str, unit: Unit) -> Value | Unreadable:
    number = bare_number(text)
    if number is not None:
        return plain_number(number)
    clock = clock_of(text)
    if clock is not None:
        return Unreadable(short(text), _two_readings(short(text), clock))
    seconds = seconds_in(text)
    if seconds is not None and abs(seconds) < _LONGEST * _DAY:
        return _in_unit(seconds, unit)
    return nothing_meant(cell) or cannot_read(cell, _expected(unit))


def _expected(unit: Unit) -> Message:
    return say("a duration such as 1:30:00, 1h30m or 1時間30分, or a number of {unit}", unit=unit.value)


def _two_readings(seen: str, clock: Clock) -> Message:
    first, second = clock
    return say(
        "{seen} may be {first} hours {second} minutes, or {first} minutes {second} seconds; write 1h30m or 0:01:30",
        seen=repr(seen),
        first=first,
        second=second,
    )


def _seconds_of(serial: float) -> Fraction:
    """A sheet tells times to the millisecond."""
    return Fraction(round(serial * _DAY * 1000), 1000)


def _in_unit(seconds: Fraction, unit: Unit) -> int | float:
    return plain_number(float(seconds / SECONDS[unit]))


def write_duration(value: Value, field: Field, _zone: tzinfo) -> dict[str, Any]:
    """Write the number as a time of the sheet; as a plain number where a time would not lead back to it.

    A pattern without hours, such as ``0.0``, asks for plain numbers.
    """
    unit = field.unit or Unit.SECONDS
    if value is None:
        return {}
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise wrong_type(value, _expected(unit))
    if field.pattern is not None and not is_time(field.pattern):
        return {"userEnteredValue": {"numberValue": value}, **_formatted(number_form(field.pattern))}
    seconds = Fraction(value) * SECONDS[unit]
    serial = float(seconds / _DAY)
    if abs(serial) >= _LONGEST or _in_unit(_seconds_of(serial), unit) != value:
        return {"userEnteredValue": {"numberValue": value}}
    pattern = field.pattern or _pattern_for(_seconds_of(serial))
    return {"userEnteredValue": {"numberValue": serial}, **_formatted({"type": "TIME", "pattern": pattern})}


def _formatted(form: dict[str, str]) -> dict[str, Any]:
    return {"userEnteredFormat": {"numberFormat": form}}


def _pattern_for(seconds: Fraction) -> str:
    if seconds % 60 == 0:
        return "[h]:mm"
    return "[h]:mm:ss" if seconds % 1 == 0 else "[h]:mm:ss.000"


def counted(written: dict[str, Any], value: Value, field: Field, current: CellData) -> dict[str, Any]:
    """Keep a cell that holds a plain number of the unit one: a person chose to count there."""
    was = current.get("userEnteredValue", {})
    if field.unit is None or value is None or "numberValue" not in was or format_type(current) in DATED:
        return written
    return {"userEnteredValue": {"numberValue": value}}
