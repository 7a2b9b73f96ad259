"""A record that stands on one side only: new, deleted, moved away, or simply not seen."""

from dataclasses import replace

from sync.changes import Cell, Change, Conflict, Held, Kind, Lost
from sync.choices import Chosen, Keep, question
from sync.message import Message, say
from sync.model import ID_FIELD, BaseRecord, Proof, Record, RecordId, Side, Unreadable, Whereabouts
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
    if ID_FIELD in base.undone:
        return _undone(name, base, record, side, where, context)
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
    return _delete(name, base, record, side, where, context)


def gone_from_both(name: RecordId, context: Context) -> Decided:
    """Forget a record that neither side has; keep the memory of one that was merely not seen."""
    known = context.base.records.get(name)
    found = {side: whereabouts(name, side, context) for side in Side}
    if known is not None and ID_FIELD in known.undone:
        # an undone removal that did not come to be written: where the record once stood may not be known any more
        found = {side: where for side, where in found.items() if side in known.addresses}
    if all(where in (Whereabouts.GONE, Whereabouts.TRASHED, Whereabouts.MOVED) for where in found.values()):
        return Decided(moves=[Forget(name)])
    return Decided()


def has_edits(record: Record, base: BaseRecord, side: Side, context: Context, *, doubtful: bool = True) -> bool:
    """Say whether a person changed the record since the last agreement. What cannot be read is ``doubtful``."""
    for each, value in record.fields.items():
        policy = context.policy.of(each)
        if policy.direction is not Direction.BOTH and policy.direction.source is not side:
            continue
        if isinstance(value, Unreadable):
            if doubtful:
                return True
            continue
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
    former = context.base.forgotten.get(name)
    address = None if former is None else former.addresses.get(missing)
    cells = cells_of(record, missing, context, why, blanks=address is not None)
    return create(name, record, missing, context, Change(missing, Kind.CREATE, name, None, cells, address))


def _edit_against_delete(
    name: RecordId, base: BaseRecord, record: Record, side: Side, where: Whereabouts, context: Context
) -> Decided:
    missing = side.other
    if context.policy.edit_against_delete is EditAgainstDelete.DELETE:
        return _trash(name, record, side)
    if not has_edits(record, base, side, context, doubtful=False):
        why = say(
            "deleted in {missing}, and {side} has what cannot be read: nobody can tell whether it was edited since",
            missing=missing,
            side=side,
        )
        return Decided(held=[_held(why, "unreadable", name, record, side)])
    if context.policy.edit_against_delete is EditAgainstDelete.ASK:
        why = say("edited in {side}, deleted in {missing}", side=side, missing=missing)
        asked = _question(name, base, record, side, why)
        found = _settled(asked, base, record, where, context)
        return Decided(conflicts=[found]) if isinstance(found, Conflict) else found
    why = say("deleted in {missing}, but edited in {side} since: the edit stands", side=side, missing=missing)
    return _brought_back(name, base, record, side, where, context, why)


def _brought_back(
    name: RecordId, base: BaseRecord, record: Record, side: Side, where: Whereabouts, context: Context, why: Message
) -> Decided:
    """Plan to let the record stand on the other side again, out of the trash where it lies there."""
    missing = side.other
    address = base.addresses.get(missing) if where is Whereabouts.TRASHED else None
    cells = cells_of(record, missing, context, why, blanks=address is not None)
    return create(name, record, missing, context, Change(missing, Kind.CREATE, name, None, cells, address))


def _question(name: RecordId, base: BaseRecord, record: Record, side: Side, why: Message) -> Conflict:
    """Return the deletion on the other side as a person is asked about it."""
    now = {side: readable(record.fields)}
    return Conflict(name, None, None, {}, why, side.other, base=base.fields, records=now)


def _settled(
    asked: Conflict, base: BaseRecord, record: Record, where: Whereabouts, context: Context
) -> Decided | Conflict:
    """Return what a person's choice makes of a deletion, or the question as it stays open."""
    keep = context.choices.get(question(asked, context.policy))
    if keep is Keep.LATER:
        return replace(asked, later=True)
    if keep is None or asked.deleted is None or where not in (Whereabouts.GONE, Whereabouts.TRASHED):
        return asked
    side = asked.deleted.other
    if keep.side is asked.deleted:
        decided = _trash(asked.record, record, side)
        why = say("a person chose to delete it")
        decided.lost += [Lost(asked.record, c.field, side, c.before, why) for c in decided.changes[0].cells]
    else:
        why = say("a person chose to keep it")
        decided = _brought_back(asked.record, base, record, side, where, context, why)
    decided.chosen.append(Chosen(asked, keep, frozenset(change.key for change in decided.changes)))
    return decided


def _undone(
    name: RecordId, base: BaseRecord, record: Record, side: Side, where: Whereabouts, context: Context
) -> Decided:
    """A run's creation or removal was undone: what stands on one side alone waits for a person."""
    why = say(
        "the run {run} was undone, so the record stands in {side} only; a person decides whether it stays",
        run=base.undone[ID_FIELD],
        side=side,
    )
    found = _settled(_question(name, base, record, side, why), base, record, where, context)
    return Decided(conflicts=[found]) if isinstance(found, Conflict) else found


def _delete(
    name: RecordId, base: BaseRecord, record: Record, side: Side, where: Whereabouts, context: Context
) -> Decided:
    missing = side.other
    if context.policy.deletes is not Deletes.HOLD:
        return _trash(name, record, side)
    why = say("deleted in {missing}; deletions are held, so it stays in {side}", missing=missing, side=side)
    found = _settled(_question(name, base, record, side, why), base, record, where, context)
    if isinstance(found, Conflict):
        return Decided(held=[_held(why, "deletion", name, record, side)], deletions=[found])
    return found


def _trash(name: RecordId, record: Record, side: Side) -> Decided:
    why = say("deleted in {missing}", missing=side.other)
    cells = tuple(Cell(each, value, None, why) for each, value in readable(record.fields).items() if value is not None)
    change = Change(side, Kind.TRASH, name, record.address, cells)
    return Decided([change], moves=[Forget(name, frozenset({change.key}))])
