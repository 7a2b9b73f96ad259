"""The closing line of a run: what was, or would be, done where, and what waits."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from jobs.report.voice import Voice
from jobs.sync.outcome import Outcome, OutcomeKind
from sync.changes import Change, Kind, Receipt
from sync.message import Message, say
from sync.model import Side


def counts(outcome: Outcome) -> dict[str, dict[str, int] | int]:
    """Count by side and kind, and what waits. After a sync, only what was proved counts as written."""
    changes = written(outcome)
    sides = {side: Counter(change.kind for change in changes if change.side is side) for side in Side}
    plan = outcome.plan
    return {
        **{side.value: {kind.value: sides[side][kind] for kind in Kind} for side in Side},
        "columns": len(plan.columns),
        "conflicts": len(plan.conflicts) + len(plan.column_conflicts) + len(plan.violations),
        "held": len(plan.held),
        "lost": len(plan.lost),
        "refusals": len(outcome.refusals),
        "not_written": len(not_written(outcome)) + not_sent(outcome),
    }


def ran(outcome: Outcome) -> bool:
    """Say whether writes were tried."""
    return outcome.run is not None and outcome.kind is not OutcomeKind.REFUSED


def written(outcome: Outcome) -> list[Change]:
    """Return the changes that were proved; those planned where nothing was tried."""
    if not ran(outcome):
        return list(outcome.plan.changes)
    return [_without_refused(receipt) for receipt in outcome.receipts if receipt.done]


def _without_refused(receipt: Receipt) -> Change:
    cells = tuple(cell for cell in receipt.change.cells if cell.field not in receipt.refused)
    return replace(receipt.change, cells=cells)


def not_written(outcome: Outcome) -> list[Receipt]:
    """Return the receipts that did not bring everything."""
    return [receipt for receipt in outcome.receipts if not receipt.done or receipt.refused]


def not_sent(outcome: Outcome) -> int:
    """Count the changes that were not tried, because a service had failed before."""
    if not ran(outcome):
        return 0
    tried = {receipt.change.key for receipt in outcome.receipts}
    return sum(change.key not in tried for change in outcome.plan.changes)


def summary(outcome: Outcome, voice: Voice) -> str:
    """Return the line, such as "3 updates and 1 new in Notion, 1 conflict, 2 held"."""
    changes = written(outcome)
    parts = [part for side in Side if (part := _side(side, changes, voice))]
    parts += [voice(_number(count, *_WAITING[name])) for name, count in _waiting(outcome) if count]
    text = voice.all(parts) if parts else ""
    if outcome.kind is OutcomeKind.FAILED:
        return voice(say("failed; written before: {what}", what=text)) if text else voice(say("failed"))
    if outcome.kind is OutcomeKind.UNFINISHED:
        return voice(say("out of time; done before: {what}", what=text or "-"))
    if outcome.kind is OutcomeKind.REFUSED:
        return voice(say("stopped before writing; it would have been: {what}", what=text or "-"))
    if outcome.kind is OutcomeKind.IN_STEP:
        return voice(say("in step; {what}", what=text)) if text else voice(say("in step, nothing to do"))
    return text


def _waiting(outcome: Outcome) -> list[tuple[str, int]]:
    return [(name, count) for name, count in counts(outcome).items() if name in _WAITING and isinstance(count, int)]


def _side(side: Side, changes: Iterable[Change], voice: Voice) -> str:
    kinds = Counter(change.kind for change in changes if change.side is side)
    parts = [voice(_number(kinds[kind], *_KINDS[kind])) for kind in _KINDS if kinds[kind]]
    if not parts:
        return ""
    text = parts[-1]
    if len(parts) > 1:
        text = parts[0]
        for part in parts[1:-1]:
            text = voice(say("{earlier}, {later}", earlier=text, later=part))
        text = voice(say("{first} and {last}", first=text, last=parts[-1]))
    return voice(say("{what} in {side}", what=text, side=side))


def _number(count: int, one: Message, many: Message) -> Message:
    return Message((one if count == 1 else many).text, (("count", count),))


_KINDS = {
    Kind.UPDATE: (say("{count} update"), say("{count} updates")),
    Kind.CREATE: (say("{count} new"), say("{count} new")),
    Kind.TRASH: (say("{count} to the trash"), say("{count} to the trash")),
    Kind.LINK: (say("{count} id"), say("{count} ids")),
}
_WAITING = {
    "columns": (say("{count} column"), say("{count} columns")),
    "conflicts": (say("{count} conflict"), say("{count} conflicts")),
    "held": (say("{count} held"), say("{count} held")),
    "lost": (say("{count} value that did not win"), say("{count} values that did not win")),
    "not_written": (say("{count} not written"), say("{count} not written")),
}
