"""The times of a job: cron expressions in a zone, or every so many minutes.

Clocks that change are handled as Debian's cron does (``cronsim``): what falls into the hour that is skipped comes
right after it, what falls into the hour that comes twice comes once; expressions with ``*`` as minute or hour follow
real time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import takewhile

from cronsim import CronSim, CronSimError

_SHIFT = timedelta(hours=3)
"""No clock is put back or forward by more than this; the search begins so far outside."""
_DAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_GROUPS = {"day": "*", "weekday": "1-5"}
_FIELDS = 5
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class WrongTimes(ValueError):
    """A cron expression that means nothing, or no day that ever comes."""


@dataclass(frozen=True, slots=True)
class Times:
    """``every`` counts from midnight UTC of 1970, so that a run that came late does not move the next one.

    Raises ``WrongTimes`` where an expression is none.
    """

    crons: tuple[str, ...] = ()
    every: timedelta | None = None
    zone: tzinfo = UTC

    def __post_init__(self) -> None:
        for cron in self.crons:
            if len(cron.split()) != _FIELDS:
                raise WrongTimes(cron)
            if next(_ticks(cron, datetime(2026, 1, 1, tzinfo=self.zone)), None) is None:
                raise WrongTimes(cron)

    def last(self, now: datetime) -> datetime | None:
        """Return the latest time that is not after ``now``."""
        local = (now.astimezone(UTC) + _SHIFT).astimezone(self.zone)
        found = [next((at for at in _ticks(cron, local, back=True) if at <= now), None) for cron in self.crons]
        if self.every is not None:
            found.append(_BEGINNING + (now - _BEGINNING) // self.every * self.every)
        return max((at for at in found if at is not None), default=None)

    def next(self, now: datetime) -> datetime | None:
        """Return the earliest time after ``now``."""
        local = (now.astimezone(UTC) - _SHIFT).astimezone(self.zone)
        found = [next((at for at in _ticks(cron, local) if at > now), None) for cron in self.crons]
        if self.every is not None:
            found.append(_BEGINNING + ((now - _BEGINNING) // self.every + 1) * self.every)
        return min((at for at in found if at is not None), default=None)

    def between(self, start: datetime, end: datetime) -> Iterator[datetime]:
        """Yield the times after ``start`` up to ``end``."""
        at = self.next(start)
        while at is not None and at <= end:
            yield at
            at = self.next(at)


def cron_of(days: Sequence[str], at: str) -> str:
    """Return the expression for a time of day on days such as ``monday``, ``weekday`` and ``day``; none: each day."""
    hour, _, minute = at.partition(":")
    names = [_GROUPS[each] if each in _GROUPS else str(_DAYS.index(each)) for each in days] or ["*"]
    return f"{int(minute)} {int(hour)} * * {'*' if '*' in names else ','.join(names)}"


def _ticks(cron: str, start: datetime, *, back: bool = False) -> Iterator[datetime]:
    """Yield the times in UTC: moments of one zone are compared by their wall clocks, which does not hold here."""
    try:
        found = CronSim(cron, start, reverse=back)
    except CronSimError as error:
        raise WrongTimes(cron) from error
    return (at.astimezone(UTC) for at in takewhile(lambda at: at is not None, found))
