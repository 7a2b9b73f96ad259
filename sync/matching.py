"""Recognising records that carry no id, or a wrong one."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from sync.changes import Held
from sync.message import say
from sync.model import Address, Base, FieldName, Record, RecordId, Side
from sync.policy import PairPolicy
from sync.values import content, match_key


@dataclass
class Roll:
    """The roll call under way: who is known, who has no name yet, who is set aside."""

    known: dict[Side, dict[RecordId, Record]] = field(default_factory=lambda: {side: {} for side in Side})
    loose: dict[Side, dict[Address, Record]] = field(default_factory=lambda: {side: {} for side in Side})
    aside: set[RecordId] = field(default_factory=set)
    doubled: dict[Side, list[Record]] = field(default_factory=lambda: {side: [] for side in Side})
    """The records whose id stands more than once on their side."""
    held: list[Held] = field(default_factory=list)

    def name(self, side: Side, record: Record, name: RecordId) -> None:
        del self.loose[side][record.address]
        self.known[side][name] = replace(record, id=name, carries_id=False)


def _missing_by_content(
    side: Side, roll: Roll, base: Base, policy: PairPolicy, names: list[FieldName]
) -> dict[Hashable, RecordId]:
    """Return the known records that are not on this side by what they held, where that tells them apart."""
    found: dict[Hashable, list[RecordId]] = defaultdict(list)
    for name, record in base.records.items():
        if name not in roll.known[side] and name not in roll.aside:
            found[content(record.fields, names, policy)].append(name)
    # a record that the other side has lost too is about to be forgotten, so it is no rival
    there = {key: [name for name in group if name in roll.known[side.other]] or group for key, group in found.items()}
    return {key: group[0] for key, group in there.items() if key is not None and len(group) == 1}


def give_back_ids(side: Side, roll: Roll, base: Base, policy: PairPolicy, names: list[FieldName]) -> None:
    """Give a row whose id was cleared its id back, where its content names exactly one record that is missing."""
    if not roll.loose[side]:
        return
    missing = _missing_by_content(side, roll, base, policy, names)
    alike: dict[Hashable, list[Record]] = defaultdict(list)
    for record in roll.loose[side].values():
        alike[content(record.fields, names, policy)].append(record)
    for key, group in alike.items():
        if key in missing and len(group) == 1:
            roll.name(side, group[0], missing[key])


def match_by_key(roll: Roll, policy: PairPolicy, new_id: Callable[[], RecordId]) -> None:
    """Match records that meet for the first time by ``match_on``, where one of them has no id."""
    if not policy.match_on:
        return
    groups: dict[tuple[str, ...], dict[Side, list[Record]]] = defaultdict(lambda: {side: [] for side in Side})
    for side in Side:
        for record in [*roll.loose[side].values(), *_alone(side, roll)]:
            key = match_key(record, policy.match_on)
            if key is not None:
                groups[key][side].append(record)
    for key, group in groups.items():
        notion, sheet = group[Side.NOTION], group[Side.SHEET]
        if not notion or not sheet or all(record.id is not None for record in [*notion, *sheet]):
            continue
        if len(notion) == len(sheet) == 1:
            name = notion[0].id or sheet[0].id or new_id()
            for side in Side:
                if group[side][0].id is None:
                    roll.name(side, group[side][0], name)
        else:
            _set_aside(key, group, roll)


def call_back(roll: Roll, base: Base, policy: PairPolicy) -> None:
    """Give a record that was typed again after both sides had lost it its old id, by its ``match_on`` key."""
    gone: dict[tuple[str, ...], list[RecordId]] = defaultdict(list)
    for name, record in base.forgotten.items():
        key = match_key(Record(Address(""), name, record.fields), policy.match_on)
        if key is not None:
            gone[key].append(name)
    if not gone:
        return
    for side in Side:
        keys = {place: match_key(record, policy.match_on) for place, record in roll.loose[side].items()}
        typed = Counter([*keys.values(), *(match_key(record, policy.match_on) for record in roll.known[side].values())])
        for place, key in keys.items():
            names = [name for name in gone.get(key or (), ()) if name not in roll.aside]
            if len(names) == typed[key] == 1 and not any(names[0] in roll.known[each] for each in Side):
                roll.name(side, roll.loose[side][place], names[0])


def _alone(side: Side, roll: Roll) -> Iterable[Record]:
    others = roll.known[side.other]
    return [record for name, record in roll.known[side].items() if name not in others and name not in roll.aside]


def _set_aside(key: tuple[str, ...], group: Mapping[Side, list[Record]], roll: Roll) -> None:
    why = say(
        "{key} fits {pages} in {notion} and {rows} in {sheet}, so nobody can tell which belong together; "
        "write the same id on both, or make them differ",
        key=key[0],
        pages=", ".join(record.address for record in group[Side.NOTION]),
        rows=", ".join(record.address for record in group[Side.SHEET]),
        notion=Side.NOTION,
        sheet=Side.SHEET,
    )
    for side in Side:
        for record in group[side]:
            roll.held.append(Held(why, "ambiguous", record=record.id, side=side, address=record.address))
            if record.id is None:
                del roll.loose[side][record.address]
            else:
                roll.aside.add(record.id)
