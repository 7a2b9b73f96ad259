"""What became of risks."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jobs.rules.item import Item, RecordType
from jobs.rules.metrics.entry import Entry
from jobs.rules.metrics.measured import Measured, share
from jobs.rules.metrics.metric import Metric, Unit
from jobs.rules.metrics.period import Period, is_over, moment_of
from jobs.rules.metrics.records import Records, remembered
from jobs.rules.metrics.timeline import shown
from jobs.rules.observation import Observation
from jobs.rules.reading import as_number, canonical
from sync.message import say


@dataclass(frozen=True, slots=True)
class Rescore:
    entry: Entry
    old: float
    new: float


def rescored(records: Records, period: Period) -> list[Rescore]:
    """Return the risks whose score moved by so much in the period that it has to be looked at."""
    found = []
    for each in records.risks_seen(period):
        seen = records.scene.observed(each.item)
        old, new = _score(seen, period.start), _score(seen, period.end)
        if old is not None and new is not None and _moved(old, new, records.goals.rescored_percent):
            found.append(Rescore(each, old, new))
    return found


def _moved(old: float, new: float, percent: float) -> bool:
    return abs(new - old) * 100 >= percent * abs(old) if old else bool(new)


def _score(seen: Sequence[Observation], before: datetime) -> float | None:
    score = next((each.score for each in reversed(seen) if each.at < before), None)
    return None if score is None else as_number(score)


def accepted(records: Records, period: Period) -> list[Entry]:
    """Return the risks that a run first saw accepted in the period, after it had seen them otherwise."""
    found = []
    for each in records.risks_seen(period):
        seen = records.scene.observed(each.item)
        before = next((one.status for one in reversed(seen) if one.at < period.start), None)
        last = next((one.status for one in reversed(seen) if one.at < period.end), None)
        if before is not None and _accepted(last) and not _accepted(before):
            found.append(each)
    return found


def _accepted(status: str | None) -> bool:
    return status is not None and canonical(status, "risk_status") == "Accepted"


@remembered
def materialised(records: Records, period: Period) -> list[tuple[Entry, Item]]:
    """Return the risks linked to an incident that began in the period, each with the first of them."""
    found: dict[tuple[str, str], tuple[Entry, Item]] = {}
    for incident in records.incidents.began(period):
        for risk in records.related(incident.item, RecordType.RISK, ("risks",), ("incidents",)):
            known = records.by_key.get(risk.key)
            if known is not None:
                found.setdefault(risk.key, (known, incident.item))
    return list(found.values())


def review_overdue(records: Records, at: datetime) -> list[Entry]:
    """Return the open risks whose next review is past, the one that waits the longest first."""
    last = bisect_left(records.risks_due, at, key=lambda pair: pair[0])
    before = (each for _, each in records.risks_due[:last])
    return [each for each in before if each.open_at(at) and is_over(each.item, "next_review", at, records.zone)]


def _new(records: Records, period: Period) -> Measured:
    return Measured(len(records.risks.began(period)), excluded=records.risks.undated)


def _closed(records: Records, period: Period) -> Measured:
    return Measured(len(records.risks.ended(period)))


def _open(records: Records, period: Period) -> Measured:
    return Measured(len(records.risks.open_at(period.end)), excluded=records.risks.untold)


def _review_share(records: Records, period: Period) -> Measured:
    waiting = shown(records.risks.open_at(period.end))
    dated = sum(moment_of(each.item, records.zone, "next_review") is not None for each in waiting)
    late = len(shown(review_overdue(records, period.end)))
    return share(late, dated, len(waiting) - dated)


METRICS = (
    Metric("risks.new", say("New risks"), say("Detected (else created) in the window."), _new, RecordType.RISK),
    Metric(
        "risks.closed",
        say("Closed"),
        say("Closed in the window, for whatever reason, as far as a date or an earlier run tells when."),
        _closed,
        RecordType.RISK,
    ),
    Metric("risks.open", say("Open"), say("Open at the end of the window."), _open, RecordType.RISK, better=-1),
    Metric(
        "risks.accepted",
        say("Accepted"),
        say("First seen accepted in the window."),
        lambda records, period: Measured(len(accepted(records, period))),
        RecordType.RISK,
    ),
    Metric(
        "risks.rescored",
        say("Scored anew"),
        say("The score moved in the window by 20 % or more (configurable), as runs saw it."),
        lambda records, period: Measured(len(rescored(records, period))),
        RecordType.RISK,
    ),
    Metric(
        "risks.review_overdue",
        say("Review overdue"),
        say("Of the open risks with a next review, those whose review is past at the end of the window."),
        _review_share,
        RecordType.RISK,
        Unit.PERCENT,
        -1,
        past=False,
    ),
    Metric(
        "risks.materialised",
        say("Happened"),
        say("Risks linked to an incident that began in the window."),
        lambda records, period: Measured(len(materialised(records, period))),
        RecordType.RISK,
        better=-1,
    ),
)
