"""Where post-mortems stand, and what is missing in them."""

from collections.abc import Mapping, Sequence

from jobs.digest.confidential import Key
from jobs.digest.model import Line, Section, SectionKey
from jobs.digest.survey import Survey
from jobs.digest.wording import joined
from jobs.rules.finding import Family, Finding
from jobs.rules.item import RecordType
from jobs.rules.metrics.postmortem import METRICS, finished, overdue, soon
from jobs.rules.metrics.review import Review
from jobs.rules.metrics.severity import rank, severity_of
from sync.message import say

_SAID = 3
"""So many gaps of one post-mortem are said in words."""


def postmortems(survey: Survey) -> Section:
    late = _shown(overdue(survey.records, survey.period))
    late.sort(key=lambda each: (rank(severity_of(each.entry, survey.records)), each.due))
    coming = sorted(_shown(soon(survey.records, survey.period)), key=lambda each: each.due)
    done = _shown(finished(survey.records, survey.period))
    gaps = sorted(_gaps(survey).values(), key=lambda each: (-len(each), *_pressing(each[0], survey)))
    return Section(
        SectionKey.POSTMORTEMS,
        say("Post-mortems"),
        tuple(map(survey.figure, METRICS)),
        (
            survey.listing(say("Review overdue"), late, lambda each: _due(each, survey), say("No review is overdue.")),
            survey.listing(
                say("Due in the next seven days"), coming, lambda each: _due(each, survey), say("None is due soon.")
            ),
            survey.listing(
                say("Finished"), done, lambda each: survey.line(each.entry.item, say("reviewed")), say("None finished.")
            ),
            survey.listing(
                say("Something is missing"), gaps, lambda each: _missing(each, survey), say("Nothing is missing.")
            ),
        ),
    )


def _shown(found: Sequence[Review]) -> list[Review]:
    return [each for each in found if not each.entry.hidden]


def _due(each: Review, survey: Survey) -> Line:
    return survey.line(each.entry.item, say("to be reviewed by {day}", day=each.due))


def _gaps(survey: Survey) -> Mapping[Key, list[Finding]]:
    found: dict[Key, list[Finding]] = {}
    for each in survey.findings(Family.INCOMPLETE, record=RecordType.INCIDENT):
        found.setdefault((each.table, each.record), []).append(each)
    return found


def _pressing(gap: Finding, survey: Survey) -> tuple[int, float, str]:
    """Put the gravest first, then the latest."""
    entry = survey.records.by_key.get((gap.table, gap.record))
    grave = rank(severity_of(entry, survey.records)) if entry is not None else rank("")
    began = entry.began if entry is not None else None
    return grave, -began.timestamp() if began is not None else 0, gap.record


def _missing(gaps: list[Finding], survey: Survey) -> Line:
    said = joined([each.why for each in gaps[:_SAID]])
    rest = len(gaps) - _SAID
    text = said if rest <= 0 else say("{said}; and {rest} more", said=said, rest=rest)
    return survey.line(survey.items[gaps[0].table, gaps[0].record], text)
