"""What the rules found: stale records, likely duplicates, suggested links."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from jobs.digest.confidential import Key
from jobs.digest.model import Figure, Line, Listing, Section, SectionKey, Unit
from jobs.digest.survey import Survey
from jobs.digest.wording import listed
from jobs.rules.finding import Family, Finding
from jobs.rules.item import RecordType
from jobs.rules.metrics.measured import share
from jobs.rules.metrics.staleness import METRICS, again, newly
from jobs.rules.metrics.timeline import shown
from sync.message import Message, say

_CHAIN = "{first}; {next}"
"""How findings join what they name, the last one outermost."""
_SAID = 3
"""So many links of a chain are said."""


def stale(survey: Survey) -> Section:
    found = sorted(survey.findings(Family.STALE), key=lambda each: -_days(each))
    fresh = set(newly(survey.records, survey.period))
    new = [each for each in found if (each.table, each.record) in fresh]
    old = [each for each in found if (each.table, each.record) not in fresh]
    moving = [
        survey.items[key]
        for key in again(survey.records, survey.period)
        if key in survey.items and key not in survey.hidden
    ]
    listings: list[Listing] = []
    notes: list[Message] = []
    if survey.material.spells:
        listings.append(survey.told(say("Newly stale"), new, say("None became stale.")))
        listings.append(
            survey.listing(
                say("Moving again"), moving, lambda item: survey.line(item, say("moving again")), say("None.")
            )
        )
    else:
        notes.append(say("No run has noted yet since when records are stale: what is new cannot be told."))
    listings.append(survey.told(say("Stale the longest"), old, say("Nothing is stale.")))
    figures = tuple(map(survey.figure, METRICS)) if survey.material.spells else _now(found, survey)
    return Section(SectionKey.STALE, say("Stale"), figures, tuple(listings), notes=tuple(notes))


def _now(found: Sequence[Finding], survey: Survey) -> tuple[Figure, ...]:
    """Say how much is stale by the rules alone, where no run has noted since when."""
    keys = {(each.table, each.record) for each in found}
    lines = (survey.records.of(record) for record in RecordType)
    waiting = sum(len(shown(each.open_at(survey.at))) for each in lines if each is not None)
    rate = share(len(keys), waiting)
    named = {each.key: each for each in METRICS}
    return (
        Figure("stale.count", named["stale.count"].name, len(keys), better=-1),
        Figure("stale.rate", named["stale.rate"].name, rate.value, Unit.PERCENT, rate.n, better=-1),
    )


def _days(finding: Finding) -> float:
    days = finding.facts.get("days", 0)
    return float(days) if isinstance(days, int | float) else 0


def duplicates(survey: Survey) -> Section:
    return Section(
        SectionKey.DUPLICATES,
        say("Likely duplicates"),
        listings=(
            _clusters(survey, say("Entered twice"), Family.DUPLICATE),
            _clusters(survey, say("Similar"), Family.SIMILAR),
            _clusters(survey, say("Perhaps too fine: several on one thing"), Family.GRANULARITY),
        ),
    )


def _clusters(survey: Survey, title: Message, family: Family) -> Listing:
    """Name each group once, by the first of its records."""
    groups: dict[frozenset[Key], Finding] = {}
    for each in survey.findings(family):
        groups.setdefault(frozenset([(each.table, each.record), *each.others]), each)
    return survey.listing(title, list(groups.values()), lambda each: _cluster(each, survey), say("None found."))


def _cluster(each: Finding, survey: Survey) -> Line:
    line = survey.found(each)
    if not each.others:
        return line
    titles = {str(key[1]): _title(survey, key) for key in each.others}
    why = _titled(each.why, titles)
    text = why if why != each.why else say("{why} ({others})", why=why, others=listed(titles.values()))
    return replace(line, text=survey.veil(text))


def _titled(why: Message, titles: Mapping[str, str]) -> Message:
    """Say records by their titles, which people know, and of a long chain of them the first."""
    chain, left = why, 0
    while chain.text == _CHAIN and (first := dict(chain.values)["first"]) and isinstance(first, Message):
        chain, left = first, left + 1
    if left >= _SAID:
        for _ in range(left + 1 - _SAID):
            why = cast("Message", dict(why.values)["first"])
        return say("{said}; and {rest} more", said=_titled(why, titles), rest=left + 1 - _SAID)
    values = ((name, _spoken(value, titles)) for name, value in why.values)
    return Message(why.text, tuple(values))


def _spoken(value: object, titles: Mapping[str, str]) -> object:
    if isinstance(value, Message):
        return _titled(value, titles)
    names = value.split(", ") if isinstance(value, str) else []
    return listed(titles[name] for name in names) if names and titles.keys() >= set(names) else value


def _title(survey: Survey, key: Key) -> str:
    item = survey.items.get(key)
    return item.title if item is not None and item.title else str(key[1])


def links(survey: Survey) -> Section:
    found = survey.findings(Family.LINK)
    return Section(
        SectionKey.LINKS,
        say("Suggested links"),
        listings=(survey.told(say("To be accepted or dismissed"), found, say("No link is suggested.")),),
    )
