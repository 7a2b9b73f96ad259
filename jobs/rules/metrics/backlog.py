"""What goes into the backlog and comes out of it."""

from collections.abc import Sequence

from jobs.rules.item import RecordType
from jobs.rules.metrics.action import age_in_days
from jobs.rules.metrics.entry import Entry, State
from jobs.rules.metrics.measured import Measured, share, spread
from jobs.rules.metrics.metric import Metric, Unit
from jobs.rules.metrics.period import Period
from jobs.rules.metrics.records import Records
from jobs.rules.metrics.timeline import shown
from sync.message import say

_FROM_TROUBLE = ("Risk", "Incident")


def created(records: Records, period: Period) -> Measured:
    return Measured(len(records.backlog.began(period)), excluded=records.backlog.undated)


def done(records: Records, period: Period) -> Measured:
    return Measured(len(records.backlog.ended(period, State.DONE)), excluded=records.backlog.endless(State.DONE))


def dropped(records: Records, period: Period) -> Measured:
    return Measured(len(records.backlog.ended(period, State.DROPPED)), excluded=records.backlog.endless(State.DROPPED))


def net(records: Records, period: Period) -> Measured:
    line = records.backlog
    return Measured(len(line.began(period)) - len(line.ended(period)))


def still_open(records: Records, period: Period) -> Measured:
    return Measured(len(records.backlog.open_at(period.end)), excluded=records.backlog.untold)


def open_age(records: Records, period: Period) -> Measured:
    waiting = shown(records.backlog.open_at(period.end))
    return spread(age_in_days(each, period.end) for each in waiting).median()


def from_trouble(records: Records, period: Period) -> Measured:
    began = shown(records.backlog.began(period))
    return share(sum(_from_trouble(each, records) for each in began), len(began))


def _from_trouble(each: Entry, records: Records) -> bool:
    if records.option(each.item, "origin") in _FROM_TROUBLE:
        return True
    links: Sequence[object] = [each.item.get("risks"), each.item.get("incidents")]
    return any(links) or bool(records.related(each.item, RecordType.RISK, ("risks",), ("backlog",)))


METRICS = (
    Metric(
        "backlog.created",
        say("New items"),
        say("Backlog items created in the window."),
        created,
        RecordType.BACKLOG,
    ),
    Metric("backlog.done", say("Done"), say("Backlog items done in the window."), done, RecordType.BACKLOG, better=1),
    Metric(
        "backlog.dropped",
        say("Cancelled"),
        say("Backlog items cancelled, or closed as duplicates, in the window."),
        dropped,
        RecordType.BACKLOG,
    ),
    Metric(
        "backlog.net",
        say("Net growth"),
        say("Created minus done and cancelled in the window."),
        net,
        RecordType.BACKLOG,
        better=-1,
    ),
    Metric(
        "backlog.open",
        say("Open"),
        say("Backlog items open at the end of the window."),
        still_open,
        RecordType.BACKLOG,
        better=-1,
    ),
    Metric(
        "backlog.open_age",
        say("Age of the open, median"),
        say("From creation to the end of the window."),
        open_age,
        RecordType.BACKLOG,
        Unit.DAYS,
        -1,
    ),
    Metric(
        "backlog.from_trouble",
        say("From risks and incidents"),
        say("Of the backlog items created in the window, those that come from a risk or an incident."),
        from_trouble,
        RecordType.BACKLOG,
        Unit.PERCENT,
    ),
)
