"""What linking came to, for people and for programs."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from jobs.catalogue import translate
from jobs.check import Checked
from jobs.link.decide import Decided, Edge
from jobs.link.suggest import Suggested, Suggestion
from jobs.report import Voice
from jobs.report import document as run_document
from jobs.report.document import Json
from jobs.rules.finding import Family, Finding
from jobs.sync import Outcome
from sync.errors import BothwaysError
from sync.message import Message, say
from sync.model import RecordId

_MOST = 20


def shown(
    decided: Decided, suggested: Suggested, checked: Checked, notices: Sequence[Message], voice: Voice
) -> RenderableType:
    """Return what people have to look at: suggestions, gates, links that may not be written."""
    lines: list[tuple[Message, str]] = [(notice, "yellow") for notice in notices]
    lines += _listed(say("Likely links: accept or dismiss them"), [_suggested(each) for each in suggested.suggestions])
    barred = [_barred(each) for each in decided.barred]
    lines += _listed(say("Certain links that are nowhere to be written: the field is not given to Bothways"), barred)
    lines += _listed(say("In the backlog without a decision"), [_found(each, checked) for each in gates(checked)])
    lines += _listed(
        say("Everything linked is done, and still open"), [_found(each, checked) for each in done(checked)]
    )
    return Group(*(Text(voice(line), style=style, overflow="fold") for line, style in lines))


def gates(checked: Checked) -> list[Finding]:
    """Return the items that reached the backlog without a decision on their risk."""
    return [each for each in checked.judged.findings if each.family is Family.GATE]


def done(checked: Checked) -> list[Finding]:
    """Return the records that are open though everything linked to them is done."""
    return [each for each in checked.judged.findings if "linked" in each.facts]


def _listed(heading: Message, entries: Sequence[Message]) -> list[tuple[Message, str]]:
    if not entries:
        return []
    found = [(heading, "bold"), *((say("  {entry}", entry=entry), "") for entry in entries[:_MOST])]
    if len(entries) > _MOST:
        found.append((say("  and {count} more", count=len(entries) - _MOST), "dim"))
    return found


def _suggested(each: Suggestion) -> Message:
    found = each.scored
    return say(
        "{one} – {other} ({score:.2f}: {why})", one=found.one[1], other=found.other[1], score=found.score, why=found.why
    )


def _barred(edge: Edge) -> Message:
    return say(
        "{table} {record}: {field} lacks {entry}",
        table=edge.item.table,
        record=edge.item.record,
        field=edge.end.field.name,
        entry=edge.entry,
    )


def _found(finding: Finding, checked: Checked) -> Message:
    item = checked.item(finding.table, finding.record)
    title = item.title if item is not None else ""
    return say("{record} {title}: {why}", record=finding.record, title=title, why=finding.why)


def document(
    exit_code: int,
    outcomes: Sequence[Outcome],
    decided: Decided,
    suggested: Suggested,
    checked: Checked | None,
    voice: Voice,
    error: BothwaysError | None = None,
) -> dict[str, Json]:
    """Return the object of a run (docs/json.md), with the links, the suggestions and the gates."""
    findings = [] if checked is None else [*gates(checked), *done(checked)]
    return {
        **run_document("link", exit_code, outcomes, voice, error),
        "links": [
            {
                "from": list(each.edge.item.key),
                "to": list(each.edge.other.key),
                "role": each.edge.end.role,
                "comes": each.comes,
                "why": translate(each.why, voice.language),
            }
            for each in decided.settings
        ],
        "taken_away": [{"from": list(each.item.key), "to": list(each.other.key)} for each in decided.taken],
        "barred": [
            {"from": list(each.item.key), "to": list(each.other.key), "role": each.end.role} for each in decided.barred
        ],
        "suggestions": [
            {
                "from": _key(each.scored.one),
                "to": _key(each.scored.other),
                "role": each.scored.role,
                "score": round(each.scored.score, 4),
                "later": each.later,
                "why": translate(each.scored.why, voice.language),
            }
            for each in suggested.suggestions
        ],
        "findings": [
            {
                "rule": each.rule,
                "family": each.family.value,
                "table": each.table,
                "record": each.record,
                "others": [list(other) for other in each.others],
                "why": translate(each.why, voice.language),
            }
            for each in findings
        ],
    }


def _key(key: tuple[str, RecordId]) -> Json:
    return [key[0], str(key[1])]
