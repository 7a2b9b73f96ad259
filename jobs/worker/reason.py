"""Why a job did not do what was due, and the way out, from what its tables came to."""

from collections.abc import Sequence
from typing import TypeAlias

from jobs.exits import Exit
from jobs.report.summary import not_written
from jobs.sync.outcome import Outcome
from sync.errors import BothwaysError
from sync.message import Message, say
from sync.turns import TurnKind

Reason: TypeAlias = tuple[Message | None, Message | None]
_KINDS = {
    Exit.DONE: TurnKind.SETTLED,
    Exit.PENDING: TurnKind.SETTLED,
    Exit.CONFLICTS: TurnKind.SETTLED,
    Exit.BUSY: TurnKind.DEFERRED,
    Exit.UNFINISHED: TurnKind.DEFERRED,
    Exit.INTERRUPTED: TurnKind.DEFERRED,
}


def kind_of(code: Exit) -> TurnKind:
    """Return what an exit code means for the schedule: conflicts wait for people, and the job has done its part."""
    return _KINDS.get(code, TurnKind.FAILED)


def reason(code: Exit, outcomes: Sequence[Outcome]) -> Reason:
    """Return what was seen and the way out; of several tables the first that has something to say."""
    if kind_of(code) is TurnKind.SETTLED:
        return None, None
    for outcome in outcomes:
        found = _of(outcome)
        if found is not None:
            return found
    return None, None


def of_error(error: BothwaysError) -> Reason:
    return error.seen, error.way_out


def _of(outcome: Outcome) -> Reason | None:
    if outcome.error is not None:
        return _in(outcome, outcome.error.seen), outcome.error.way_out
    if outcome.refusals:
        return _in(outcome, outcome.refusals[0].seen), outcome.refusals[0].way_out
    failed = [each for each in not_written(outcome) if each.failed is not None]
    if failed:
        why = failed[0].failed
        return _in(outcome, say("{count} not written, the first because: {why}", count=len(failed), why=why)), None
    return None


def _in(outcome: Outcome, seen: Message) -> Message:
    return say("{pair}: {what}", pair=outcome.pair, what=seen)
