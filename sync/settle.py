"""What an earlier run sent and never heard of again: creations are looked for before anything is planned."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sync.changes import Intent, Kind
from sync.model import Base, Side, Snapshot
from sync.moves import Agree, Move, Place
from sync.plan import Plan


def found_again(intents: Sequence[Intent], base: Base, snapshots: Mapping[Side, Snapshot]) -> list[Move]:
    """Return what the base learns from creations that took effect: the other side held these values at that time."""
    places = {(side, record.id): record.address for side in Side for record in snapshots[side].records}
    moves: list[Move] = []
    for intent in intents:
        change = intent.change
        place = places.get((change.side, change.record))
        if change.kind is Kind.CREATE and place is not None and change.record not in base.records:
            moves.append(Place(change.record, change.side, place))
            moves += [Agree(change.record, cell.field, cell.after) for cell in change.cells]
    return moves


def unsure(base: Base, intents: Sequence[Intent]) -> Base:
    """Return the base with the creations that may have taken effect under another id by now."""
    lost = [i.change for i in intents if i.change.kind is Kind.CREATE and i.change.record not in base.records]
    return replace(base, unsure={side: {c.record: c.values() for c in lost if c.side is side} for side in Side})


def settled(intents: Sequence[Intent], base: Base, plan: Plan) -> list[Intent]:
    """Return the intents that need not be remembered: the base knows what they did, or this run plans them again."""
    planned = {change.key for change in plan.changes}
    return [
        intent
        for intent in intents
        if intent.change.kind is not Kind.CREATE or intent.change.key in planned or intent.change.record in base.records
    ]
