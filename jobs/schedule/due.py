"""Whether a job is due. What was missed is caught up once, however often it was missed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from jobs.schedule.job import JobName
from jobs.schedule.times import Times
from sync.turns import Standing

CAUGHT_UP = timedelta(hours=24)
"""A job that nothing is remembered of does what fell due within so long: the digest of Monday is not sent on Thursday
because the memory was lost, and a nightly sync begins on the first evening."""
_FIRST_PAUSE = timedelta(minutes=5)
_LONGEST_PAUSE = timedelta(hours=4)
_AHEAD = timedelta(minutes=5)
"""A clock may have been so far ahead without anybody noticing."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A job and its times; without any it is due whenever somebody looks."""

    job: JobName
    times: Times | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """``since`` is the time that is due; ``next`` the one after now."""

    job: JobName
    now: bool
    since: datetime | None = None
    next: datetime | None = None


def due(planned: Planned, standing: Standing, now: datetime) -> Due:
    """Return whether a job is due at ``now``.

    A turn that is remembered from the future, which a wrong clock leaves behind, counts as none.
    """
    if planned.times is None:
        return Due(planned.job, now=True, since=now)
    last, upcoming = planned.times.last(now), planned.times.next(now)
    settled = None if standing.settled is None else standing.settled.started
    if settled is not None and settled > now + _AHEAD:
        settled = None
    done = now - CAUGHT_UP if settled is None else settled
    is_due = last is not None and last > done
    return Due(planned.job, is_due, last if is_due else None, upcoming)


def wake(planned: Planned, standing: Standing, now: datetime, tried: datetime | None = None) -> datetime | None:
    """Return when a worker should look at the job again: now, where it is due; else at its next time.

    One that this worker ``tried`` and that did not come to its end is tried again after a pause that doubles.
    """
    found = due(planned, standing, now)
    if not found.now:
        return found.next
    if tried is None or tried > now + _AHEAD:
        return now
    again = tried + pause(len(standing.streak))
    return max(now, again if found.next is None else min(again, found.next))


def pause(failures: int) -> timedelta:
    """Return how long to wait after so many failures in a row."""
    doubled: int = 2 ** min(max(0, failures - 1), 10)
    return min(_LONGEST_PAUSE, _FIRST_PAUSE * doubled)
