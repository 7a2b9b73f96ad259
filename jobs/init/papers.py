"""The proposal, for programs: one JSON object. docs/init.md says what stands where."""

from collections.abc import Mapping
from pathlib import Path

from jobs.init.draft import Draft
from jobs.report import Voice
from jobs.report.document import FORMAT, Json, error_object
from mappings.proposal import Match
from sync.errors import BothwaysError
from sync.message import Message
from sync.model import Side


def papers(
    code: int, draft: Draft | None, voice: Voice, written: Path | None = None, error: BothwaysError | None = None
) -> Mapping[str, Json]:
    """Return the object. ``written`` is the configuration where it was written."""
    head: dict[str, Json] = {
        "format": FORMAT,
        "command": "init",
        "exit_code": code,
        "error": None if error is None else error_object(error, voice),
        "written": None if written is None else str(written),
    }
    return head if draft is None else {**head, **_pair(draft, voice)}


def _pair(draft: Draft, voice: Voice) -> dict[str, Json]:
    proposal, kind = draft.proposal, draft.proposal.kind
    return {
        "pair": draft.name,
        "kind": None if kind is None else {"name": kind.name, "title": kind.title, "why": voice(kind.why)},
        "notion": {
            "title": draft.database.title if draft.database else None,
            "source": draft.source if draft.database else None,
            "id_property": draft.id_property,
            "sampled": draft.database.rows if draft.database else 0,
        },
        "sheet": {
            "spreadsheet": draft.spreadsheet if draft.book else None,
            "tab": draft.tab_title,
            "id_column": draft.id_column,
            "header_row": draft.tab.header_row if draft.tab else 1,
            "sampled": draft.tab.rows if draft.tab else 0,
        },
        "match_on": list(proposal.match_on),
        "fields": [_field(each, voice) for each in proposal.fields],
        "unsure": [_field(each, voice) for each in proposal.unsure],
        "left_out": [
            {"side": each.side.value, "name": each.name, "why": voice(each.why)} for each in proposal.left_out
        ],
        "remarks": _said(proposal.remarks, voice),
        "steps": _said(tuple(draft.steps()), voice),
        "missing": _said(draft.missing, voice),
    }


def _field(match: Match, voice: Voice) -> Json:
    return {
        "field": match.name,
        "type": match.type.value,
        Side.NOTION.value: match.notion,
        Side.SHEET.value: match.sheet,
        "direction": match.direction.value if match.direction else "both",
        "why_one_way": voice(match.why_one_way) if match.why_one_way else None,
        "confidence": match.confidence.value,
        "reasons": _said(match.reasons, voice),
    }


def _said(messages: tuple[Message, ...], voice: Voice) -> list[Json]:
    return [voice(each) for each in messages]
