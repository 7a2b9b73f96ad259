"""Whether post-mortems are finished, and how long that takes."""

from datetime import timedelta

from jobs.rules.item import RecordType
from jobs.rules.metrics.measured import Measured, share, spread
from jobs.rules.metrics.metric import Metric, Unit
from jobs.rules.metrics.period import Period
from jobs.rules.metrics.records import Records
from jobs.rules.metrics.review import Review
from sync.message import say


def overdue(records: Records, period: Period) -> list[Review]:
    """Return the reviews whose last day was over at the end of the period and that were not held."""
    today = period.end.astimezone(records.zone).date()
    return [each for each in records.reviews if not each.done and each.due < today]


def soon(records: Records, period: Period, days: int = 7) -> list[Review]:
    """Return the reviews that are due in the days after the period."""
    today = period.end.astimezone(records.zone).date()
    return [each for each in records.reviews if not each.done and today <= each.due < today + timedelta(days=days)]


def finished(records: Records, period: Period) -> list[Review]:
    """Return the reviews that were held in the period."""
    return [each for each in records.reviews if each.done and each.done_at in period]


def overdue_count(records: Records, period: Period) -> Measured:
    return Measured(len(overdue(records, period)))


def completion(records: Records, period: Period) -> Measured:
    today = period.end.astimezone(records.zone).date()
    due = [each for each in records.reviews if each.due < today and not each.entry.hidden]
    return share(sum(each.done for each in due), len(due))


def days_to_review(records: Records, period: Period) -> Measured:
    """Return the median days from the end of the incident to its review, for all reviews before the period's end."""
    held = [each for each in records.reviews if each.done and not each.entry.hidden]
    known = [each for each in held if each.done_at is None or each.done_at < period.end]
    return spread(_days(each) for each in known).median()


def _days(each: Review) -> float | None:
    if each.done_at is None or each.entry.ended is None or each.done_at < each.entry.ended:
        return None
    return (each.done_at - each.entry.ended) / timedelta(days=1)


METRICS = (
    Metric(
        "postmortems.overdue",
        say("Reviews overdue"),
        say("Incidents that need a post-mortem and were not reviewed by the last day that their severity allows."),
        overdue_count,
        RecordType.INCIDENT,
        better=-1,
        past=False,
    ),
    Metric(
        "postmortems.completion",
        say("Post-mortems finished"),
        say(
            "Of the incidents that need a post-mortem and whose time for it is over, those whose post-mortem is "
            "reviewed or closed."
        ),
        completion,
        RecordType.INCIDENT,
        Unit.PERCENT,
        1,
        past=False,
    ),
    Metric(
        "postmortems.days_to_review",
        say("From the end of the incident to the review, median"),
        say("For all reviewed post-mortems whose review has a date (else the date of the meeting)."),
        days_to_review,
        RecordType.INCIDENT,
        Unit.DAYS,
        -1,
    ),
)
