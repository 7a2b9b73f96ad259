"""Functions on dates. Times are in the zone they were written in; months and years count by the calendar."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from adapters.sandbox.notion.formulas.tree import Odd
from adapters.sandbox.notion.formulas.values import Moment, Value, instant, moment, number

_SECONDS = {"weeks": 604_800, "days": 86_400, "hours": 3600, "minutes": 60, "seconds": 1, "milliseconds": 0.001}
_MONTHS = {"years": 12, "quarters": 3, "months": 1}
_FORMAT = re.compile(
    r"\[([^\]]*)\]|YYYY|YY|Y|Qo|Q|MMMM|MMM|MM|Mo|M|DDDD|DDD|DD|Do|D|dddd|ddd|d|WW|W|HH|H|hh|h|mm|m|ss|s|A|a"
)


def _unit(value: Value) -> str:
    unit = str(value).lower()
    unit = unit if unit.endswith("s") else f"{unit}s"
    if unit not in _SECONDS and unit not in _MONTHS:
        raise Odd(f"{value} is no unit of time")
    return unit


def date_add(value: Value, by: Value, unit: Value) -> Value:
    if value is None:
        return None
    found, count, name = moment(value), number(by), _unit(unit)
    return Moment(_moved(found.start, count, name), None if found.end is None else _moved(found.end, count, name))


def _moved(day: date, by: float, unit: str) -> date:
    try:
        if unit in _MONTHS:
            year, month = divmod(day.year * 12 + day.month - 1 + int(by * _MONTHS[unit]), 12)
            return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))
        step = timedelta(seconds=by * _SECONDS[unit])
        return instant(day) + step if unit in ("hours", "minutes", "seconds", "milliseconds") else day + step
    except (OverflowError, ValueError) as out:
        raise Odd("beyond the calendar") from out


def date_between(left: Value, right: Value, unit: Value) -> Value:
    if left is None or right is None:
        return None
    first, last, name = instant(moment(left).start), instant(moment(right).start), _unit(unit)
    if name in _SECONDS:
        return float(int((first - last).total_seconds() / _SECONDS[name]))
    return float(int(_months_between(first, last) / _MONTHS[name]))


def _months_between(first: datetime, last: datetime) -> int:
    sign = 1 if first >= last else -1
    early, late = (last, first) if sign == 1 else (first, last)
    early, late = early.astimezone(UTC), late.astimezone(UTC)
    months = (late.year - early.year) * 12 + late.month - early.month
    part = (late.day, late.time()) < (min(early.day, monthrange(late.year, late.month)[1]), early.time())
    return sign * (months - part)


def format_date(value: Value, pattern: Value) -> Value:
    if value is None:
        return ""
    day = moment(value).start
    return _FORMAT.sub(lambda match: match[1] if match[1] is not None else _piece(instant(day), match[0]), str(pattern))


def _piece(when: datetime, token: str) -> str:
    week = when.isocalendar().week
    day_of_year = when.timetuple().tm_yday
    plain = {
        "YYYY": f"{when.year:04}",
        "YY": f"{when.year % 100:02}",
        "Y": str(when.year),
        "Q": str((when.month + 2) // 3),
        "Qo": _ordinal((when.month + 2) // 3),
        "MMMM": f"{when:%B}",
        "MMM": f"{when:%b}",
        "MM": f"{when.month:02}",
        "M": str(when.month),
        "Mo": _ordinal(when.month),
        "DDDD": f"{day_of_year:03}",
        "DDD": str(day_of_year),
        "DD": f"{when.day:02}",
        "D": str(when.day),
        "Do": _ordinal(when.day),
        "dddd": f"{when:%A}",
        "ddd": f"{when:%a}",
        "d": str(when.isoweekday() % 7),
        "WW": f"{week:02}",
        "W": str(week),
    }
    return plain[token] if token in plain else _clock(when, token)


def _clock(when: datetime, token: str) -> str:
    hour = when.hour % 12 or 12
    return {
        "HH": f"{when.hour:02}",
        "H": str(when.hour),
        "hh": f"{hour:02}",
        "h": str(hour),
        "mm": f"{when.minute:02}",
        "m": str(when.minute),
        "ss": f"{when.second:02}",
        "s": str(when.second),
        "A": f"{when:%p}",
        "a": f"{when:%p}".lower(),
    }[token]


def _ordinal(count: int) -> str:
    ending = "th" if 10 <= count % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"


def parse_date(value: Value) -> Value:
    try:
        text = str(value)
        found: date = date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError as odd:
        raise Odd(f"{value} is not a date") from odd
    if isinstance(found, datetime) and found.tzinfo is None:
        found = found.replace(tzinfo=UTC)
    return Moment(found)


def _part(read: Callable[[datetime], float]) -> Callable[[Value], Value]:
    return lambda value: None if value is None else float(read(instant(moment(value).start)))


def date_range(first: Value, last: Value) -> Value:
    return Moment(moment(first).start, moment(last).start)


DATES: dict[str, Callable[..., Value]] = {
    "dateAdd": date_add,
    "dateSubtract": lambda value, by, unit: date_add(value, -number(by), unit),
    "dateBetween": date_between,
    "dateStart": lambda value: None if value is None else Moment(moment(value).start),
    "dateEnd": lambda value: None if value is None else Moment(moment(value).end or moment(value).start),
    "dateRange": date_range,
    "formatDate": format_date,
    "parseDate": parse_date,
    "timestamp": _part(lambda when: when.timestamp() * 1000),
    "fromTimestamp": lambda value: Moment(datetime.fromtimestamp(number(value) / 1000, UTC)),
    "minute": _part(lambda when: when.minute),
    "hour": _part(lambda when: when.hour),
    "day": _part(lambda when: when.isoweekday()),
    "date": _part(lambda when: when.day),
    "week": _part(lambda when: when.isocalendar().week),
    "month": _part(lambda when: when.month),
    "year": _part(lambda when: when.year),
}
