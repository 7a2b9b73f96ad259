"""Business days: weekends and the public holidays of a country do not count, nor days of one's own."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

import holidays

WEEKEND = (5, 6)
"""Monday is 0."""


@dataclass(frozen=True)
class Calendar:
    """``country`` is an ISO 3166 code that the library ``holidays`` knows; empty: no public holidays.

    ``off`` are days of one's own on which nobody works, ``on`` days on which people do work in spite of all.
    """

    country: str = "JP"
    off: frozenset[date] = field(default_factory=frozenset)
    on: frozenset[date] = field(default_factory=frozenset)
    weekend: tuple[int, ...] = WEEKEND

    @cached_property
    def _public(self) -> Collection[date]:
        return holidays.country_holidays(self.country) if self.country else frozenset()

    def works(self, day: date) -> bool:
        """Say whether ``day`` is a business day."""
        if day in self.on:
            return True
        return day.weekday() not in self.weekend and day not in self.off and day not in self._public

    def after(self, start: date, days: float, *, business: bool = False) -> date:
        """Return the day on which so many days have passed since ``start``; parts of a day count as a day.

        The day after the last one that a date can be is that last one.
        """
        count = int(-(-days // 1))
        try:
            return self._forward(start, count) if business else start + timedelta(days=count)
        except OverflowError:
            return date.max

    def _forward(self, start: date, count: int) -> date:
        day = start
        while count > 0:
            day += timedelta(days=1)
            count -= self.works(day)
        return day


def known_countries() -> Iterable[str]:
    """Return the codes a calendar can be made of."""
    return holidays.list_supported_countries(include_aliases=False)
