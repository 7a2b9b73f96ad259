"""Incidents that happened before, and those that a promised action would have prevented."""

from dataclasses import dataclass
from datetime import timedelta

from jobs.rules.item import Item, RecordType
from jobs.rules.metrics.entry import Entry
from jobs.rules.metrics.measured import Measured, share
from jobs.rules.metrics.metric import Metric, Unit
from jobs.rules.metrics.period import Period
from jobs.rules.metrics.records import Records, remembered
from jobs.rules.metrics.timeline import shown
from sync.message import say

_LINKS = ("repeat_of", "similar")
"""Roles by which a person links an incident to earlier ones of the same cause."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """``actions`` are those of the earlier incident that were still open when this one began."""

    entry: Entry
    earlier: Entry
    actions: tuple[Item, ...] = ()


@remembered
def repeats(records: Records, period: Period) -> list[Repeat]:
    """Return the incidents of the period that repeat another, each with the last one before it."""
    found = (repeat(each, records) for each in shown(records.incidents.began(period)))
    return [each for each in found if each is not None]


def repeat(each: Entry, records: Records) -> Repeat | None:
    if each.began is None:
        return None
    earliest = each.began - timedelta(days=records.goals.repeat_days)
    linked = [records.by_key.get(other.key) for role in _LINKS for other in _named(each, role, records)]
    common = records.traits(each.item)
    lately = Period(earliest, each.began + timedelta(microseconds=1))
    alike = [other for trait in common if trait in records.by_trait for other in records.by_trait[trait].ended(lately)]
    before = [
        (other.ended, other.item.key, other)
        for other in [*linked, *alike]
        if other is not None
        and not other.hidden
        and other.item.key != each.item.key
        and other.ended is not None
        and earliest <= other.ended <= each.began
    ]
    if not before:
        return None
    *_, earlier = max(before, key=lambda one: one[:2])
    return Repeat(each, earlier, _open_actions(earlier, each, records))


def _named(each: Entry, role: str, records: Records) -> list[Item]:
    return records.linked(each.item, role, RecordType.INCIDENT)


def _open_actions(earlier: Entry, later: Entry, records: Records) -> tuple[Item, ...]:
    found = records.related(earlier.item, RecordType.ACTION_ITEM, ("actions",), ("incident", "incidents"))
    entries = (records.by_key.get(each.key) for each in found)
    at = later.began
    return tuple(
        each.item for each in entries if at is not None and each is not None and not each.hidden and each.open_at(at)
    )


def _rate(records: Records, period: Period) -> Measured:
    return share(len(repeats(records, period)), len(shown(records.incidents.began(period))))


METRICS = (
    Metric(
        "repeats.count",
        say("Repeated incidents"),
        say(
            "Incidents of the window that are linked to an earlier one, or share cause and service with it, where the "
            "earlier one was resolved at most 90 days (configurable) before."
        ),
        lambda records, period: Measured(len(repeats(records, period))),
        RecordType.INCIDENT,
        better=-1,
    ),
    Metric(
        "repeats.rate",
        say("Share of repeated incidents"),
        say("Repeated incidents of all incidents of the window."),
        _rate,
        RecordType.INCIDENT,
        Unit.PERCENT,
        -1,
    ),
    Metric(
        "repeats.avoidable",
        say("Avoidable"),
        say("Repeated incidents where an action item of the earlier one was still open when the new one began."),
        lambda records, period: Measured(sum(bool(each.actions) for each in repeats(records, period))),
        RecordType.INCIDENT,
        better=-1,
    ),
)
