"""Conditions on dates. Days count in UTC; times are compared to the minute, whatever seconds a filter has."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from adapters.sandbox.notion.dates import first_minute, moment_of, parsed
from adapters.sandbox.notion.errors import wrong
from adapters.sandbox.notion.query.conditions import Test, condition, emptiness


def months(day: date, by: int) -> date:
    """Return the same day some months on, or the last one there is."""
    year, month = divmod(day.year * 12 + day.month - 1 + by, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def week(day: date) -> tuple[date, date]:
    first = day - timedelta(days=(day.weekday() + 1) % 7)
    return first, first + timedelta(days=6)


_RELATIVE: dict[str, Callable[[date], date]] = {
    "today": lambda day: day,
    "tomorrow": lambda day: day + timedelta(days=1),
    "yesterday": lambda day: day - timedelta(days=1),
    "one_week_ago": lambda day: day - timedelta(days=7),
    "one_week_from_now": lambda day: day + timedelta(days=7),
    "one_month_ago": lambda day: months(day, -1),
    "one_month_from_now": lambda day: months(day, 1),
}
_SPANS: dict[str, Callable[[date], tuple[date, date]]] = {
    "past_week": lambda day: (day - timedelta(days=7), day),
    "past_month": lambda day: (months(day, -1), day),
    "past_year": lambda day: (months(day, -12), day),
    "this_week": week,
    "next_week": lambda day: (day, day + timedelta(days=7)),
    "next_month": lambda day: (day, months(day, 1)),
    "next_year": lambda day: (day, months(day, 12)),
}
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "equals": lambda have, want: bool(have == want),
    "before": lambda have, want: bool(have < want),
    "after": lambda have, want: bool(have > want),
    "on_or_before": lambda have, want: bool(have <= want),
    "on_or_after": lambda have, want: bool(have >= want),
}


def date_test(given: object, path: str, now: datetime) -> Test:
    """Return a test of a stored start: a day, a time, or None."""
    name, want = condition(given, path)
    test = emptiness(name, want, path, lambda value: value is None)
    if test is not None:
        return test
    if name in _SPANS:
        first, last = _SPANS[name](now.date())
        low, high = first_minute(first), first_minute(last + timedelta(days=1))
        return lambda value: value is not None and low <= moment_of(value) < high
    compare = _COMPARE.get(name)
    if compare is None:
        raise wrong(f"{path}.{name}", "not present", want)
    wanted = _wanted(want, f"{path}.{name}", now)
    if isinstance(wanted, datetime):
        floor = wanted.replace(second=0, microsecond=0)
        return lambda value: value is not None and compare(moment_of(value), floor)
    return lambda value: value is not None and compare(datetime.fromisoformat(value).date(), wanted)


def _wanted(want: object, path: str, now: datetime) -> date:
    if isinstance(want, str):
        if want in _RELATIVE:
            return _RELATIVE[want](now.date())
        found = parsed(want)
        if found is not None:
            return found
    raise wrong(path, "a valid ISO 8601 date string", want)
