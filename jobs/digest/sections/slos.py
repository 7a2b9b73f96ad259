"""Error budgets: what is used, what is left, how fast, and what the policy asks for."""

from collections.abc import Sequence

from jobs.digest.charts import bars
from jobs.digest.model import Chart, ChartKind, Definition, Figure, Line, Section, SectionKey, Unit
from jobs.digest.survey import Survey
from jobs.digest.wording import number
from jobs.rules.item import RecordType
from jobs.rules.metrics.slo import Budget, Burn, Source, broken_policy, budget
from sync.message import Message, say

_SOURCES = {
    Source.EVENTS: say("from good and total events"),
    Source.MINUTES: say("from bad minutes"),
    Source.INCIDENTS: say("from its incidents"),
    Source.STATED: say("as the table says"),
}
DEFINITIONS = (
    Definition(
        "slo.spent",
        say("Budgets used up"),
        say(
            "Objectives whose consumption is 100 % or more. Budget: (1 - objective) × window. Consumption: the share "
            "of bad events, or bad minutes, against the budget; where the table has neither, what its incidents say."
        ),
    ),
    Definition(
        "slo.remaining", say("Budget remaining"), say("100 % minus the consumption; below zero when more was used.")
    ),
    Definition(
        "slo.burn_rate",
        say("Burn rate"),
        say(
            "How fast the budget is used against an even rate: at 1 it is used up exactly at the end of the window of "
            "the objective. By the incidents of this window where they say what they used, else over the whole one."
        ),
    ),
)


def slos(survey: Survey) -> Section:
    items = [item for item in survey.scene.of(RecordType.SLO) if item.key not in survey.hidden]
    found = [(item, budget(item, survey.records, survey.period)) for item in items]
    known = [each for _, each in found if each is not None]
    known.sort(key=lambda each: (1.0 if each.remaining is None else each.remaining, each.item.key))
    odd = [item for item, each in found if each is None]
    broken = [each for item in items for each in broken_policy(item, survey.records, survey.period)]
    broken = sorted(broken, key=lambda each: (each.answered, -each.percent))
    spent = sum(each.remaining is not None and each.remaining <= 0 for each in known)
    listings = [
        survey.listing(say("Budgets"), known, lambda each: state(each, survey), say("There is no objective.")),
        survey.listing(
            say("Against the budget policy"),
            broken,
            lambda each: policy(each, survey),
            say("Nothing broke the policy."),
        ),
    ]
    if odd:
        listings.append(
            survey.listing(
                say("Cannot be reckoned"),
                odd,
                lambda item: survey.line(item, say("its objective or its window cannot be made out")),
            )
        )
    figures = [Figure("slo.spent", DEFINITIONS[0].name, spent, better=-1)] if known else []
    for each in known[: survey.options.lines]:
        figures += _figures(each, survey)
    return Section(
        SectionKey.SLO, say("Objectives and error budgets"), tuple(figures), tuple(listings), (_chart(known, survey),)
    )


def _figures(each: Budget, survey: Survey) -> list[Figure]:
    title = survey.veil.text(each.item.title) or str(each.item.record)
    left, rate = each.remaining, each.burn_rate
    return [
        Figure(
            "slo.remaining",
            say("{title}: budget remaining", title=title),
            None if left is None else 100 * left,
            Unit.PERCENT,
            better=1,
        ),
        Figure("slo.burn_rate", say("{title}: burn rate", title=title), rate, Unit.RATIO, better=-1),
    ]


def state(each: Budget, survey: Survey) -> Line:
    """Say an objective's budget in one line."""
    target, minutes = f"{100 * each.target:g}", number(each.minutes)
    if each.consumed is None or each.source is None:
        text = say(
            "{target} % over {days} days: budget {minutes} min; what was used is not known",
            target=target,
            days=number(each.days),
            minutes=minutes,
        )
    else:
        text = say(
            "{target} % over {days} days: budget {minutes} min, used {used} %, left {left} %, "
            "burn rate {rate} ({source})",
            target=target,
            days=number(each.days),
            minutes=minutes,
            used=number(100 * each.consumed),
            left=number(100 * (1 - each.consumed)),
            rate=round(each.burn_rate or 0, 2),
            source=_SOURCES[each.source],
        )
    return survey.line(each.item, text)


def policy(each: Burn, survey: Survey) -> Line:
    """Say what used too much of a budget and what the policy asks for then."""
    objective = each.slo.title or str(each.slo.record)
    percent, first = number(each.percent), each.entries[0].item
    if each.cause:
        what = say(
            "{cause}: {count} incidents used {percent} % of a quarter's budget of {objective}",
            cause=each.cause,
            count=len(each.entries),
            percent=percent,
            objective=objective,
        )
        asked = say("a P0 action belongs in the plan of the quarter")
    else:
        what = say("used {percent} % of a four-week budget of {objective}", percent=percent, objective=objective)
        asked = say("it needs a post-mortem with at least one P0 action")
    answer: Message = say("there is one") if each.answered else say("there is none")
    return survey.line(first, say("{what}: {asked}; {answer}", what=what, asked=asked, answer=answer))


def _chart(known: Sequence[Budget], survey: Survey) -> Chart:
    named = [
        (survey.veil.text(each.item.title) or str(each.item.record), each) for each in known[: survey.options.lines]
    ]
    counts = {
        _once(title, [other for other, _ in named[:place]]): _shares(each) for place, (title, each) in enumerate(named)
    }
    names = [say("used"), say("remaining")]
    return bars("slo.budget", say("Error budgets"), counts, names, Unit.PERCENT, kind=ChartKind.GROUPED, about=1)


def _shares(each: Budget) -> tuple[float | None, float | None]:
    if each.consumed is None:
        return None, None
    return 100 * each.consumed, max(0.0, 100 * (1 - each.consumed))


def _once(title: str, before: Sequence[str]) -> str:
    """Tell objectives of one name apart."""
    return f"{title} ({before.count(title) + 1})" if title in before else title
