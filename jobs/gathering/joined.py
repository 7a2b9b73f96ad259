"""The records of a table, each once, with the values that both sides come to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from jobs.gathering.activity import content_key
from jobs.gathering.model import Reading, Unread
from jobs.gathering.subject import Subject
from mappings.fields import Field
from mappings.ids import id_of_page
from sync.changes import Held
from sync.merge import MISSING, Missing, Sides, Verdict, merge_field
from sync.message import Message, say
from sync.model import Address, Base, FieldName, Proof, Record, RecordId, Side, Unreadable, Value
from sync.pairing import pair

_NEW = "\0new "
_DECIDED = (Verdict.EQUAL, Verdict.TAKEN, Verdict.MERGED, Verdict.SETTLED, Verdict.REASSERTED)


@dataclass(frozen=True, slots=True)
class Joined:
    """One record on the sides where it stands. ``why`` says of a field why it has no value that could be judged."""

    record: RecordId
    sides: Mapping[Side, Record]
    values: Mapping[FieldName, Value]
    why: Mapping[FieldName, Message]


def join(subject: Subject, reading: Reading) -> tuple[list[Joined], list[Unread]]:
    """Say which record is which as a run does, and take each field's value as its merge would.

    What a run would ask people about, or hold, has no value: nothing is guessed.
    """
    records, unread = _alone(subject, reading) if len(subject.sides) == 1 else _paired(subject, reading)
    unread += _cut_short(subject, reading)
    return [_joined(name, sides, subject, reading.base) for name, sides in records.items()], unread


def _paired(subject: Subject, reading: Reading) -> tuple[dict[RecordId, dict[Side, Record]], list[Unread]]:
    numbers = count()
    found = pair(reading.snapshots, reading.base, subject.mapping.policy, lambda: RecordId(f"{_NEW}{next(numbers):09}"))
    records: dict[RecordId, dict[Side, Record]] = {}
    for side in Side:
        for name, record in found.records[side].items():
            if name not in found.aside:
                records.setdefault(name, {})[side] = record
    taken = _Taken()
    named = {
        (taken.name(_provisional(sides, subject)) if name.startswith(_NEW) else name): sides
        for name, sides in records.items()
    }
    return named, [_held(subject.name, each) for each in found.held]


def _held(table: str, held: Held) -> Unread:
    return Unread(table, held.side or Side.NOTION, held.why, held.address, held.record)


def _alone(subject: Subject, reading: Reading) -> tuple[dict[RecordId, dict[Side, Record]], list[Unread]]:
    """Ids that stand twice tell nobody apart."""
    side = subject.sides[0]
    groups: dict[RecordId, list[Record]] = {}
    for name, each in called(subject, reading.snapshots[side].records):
        groups.setdefault(name, []).append(each)
    unread = [
        Unread(subject.name, side, _twice(name, group), each.address, name)
        for name, group in groups.items()
        if len(group) > 1
        for each in group
    ]
    return {name: {side: group[0]} for name, group in groups.items() if len(group) == 1}, unread


def called(subject: Subject, records: Sequence[Record]) -> list[tuple[RecordId, Record]]:
    """Return the records of a single table with their names: those that they carry, else those of their content."""
    taken = _Taken()
    if subject.key:
        return [(taken.name(_by_content(each, subject)), each) for each in records]
    side = subject.sides[0]
    return [(each.id or taken.name(_provisional({side: each}, subject)), each) for each in records]


def _twice(name: RecordId, group: Sequence[Record]) -> Message:
    places = ", ".join(each.address for each in group)
    return say("the id {id} stands {count} times, at {places}", id=name, count=len(group), places=places)


class _Taken:
    """Names that are given out once; equal rows are told apart by their order."""

    def __init__(self) -> None:
        self._times: dict[RecordId, int] = {}

    def name(self, wanted: RecordId) -> RecordId:
        times = self._times[wanted] = self._times.get(wanted, 0) + 1
        return wanted if times == 1 else RecordId(f"{wanted}-{times}")


def _provisional(sides: Mapping[Side, Record], subject: Subject) -> RecordId:
    """Return the same name at every look for a record that has no id yet."""
    page = sides.get(Side.NOTION)
    if page is not None:
        try:
            return id_of_page(page.address)
        except ValueError:
            return RecordId(f"page-{page.address}")
    return _by_content(sides[Side.SHEET], subject)


def _by_content(record: Record, subject: Subject) -> RecordId:
    key = subject.key or subject.mapping.policy.match_on
    told = any(record.fields.get(name) is not None for name in key)
    names = key if told else tuple(each.name for each in subject.mapping.fields)
    return RecordId(f"row-{content_key(record, names)}")


def _cut_short(subject: Subject, reading: Reading) -> Iterator[Unread]:
    for side in subject.sides:
        if reading.snapshots[side].proof is Proof.PARTIAL:
            why = say("{side} did not show all records; those that it did are judged", side=side)
            yield Unread(subject.name, side, why, Address(""))


def _joined(name: RecordId, sides: Mapping[Side, Record], subject: Subject, base: Base) -> Joined:
    values: dict[FieldName, Value] = {}
    why: dict[FieldName, Message] = {}
    known = base.records.get(name)
    for each in subject.mapping.fields:
        found = {side: record.fields[each.name] for side, record in sides.items() if each.name in record.fields}
        agreed = known.fields.get(each.name, MISSING) if known is not None else MISSING
        value = _value(each, found, agreed, sides, subject)
        if isinstance(value, Message):
            why[each.name] = value
        elif found:
            values[each.name] = value
    return Joined(name, {side: replace(record, id=name) for side, record in sides.items()}, values, why)


def _value(
    each: Field,
    found: Mapping[Side, Value | Unreadable],
    agreed: Value | Missing,
    sides: Mapping[Side, Record],
    subject: Subject,
) -> Value | Message:
    readable = {side: value for side, value in found.items() if not isinstance(value, Unreadable)}
    source = each.policy.direction.source
    if source is not None and source in readable:
        return readable[source]
    if len(readable) < len(found):
        return next(value.why for value in found.values() if isinstance(value, Unreadable))
    if len(readable) < len(Side):
        return next(iter(readable.values()), None)
    edited = {side: record.edited_at for side, record in sides.items() if record.edited_at is not None}
    both = Sides(readable[Side.NOTION], readable[Side.SHEET], edited)
    merged = merge_field(agreed, both, each.policy, subject.mapping.policy.first_match)
    return merged.value if merged.verdict in _DECIDED else say("the two sides differ: {why}", why=merged.why)
