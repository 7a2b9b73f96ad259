"""What people answered to suggestions by a tick at the record."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from jobs.link.decide import still_open
from jobs.own.columns import ACCEPT, TURN_DOWN
from jobs.rules.item import Item
from sync.clerical import Tie, TieKind, TieState
from sync.message import Message, say
from sync.model import RecordId


@dataclass(frozen=True, slots=True)
class Answers:
    ties: tuple[Tie, ...] = ()
    notices: tuple[Message, ...] = ()


def answers(items: Sequence[Item], ties: Sequence[Tie], now: datetime) -> Answers:
    """Return what ticks mean: to accept is clear where one record is suggested, to dismiss means all of them."""
    made: list[Tie] = []
    notices: list[Message] = []
    for item in items:
        accepts, dismisses = (item.values.get(role) is True for role in (ACCEPT, TURN_DOWN))
        asked = [each for each in still_open(ties) if each.record == item.record and each.kind is TieKind.LINK]
        if not (accepts or dismisses) or not asked:
            continue
        if accepts and dismisses:
            notices.append(say("{record}: both ticks are set, so none is taken", record=item.record))
        elif accepts and len(asked) > 1:
            notices.append(
                say(
                    "{record}: {count} links are suggested, so a tick does not say which; {command} or the tab does",
                    record=item.record,
                    count=len(asked),
                    command="bothways link accept",
                )
            )
        else:
            state = TieState.ACCEPTED if accepts else TieState.DISMISSED
            made += [replace(each, state=state, at=now) for each in asked]
    return Answers(tuple(made), tuple(notices))


def meant(ties: Sequence[Tie], record: RecordId, table: str, other: RecordId) -> list[Tie]:
    """Return the suggestions of one record for another."""
    return [
        each
        for each in ties
        if each.kind is TieKind.LINK and (each.record, each.table, each.other) == (record, table, other)
    ]
