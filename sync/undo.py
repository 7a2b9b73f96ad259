"""Putting back what a run wrote, wherever nobody has edited since.

A run carried a person's edit from one side to the other. Undoing it takes back the copy and never the edit: the side
that was written to holds its old value again, the other keeps what the person typed, and the field is open until a
person decides. Records that were copied over go to the trash, those that were trashed come back out of it; what then
stands on one side alone is open in the same way.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from sync.aftermath import Ground, planned
from sync.changes import Cell, Change, Held, Kind
from sync.message import Message, say
from sync.model import BaseRecord, FieldName, Record, RecordId, Side, Unreadable, Value
from sync.moves import Agree, Forget, Key, Move, Place, Reopen
from sync.pairing import Pairing, pair
from sync.plan import Plan
from sync.records import Context
from sync.schema import reshape
from sync.values import readable, same

Spot = tuple[Side, RecordId, FieldName | None]
"""A field of a record on one side, or without a field the record."""


@dataclass(frozen=True, slots=True)
class Wrote:
    """A write of the run. ``fields`` are those that it may have put there: proved, or never answered."""

    change: Change
    fields: frozenset[FieldName]


@dataclass(frozen=True, slots=True)
class Undoing:
    """What is known of the run: its writes, what was agreed on before it, and which later run wrote to a spot again."""

    run: str
    wrote: tuple[Wrote, ...]
    was: Mapping[RecordId, Mapping[FieldName, Value]] = field(default_factory=dict)
    since: Mapping[Spot, str] = field(default_factory=dict)


def undo(asked: Undoing, ground: Ground) -> Plan:
    """Return the plan that undoes the run; ``held`` with a code of ``undo-…`` is what stays as it is, and why."""
    under_way = _Undo(asked, ground)
    for wrote in asked.wrote:
        under_way.take(wrote)
    changes = under_way.changes()
    plan = planned(changes, under_way.moves(changes), under_way.rest, (), ground)
    return replace(plan, undoes=asked.run)


class _Undo:
    def __init__(self, asked: Undoing, ground: Ground) -> None:
        self._asked = asked
        self._base = ground.base
        self._pairing: Pairing = pair(ground.snapshots, ground.base, ground.policy, ground.new_id)
        reshaping = reshape(ground.base, ground.snapshots, ground.policy)
        self._context = Context(ground.policy, ground.base, ground.snapshots, reshaping, ground.new_id)
        self._why = say("undoes the run {run}", run=asked.run)
        self._cells: dict[tuple[Side, RecordId], dict[FieldName, Cell]] = {}
        self._whole: list[Change] = []
        self._moves: list[Move] = []
        self.rest: list[Held] = []

    def take(self, wrote: Wrote) -> None:
        change = wrote.change
        if change.kind is Kind.LINK:
            return
        if change.record in self._pairing.aside:
            self._leave(change, None, "undo-ambiguous", say("the record cannot be told from others now"))
        elif change.side in self._context.policy.read_only:
            self._leave(change, None, "undo-barred", say("{side} is only read", side=change.side))
        elif change.kind is Kind.UPDATE:
            self._update(wrote)
        elif change.kind is Kind.CREATE:
            self._creation(wrote)
        else:
            self._removal(change)

    def changes(self) -> list[Change]:
        """Return what is to be written; one update a record and side."""
        updates = [
            Change(side, Kind.UPDATE, name, self._pairing.records[side][name].address, tuple(cells.values()))
            for (side, name), cells in self._cells.items()
        ]
        return [*updates, *self._whole]

    def moves(self, changes: list[Change]) -> list[Move]:
        """Return how the base moves: fields are agreed on where both sides are equal again, and open elsewhere."""
        keys = {change.key for change in changes}
        fields = dict.fromkeys((name, each) for (_, name), cells in self._cells.items() for each in cells)
        return [*(self._field_move(name, each, keys) for name, each in fields), *self._moves]

    def _field_move(self, name: RecordId, each: FieldName, keys: set[Key]) -> Move:
        ours = {side: cells[each] for (side, record), cells in self._cells.items() if record == name and each in cells}
        values = {side: ours[side].after if side in ours else self._stands(side, name, each) for side in Side}
        notion, sheet = values[Side.NOTION], values[Side.SHEET]
        if not isinstance(notion, Unreadable) and not isinstance(sheet, Unreadable):
            both = all(name in self._pairing.records[side] for side in Side)
            if both and same(notion, sheet, self._context.policy.of(each).compare):
                return Agree(name, each, notion, frozenset((side, Kind.UPDATE, name) for side in ours) & keys)
        before = next(iter(ours.values())).after
        return Reopen(name, each, self._asked.run, self._asked.was.get(name, {}).get(each, before))

    def _stands(self, side: Side, name: RecordId, each: FieldName) -> Value | Unreadable:
        record = self._pairing.records[side].get(name)
        return None if record is None else record.fields.get(each)

    def _update(self, wrote: Wrote) -> None:
        change = wrote.change
        record = self._pairing.records[change.side].get(change.record)
        if record is None:
            self._leave(change, None, "undo-gone", say("the record is not in {side} any more", side=change.side))
            return
        for cell in change.cells:
            found = record.fields.get(cell.field)
            if cell.field not in wrote.fields or _is(found, cell.before, self._context, cell.field):
                continue
            barred = self._barred(change, cell, found)
            if barred is not None:
                self._leave(change, cell.field, *barred)
            elif not isinstance(found, Unreadable):
                cells = self._cells.setdefault((change.side, change.record), {})
                cells[cell.field] = Cell(cell.field, found, cell.before, self._why)

    def _barred(self, change: Change, cell: Cell, found: Value | Unreadable) -> tuple[str, Message] | None:
        side = change.side
        later = self._asked.since.get((side, change.record, cell.field))
        if self._context.policy.of(cell.field).direction.source is not None:
            why = say("{side} only receives this field, so the next run would write it again", side=side)
            return "undo-one-way", why
        if not self._context.writable(cell.field, side):
            return "undo-barred", say("there is nowhere to write it in {side} now", side=side)
        if later is not None:
            return "undo-written", say("the run {run} has written it since", run=later)
        if isinstance(found, Unreadable):
            return "undo-edited", found.why
        if not _is(found, cell.after, self._context, cell.field):
            return "undo-edited", say("edited in {side} since", side=side)
        return None

    def _creation(self, wrote: Wrote) -> None:
        """Take a record that the run made to the trash, unless somebody has worked on it since."""
        change = wrote.change
        record = self._pairing.records[change.side].get(change.record)
        if record is None:
            return
        later = self._asked.since.get((change.side, change.record, None))
        if later is not None:
            self._leave(change, None, "undo-written", say("the run {run} has written to it since", run=later))
            return
        edited = [each for each in record.fields if self._is_edited(each, wrote, record)]
        if edited:
            self._leave(change, edited[0], "undo-edited", say("edited in {side} since", side=change.side))
            return
        cells = (Cell(n, value, None, self._why) for n, value in readable(record.fields).items() if value is not None)
        back = Change(change.side, Kind.TRASH, change.record, record.address, tuple(cells))
        self._whole.append(back)
        if change.record in self._pairing.records[change.side.other]:
            self._moves.append(Reopen(change.record, None, self._asked.run))
        else:
            self._moves.append(Forget(change.record, frozenset({back.key})))

    def _is_edited(self, each: FieldName, wrote: Wrote, record: Record) -> bool:
        """What the run did not write was empty; what only this side knows is as it was last agreed on."""
        policy = self._context.policy.of(each)
        made = wrote.change.values() if each in wrote.fields else {}
        expected = made.get(each)
        if policy.direction.source is wrote.change.side or (expected is None and each in self._context.reshaping.held):
            known = self._base.records.get(wrote.change.record, BaseRecord({})).fields
            if each not in known:
                return False
            expected = known[each]
        found = record.fields.get(each)
        return not (_is(found, expected, self._context, each) or (expected is None and found is False))

    def _removal(self, change: Change) -> None:
        """Bring a record back that the run took to the trash."""
        side, name = change.side, change.record
        if name in self._pairing.records[side]:
            return
        later = self._asked.since.get((side, name, None))
        if later is not None:
            self._leave(change, None, "undo-written", say("the run {run} has written to it since", run=later))
            return
        cells = tuple(
            Cell(cell.field, None, cell.before, self._why)
            for cell in change.cells
            if self._context.writable(cell.field, side)
        )
        self._whole.append(Change(side, Kind.CREATE, name, None, cells, change.address))
        if name not in self._base.records:
            self._moves += self._recalled(change)

    def _recalled(self, change: Change) -> Iterator[Move]:
        """The base knows the record again as it was; where it stands on one side alone, that waits for a person."""
        side, name = change.side, change.record
        former = self._base.forgotten.get(name, BaseRecord({cell.field: cell.before for cell in change.cells}))
        for each, value in former.fields.items():
            yield Agree(name, each, value)
        for place, address in ({side: change.address} | dict(former.addresses)).items():
            if address is not None:
                yield Place(name, place, address)
        if name not in self._pairing.records[side.other]:
            yield Reopen(name, None, self._asked.run)

    def _leave(self, change: Change, each: FieldName | None, code: str, why: Message) -> None:
        record = self._pairing.records[change.side].get(change.record)
        address = None if record is None else record.address
        self.rest.append(Held(why, code, record=change.record, field=each, side=change.side, address=address))


def _is(found: Value | Unreadable, value: Value, context: Context, name: FieldName) -> bool:
    return not isinstance(found, Unreadable) and same(found, value, context.policy.of(name).compare)
