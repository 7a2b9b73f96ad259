"""What stands still, since when, and what moves again; from the spells that earlier runs noted."""

from datetime import datetime

from jobs.rules.metrics.measured import Measured, share
from jobs.rules.metrics.metric import Metric, Unit
from jobs.rules.metrics.period import Period, in_utc
from jobs.rules.metrics.records import Key, Records
from sync.message import say


def newly(records: Records, period: Period) -> list[Key]:
    """Return the records whose spell began in the period."""
    return _keys([(each.key[1:3], in_utc(each.since, records.zone)) for each in records.stale_spells], period)


def again(records: Records, period: Period) -> list[Key]:
    """Return the records whose spell ended in the period and that have no other now."""
    over = [
        (each.key[1:3], None if each.until is None else in_utc(each.until, records.zone))
        for each in records.stale_spells
    ]
    still = set(standing(records, period.end))
    return [key for key in _keys(over, period) if key not in still]


def standing(records: Records, at: datetime) -> list[Key]:
    """Return the records that were in a spell then."""
    found = {
        each.key[1:3] for each in records.stale_spells if each.since < at and (each.until is None or each.until >= at)
    }
    return sorted(found)


def _keys(moments: list[tuple[Key, datetime | None]], period: Period) -> list[Key]:
    return sorted({key for key, moment in moments if moment in period})


def _count(records: Records, keys: list[Key]) -> Measured:
    return Measured(len(keys) if records.stale_spells else None)


def _rate(records: Records, period: Period) -> Measured:
    lines = (records.incidents, records.actions, records.risks, records.backlog)
    open_ones = {each.item.key for line in lines for each in line.open_at(period.end) if not each.hidden}
    if not records.stale_spells:
        return Measured(None, len(open_ones))
    return share(sum(key in open_ones for key in standing(records, period.end)), len(open_ones))


METRICS = (
    Metric(
        "stale.count",
        say("Stale"),
        say("Records that were stale at the end of the window by the rules of their type, as runs noted it."),
        lambda records, period: _count(records, standing(records, period.end)),
        None,
        better=-1,
    ),
    Metric(
        "stale.rate",
        say("Share of the open records that are stale"),
        say("Stale records of all records open at the end of the window."),
        _rate,
        None,
        Unit.PERCENT,
        -1,
    ),
    Metric(
        "stale.new",
        say("Newly stale"),
        say("Records that became stale in the window."),
        lambda records, period: _count(records, newly(records, period)),
        None,
        better=-1,
    ),
    Metric(
        "stale.again",
        say("Moving again"),
        say("Records that were stale and no longer are since some time in the window."),
        lambda records, period: _count(records, again(records, period)),
        None,
        better=1,
    ),
)
