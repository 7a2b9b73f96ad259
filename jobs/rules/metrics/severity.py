"""How grave incidents were, and how often their severity was set anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jobs.rules.item import RecordType
from jobs.rules.metrics.entry import Entry
from jobs.rules.metrics.measured import Measured, share, spread
from jobs.rules.metrics.metric import Metric, Unit
from jobs.rules.metrics.period import Period, in_utc
from jobs.rules.metrics.records import Records
from jobs.rules.metrics.timeline import shown
from jobs.rules.reading import canonical, options
from sync.message import say

UNSET = ""


def severity_of(each: Entry, records: Records) -> str:
    """Return the final severity, else the one that is set; empty where none is, or it is unknown."""
    for role in ("severity_final", "severity"):
        found = records.option(each.item, role)
        if found:
            return UNSET if found == "Unknown" else found
    return UNSET


def rank(severity: str) -> int:
    """Return its place in the scale, the gravest first; what the scale does not know comes last."""
    order = options("severity")
    return order.index(severity) if severity in order and severity != "Unknown" else len(order)


def distribution(records: Records, entries: Sequence[Entry]) -> Mapping[str, int]:
    """Count by final severity, the gravest first; confidential records are left out."""
    found: dict[str, int] = {}
    for each in shown(entries):
        severity = severity_of(each, records)
        found[severity] = found.get(severity, 0) + 1
    return dict(sorted(found.items(), key=lambda pair: (rank(pair[0]), pair[0] == UNSET, pair[0])))


@dataclass(frozen=True, slots=True)
class Regrade:
    """A severity that was set anew."""

    entry: Entry
    first: str
    last: str
    at: datetime | None = None
    """When a run first saw it; ``None`` where only the two severities are known."""

    @property
    def raised(self) -> bool:
        return rank(self.last) < rank(self.first)


def regrade(each: Entry, records: Records) -> Regrade | None:
    """Return how the severity was set anew, from the first to the final one; ``None`` where they are the same.

    The first is that of its field, else the first that a run saw; "unknown" is none.
    """
    seen = [
        (canonical(seen.severity, "severity"), seen.at)
        for seen in records.scene.observed(each.item)
        if seen.severity and canonical(seen.severity, "severity") != "Unknown"
    ]
    first = records.option(each.item, "severity_initial") or (seen[0][0] if seen else UNSET)
    last = severity_of(each, records)
    if first in (UNSET, "Unknown") or last in (UNSET, first):
        return None
    at = next((at for severity, at in seen if severity != first), None)
    return Regrade(each, first, last, None if at is None else in_utc(at, records.zone))


def _first_known(each: Entry, records: Records) -> bool:
    return records.option(each.item, "severity_initial") not in (UNSET, "Unknown") or any(
        seen.severity for seen in records.scene.observed(each.item)
    )


def _regraded(records: Records, period: Period, *, up: bool | None = None) -> Measured:
    resolved = shown(records.incidents.ended(period))
    known = [each for each in resolved if _first_known(each, records) and severity_of(each, records)]
    found = [regrade(each, records) for each in known]
    fitting = sum(each is not None and up in (None, each.raised) for each in found)
    return share(fitting, len(known), len(resolved) - len(known))


def regraded(records: Records, period: Period) -> Measured:
    return _regraded(records, period)


def raised(records: Records, period: Period) -> Measured:
    return _regraded(records, period, up=True)


def lowered(records: Records, period: Period) -> Measured:
    return _regraded(records, period, up=False)


def hours_to_regrade(records: Records, period: Period) -> Measured:
    """Return the median hours from the declaration to the first change, as far as runs saw it."""
    found = [regrade(each, records) for each in shown(records.incidents.ended(period))]
    return spread(_hours(each) for each in found if each is not None).median()


def _hours(each: Regrade) -> float | None:
    if each.at is None or each.entry.began is None or each.at < each.entry.began:
        return None
    return (each.at - each.entry.began) / timedelta(hours=1)


def unset(records: Records, period: Period) -> Measured:
    began = records.incidents.began(period)
    return Measured(sum(severity_of(each, records) == UNSET for each in began))


METRICS = (
    Metric(
        "severity.unset",
        say("Without a severity"),
        say("Incidents declared in the window whose severity is empty or unknown."),
        unset,
        RecordType.INCIDENT,
        better=-1,
    ),
    Metric(
        "severity.regraded",
        say("Graded anew"),
        say("Of the incidents resolved in the window whose first severity is known, those whose final one differs."),
        regraded,
        RecordType.INCIDENT,
        Unit.PERCENT,
    ),
    Metric(
        "severity.raised",
        say("Raised"),
        say("Those of them whose final severity is graver than the first."),
        raised,
        RecordType.INCIDENT,
        Unit.PERCENT,
    ),
    Metric(
        "severity.lowered",
        say("Lowered"),
        say("Those of them whose final severity is less grave than the first."),
        lowered,
        RecordType.INCIDENT,
        Unit.PERCENT,
    ),
    Metric(
        "severity.hours_to_regrade",
        say("Time to the first change of severity, median"),
        say("From the declaration to the first run that saw another severity, for incidents resolved in the window."),
        hours_to_regrade,
        RecordType.INCIDENT,
        Unit.HOURS,
        -1,
    ),
)
