"""New and open incidents, and how quickly they were answered."""

from datetime import timedelta

from jobs.digest.charts import over_time
from jobs.digest.model import Chart, Line, Section, SectionKey, Series, Unit
from jobs.digest.survey import Survey
from jobs.digest.wording import listed
from jobs.rules.item import RecordType
from jobs.rules.metrics.cause import tags
from jobs.rules.metrics.entry import Entry
from jobs.rules.metrics.measured import Spread
from jobs.rules.metrics.period import minutes_between
from jobs.rules.metrics.response import COUNTS, TIMES, lapse
from jobs.rules.metrics.severity import distribution, rank
from jobs.rules.metrics.timeline import shown
from sync.message import Message, say

METRICS = (*COUNTS, *TIMES)


def incidents(survey: Survey) -> Section:
    records, period = survey.records, survey.period
    began = records.incidents.began(period)
    new = survey.gravest(began)
    earlier = [each for each in shown(records.incidents.open_at(period.end)) if each.began not in period]
    waiting = sorted(earlier, key=lambda each: (each.began or period.start, each.item.key))
    return Section(
        SectionKey.INCIDENTS,
        say("New and open incidents"),
        tuple(map(survey.figure, METRICS)),
        (
            survey.listing(say("New"), new, lambda each: _new(each, survey), say("No new incident.")),
            survey.listing(
                say("Open from before"), waiting, lambda each: _open(each, survey), say("None is open from before.")
            ),
        ),
        (_by_severity(survey), _times(survey)),
        (),
    )


def _new(each: Entry, survey: Survey) -> Line:
    return survey.line(each.item, say("{where}{state}", where=_where(each), state=_state(each, survey)))


def _open(each: Entry, survey: Survey) -> Line:
    return survey.line(each.item, say("{where}still open", where=_where(each)))


def _where(each: Entry) -> Message | str:
    places = tags(each.item, "services")
    return say("{services}: ", services=listed(places)) if places else ""


def _state(each: Entry, survey: Survey) -> Message:
    if each.open_at(survey.at):
        return say("still open")
    minutes = minutes_between(each.item, ("declared", "started"), ("resolved",))
    if minutes is None:
        return say("over; how long it took cannot be told")
    return say("resolved after {length}", length=timedelta(minutes=minutes))


def _by_severity(survey: Survey) -> Chart:
    began = [survey.records.incidents.began(period) for _, period in survey.trend]
    counts = [distribution(survey.records, each) for each in began]
    names = sorted({name for each in counts for name in each}, key=lambda name: (rank(name), name == "", name))
    said = {name: survey.named(RecordType.INCIDENT, "severity", name) for name in names}
    series = [Series(said[name], tuple(float(each.get(name, 0)) for each in counts)) for name in names]
    hidden = tuple(float(sum(one.hidden for one in each)) for each in began)
    if any(hidden):
        series.append(Series(say("confidential"), hidden))
    return over_time(survey, "incidents.by_severity", say("Incidents by severity"), series, stacked=True)


def _times(survey: Survey) -> Chart:
    spreads = [lapse(survey.records, period, ("declared", "started"), "resolved") for _, period in survey.trend]
    series = [
        Series(name, tuple(said(each).value for each in spreads))
        for name, said in ((say("median"), Spread.median), (say("90th percentile"), Spread.p90))
    ]
    return over_time(survey, "incidents.ttr", say("Time to resolve"), series, Unit.MINUTES)
