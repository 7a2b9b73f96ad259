"""How many incidents there were, and how quickly each step of the response came."""

from collections.abc import Callable, Sequence

from jobs.rules.item import RecordType
from jobs.rules.metrics.entry import Entry
from jobs.rules.metrics.measured import Measured, Spread, share, spread
from jobs.rules.metrics.metric import Metric, Reckon, Unit
from jobs.rules.metrics.period import Period, minutes_between, moment_of
from jobs.rules.metrics.records import Records
from jobs.rules.metrics.timeline import shown
from sync.message import Message, say

_IMPACT = ("impact_start", "started")
_DECLARED = ("declared", "started")
_CUSTOMER = "Customer"


def count(records: Records, period: Period) -> Measured:
    return Measured(len(records.incidents.began(period)), excluded=records.incidents.undated)


def still_open(records: Records, period: Period) -> Measured:
    line = records.incidents
    return Measured(len(line.open_at(period.end)), excluded=line.untold)


def resolved_rate(records: Records, period: Period) -> Measured:
    began = shown(records.incidents.began(period))
    return share(sum(_resolved_by(each, records, period) for each in began), len(began))


def _resolved_by(each: Entry, records: Records, period: Period) -> bool:
    resolved = moment_of(each.item, records.zone, "resolved")
    return resolved is not None and resolved < period.end


def noticed_inside(records: Records, period: Period) -> Measured:
    methods = [records.option(each.item, "detection") for each in shown(records.incidents.began(period))]
    said = [method for method in methods if method not in ("", "Unknown")]
    return share(sum(method != _CUSTOMER for method in said), len(said), len(methods) - len(said))


def lapse(records: Records, period: Period, start: Sequence[str], end: str) -> Spread:
    """Return the minutes between two stamps for the incidents declared in the period."""
    began = shown(records.incidents.began(period))
    return spread(minutes_between(each.item, tuple(start), (end,)) for each in began)


def _spread(key: str, name: Message, text: Message, start: Sequence[str], end: str) -> tuple[Metric, Metric]:
    def of(said: Callable[[Spread], Measured]) -> Reckon:
        return lambda records, period: said(lapse(records, period, start, end))

    middle = Metric(
        f"{key}.median",
        say("{name}, median", name=name),
        say("{text} Of the incidents declared in the window; half took no longer.", text=text),
        of(Spread.median),
        RecordType.INCIDENT,
        Unit.MINUTES,
        -1,
    )
    late = Metric(
        f"{key}.p90",
        say("{name}, 90th percentile", name=name),
        say(
            "{text} Nine of ten took no longer; interpolated between the two nearest values, as PERCENTILE in a "
            "spreadsheet does.",
            text=text,
        ),
        of(Spread.p90),
        RecordType.INCIDENT,
        Unit.MINUTES,
        -1,
    )
    return middle, late


COUNTS = (
    Metric(
        "incidents.count",
        say("Incidents"),
        say("Declared (else started) in the window; drills, maintenance, duplicates and cancelled ones do not count."),
        count,
        RecordType.INCIDENT,
        better=-1,
    ),
    Metric(
        "incidents.open",
        say("Open at the end"),
        say("Declared before the end of the window and not resolved before it."),
        still_open,
        RecordType.INCIDENT,
        better=-1,
    ),
    Metric(
        "incidents.resolved_rate",
        say("Resolved"),
        say("Of the incidents declared in the window, those resolved before its end."),
        resolved_rate,
        RecordType.INCIDENT,
        Unit.PERCENT,
        1,
    ),
    Metric(
        "incidents.noticed_inside",
        say("Noticed before a customer said so"),
        say("Of the incidents declared in the window whose way of detection is set, those not reported by a customer."),
        noticed_inside,
        RecordType.INCIDENT,
        Unit.PERCENT,
        1,
    ),
)
TIMES = (
    *_spread(
        "ttd",
        say("Time to detect"),
        say("Detected minus start of the impact (else started)."),
        _IMPACT,
        "detected",
    ),
    *_spread(
        "tta",
        say("Time to acknowledge"),
        say("First acknowledged minus started; what was never acknowledged is left out and counted."),
        ("started",),
        "acknowledged",
    ),
    *_spread(
        "ttm",
        say("Time to mitigate"),
        say("Mitigated minus start of the impact (else started)."),
        _IMPACT,
        "mitigated",
    ),
    *_spread("ttr", say("Time to resolve"), say("Resolved minus declared (else started)."), _DECLARED, "resolved"),
    *_spread("repair", say("Time to repair"), say("End of the impact minus detected."), ("detected",), "impact_end"),
)
