"""Putting a field back to what it was: what it was at a time, and the plan that writes it to both sides."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sync.aftermath import Ground, planned
from sync.changes import Cell, Change, Held, Kind, Lost
from sync.history import Event, What
from sync.message import Message, say
from sync.model import BaseRecord, FieldName, Record, RecordId, Side, Unreadable, Value
from sync.moves import Agree
from sync.pairing import pair
from sync.plan import Plan
from sync.records import Context
from sync.schema import reshape
from sync.values import same

_AGREEMENTS = (What.AGREED, What.FORGOTTEN)


class NotKnown(Exception):
    """Nothing is known of the field at that time."""


def value_at(
    events: Sequence[Event], each: FieldName, known: BaseRecord | None, at: datetime, *, first: datetime | None = None
) -> Mapping[Side, Value]:
    """Return what a field held on each side at a time, as the runs until then knew it.

    ``events`` is the record's history in order, ``known`` what is agreed on now, ``first`` when the pair first ran.
    A conflict that was open then has two values; apart from it both sides held what was last agreed on. Raises
    ``NotKnown`` for a time before the record, or the memory, began.
    """
    made = [event.at for event in events if event.kind is Kind.CREATE and event.what is What.WRITTEN]
    begin = made[0] if made and events[0].at >= made[0] else first
    if begin is None or at < begin:
        raise NotKnown
    open_then = [
        event
        for event in events
        if event.what is What.CONFLICT and event.field == each and event.side is not None
        if event.at <= at and (event.until is None or at < event.until)
    ]
    if open_then:
        ends = {event.until for event in open_then if event.until is not None}
        shown = min(ends, default=None)  # one whose values changed was closed, and opened anew with its first time
        return {event.side: event.after for event in open_then if event.side is not None and event.until == shown}
    moves = [event for event in events if event.what in _AGREEMENTS and event.field == each]
    later = next((event for event in moves if event.at > at), None)
    if later is not None:
        return dict.fromkeys(Side, later.before)
    if known is None:
        raise NotKnown
    return dict.fromkeys(Side, known.fields.get(each))


@dataclass(frozen=True, slots=True)
class Restoring:
    """One field of one record, the value that both sides are to hold, and why."""

    record: RecordId
    field: FieldName
    value: Value
    why: Message


def restore(asked: Restoring, ground: Ground) -> Plan:
    """Return the plan that writes the value to both sides. What stands there now goes to the history.

    Where it cannot be done, nothing is: ``held`` has a code of ``restore-…`` that says why.
    """
    pairing = pair(ground.snapshots, ground.base, ground.policy, ground.new_id)
    reshaping = reshape(ground.base, ground.snapshots, ground.policy)
    context = Context(ground.policy, ground.base, ground.snapshots, reshaping, ground.new_id)
    here = {side: pairing.records[side].get(asked.record) for side in Side}
    barred = _barred(asked, here, context, ambiguous=asked.record in pairing.aside)
    if barred is not None:
        return planned((), (), [barred], (), ground)
    changes = list(_changes(asked, here, context))
    agreed = Agree(asked.record, asked.field, asked.value, frozenset(change.key for change in changes))
    return planned(changes, [agreed], (), _lost(asked, changes, context), ground)


def _barred(asked: Restoring, here: Mapping[Side, Record | None], context: Context, *, ambiguous: bool) -> Held | None:
    absent = [side for side in Side if here[side] is None]
    narrow = [side for side in Side if not context.writable(asked.field, side) or side in context.policy.read_only]
    if ambiguous:
        why, code = say("the record cannot be told from others now"), "restore-ambiguous"
    elif absent:
        why, code = say("the record is not in {side} now; bring it back first", side=absent[0]), "restore-gone"
    elif narrow:
        why, code = say("the field cannot be written in {side}", side=narrow[0]), "restore-barred"
    else:
        return None
    return Held(why, code, record=asked.record, field=asked.field)


def _changes(asked: Restoring, here: Mapping[Side, Record | None], context: Context) -> Iterable[Change]:
    how = context.policy.of(asked.field).compare
    for side, record in here.items():
        if record is None:
            continue
        found = record.fields.get(asked.field)
        if isinstance(found, Unreadable) or not same(found, asked.value, how):
            before = None if isinstance(found, Unreadable) else found
            cell = Cell(asked.field, before, asked.value, asked.why)
            yield Change(side, Kind.UPDATE, asked.record, record.address, (cell,))


def _lost(asked: Restoring, changes: Iterable[Change], context: Context) -> Iterable[Lost]:
    """A value that was not agreed on yet stands nowhere else once it is overwritten."""
    known = context.base.records.get(asked.record, BaseRecord({})).fields.get(asked.field)
    for change in changes:
        before = change.cells[0].before
        if before is not None and not same(before, known, context.policy.of(asked.field).compare):
            yield Lost(asked.record, asked.field, change.side, before, asked.why)
