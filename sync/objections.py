"""Taking out of a plan what a side is known to refuse, so that it is held and not tried again every night."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias

from sync.changes import Change, Held, Kind
from sync.message import Message
from sync.model import FieldName
from sync.moves import Agree, Key, Move
from sync.plan import Plan

Objections: TypeAlias = Mapping[tuple[Key, FieldName | None], Message]
"""Why a change, or one field of it, would be refused."""


def heed(plan: Plan, objections: Objections) -> Plan:
    """Return the plan without what would be refused; each such field or record is held with the reason."""
    if not objections:
        return plan
    held = [
        Held(why, "refused", record=change.record, field=name, side=change.side, address=change.address)
        for change in plan.changes
        for (key, name), why in objections.items()
        if key == change.key
    ]
    barred = {key for key, name in objections if name is None}
    kept = [_without(change, objections) for change in plan.changes if change.key not in barred]
    changes = tuple(change for change in kept if change.cells or change.kind in (Kind.CREATE, Kind.LINK, Kind.TRASH))
    moves = tuple(_corrected(move, objections) for move in plan.moves)
    return replace(plan, changes=changes, held=(*plan.held, *held), moves=moves)


def _without(change: Change, objections: Objections) -> Change:
    return replace(change, cells=tuple(cell for cell in change.cells if (change.key, cell.field) not in objections))


def _corrected(move: Move, objections: Objections) -> Move:
    """A new record that lacks a field was agreed to be empty there, so that the value is still taken for news."""
    if not isinstance(move, Agree):
        return move
    for key in move.needs:
        if (key, move.field) in objections and key[1] is Kind.CREATE:
            return replace(move, value=None)
    return move
