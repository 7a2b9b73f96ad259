"""Fields that the mapping gives to Bothways: what it writes there, on both sides, and nothing else.

Such a plan is no merge of the two sides. It writes values that a job has worked out, takes back what people typed over
them (which stays in the history), and lets the base learn them, so that the next sync finds nothing to do.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sync.aftermath import Ground, planned
from sync.changes import Cell, Change, Held, Kind, Lost
from sync.message import Message, say
from sync.model import BaseRecord, FieldName, Record, RecordId, Side, Unreadable, Value
from sync.moves import Agree, Key, Move
from sync.pairing import Pairing, pair
from sync.plan import Plan
from sync.policy import Compare
from sync.records import Context
from sync.schema import reshape
from sync.values import same


@dataclass(frozen=True, slots=True)
class Whole:
    """A field is to hold just this."""

    record: RecordId
    field: FieldName
    value: Value
    why: Message
    ours: Callable[[Value], bool] | None = None
    """Says whether we wrote what stands there; else a value that was not agreed on counts as typed by a person."""


@dataclass(frozen=True, slots=True)
class Entries:
    """A list is to get some entries and to lose others; whatever else stands there is other people's."""

    record: RecordId
    field: FieldName
    comes: tuple[str, ...]
    goes: tuple[str, ...]
    why: Message


Wish = Whole | Entries


def own_plan(wishes: Sequence[Wish], ground: Ground, alone: Side | None = None) -> Plan:
    """Return the plan that fulfils the wishes; ``held`` with a code of ``own-…`` is what has to wait, and why.

    A record that is not agreed on yet waits for its first sync. ``alone`` is the side of a table that has no partner:
    nothing is agreed on there.
    """
    under_way = _Own(ground, alone)
    for wish in wishes:
        under_way.take(wish)
    plan = planned(under_way.changes(), under_way.moves(), under_way.rest, under_way.lost, ground)
    if alone is None:
        return plan
    return Plan(changes=plan.changes, held=tuple(under_way.rest), lost=plan.lost, aside=plan.aside)


class _Own:
    def __init__(self, ground: Ground, alone: Side | None) -> None:
        self._base = ground.base
        self._pairing: Pairing = pair(ground.snapshots, ground.base, ground.policy, ground.new_id)
        reshaping = reshape(ground.base, ground.snapshots, ground.policy)
        self._context = Context(ground.policy, ground.base, ground.snapshots, reshaping, ground.new_id)
        self._sides = tuple(Side) if alone is None else (alone,)
        self._alone = alone is not None
        self._cells: dict[tuple[Side, RecordId], dict[FieldName, Cell]] = {}
        self._agreed: dict[tuple[RecordId, FieldName], Value] = {}
        self.rest: list[Held] = []
        self.lost: list[Lost] = []

    def take(self, wish: Wish) -> None:
        here = {side: found for side in self._sides if (found := self._pairing.records[side].get(wish.record))}
        barred = self._barred(wish, here)
        if barred is not None:
            self.rest.append(Held(barred[1], barred[0], record=wish.record, field=wish.field))
            return
        values = {side: self._value(wish, record) for side, record in here.items()}
        for side, record in here.items():
            self._write(side, wish, record, values[side])
        one, *others = values.values()
        if not self._alone and all(same(one, other, self._how(wish.field)) for other in others):
            self._agreed[wish.record, wish.field] = one

    def changes(self) -> list[Change]:
        """Return what is to be written; one update a record and side."""
        return [
            Change(side, Kind.UPDATE, name, self._pairing.records[side][name].address, tuple(cells.values()))
            for (side, name), cells in self._cells.items()
        ]

    def moves(self) -> Iterator[Move]:
        for (name, each), value in self._agreed.items():
            yield Agree(name, each, value, self._needs(name, each))

    def _needs(self, name: RecordId, each: FieldName) -> frozenset[Key]:
        writes = (side for (side, record), cells in self._cells.items() if record == name and each in cells)
        return frozenset((side, Kind.UPDATE, name) for side in writes)

    def _barred(self, wish: Wish, here: Mapping[Side, Record]) -> tuple[str, Message] | None:
        if wish.record in self._pairing.aside:
            return "own-ambiguous", say("the record cannot be told from others now")
        if len(here) < len(self._sides) or (not self._alone and wish.record not in self._base.records):
            return "own-apart", say("the record is not in step on both sides yet")
        for side in self._sides:
            if side in self._context.policy.read_only:
                return "own-barred", say("{side} is only read", side=side)
            if not self._reaches(wish.field, side):
                return "own-barred", say("there is nowhere to write it in {side} now", side=side)
            found = here[side].fields.get(wish.field)
            if isinstance(found, Unreadable):
                return "own-unreadable", found.why
        return None

    def _reaches(self, name: FieldName, side: Side) -> bool:
        there = name in self._context.snapshots[side].columns
        if self._alone:
            return there  # the side that is not there has no columns, and nothing is followed
        return there and name not in self._context.reshaping.held and name not in self._context.reshaping.dropped

    def _value(self, wish: Wish, record: Record) -> Value:
        if isinstance(wish, Whole):
            return wish.value
        found = record.fields.get(wish.field)
        stands = found if isinstance(found, tuple) else ()
        return tuple(dict.fromkeys(each for each in (*stands, *wish.comes) if each not in wish.goes)) or None

    def _write(self, side: Side, wish: Wish, record: Record, value: Value) -> None:
        found = record.fields.get(wish.field)
        if isinstance(found, Unreadable) or same(found, value, self._how(wish.field)):
            return
        cells = self._cells.setdefault((side, wish.record), {})
        cells[wish.field] = Cell(wish.field, found, value, wish.why)
        if isinstance(wish, Whole) and self._is_typed(wish, found):
            why = say("this field belongs to Bothways; the edit there is kept in the history")
            self.lost.append(Lost(wish.record, wish.field, side, found, why))

    def _is_typed(self, wish: Whole, found: Value) -> bool:
        """Say whether a person has put there what is about to be taken away."""
        if found is None or found is False or (wish.ours is not None and wish.ours(found)):
            return False
        known = self._base.records.get(wish.record, BaseRecord({})).fields.get(wish.field)
        return wish.ours is not None or not same(found, known, self._how(wish.field))

    def _how(self, name: FieldName) -> Compare:
        return self._context.policy.of(name).compare
