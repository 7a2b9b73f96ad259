"""What became of the risks, and which wait for people."""

from collections.abc import Mapping, Sequence

from jobs.digest.charts import bars
from jobs.digest.model import Chart, ChartKind, Line, Section, SectionKey, Unit
from jobs.digest.survey import Survey
from jobs.digest.wording import number
from jobs.rules.finding import Finding
from jobs.rules.item import Item, RecordType
from jobs.rules.metrics.entry import Entry
from jobs.rules.metrics.period import moment_of
from jobs.rules.metrics.risk import METRICS, Rescore, accepted, materialised, rescored, review_overdue
from jobs.rules.metrics.timeline import shown
from jobs.rules.reading import options
from sync.message import say

FIXED, EXPIRED = "risk.done", "risk.expired"


def risks(survey: Survey) -> Section:
    records, period = survey.records, survey.period
    new = shown(records.risks.began(period))
    moved = [each for each in rescored(records, period) if not each.entry.hidden]
    late = shown(review_overdue(records, survey.at))
    said = by_rule(survey)
    return Section(
        SectionKey.RISKS,
        say("Risks"),
        tuple(map(survey.figure, METRICS)),
        (
            survey.listing(say("New"), new, lambda each: survey.line(each.item, say("new")), say("No new risk.")),
            survey.listing(say("Scored anew"), moved, lambda each: _moved(each, survey), say("No score moved.")),
            survey.listing(
                say("Review overdue"), late, lambda each: waiting(each, survey), say("No review is overdue.")
            ),
            survey.listing(
                say("Happened"), happened(survey), lambda each: occurred(*each, survey), say("None happened.")
            ),
            survey.told(say("Fixed, but still open"), said.get(FIXED, []), say("None is fixed and still open.")),
            survey.listing(
                say("Closed"),
                shown(records.risks.ended(period)),
                lambda each: survey.line(each.item, say("closed")),
                say("None was closed."),
            ),
            survey.listing(
                say("Accepted"),
                shown(accepted(records, period)),
                lambda each: survey.line(each.item, say("accepted")),
                say("None was accepted."),
            ),
            survey.told(
                say("Accepted for a time that is over"), said.get(EXPIRED, []), say("No acceptance has run out.")
            ),
        ),
        (_by_status(survey),),
    )


def by_rule(survey: Survey) -> Mapping[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for each in survey.material.findings:
        if each.rule in (FIXED, EXPIRED) and survey.open_to_all(each):
            found.setdefault(each.rule, []).append(each)
    return found


def happened(survey: Survey) -> list[tuple[Entry, Item]]:
    """Return the risks that happened and that may be shown, each with its incident."""
    return [
        (risk, incident)
        for risk, incident in materialised(survey.records, survey.period)
        if not risk.hidden and incident.key not in survey.hidden
    ]


def occurred(risk: Entry, incident: Item, survey: Survey) -> Line:
    text = say("it happened: {incident}", incident=incident.title or str(incident.record))
    return survey.line(risk.item, text)


def waiting(each: Entry, survey: Survey) -> Line:
    due = moment_of(each.item, survey.zone, "next_review")
    day = None if due is None else due.astimezone(survey.zone).date()
    return survey.line(each.item, say("its review was due on {day}", day=day))


def _moved(each: Rescore, survey: Survey) -> Line:
    return survey.line(each.entry.item, say("score {old} → {new}", old=number(each.old), new=number(each.new)))


def _by_status(survey: Survey) -> Chart:
    """Count the open risks by status and priority."""
    found: dict[str, dict[str, int]] = {}
    for each in shown(survey.records.risks.open_at(survey.at)):
        status, priority = (survey.records.option(each.item, role) for role in ("status", "priority"))
        found.setdefault(status, {}).setdefault(priority, 0)
        found[status][priority] += 1
    priorities = _ordered({name for counts in found.values() for name in counts}, options("priority"))
    statuses = _ordered(set(found), options("risk_status"))
    counts = {
        survey.named(RecordType.RISK, "status", status): [float(found[status].get(name, 0)) for name in priorities]
        for status in statuses
    }
    if priorities == [""]:
        return bars("risks.by_status", say("Open risks by status"), counts, [say("risks")], Unit.COUNT)
    names = [survey.named(RecordType.RISK, "priority", name) if name else say("no priority") for name in priorities]
    title = say("Open risks by status and priority")
    return bars("risks.by_status", title, counts, names, Unit.COUNT, kind=ChartKind.STACKED)


def _ordered(names: set[str], order: Sequence[str]) -> list[str]:
    return sorted(names, key=lambda name: (order.index(name) if name in order else len(order), name))
