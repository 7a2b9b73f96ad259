"""A record that stands on one side only: new, deleted, moved away, or simply not seen."""

from sync.changes import Cell, Change, Conflict, Held, Kind
from sync.message import Message, say
from sync.model import BaseRecord, Proof, Record, RecordId, Side, Unreadable, Whereabouts
from sync.moves import Forget, Unlink
from sync.policy import Deletes, Direction, EditAgainstDelete
from sync.records import Context, Decided, cells_of, create
from sync.values import readable, same


def whereabouts(name: RecordId, side: Side, context: Context) -> Whereabouts:
    """Return what is known of a record that is not among those read."""
    snapshot = context.snapshots[side]
    if snapshot.proof is not Proof.COMPLETE:
        return Whereabouts.HERE
    return snapshot.absent.get(name, Whereabouts.GONE)


def only_here(name: RecordId, base: BaseRecord | None, record: Record, side: Side, context: Context) -> Decided:
    """Decide on a record that stands on ``side`` and not on the other."""
    missing = side.other
    if base is None:
        return _new(name, record, side, context)
    where = whereabouts(name, missing, context)
    if where is Whereabouts.MOVED or base.unlinked:
        why = say(
            "the record was moved to another table in {missing}; {side} is left as it is",
            missing=missing,
            side=side,
        )
        return Decided(held=[_held(why, "moved", name, record, side)], moves=[Unlink(name)])
    edited = has_edits(record, base, side, context)
    if where is Whereabouts.HERE:
        if not edited:
            return Decided()
        why = say("edited in {side}, but {missing} was not read to the end", side=side, missing=missing)
        return Decided(held=[_held(why, "not-read", name, record, side)])
    if where is Whereabouts.UNKNOWN:
        why = say(
            "{missing} does not show it any more, and nobody can tell deleted from not shared",
            missing=missing,
        )
        return Decided(held=[_held(why, "unreachable", name, record, side)])
    if edited:
        return _edit_against_delete(name, base, record, side, where, context)
    return _delete(name, record, side, context)


def gone_from_both(name: RecordId, context: Context) -> Decided:
    """Forget a record that neither side has; keep the memory of one that was merely not seen."""
    found = [whereabouts(name, side, context) for side in Side]
    if all(where in (Whereabouts.GONE, Whereabouts.TRASHED, Whereabouts.MOVED) for where in found):
        return Decided(moves=[Forget(name)])
    return Decided()


def has_edits(record: Record, base: BaseRecord, side: Side, context: Context) -> bool:
    """Say whether a person changed the record since the last agreement. What cannot be read may be an edit."""
    for each, value in record.fields.items():
        policy = context.policy.of(each)
        if policy.direction is not Direction.BOTH and policy.direction.source is not side:
            continue
        if isinstance(value, Unreadable):
            return True
        if not same(value, base.fields.get(each), policy.compare):
            return True
    return False


def _held(why: Message, code: str, name: RecordId, record: Record, side: Side) -> Held:
    return Held(why, code, record=name, side=side, address=record.address)


def _new(name: RecordId, record: Record, side: Side, context: Context) -> Decided:
    missing = side.other
    if context.snapshots[missing].proof is Proof.PARTIAL:
        why = say("new in {side}, but {missing} was not read to the end and may have it", side=side, missing=missing)
        return Decided(held=[_held(why, "not-read", name, record, side)])
    why = say("new in {side}", side=side)
    change = Change(missing, Kind.CREATE, name, cells=cells_of(record, missing, context, why))
    return create(name, record, missing, context, change)


def _edit_against_delete(
    name: RecordId, base: BaseRecord, record: Record, side: Side, where: Whereabouts, context: Context
) -> Decided:
    missing = side.other
    if context.policy.edit_against_delete is EditAgainstDelete.DELETE:
        return _trash(name, record, side)
    if context.policy.edit_against_delete is EditAgainstDelete.ASK:
        why = say("edited in {side}, deleted in {missing}", side=side, missing=missing)
        now = {side: readable(record.fields)}
        return Decided(conflicts=[Conflict(name, None, None, {}, why, missing, base=base.fields, records=now)])
    why = say("deleted in {missing}, but edited in {side} since: the edit stands", side=side, missing=missing)
    address = base.addresses.get(missing) if where is Whereabouts.TRASHED else None
    cells = cells_of(record, missing, context, why, blanks=address is not None)
    return create(name, record, missing, context, Change(missing, Kind.CREATE, name, None, cells, address))


def _delete(name: RecordId, record: Record, side: Side, context: Context) -> Decided:
    missing = side.other
    if context.policy.deletes is Deletes.HOLD:
        why = say("deleted in {missing}; deletions are held, so it stays in {side}", missing=missing, side=side)
        return Decided(held=[_held(why, "deletion", name, record, side)])
    return _trash(name, record, side)


def _trash(name: RecordId, record: Record, side: Side) -> Decided:
    why = say("deleted in {missing}", missing=side.other)
    cells = tuple(Cell(each, value, None, why) for each, value in readable(record.fields).items() if value is not None)
    change = Change(side, Kind.TRASH, name, record.address, cells)
    return Decided([change], moves=[Forget(name, frozenset({change.key}))])
