"""Which record is which: by id, by known address, by unchanged content, and once by key.

What is ambiguous is set aside and reported, never guessed.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from sync.changes import Held
from sync.lookalikes import hold_lookalikes
from sync.matching import Roll, call_back, give_back_ids, match_by_key
from sync.message import say
from sync.model import Base, Record, RecordId, Side, Snapshot
from sync.policy import Deletes, EditAgainstDelete, PairPolicy


@dataclass(frozen=True, slots=True)
class Pairing:
    """Records by side and id. An id in ``aside`` is held and takes no part in the run."""

    records: Mapping[Side, Mapping[RecordId, Record]]
    aside: frozenset[RecordId] = frozenset()
    held: tuple[Held, ...] = ()
    twice: Mapping[Side, tuple[RecordId, ...]] = field(default_factory=dict)
    """Ids that stand more than once on a side."""


def pair(snapshots: Mapping[Side, Snapshot], base: Base, policy: PairPolicy, new_id: Callable[[], RecordId]) -> Pairing:
    """Give every record its id and say which could not be told apart."""
    roll = Roll()
    twice = {side: _call(side, snapshots[side], roll) for side in Side}
    _follow_pages(roll, base)
    for side in Side:
        give_back_ids(side, roll, base, policy, list(snapshots[side].columns))
    match_by_key(roll, policy, new_id)
    call_back(roll, base, policy)
    if policy.deletes is Deletes.HOLD or policy.edit_against_delete is not EditAgainstDelete.DELETE:
        hold_lookalikes(roll, base, policy, {side: list(snapshots[side].columns) for side in Side})
    for side in Side:
        for record in roll.loose[side].values():
            made = new_id()
            roll.known[side][made] = replace(record, id=made, carries_id=False)
    return Pairing(roll.known, frozenset(roll.aside), tuple(roll.held), twice)


def _call(side: Side, snapshot: Snapshot, roll: Roll) -> tuple[RecordId, ...]:
    """Sort the records of a side into known and loose, and return the ids that stand twice."""
    groups: dict[RecordId, list[Record]] = defaultdict(list)
    for record in snapshot.records:
        if record.id is None:
            roll.loose[side][record.address] = record
        else:
            groups[record.id].append(record)
    twice = []
    for name, group in groups.items():
        if len(group) == 1:
            roll.known[side][name] = group[0]
            continue
        twice.append(name)
        roll.aside.add(name)
        roll.doubled[side] += group
        why = say(
            "the id {id} stands {count} times in {side}, at {places}; "
            "clear it in the copies and they become records of their own",
            id=name,
            count=len(group),
            side=side,
            places=", ".join(record.address for record in group),
        )
        roll.held += [Held(why, "id-twice", record=name, side=side, address=copy.address) for copy in group]
    return tuple(twice)


def _follow_pages(roll: Roll, base: Base) -> None:
    """A page whose id property was cleared is still the same page: page ids never change."""
    known, loose = roll.known[Side.NOTION], roll.loose[Side.NOTION]
    places = {
        record.addresses[Side.NOTION]: name
        for name, record in base.records.items()
        if Side.NOTION in record.addresses and name not in known
    }
    for record in list(loose.values()):
        name = places.get(record.address)
        if name is not None:
            roll.name(Side.NOTION, record, name)
