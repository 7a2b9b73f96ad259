"""What matters: at most a few lines, chosen by rules that are written down, each leading to a record.

In this order, one line each, no record twice: the gravest new incident; a risk that happened; an incident that an open
action would have prevented; a budget that is used up, or an incident that used too much of one; the action that is
overdue the longest; the gravest incident whose review is overdue; what is in the backlog without a decision; the
acceptance that has run out; the risk whose review waits the longest; the risk that is fixed and still open; the
conflict that waits the longest.
"""

from collections.abc import Iterator

from jobs.digest.model import Amount, Line, Section, SectionKey, Unit
from jobs.digest.sections.actions import due_since
from jobs.digest.sections.causes import again
from jobs.digest.sections.risks import EXPIRED, FIXED, by_rule, happened, occurred, waiting
from jobs.digest.sections.slos import policy
from jobs.digest.survey import Survey
from jobs.digest.wording import number
from jobs.rules.finding import Family
from jobs.rules.item import RecordType
from jobs.rules.metrics.action import overdue
from jobs.rules.metrics.postmortem import overdue as reviews_overdue
from jobs.rules.metrics.repeat import repeats
from jobs.rules.metrics.response import count
from jobs.rules.metrics.risk import review_overdue
from jobs.rules.metrics.severity import rank, severity_of
from jobs.rules.metrics.slo import broken_policy, budget
from jobs.rules.metrics.timeline import shown
from sync.message import say


def highlights(survey: Survey) -> Section:
    lines: list[Line] = []
    seen: set[tuple[str, object]] = set()
    for line in _candidates(survey):
        if len(lines) == survey.options.highlights:
            break
        if (line.table, line.record) not in seen:
            lines.append(line)
            seen.add((line.table, line.record))
    listing = survey.listing(
        say("What changed, and what needs a decision"),
        lines,
        lambda line: line,
        say("Nothing new, and nothing waits for a decision."),
    )
    return Section(SectionKey.HIGHLIGHTS, say("What matters this week"), listings=(listing,))


def _candidates(survey: Survey) -> Iterator[Line]:
    yield from _changed(survey)
    yield from _late(survey)
    yield from _undecided(survey)


def _changed(survey: Survey) -> Iterator[Line]:
    records, period = survey.records, survey.period
    for each in survey.gravest(records.incidents.began(period))[:1]:
        all_new = int(count(records, period).value or 0)
        text = say("the gravest of {count} new incidents", count=all_new) if all_new > 1 else say("a new incident")
        ending = say("still open") if each.open_at(survey.at) else say("over")
        yield survey.line(each.item, say("{text}, {state}", text=text, state=ending))
    for risk, incident in happened(survey)[:1]:
        yield occurred(risk, incident, survey)
    avoidable = [each for each in repeats(records, period) if each.actions]
    for repeat in avoidable[:1]:
        yield again(repeat, survey)
    yield from _budgets(survey)


def _budgets(survey: Survey) -> Iterator[Line]:
    items = [item for item in survey.scene.of(RecordType.SLO) if item.key not in survey.hidden]
    budgets = [found for item in items if (found := budget(item, survey.records, survey.period)) is not None]
    spent = [each for each in budgets if each.consumed is not None and each.consumed >= 1]
    for each in sorted(spent, key=lambda each: -(each.consumed or 0))[:1]:
        used, days = Amount(100 * (each.consumed or 0), Unit.PERCENT), number(each.days)
        text = say("its error budget of {days} days is used up: {used}", days=days, used=used)
        yield survey.line(each.item, text)
    broken = [each for item in items for each in broken_policy(item, survey.records, survey.period)]
    unanswered = [each for each in broken if not each.answered]
    for burn in sorted(unanswered, key=lambda each: -each.percent)[:1]:
        yield policy(burn, survey)


def _late(survey: Survey) -> Iterator[Line]:
    late = overdue(survey.records, survey.period)
    for each in shown(late)[:1]:
        yield survey.line(
            each.item, say("{due}; overdue in all: {count}", due=due_since(each, survey), count=len(late))
        )
    reviews = [each for each in reviews_overdue(survey.records, survey.period) if not each.entry.hidden]
    for review in sorted(reviews, key=lambda each: (rank(severity_of(each.entry, survey.records)), each.due))[:1]:
        yield survey.line(review.entry.item, say("its post-mortem should have been reviewed by {day}", day=review.due))


def _undecided(survey: Survey) -> Iterator[Line]:
    said = by_rule(survey)
    for finding in [*survey.findings(Family.GATE)[:1], *said.get(EXPIRED, [])[:1]]:
        yield survey.found(finding)
    for each in shown(review_overdue(survey.records, survey.at))[:1]:
        yield waiting(each, survey)
    for finding in said.get(FIXED, [])[:1]:
        yield survey.found(finding)
    conflicts = sorted(survey.material.health.conflicts, key=lambda each: each.since or survey.at)
    for conflict in conflicts:
        item = None if conflict.record is None else survey.items.get((conflict.table, conflict.record))
        if item is not None and item.key not in survey.hidden:
            yield survey.line(item, say("both sides changed it, and nobody has decided yet"))
            return
