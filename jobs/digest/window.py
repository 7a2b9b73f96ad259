"""Which days a digest is about. Days are reckoned by the calendar, so that a week with a change of clocks is a week."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from jobs.digest.model import Window
from sync.errors import Misconfigured
from sync.message import say

MONDAY = 0
BEFORE = 13
"""So many windows before are compared with: a quarter of weeks."""
_WEEK = 7


def last_full_week(now: datetime, zone: tzinfo, first: int = MONDAY) -> Window:
    """Return the last week that is over at ``now``. ``first`` is the weekday a week begins on; Monday is 0."""
    today = now.astimezone(zone).date()
    begun = today - timedelta(days=(today.weekday() - first) % _WEEK)
    return _window(begun - timedelta(days=_WEEK), begun, zone, first)


def week(name: str, zone: tzinfo, first: int = MONDAY) -> Window:
    """Return the week of a name such as ``2026-W46``.

    A week that does not begin on Monday has the name of the ISO week in which most of its days lie.
    Raises ``Misconfigured`` for what is no week.
    """
    found = re.fullmatch(r"(\d{4})-?W(\d{1,2})", name.strip(), re.IGNORECASE)
    try:
        year, number = (int(part) for part in found.groups()) if found else (0, 0)
        monday = date.fromisocalendar(year, number, 1)
        start = monday + timedelta(days=(first + 3) % _WEEK - 3)
        return _window(start, start + timedelta(days=_WEEK), zone, first)
    except (ValueError, OverflowError):
        raise Misconfigured(
            say("{name} is no week.", name=name), way_out=say("Write it like {example}.", example="2026-W46")
        ) from None


def between(start: date, last: date, zone: tzinfo, first: int = MONDAY) -> Window:
    """Return the days from ``start`` to ``last``, both included. Raises ``Misconfigured`` where there is none."""
    if last < start:
        raise Misconfigured(
            say("The digest would end on {last}, before it begins on {start}.", last=last, start=start),
            way_out=say("Give the earlier day first."),
        )
    return _window(start, last + timedelta(days=1), zone, first)


def windows_before(window: Window, zone: tzinfo, first: int = MONDAY, count: int = BEFORE) -> tuple[Window, ...]:
    """Return the windows of the same number of days that lead up to ``window``, the oldest first."""
    start = window.start.date()
    days = window.end.date() - start
    return tuple(_window(start - days * back, start - days * (back - 1), zone, first) for back in range(count, 0, -1))


def _window(start: date, end: date, zone: tzinfo, first: int) -> Window:
    return Window(_midnight(start, zone), _midnight(end, zone), _name(start, end, first))


def _midnight(day: date, zone: tzinfo) -> datetime:
    """Return when a day begins: its first midnight, and where clocks skip midnight the moment they do so."""
    moment = datetime.combine(day, time.min, zone)
    back = moment.astimezone(UTC).astimezone(zone)
    return back if back.replace(tzinfo=None) != moment.replace(tzinfo=None) else moment


def _name(start: date, end: date, first: int) -> str:
    if (end - start).days == _WEEK and start.weekday() == first:
        year, number, _ = (start + timedelta(days=3)).isocalendar()
        return f"{year}-W{number:02}"
    return f"{start}/{end - timedelta(days=1)}"
