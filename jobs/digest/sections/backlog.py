"""What went into the backlog and came out, and what got in without a decision."""

from jobs.digest.charts import over_time
from jobs.digest.model import Section, SectionKey, Series
from jobs.digest.survey import Survey
from jobs.rules.finding import Family
from jobs.rules.metrics.backlog import METRICS, created, done, dropped, still_open
from jobs.rules.metrics.entry import Entry, State
from jobs.rules.metrics.timeline import shown
from jobs.rules.reading import options
from sync.message import Message, say


def backlog(survey: Survey) -> Section:
    records, period = survey.records, survey.period
    order = options("priority")
    waiting = sorted(
        shown(records.backlog.open_at(survey.at)),
        key=lambda each: (
            order.index(found) if (found := records.option(each.item, "priority")) in order else len(order),
            each.began or survey.at,
        ),
    )
    return Section(
        SectionKey.BACKLOG,
        say("Backlog"),
        tuple(map(survey.figure, METRICS)),
        (
            survey.listing(
                say("New"),
                shown(records.backlog.began(period)),
                lambda each: survey.line(each.item, _origin(each, survey)),
                say("No new item."),
            ),
            survey.listing(
                say("Done or cancelled"),
                shown(records.backlog.ended(period)),
                lambda each: survey.line(each.item, say("cancelled") if each.state is State.DROPPED else say("done")),
                say("None was done."),
            ),
            survey.listing(
                say("The most urgent, oldest first"),
                waiting,
                lambda each: survey.line(each.item, say("open")),
                say("The backlog is empty."),
                most=survey.options.oldest,
            ),
            survey.told(
                say("In the backlog without a decision"),
                survey.findings(Family.GATE),
                say("Each has its decision."),
            ),
        ),
        (
            over_time(
                survey,
                "backlog.flow",
                say("Backlog by week"),
                [
                    Series(say("created"), survey.course(created)),
                    Series(say("done"), survey.course(done)),
                    Series(say("cancelled"), survey.course(dropped)),
                    Series(say("open at the end"), survey.course(still_open)),
                ],
                about=3,
            ),
        ),
    )


def _origin(each: Entry, survey: Survey) -> Message:
    origin = survey.term(each.item, "origin")
    return say("new, from: {origin}", origin=origin) if origin is not None else say("new")
