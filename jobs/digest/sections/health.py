"""How the sync is: conflicts that wait, held fields, rows that could not be read."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC
from typing import TypeVar

from jobs.digest.confidential import Key, without_quotes
from jobs.digest.health import Trouble
from jobs.digest.model import Line, Section, SectionKey
from jobs.digest.survey import Survey
from jobs.rules.finding import Unjudged
from sync.message import Message, say

T = TypeVar("T")


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
    odd = [each for each in survey.material.unjudged if (each.table, each.record) not in survey.hidden]
    same = sorted(_alike(odd, lambda each: (each.table, str(each.why))), key=lambda group: -len(_records(group)))
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
                say("Fields that are held"),
                _alike(held, _cause),
                lambda group: _troubles(group, survey),
                say("None is held."),
            ),
            survey.listing(
                say("Rows that could not be read"),
                _alike(unread, _cause),
                lambda group: _troubles(group, survey),
                say("All were read."),
            ),
            survey.listing(
                say("What rules could not judge"), same, lambda group: _odd(group, survey), say("They could judge all.")
            ),
        ),
        notes=tuple(notes),
    )


def _alike(each: Iterable[T], by: Callable[[T], Hashable]) -> list[list[T]]:
    """Put together what is so for one reason: it is said once, and counted."""
    found: dict[Hashable, list[T]] = {}
    for one in each:
        found.setdefault(by(one), []).append(one)
    return list(found.values())


def _cause(each: Trouble) -> Hashable:
    return (each.table, each.field, str(each.why))


def _may(each: Trouble, survey: Survey) -> bool:
    return each.record is None or (each.table, each.record) not in survey.hidden


def _troubles(group: Sequence[Trouble], survey: Survey) -> Line:
    line, more = _trouble(group[0], survey), len(group) - 1
    return line if not more else replace(line, text=say("{why} (and {count} more for this)", why=line.text, count=more))


def _trouble(each: Trouble, survey: Survey) -> Line:
    """Say what is wrong. Where nobody can tell whose row it is, its texts are not quoted if some are confidential."""
    item = None if each.record is None else survey.items.get((each.table, each.record))
    known = item is not None or not survey.options.confidential
    why = each.why if known else without_quotes(each.why)
    text = survey.veil(say("{field}: {why}", field=each.field, why=why) if each.field else why)
    since = None if each.since is None else each.since.astimezone(UTC)
    age = survey.at - since if since is not None and since <= survey.at else None
    if item is not None:
        line = survey.line(item, text)
        return replace(line, text=text, url=each.url or line.url, age=age)
    return Line(text, each.table, each.record, survey.veil.text(each.title) if known else "", each.url, (), age)


def _odd(group: Sequence[Unjudged], survey: Survey) -> Line:
    """Say once why rules could not judge, of how many records and by how many rules."""
    first, records, rules = group[0], len(_records(group)), len({each.rule for each in group})
    item = survey.items.get((first.table, first.record))
    text = (
        say("{why} (rules: {rules})", why=first.why, rules=rules)
        if records == 1
        else say(
            "{why} (records like this one: {records}, rules: {rules})", why=first.why, records=records, rules=rules
        )
    )
    return Line(survey.veil(text), first.table) if item is None else survey.line(item, text)


def _records(group: Sequence[Unjudged]) -> set[Key]:
    return {(each.table, each.record) for each in group}
