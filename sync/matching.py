"""Recognising records that carry no id, or a wrong one."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sync.changes import Held
from sync.message import say
from sync.model import Address, Base, FieldName, Record, RecordId, Side, Value
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


class Likeness:
    """Records by what they held: by all columns, or ``partly``, by those on which something is agreed.

    A field on which nothing is agreed, as its column was made anew or its first values are a conflict, tells nothing
    about a record. Where most fields are so, too little is left, and the others count as blank.
    """

    def __init__(
        self,
        records: Mapping[RecordId, Mapping[FieldName, Value]],
        names: Sequence[FieldName],
        policy: PairPolicy,
        *,
        partly: bool,
    ) -> None:
        self._policy = policy
        self._found: dict[tuple[FieldName, ...], dict[Hashable, set[RecordId]]] = {}
        for name, fields in records.items():
            agreed = tuple(each for each in names if each in fields)
            told_by = agreed if partly and 2 * len(agreed) > len(names) else tuple(names)
            said = content(fields, told_by, policy)
            if said is not None:
                self._found.setdefault(told_by, {}).setdefault(said, set()).add(name)

    def of(self, record: Record) -> set[RecordId]:
        """Return the records that the given one says the same as."""
        keys = ((content(record.fields, told_by, self._policy), found) for told_by, found in self._found.items())
        return {name for said, found in keys for name in found.get(said, ())}


def give_back_ids(side: Side, roll: Roll, base: Base, policy: PairPolicy, names: list[FieldName]) -> None:
    """Give a row whose id was cleared its id back, where its content names exactly one record that is missing."""
    for partly in (False, True):
        if not roll.loose[side]:
            return
        missing = {
            name: record.fields
            for name, record in base.records.items()
            if name not in roll.known[side] and name not in roll.aside
        }
        like = Likeness(missing, names, policy, partly=partly)
        fitting: dict[RecordId, list[Record]] = defaultdict(list)
        for record in roll.loose[side].values():
            found = like.of(record)
            # a record that the other side has lost too is about to be forgotten, so it is no rival
            there = [name for name in found if name in roll.known[side.other]] or list(found)
            if len(there) == 1:
                fitting[there[0]].append(record)
        for name, rows in fitting.items():
            if len(rows) == 1:
                roll.name(side, rows[0], name)


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
