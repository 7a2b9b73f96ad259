"""A stretch of time and the moments in it, all in UTC."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo

from jobs.rules.item import Item
from sync.model import Span

_FIRST, _LAST = 2000, 2100
"""Years beyond these are typing mistakes (0202, 20226)."""


@dataclass(frozen=True, slots=True)
class Period:
    """From ``start`` up to but without ``end``.

    Both are in UTC: Python compares two moments of one zone by their wall clocks, which is wrong where clocks change.
    """

    start: datetime
    end: datetime

    def __contains__(self, moment: datetime | None) -> bool:
        return moment is not None and self.start <= moment < self.end

    @property
    def days(self) -> float:
        return (self.end - self.start).total_seconds() / 86_400


def in_utc(value: date | datetime, zone: tzinfo) -> datetime | None:
    """Return a moment in UTC; a day begins at midnight in ``zone``. ``None``: no zone, or a year that cannot be."""
    if not _FIRST <= value.year <= _LAST:
        return None
    if not isinstance(value, datetime):
        return datetime.combine(value, time.min, zone).astimezone(UTC)
    return None if value.tzinfo is None else value.astimezone(UTC)


def moment_of(item: Item, zone: tzinfo, *roles: str) -> datetime | None:
    """Return the moment that the first filled one of the roles says; ``None`` where it cannot be made out."""
    value = _first(item, roles)
    return None if value is None else in_utc(value, zone)


def minutes_between(item: Item, start: tuple[str, ...], end: tuple[str, ...]) -> float | None:
    """Return the minutes between two stamps; each is the first filled one of its roles.

    ``None``: one is missing, is a day without a time, or the end is before the start.
    """
    first, last = _first(item, start), _first(item, end)
    if not isinstance(first, datetime) or not isinstance(last, datetime):
        return None
    a, b = in_utc(first, UTC), in_utc(last, UTC)
    if a is None or b is None or b < a:
        return None
    return (b - a).total_seconds() / 60


def is_over(item: Item, role: str, at: datetime, zone: tzinfo) -> bool | None:
    """Say whether a date is past at ``at``; a day is past when the next one has begun. ``None``: no date."""
    value = _first(item, (role,))
    moment = None if value is None else in_utc(value, zone)
    if value is None or moment is None:
        return None
    return moment < at if isinstance(value, datetime) else value < at.astimezone(zone).date()


def _first(item: Item, roles: tuple[str, ...]) -> date | datetime | None:
    values = item.values
    for role in roles:
        value = values.get(role)  # type: ignore[call-overload] # as in Item.get
        if isinstance(value, Span):
            return value.start
    return None
