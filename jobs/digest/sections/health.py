"""How the sync is: conflicts that wait, held fields, rows that could not be read."""

from datetime import UTC
from itertools import groupby

from jobs.digest.confidential import without_quotes
from jobs.digest.health import Trouble
from jobs.digest.model import Line, Section, SectionKey
from jobs.digest.survey import Survey
from jobs.rules.finding import Unjudged
from sync.message import Message, say


def health(survey: Survey) -> Section:
    state = survey.material.health
    shown = [[each for each in group if _may(each, survey)] for group in (state.conflicts, state.held, state.unread)]
    conflicts, held, unread = shown
    left_out = sum(map(len, (state.conflicts, state.held, state.unread))) - sum(map(len, shown))
    notes: list[Message] = []
    if state.last_run is not None:
        notes.append(say("The last run that ended well: {at}", at=state.last_run.astimezone(survey.zone)))
    if left_out:
        notes.append(say("{count} more are about confidential records.", count=left_out))
    if survey.options.confidential:
        notes.append(say("Records marked confidential: {count}.", count=len(survey.hidden)))
    odd = sorted(
        (each for each in survey.material.unjudged if (each.table, each.record) not in survey.hidden),
        key=lambda each: (each.rule, each.table, each.record),
    )
    groups = [(rule, list(group)) for rule, group in groupby(odd, lambda each: each.rule)]
    return Section(
        SectionKey.HEALTH,
        say("The sync and the data"),
        listings=(
            survey.listing(
                say("Conflicts that wait for a decision"),
                conflicts,
                lambda each: _trouble(each, survey),
                say("None waits."),
            ),
            survey.listing(
                say("Fields that are held"), held, lambda each: _trouble(each, survey), say("None is held.")
            ),
            survey.listing(
                say("Rows that could not be read"), unread, lambda each: _trouble(each, survey), say("All were read.")
            ),
            survey.listing(
                say("Rules that could not judge a record"), groups, lambda each: _odd(*each, survey), say("All could.")
            ),
        ),
        notes=tuple(notes),
    )


def _may(each: Trouble, survey: Survey) -> bool:
    return each.record is None or (each.table, each.record) not in survey.hidden


def _trouble(each: Trouble, survey: Survey) -> Line:
    """Say what is wrong. Where nobody can tell whose row it is, its texts are not quoted if some are confidential."""
    item = None if each.record is None else survey.items.get((each.table, each.record))
    known = item is not None or not survey.options.confidential
    why = each.why if known else without_quotes(each.why)
    text = survey.veil(say("{field}: {why}", field=each.field, why=why) if each.field else why)
    age = None if each.since is None else survey.at - each.since.astimezone(UTC)
    if item is not None:
        line = survey.line(item, text)
        return Line(text, each.table, each.record, line.title, each.url or line.url, line.owners, age, line.marks)
    return Line(text, each.table, each.record, survey.veil.text(each.title) if known else "", each.url, (), age)


def _odd(rule: str, group: list[Unjudged], survey: Survey) -> Line:
    first = group[0]
    item = survey.items.get((first.table, first.record))
    text = say("{rule}: {count}, such as this one: {why}", rule=rule, count=len(group), why=first.why)
    return Line(survey.veil(text), first.table) if item is None else survey.line(item, text)
