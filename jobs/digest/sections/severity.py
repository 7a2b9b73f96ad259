"""How grave incidents are, and whether their grades hold."""

from collections.abc import Mapping

from jobs.digest.charts import bars
from jobs.digest.model import ChartKind, Line, Section, SectionKey, Unit
from jobs.digest.survey import Survey
from jobs.digest.wording import number
from jobs.rules.finding import Family
from jobs.rules.item import RecordType
from jobs.rules.metrics.entry import Entry
from jobs.rules.metrics.measured import share
from jobs.rules.metrics.severity import METRICS, UNSET, Regrade, distribution, regrade, severity_of
from jobs.rules.metrics.timeline import shown
from sync.message import Message, say

_SHORT = 4
"""Windows of the shorter distribution; the longer one has 13."""


def severity(survey: Survey) -> Section:
    records = survey.records
    spans = [
        [each for _, period in survey.trend[-back:] for each in records.incidents.began(period)]
        for back in (_SHORT, 13)
    ]
    short, long = (distribution(records, each) for each in spans)
    counts = {_named(name, survey): (float(short.get(name, 0)), float(long[name])) for name in long}
    anew = [
        found for each in shown(records.incidents.ended(survey.period)) if (found := regrade(each, records)) is not None
    ]
    without = [each for each in survey.gravest(records.incidents.began(survey.period)) if _unset(each, survey)]
    return Section(
        SectionKey.SEVERITY,
        say("Severity"),
        tuple(map(survey.figure, METRICS)),
        (
            survey.listing(say("Graded anew"), anew, lambda each: _anew(each, survey), say("None was graded anew.")),
            survey.listing(
                say("Without a severity"),
                without,
                lambda each: survey.line(each.item, say("its severity is not set")),
                say("Each has a severity."),
            ),
            survey.told(
                say("Severity to be looked at"),
                survey.findings(Family.SEVERITY),
                say("Nothing speaks against the severities."),
            ),
        ),
        (
            bars(
                "severity.distribution",
                say("Incidents by severity, lately"),
                counts,
                [
                    say("last {count} windows", count=_SHORT),
                    say("last {count} windows", count=len(survey.trend)),
                ],
                Unit.COUNT,
                kind=ChartKind.GROUPED,
            ),
        ),
        tuple(_share(name, short, long, survey) for name in long),
    )


def _share(name: str, short: Mapping[str, int], long: Mapping[str, int], survey: Survey) -> Message:
    """Say how many of the incidents of the last windows have a severity, and what share where there are enough."""
    return say(
        "{option}: {short} in {weeks} windows, {long} in {more}",
        option=_named(name, survey),
        short=_of_all(short.get(name, 0), sum(short.values())),
        weeks=_SHORT,
        long=_of_all(long[name], sum(long.values())),
        more=len(survey.trend),
    )


def _of_all(count: int, every: int) -> Message:
    percent = share(count, every).value
    if percent is None:
        return say("{count} of {all}", count=count, all=every)
    return say("{count} of {all} ({percent} %)", count=count, all=every, percent=number(percent))


def _named(name: str, survey: Survey) -> Message:
    return survey.named(RecordType.INCIDENT, "severity", name)


def _unset(each: Entry, survey: Survey) -> bool:
    return severity_of(each, survey.records) == UNSET


def _anew(each: Regrade, survey: Survey) -> Line:
    first, last = (_named(name, survey) for name in (each.first, each.last))
    return survey.line(each.entry.item, say("{first} → {last}", first=first, last=last))
