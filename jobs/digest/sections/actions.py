"""What was to be done so that it does not happen again."""

from collections.abc import Sequence

from jobs.digest.charts import bars, over_time
from jobs.digest.model import Chart, Line, Section, SectionKey, Series, Unit
from jobs.digest.survey import Survey
from jobs.rules.metrics.action import (
    FLOW,
    STATE,
    age_in_days,
    buckets,
    created,
    done,
    overdue,
    overdue_count,
)
from jobs.rules.metrics.entry import Entry, State
from jobs.rules.metrics.period import moment_of
from jobs.rules.metrics.timeline import shown
from sync.message import Message, say

METRICS = (*FLOW, *STATE)
_BUCKETS = ("0-7", "8-14", "15-30", "31-60", "61-90", "91+")
"""Days, as ``buckets`` counts them."""


def actions(survey: Survey) -> Section:
    new = shown(survey.records.actions.began(survey.period))
    finished = shown(survey.records.actions.ended(survey.period, State.DONE))
    late = shown(overdue(survey.records, survey.period))
    return Section(
        SectionKey.ACTIONS,
        say("Prevention actions"),
        tuple(map(survey.figure, METRICS)),
        (
            survey.listing(
                say("Done"), finished, lambda each: survey.line(each.item, say("done")), say("None was done.")
            ),
            survey.listing(
                say("Overdue the longest"),
                late,
                lambda each: survey.line(each.item, due_since(each, survey)),
                say("None is overdue."),
                most=survey.options.oldest,
            ),
            survey.listing(
                say("New"), new, lambda each: survey.line(each.item, _promised(each, survey)), say("No new action.")
            ),
            survey.listing(
                say("Overdue by owner"),
                _by_owner(late, survey),
                lambda each: _owner(each, survey),
                say("None is overdue."),
            ),
        ),
        (_flow(survey), _ages(survey)),
    )


def _promised(each: Entry, survey: Survey) -> Message:
    due = moment_of(each.item, survey.zone, "due")
    return say("no due date") if due is None else say("due on {day}", day=due.astimezone(survey.zone).date())


def due_since(each: Entry, survey: Survey) -> Message:
    due = moment_of(each.item, survey.zone, "due")
    if due is None:
        return say("overdue")
    day = due.astimezone(survey.zone).date()
    return say("was due on {day}, {days} days ago", day=day, days=(survey.at.astimezone(survey.zone).date() - day).days)


def _by_owner(late: Sequence[Entry], survey: Survey) -> list[tuple[str, list[Entry]]]:
    found: dict[str, list[Entry]] = {}
    for each in late:
        for owner in survey.owners(each.item) or (None,):
            found.setdefault("" if owner is None else owner.name, []).append(each)
    return sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))


def _owner(group: tuple[str, list[Entry]], survey: Survey) -> Line:
    name, late = group
    text = (
        say("{name}: {count} overdue, the oldest is this one", name=name, count=len(late))
        if name
        else say("without an owner: {count} overdue, the oldest is this one", count=len(late))
    )
    return survey.line(late[0].item, text)


def _flow(survey: Survey) -> Chart:
    series = [
        Series(say("created"), survey.course(created)),
        Series(say("done"), survey.course(done)),
        Series(say("overdue at the end"), survey.course(overdue_count)),
    ]
    return over_time(survey, "actions.flow", say("Prevention actions by week"), series, about=2)


def _ages(survey: Survey) -> Chart:
    waiting = shown(survey.records.actions.open_at(survey.at))
    ages = [age for each in waiting if (age := age_in_days(each, survey.at)) is not None]
    counts = dict(zip(_BUCKETS, ((float(each),) for each in buckets(ages)), strict=True))
    return bars("actions.ages", say("Open actions by age in days"), counts, [say("open")], Unit.COUNT)
