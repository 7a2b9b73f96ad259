"""What an earlier run sent and never heard of again: looked for before anything is planned.

A write that took effect is recognised by what stands there now. It counts as written, and both sides as agreed on what
it carried, so that what people typed since is one side's edit and no conflict.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sync.changes import Change, Intent, Kind, Receipt
from sync.lookalikes import traits
from sync.misplaced import standing
from sync.model import Base, BaseRecord, FieldName, Proof, Record, RecordId, Side, Snapshot, Unreadable, Value
from sync.moves import Agree, Forget, Move, Part, Place
from sync.plan import Plan
from sync.policy import PairPolicy
from sync.rebase import rebase
from sync.values import content, readable, same

_UNDER_WAY = timedelta(minutes=5)
"""A call that was sent has taken effect by then, or never will: services give up on a call within two minutes."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What the memory and the tables hold now. ``naming`` are the sides that give a new record its id themselves."""

    base: Base
    snapshots: Mapping[Side, Snapshot]
    policy: PairPolicy
    now: datetime
    naming: Collection[Side] = ()

    def shows(self, record: Record, change: Change) -> frozenset[FieldName]:
        """Return the fields in which the record holds what the change wrote."""
        values = readable(record.fields)
        return frozenset(
            name
            for name, after in change.values().items()
            if name in values and same(values[name], after, self.policy.of(name).compare)
        )

    def strangers(self, side: Side) -> list[Record]:
        """Return the records of a side that the memory does not know."""
        return [record for record in self.snapshots[side].records if record.id not in self.base.records]


@dataclass(frozen=True, slots=True)
class Settled:
    """The past as far as it is known: writes that took effect, with the receipts they did not get, and the base then.

    ``never`` are creations that did not take effect and will not.
    """

    base: Base
    intents: tuple[Intent, ...] = ()
    receipts: tuple[tuple[Intent, Receipt], ...] = ()
    moves: tuple[Move, ...] = ()
    never: tuple[Intent, ...] = ()

    def removed(self, plan: Plan) -> list[tuple[Intent, Receipt]]:
        """Return the removals that took effect: the record is proved to be gone from both sides."""
        gone = {move.record for move in plan.moves if isinstance(move, Forget) and not move.needs}
        return [
            (intent, Receipt(intent.change, done=True))
            for intent in self.intents
            if intent.change.kind is Kind.TRASH and intent.change.record in gone
        ]

    def over(self, plan: Plan) -> list[Intent]:
        """Return the other intents that need not be remembered: the base has their record, or they are planned anew."""
        planned = {change.key for change in plan.changes}
        known = {intent.id for intent, _ in (*self.receipts, *self.removed(plan))}
        return [
            intent
            for intent in self.intents
            if intent.id not in known
            and (
                intent.change.kind is not Kind.CREATE
                or intent.change.key in planned
                or intent.change.record in self.base.records
                or intent in self.never
            )
        ]


def settle(intents: Sequence[Intent], ground: Ground) -> Settled:
    """Find out what became of open intents."""
    records = {(side, record.id): record for side in Side for record in ground.snapshots[side].records if record.id}
    renamed = _renamed(intents, ground)
    receipts: list[tuple[Intent, Receipt]] = []
    moves: list[Move] = []
    for intent in intents:
        change = intent.change
        record = records.get((change.side, change.record)) or renamed.get(intent.id)
        if record is None or change.kind is Kind.TRASH:
            continue
        shown = ground.shows(record, change)
        if shown or change.kind is not Kind.UPDATE:
            receipts.append((intent, Receipt(change, done=True, written=shown, after=record)))
            moves += _learned(change, record, shown, ground)
    base = rebase(ground.base, moves)
    heard = {intent.id for intent, _ in receipts}
    lost = [i for i in intents if _is_unknown_creation(i, base) and i.id not in heard]
    never = tuple(intent for intent in lost if _came_to_nothing(intent, ground))
    unsure: dict[Side, dict[RecordId, Mapping[FieldName, Value]]] = {side: {} for side in Side}
    for change in (intent.change for intent in lost if intent not in never):
        unsure[change.side][change.record] = change.values()
    return Settled(replace(base, unsure=unsure), tuple(intents), tuple(receipts), tuple(moves), never)


def _is_unknown_creation(intent: Intent, base: Base) -> bool:
    return intent.change.kind is Kind.CREATE and intent.change.record not in base.records


def _learned(change: Change, record: Record, shown: frozenset[FieldName], ground: Ground) -> Iterator[Move]:
    """Return what the base learns: the other side held these values when the change was sent.

    A new page got its values in one piece, so one that holds another value now was edited since. An empty field may
    have been refused by the service: it is not taken for cleared.
    """
    name, fields = change.record, shown & change.proves
    if change.kind is Kind.CREATE and name not in ground.base.records:
        name = record.id or name
        yield Place(name, change.side, record.address)
        edited = (each for each in change.values() if record.fields.get(each) is not None)
        fields = shown if change.side is Side.SHEET else shown.union(edited)
    if change.kind is Kind.CREATE and change.side is Side.SHEET:
        yield from _misplaced(change, record, shown, ground)
    for cell in change.cells:
        if cell.field in fields:
            yield Agree(name, cell.field, cell.after)


def _misplaced(change: Change, record: Record, shown: frozenset[FieldName], ground: Ground) -> Iterator[Move]:
    """Unlearn what a new row does not hold in its place: the columns may have been moved under the write.

    It is put right where it is certain that nobody typed it there, and is else agreed on by nobody.
    """
    known = ground.base.records.get(change.record, BaseRecord({})).fields
    certain = standing(change, record, shown, ground.policy)
    for each, value in certain.items():
        yield Agree(change.record, each, value)
    for each in change.values():
        if each in known and each not in shown and each not in certain and record.fields.get(each) != known[each]:
            yield Part(change.record, each)


def _renamed(intents: Sequence[Intent], ground: Ground) -> dict[int, Record]:
    """Find new records that go by another id than we gave them, by all that was written; only where one alone fits."""
    found: dict[int, Record] = {}
    for side in ground.naming:
        strangers, groups = ground.strangers(side), defaultdict[Hashable, list[Intent]](list)
        for intent in intents:
            if intent.change.side is side and _is_unknown_creation(intent, ground.base):
                groups[_written(intent.change, intent.change.values(), ground.policy)].append(intent)
        for key, (intent, *rivals) in groups.items():
            fitting = [each for each in strangers if _written(intent.change, each.fields, ground.policy) == key]
            if key is not None and len(fitting) == 1 and not rivals:
                found[intent.id] = fitting[0]
    return found


def _written(change: Change, fields: Mapping[FieldName, Value | Unreadable], policy: PairPolicy) -> Hashable | None:
    """Return what stands for these fields in comparisons, where they say anything, and which of them were written."""
    names = sorted(change.values())
    said = content(fields, names, policy)
    return None if said is None else (tuple(names), said)


def _came_to_nothing(intent: Intent, ground: Ground) -> bool:
    """Say whether a creation on a side that names its records can be given up, so that it is planned anew.

    Elsewhere the new record would carry our id, so it is planned anew under that id.
    """
    change, side = intent.change, intent.change.side
    if side not in ground.naming or ground.snapshots[side].proof is not Proof.COMPLETE:
        return False
    if ground.now - intent.at < _UNDER_WAY:
        return False
    said = set(traits(change.values(), ground.policy))
    return not any(said.intersection(traits(record.fields, ground.policy)) for record in ground.strangers(side))
