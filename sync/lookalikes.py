"""Rows that look like a record which is gone from their side: its id was cleared or changed by hand, and it was edited.

Where the record stays on the other side (deletions are held, or it was edited there), copying such a row over would
enter it twice, so it waits for a person.
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass

from sync.changes import Held
from sync.matching import Likeness, Roll
from sync.message import say
from sync.model import Base, BaseRecord, FieldName, Record, RecordId, Side, Unreadable, Value
from sync.policy import Deletes, PairPolicy
from sync.values import content, normal

_TELLING = 6
"""So many letters make a text that nobody types twice by chance."""

Trait = tuple[FieldName, Hashable]


def hold_lookalikes(roll: Roll, base: Base, policy: PairPolicy, names: Mapping[Side, list[FieldName]]) -> None:
    """Hold rows without an id, or with an unknown one, that say all that a missing record said, or its telling text."""
    times = Counter(trait for record in base.records.values() for trait in traits(record.fields, policy))
    # a record may be gone from both: what is held on one side is still recognised on the other
    missing = {
        side: {n: r for n, r in base.records.items() if _stays(n, r, side, roll, policy, names)} for side in Side
    }
    for side, gone in missing.items():
        for created in base.unsure.values():
            # what was not written of a new record was blank
            whole = {n: {**dict.fromkeys(names[side]), **fields} for n, fields in created.items()}
            gone |= {n: BaseRecord(fields) for n, fields in whole.items() if n not in roll.known[side]}
        texts = {
            trait: name
            for name, record in gone.items()
            for trait in traits(record.fields, policy)
            if times[trait] == 1 and trait[0] in names[side]
        }
        wholes = Likeness({name: record.fields for name, record in gone.items()}, names[side], policy, partly=True)
        if gone:
            _hold(side, roll, base, _Gone(policy, texts, wholes))


def _stays(
    name: RecordId, was: BaseRecord, side: Side, roll: Roll, policy: PairPolicy, names: Mapping[Side, list[FieldName]]
) -> bool:
    """Say whether a record that is gone from ``side`` will stay on the other: held, or edited there meanwhile."""
    if name in roll.known[side] or name in roll.aside:
        return False
    if policy.deletes is Deletes.HOLD:
        return True
    there = roll.known[side.other].get(name)
    columns = names[side.other]
    return there is not None and content(there.fields, columns, policy) != content(was.fields, columns, policy)


@dataclass(frozen=True, slots=True)
class _Gone:
    """What the records that are gone from a side can be recognised by."""

    policy: PairPolicy
    texts: Mapping[Trait, RecordId]
    wholes: Likeness

    def meant(self, record: Record) -> set[RecordId]:
        alike = self.wholes.of(record)
        if alike:
            return alike
        found = {self.texts[trait] for trait in traits(record.fields, self.policy) if trait in self.texts}
        return found if len(found) == 1 else set()


def _hold(side: Side, roll: Roll, base: Base, gone: _Gone) -> None:
    for record in list(roll.loose[side].values()):
        meant = gone.meant(record)
        old = min(meant, default=None)
        if meant:
            why = say(
                "{place} in {side} has no id and looks like {old}, which is gone from there; "
                "write {old} in it if it is the same record, or change the text they share",
                place=record.address,
                side=side,
                old=old,
            )
            roll.held.append(Held(why, "id-cleared", record=old, side=side, address=record.address))
            del roll.loose[side][record.address]
            roll.aside |= meant
    for name, record in list(roll.known[side].items()):
        if not record.carries_id or name in base.records or name in roll.known[side.other]:
            continue
        meant = gone.meant(record)
        old = min(meant, default=None)
        if meant:
            roll.held.append(_changed(side, record, old, name))
            roll.aside |= {name, *meant}
    for record in roll.doubled[side]:
        meant = gone.meant(record) if record.id not in base.records else set()
        if meant:
            roll.held.append(_changed(side, record, min(meant), record.id))
            roll.aside |= meant


def _changed(side: Side, record: Record, old: RecordId | None, new: RecordId | None) -> Held:
    why = say(
        "the id of {place} in {side} was changed from {old} to {new}; put {old} back, or change the text they share",
        place=record.address,
        side=side,
        old=old,
        new=new,
    )
    return Held(why, "id-changed", record=new, side=side, address=record.address)


def traits(fields: Mapping[FieldName, Value | Unreadable], policy: PairPolicy) -> Iterator[Trait]:
    """Yield the texts by which a record is told from others."""
    for name, value in fields.items():
        if isinstance(value, str) and len(value) >= _TELLING and policy.of(name).telling:
            yield name, normal(value, policy.of(name).compare)
