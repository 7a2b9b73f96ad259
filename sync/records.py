"""One record: what to write, what to hold, what the base may learn."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sync.changes import Cell, Change, Conflict, Held, Kind, Lost
from sync.choices import Choices, Chosen, Keep, settle
from sync.merge import MISSING, Merge, Missing, Sides, Verdict, merge_field
from sync.message import Message, say
from sync.model import (
    ID_FIELD,
    Base,
    BaseRecord,
    FieldName,
    Record,
    RecordId,
    Side,
    Snapshot,
    Unreadable,
    Value,
)
from sync.moves import Agree, Move, Part, Place, Reunite
from sync.policy import Direction, PairPolicy
from sync.schema import Reshaping
from sync.values import readable, same


@dataclass(frozen=True)
class Context:
    """What every record of a run is judged by."""

    policy: PairPolicy
    base: Base
    snapshots: Mapping[Side, Snapshot]
    reshaping: Reshaping
    new_id: Callable[[], RecordId]
    choices: Choices = field(default_factory=dict)

    def writable(self, name: FieldName, side: Side) -> bool:
        """Say whether the mapping copies the field to this side, and the side has a column for it."""
        direction = self.policy.of(name).direction
        reaches = direction is Direction.BOTH or direction.source is side.other
        there = name in self.snapshots[side].columns or name in self.reshaping.added[side]
        return reaches and there and name not in self.reshaping.held and name not in self.reshaping.dropped


@dataclass
class Decided:
    """What was decided; one for each record, joined into the plan."""

    changes: list[Change] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    chosen: list[Chosen] = field(default_factory=list)
    deletions: list[Conflict] = field(default_factory=list)
    """Deletions that are held, as questions that a person may settle."""

    def join(self, other: "Decided") -> None:
        self.changes += other.changes
        self.conflicts += other.conflicts
        self.held += other.held
        self.lost += other.lost
        self.moves += other.moves
        self.chosen += other.chosen
        self.deletions += other.deletions


def cells_of(record: Record, side: Side, context: Context, why: Message, *, blanks: bool = False) -> tuple[Cell, ...]:
    """Return what of ``record`` may be written to a new record on ``side``.

    Empty fields need no write, unless ``blanks`` are asked for: a page from the trash comes back with its old values.
    """
    return tuple(
        Cell(name, None, value, why)
        for name, value in readable(record.fields).items()
        if (blanks or value is not None) and context.writable(name, side)
    )


def create(name: RecordId, record: Record, side: Side, context: Context, change: Change) -> Decided:
    """Plan a creation on ``side`` and what the base learns from it."""
    made = Decided([change])
    needs = frozenset({change.key})
    for each, value in record.fields.items():
        if isinstance(value, Unreadable):
            made.held.append(unreadable(name, each, record, side.other, value))
        if context.writable(each, side):
            agreed = None if isinstance(value, Unreadable) else value
            made.moves.append(Agree(name, each, agreed, needs))
    made.moves.append(Place(name, side.other, record.address, needs))
    made.join(link(name, record, side.other))
    return made


def link(name: RecordId, record: Record, side: Side) -> Decided:
    """Plan to write the id where it does not stand yet."""
    if record.carries_id:
        return Decided()
    return Decided([Change(side, Kind.LINK, name, record.address)])


def unreadable(name: RecordId, each: FieldName, record: Record, side: Side, value: Unreadable) -> Held:
    return Held(value.why, "unreadable", record=name, field=each, side=side, address=record.address)


def merge_record(name: RecordId, base: BaseRecord | None, pair: Mapping[Side, Record], context: Context) -> Decided:
    """Merge a record that stands on both sides, field by field."""
    decided = Decided()
    if base is not None and ID_FIELD in base.undone:
        decided.moves.append(Reunite(name))
    decided.moves += [Part(name, each) for each in sorted(context.reshaping.renewed)]
    merges: dict[FieldName, tuple[Value | Missing, Merge]] = {}
    for each in dict.fromkeys([*pair[Side.NOTION].fields, *pair[Side.SHEET].fields]):
        if each in context.reshaping.held or each in context.reshaping.dropped:
            continue
        found = _merge_one(name, each, base, pair, context)
        if isinstance(found, Held):
            decided.held.append(found)
        else:
            merges[each] = (_base_value(each, base, context), found)
    final = {each: merge for each, (_, merge) in merges.items()}
    asked = [_conflict(name, each, pair, *found) for each, found in merges.items() if found[1].verdict is Verdict.CLASH]
    answers = _answered(asked, final, decided, context)
    if decided.conflicts and context.policy.whole_records:
        decided.conflicts += [clash for clash, _ in answers]
        return decided
    if any(merge.verdict is Verdict.SPLIT for merge in final.values()):
        decided.join(_split(name, pair, context))
        needs = frozenset(change.key for change in decided.changes)
        decided.chosen += [Chosen(clash, keep, needs) for clash, keep in answers]
        return decided
    decided.join(_write(name, pair, final))
    for clash, keep in answers:
        written = final[clash.field or FieldName("")].write
        decided.chosen.append(Chosen(clash, keep, frozenset((side, Kind.UPDATE, name) for side in written)))
    decided.held += [
        Held(merge.why, "one-way", record=name, field=each)
        for each, (_, merge) in merges.items()
        if merge.verdict is Verdict.HELD and context.policy.of(each).direction is not Direction.NONE
    ]
    return decided


def _answered(
    asked: Sequence[Conflict], final: dict[FieldName, Merge], decided: Decided, context: Context
) -> list[tuple[Conflict, Keep]]:
    """Put what people chose into ``final``, and the conflicts that stay open into ``decided``; return the choices."""
    answers = []
    for clash in asked:
        answer = settle(clash, context.choices, context.policy)
        if isinstance(answer, Conflict):
            decided.conflicts.append(answer)
        elif clash.field is not None:
            final[clash.field], keep = answer
            answers.append((clash, keep))
    return answers


def _base_value(each: FieldName, base: BaseRecord | None, context: Context) -> Value | Missing:
    if base is not None and each in base.fields and each not in context.reshaping.renewed:
        return base.fields[each]
    new_here = any(each in context.reshaping.added[side] for side in Side)
    return None if base is not None and new_here else MISSING


def _merge_one(
    name: RecordId, each: FieldName, base: BaseRecord | None, pair: Mapping[Side, Record], context: Context
) -> Merge | Held:
    values: dict[Side, Value] = {}
    for side in Side:
        value = pair[side].fields.get(each)
        if isinstance(value, Unreadable):
            return unreadable(name, each, pair[side], side, value)
        values[side] = value
    edited = {side: record.edited_at for side, record in pair.items() if record.edited_at is not None}
    sides = Sides(values[Side.NOTION], values[Side.SHEET], edited)
    policy = context.policy.of(each)
    open_ = base is not None and each in base.undone and policy.direction is Direction.BOTH
    if base is not None and open_ and not same(sides.notion, sides.sheet, policy.compare):
        return Merge(Verdict.CLASH, reopened(base.undone[each]))
    return merge_field(_base_value(each, base, context), sides, policy, context.policy.first_match)


def reopened(run: str) -> Message:
    """Say why a field is open though only one side was edited."""
    return say("the run {run} was undone here, so a person decides which value stands", run=run)


def _conflict(
    name: RecordId, each: FieldName, pair: Mapping[Side, Record], base: Value | Missing, merge: Merge
) -> Conflict:
    values = {side: readable(pair[side].fields).get(each) for side in Side}
    if isinstance(base, Missing):
        return Conflict(name, each, None, values, merge.why, first=True)
    return Conflict(name, each, base, values, merge.why)


def _write(name: RecordId, pair: Mapping[Side, Record], merges: Mapping[FieldName, Merge]) -> Decided:
    """Turn the merges of one record into at most one update a side."""
    decided = Decided()
    for side in Side:
        cells = tuple(
            Cell(each, readable(pair[side].fields).get(each), merge.value, merge.why)
            for each, merge in merges.items()
            if side in merge.write
        )
        if cells:
            decided.changes.append(Change(side, Kind.UPDATE, name, pair[side].address, cells))
        decided.join(link(name, pair[side], side))
        decided.moves.append(Place(name, side, pair[side].address))
    for each, merge in merges.items():
        if merge.verdict in (Verdict.CLASH, Verdict.HELD):
            continue
        needs = frozenset((side, Kind.UPDATE, name) for side in merge.write)
        decided.moves.append(Agree(name, each, merge.value, needs))
        decided.lost += [Lost(name, each, side, value, merge.why) for side, value in merge.lost]
    return decided


def _split(name: RecordId, pair: Mapping[Side, Record], context: Context) -> Decided:
    """Let both versions live: Notion's keeps the id, the sheet's becomes a record of its own, each on both sides."""
    twin = context.new_id()
    why = say("both versions are kept as records")
    moved = Record(pair[Side.SHEET].address, twin, pair[Side.SHEET].fields, carries_id=False)
    decided = Decided()
    for side, record, made in ((Side.NOTION, moved, twin), (Side.SHEET, pair[Side.NOTION], name)):
        # The sheet goes first: its batch renames the row and adds the twin in one piece, so a crash after it
        # leaves two plain new records and not a second clash.
        cells = cells_of(record, side, context, why)
        change = Change(side, Kind.CREATE, made, cells=cells, last=side is Side.NOTION)
        decided.join(create(made, record, side, context, change))
    return decided
