"""Rows that look like a record which is gone from their side: its id was cleared or changed by hand, and it was edited.

While deletions are held, copying such a row over would enter the record twice, so it waits for a person.
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping

from sync.changes import Held
from sync.matching import Roll
from sync.message import say
from sync.model import Base, FieldName, Record, RecordId, Side, Unreadable, Value
from sync.policy import PairPolicy
from sync.values import normal

_TELLING = 6
"""So many letters make a text that nobody types twice by chance."""

Trait = tuple[FieldName, Hashable]


def hold_lookalikes(roll: Roll, base: Base, policy: PairPolicy, names: Mapping[Side, list[FieldName]]) -> None:
    """Hold rows without an id, or with an unknown one, that share a telling text with exactly one missing record."""
    traits = Counter(trait for record in base.records.values() for trait in _traits(record.fields, policy))
    for side in Side:
        missing = {
            trait: name
            for name, record in base.records.items()
            if name not in roll.known[side] and name not in roll.aside
            for trait in _traits(record.fields, policy)
            if traits[trait] == 1 and trait[0] in names[side]
        }
        if missing:
            _hold(side, roll, base, policy, missing)


def _hold(side: Side, roll: Roll, base: Base, policy: PairPolicy, missing: Mapping[Trait, RecordId]) -> None:
    for record in list(roll.loose[side].values()):
        meant = _meant(record, policy, missing)
        if meant is not None:
            why = say(
                "{place} in {side} has no id and looks like {old}, which is gone from there; "
                "write {old} in it if it is the same record, or change the text they share",
                place=record.address,
                side=side,
                old=meant,
            )
            roll.held.append(Held(why, "id-cleared", record=meant, side=side, address=record.address))
            del roll.loose[side][record.address]
            roll.aside.add(meant)
    for name, record in list(roll.known[side].items()):
        if not record.carries_id or name in base.records or name in roll.known[side.other]:
            continue
        meant = _meant(record, policy, missing)
        if meant is not None:
            why = say(
                "the id of {place} in {side} was changed from {old} to {new}; put {old} back, "
                "or change the text they share",
                place=record.address,
                side=side,
                old=meant,
                new=name,
            )
            roll.held.append(Held(why, "id-changed", record=name, side=side, address=record.address))
            roll.aside |= {name, meant}


def _meant(record: Record, policy: PairPolicy, missing: Mapping[Trait, RecordId]) -> RecordId | None:
    found = {missing[trait] for trait in _traits(record.fields, policy) if trait in missing}
    return found.pop() if len(found) == 1 else None


def _traits(fields: Mapping[FieldName, Value | Unreadable], policy: PairPolicy) -> Iterator[Trait]:
    for name, value in fields.items():
        if isinstance(value, str) and len(value) >= _TELLING and policy.of(name).telling:
            yield name, normal(value, policy.of(name).compare)
