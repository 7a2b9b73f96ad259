"""How grave incidents are, and whether their grades hold."""

from collections.abc import Mapping

from jobs.digest.charts import bars
from jobs.digest.model import Line, Section, SectionKey, Unit
from jobs.digest.survey import Survey
from jobs.rules.finding import Family
from jobs.rules.metrics.entry import Entry
from jobs.rules.metrics.severity import METRICS, UNSET, Regrade, distribution, regrade, severity_of
from jobs.rules.metrics.timeline import shown
from sync.message import say

_SHORT = 4
"""Windows of the shorter distribution; the longer one has 13."""


def severity(survey: Survey) -> Section:
    records = survey.records
    spans = [
        [each for _, period in survey.trend[-back:] for each in records.incidents.began(period)]
        for back in (_SHORT, 13)
    ]
    short, long = (distribution(records, each) for each in spans)
    counts = {name or "-": (float(short.get(name, 0)), float(long[name])) for name in long}
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
                say("Incidents by severity"),
                counts,
                [
                    say("the last {count} windows", count=_SHORT),
                    say("the last {count} windows", count=len(survey.trend)),
                ],
                Unit.COUNT,
            ),
        ),
        tuple(
            say("{option}: {short} of {all_short} in {weeks} windows, {long} of {all_long} in {more}", **values)
            for values in _shares(survey, short, long)
        ),
    )


def _shares(survey: Survey, short: Mapping[str, int], long: Mapping[str, int]) -> list[dict[str, object]]:
    return [
        {
            "option": name or "-",
            "short": short.get(name, 0),
            "all_short": sum(short.values()),
            "weeks": _SHORT,
            "long": count,
            "all_long": sum(long.values()),
            "more": len(survey.trend),
        }
        for name, count in long.items()
    ]


def _unset(each: Entry, survey: Survey) -> bool:
    return severity_of(each, survey.records) == UNSET


def _anew(each: Regrade, survey: Survey) -> Line:
    return survey.line(each.entry.item, say("{first} → {last}", first=each.first, last=each.last))
