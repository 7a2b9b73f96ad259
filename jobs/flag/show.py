"""What flagging came to, for people and for programs."""

from collections import Counter
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from jobs.check import Checked
from jobs.flag.rounds import Round
from jobs.report import Voice
from jobs.report import document as run_document
from jobs.report.document import Json
from jobs.rules.finding import Finding
from jobs.sync import Outcome
from sync.errors import BothwaysError
from sync.message import Message, say


def shown(checked: Checked, waiting: Sequence[Finding], voice: Voice, width: int) -> RenderableType:
    """Return the lines below the reports of the tables: what waits, what could not be judged or read."""
    lines: list[Message] = []
    if waiting:
        lines.append(say("{count} more are stale; later runs flag them, the oldest first", count=len(waiting)))
    if checked.judged.unjudged:
        count = len(checked.judged.unjudged)
        lines.append(say("{count} times a rule could not judge a record; bothways check lists them", count=count))
    if checked.gathered.unread:
        lines.append(say("{count} records could not be read", count=len(checked.gathered.unread)))
    return Group(*(Text(voice(line), overflow="fold") for line in lines if width))


def document(
    command: str,
    exit_code: int,
    flagged: Sequence[tuple[Round, Outcome]],
    waiting: Sequence[Finding],
    voice: Voice,
    checked: Checked | None,
    error: BothwaysError | None = None,
    *,
    unread: Sequence[Outcome] = (),
) -> dict[str, Json]:
    """Return the object of a run (docs/json.md), with the spells of each table and what waits."""
    made = run_document(command, exit_code, [*(outcome for _, outcome in flagged), *unread], voice, error)
    judged = None if checked is None else checked.judged
    return {
        **made,
        "flags": [
            {
                "table": outcome.pair,
                "standing": dict(Counter(each.family for each in round_.spells if each.flagged and not each.ended)),
                "new": [
                    {"record": each.record, "rule": each.rule, "family": each.family}
                    for each in round_.spells
                    if each.since == round_.now
                ],
                "over": [
                    {"record": each.record, "rule": each.rule, "family": each.family}
                    for each in round_.spells
                    if each.ended is not None
                ],
                "taken_away": [
                    {"record": each.record, "rule": each.rule, "family": each.family}
                    for each in round_.spells
                    if each.removed == round_.now
                ],
            }
            for round_, outcome in flagged
        ],
        "waiting": [{"table": each.table, "record": each.record, "rule": each.rule} for each in waiting],
        "unjudged": 0 if judged is None else len(judged.unjudged),
        "unread": 0 if checked is None else len(checked.gathered.unread),
    }
