"""What the rules found: stale records, likely duplicates, suggested links."""

from jobs.digest.confidential import Key
from jobs.digest.model import Line, Listing, Section, SectionKey
from jobs.digest.survey import Survey
from jobs.rules.finding import Family, Finding
from jobs.rules.metrics.staleness import METRICS, again, newly
from sync.message import Message, say


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
    figures = tuple(map(survey.figure, METRICS)) if survey.material.spells else ()
    return Section(SectionKey.STALE, say("Stale"), figures, tuple(listings), notes=tuple(notes))


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
    others = ", ".join(_title(survey, key) for key in each.others)
    text = survey.veil(say("{why} ({others})", why=each.why, others=others))
    return Line(text, line.table, line.record, line.title, line.url, line.owners, line.age, line.marks)


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
