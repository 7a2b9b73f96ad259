"""Whether what was to be done was done, and in time."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from jobs.rules.item import RecordType
from jobs.rules.metrics.entry import Entry, State
from jobs.rules.metrics.measured import Measured, share, spread
from jobs.rules.metrics.metric import Metric, Unit
from jobs.rules.metrics.period import Period, is_over
from jobs.rules.metrics.records import Records, remembered
from jobs.rules.metrics.timeline import shown
from sync.message import say

AGES = (0, 8, 15, 31, 61, 91)
"""The first day of each bucket of ages: 0-7, 8-14, 15-30, 31-60, 61-90, over 90 days."""


def created(records: Records, period: Period) -> Measured:
    return Measured(len(records.actions.began(period)), excluded=records.actions.undated)


def done(records: Records, period: Period) -> Measured:
    return Measured(len(records.actions.ended(period, State.DONE)), excluded=records.actions.endless(State.DONE))


def completion(records: Records, period: Period) -> Measured:
    """Return the share of a cohort that was done in its time: created so long ago that each item has had all of it."""
    target = timedelta(days=records.goals.completion_days)
    cohort = shown(records.actions.began(Period(period.start - target, period.end - target)))
    known = [each for each in cohort if _settled(each)]
    fine = sum(_within(each, target) for each in known)
    return share(fine, len(known), len(cohort) - len(known))


def _settled(each: Entry) -> bool:
    """Say whether it is known if it was done in time; what was cancelled counts as not done."""
    return each.state in (State.OPEN, State.DROPPED) or (each.state is State.DONE and each.ended is not None)


def _within(each: Entry, target: timedelta) -> bool:
    if each.state is not State.DONE or each.ended is None or each.began is None:
        return False
    return each.ended - each.began <= target


def on_time(records: Records, period: Period) -> Measured:
    low, high = (bisect_left(records.actions_due, at, key=lambda pair: pair[0]) for at in (period.start, period.end))
    due = [each for _, each in records.actions_due[low:high] if not each.hidden and each.state is not State.DROPPED]
    known = [each for each in due if _settled(each)]
    fine = sum(each.state is State.DONE and not _late(each, records) for each in known)
    return share(fine, len(known), len(due) - len(known))


def _late(each: Entry, records: Records) -> bool:
    return each.ended is not None and bool(is_over(each.item, "due", each.ended, records.zone))


@remembered
def overdue(records: Records, period: Period) -> Sequence[Entry]:
    """Return what was open at the end of the period and past its due date, the one that is due the longest first."""
    at = period.end
    last = bisect_left(records.actions_due, at, key=lambda pair: pair[0])
    before = (each for _, each in records.actions_due[:last])
    return [each for each in before if each.open_at(at) and is_over(each.item, "due", at, records.zone)]


def overdue_count(records: Records, period: Period) -> Measured:
    return Measured(len(overdue(records, period)), excluded=records.actions.untold)


def overdue_age(records: Records, period: Period) -> Measured:
    return spread(age_in_days(each, period.end) for each in shown(overdue(records, period))).median()


def age_in_days(each: Entry, at: datetime) -> float | None:
    return None if each.began is None else (at - each.began).total_seconds() / 86_400


def buckets(ages: Sequence[float]) -> tuple[int, ...]:
    """Count ages in days by ``AGES``. A started day counts: 7.5 days stand with the eighth."""
    whole = [-(-age // 1) for age in ages]
    ends = [*AGES[1:], float("inf")]
    return tuple(sum(low <= age < high for age in whole) for low, high in pairwise([AGES[0], *ends]))


FLOW = (
    Metric(
        "actions.created",
        say("New actions"),
        say("Action items created in the window."),
        created,
        RecordType.ACTION_ITEM,
    ),
    Metric(
        "actions.done",
        say("Done"),
        say("Action items completed in the window."),
        done,
        RecordType.ACTION_ITEM,
        better=1,
    ),
)
STATE = (
    Metric(
        "actions.completion",
        say("Completed in the target time"),
        say(
            "Of the action items created in a window that lies the target time (30 days by default) earlier, those "
            "completed within it; each has had its whole time."
        ),
        completion,
        RecordType.ACTION_ITEM,
        Unit.PERCENT,
        1,
    ),
    Metric(
        "actions.on_time",
        say("On time"),
        say("Of the action items due in the window and not cancelled, those completed by their due date."),
        on_time,
        RecordType.ACTION_ITEM,
        Unit.PERCENT,
        1,
    ),
    Metric(
        "actions.overdue",
        say("Overdue"),
        say("Open at the end of the window with a due date before it."),
        overdue_count,
        RecordType.ACTION_ITEM,
        better=-1,
    ),
    Metric(
        "actions.overdue_age",
        say("Age of the overdue, median"),
        say("From creation to the end of the window, for the overdue ones."),
        overdue_age,
        RecordType.ACTION_ITEM,
        Unit.DAYS,
        -1,
    ),
)
