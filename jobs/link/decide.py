"""What becomes of each link: set, left, or never set again. Pure: nothing is read or written here."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from jobs.link.ways import End, Route
from jobs.rules.item import Item
from sync.clerical import Tie, TieKind, TieState
from sync.message import Message, say
from sync.model import RecordId

Key = tuple[str, RecordId]
TieKey = tuple[TieKind, RecordId, str, RecordId, str]
Ties = Mapping[str, Sequence[Tie]]
"""What is remembered, by table."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One link at one end: ``item`` is the record whose field it is."""

    end: End
    item: Item
    other: Item

    @property
    def entry(self) -> str:
        return self.end.entry(self.other) or ""

    @property
    def stands(self) -> bool:
        return self.end.stands(self.item, self.other)

    def tie(self, state: TieState, at: datetime) -> Tie:
        return Tie(TieKind.LINK, self.item.record, self.other.table, self.other.record, state, at, self.end.role)


@dataclass(frozen=True, slots=True)
class Setting:
    """An entry that is to come to a field, or to go from it; ``tie`` holds once that is proved."""

    edge: Edge
    comes: bool
    why: Message
    tie: Tie


@dataclass
class Decided:
    """``ties`` are true already, by table; ``settings`` are what is to be written; ``barred`` what may not be."""

    ties: dict[str, list[Tie]] = field(default_factory=lambda: defaultdict(list))
    settings: list[Setting] = field(default_factory=list)
    barred: list[Edge] = field(default_factory=list)
    linked: set[tuple[Key, Key]] = field(default_factory=set)
    """Pairs of records that are linked, or were: nothing is suggested for them."""
    taken: list[Edge] = field(default_factory=list)
    """Links that a person has taken away since."""


Names = Callable[[Item], frozenset[Key]]


def decide(
    routes: Iterable[Route],
    items: Mapping[str, Sequence[Item]],
    remembered: Ties,
    names: Names,
    now: datetime,
    renewed: frozenset[tuple[str, str]] = frozenset(),
) -> Decided:
    """Decide every link. ``renewed`` are fields, by table, whose column is another one: no link was taken."""
    decided = Decided()
    ties = {
        table: {each.key: each for each in found if each.kind is TieKind.LINK} for table, found in remembered.items()
    }
    by_key = {item.key: item for found in items.values() for item in found}
    named = {key: names(item) for key, item in by_key.items()}
    for route in routes:
        for one, other in _candidates(route, items, ties, by_key, named):
            _decide_one(_Link(route, one, other, ties, named, now, renewed), decided)
    return decided


@dataclass(frozen=True)
class _Link:
    route: Route
    one: Item
    other: Item
    ties: Mapping[str, Mapping[TieKey, Tie]]
    named: Mapping[Key, frozenset[Key]]
    now: datetime
    renewed: frozenset[tuple[str, str]]

    def edges(self) -> list[Edge]:
        found = []
        if self.route.front is not None:
            found.append(Edge(self.route.front, self.one, self.other))
        if self.route.back is not None:
            found.append(Edge(self.route.back, self.other, self.one))
        return [each for each in found if each.end.readable(each.item) and each.entry]

    def state(self, edge: Edge) -> TieState | None:
        known = self.ties.get(edge.item.table, {}).get(edge.tie(TieState.STANDING, self.now).key)
        return None if known is None else known.state

    def asked(self) -> TieState | None:
        """Return what people decided of the suggestion, which is kept with the record that it was made for."""
        key = (TieKind.LINK, self.one.record, self.other.table, self.other.record, str(self.route.way.role))
        known = self.ties.get(self.one.table, {}).get(key)
        return None if known is None else known.state

    def is_new_column(self, edge: Edge) -> bool:
        return (edge.item.table, edge.end.field.name) in self.renewed

    def taken(self, edge: Edge) -> bool:
        return self.state(edge) is TieState.STANDING and not edge.stands and not self.is_new_column(edge)

    @property
    def mention(self) -> bool:
        return self.other.key in self.named[self.one.key] or self.one.key in self.named[self.other.key]


def _decide_one(link: _Link, decided: Decided) -> None:
    edges = link.edges()
    taken = [each for each in edges if link.taken(each)]
    removed = [each for each in edges if link.state(each) is TieState.REMOVED]
    again = [each for each in removed if each.stands] or [
        each for each in edges if removed and each.stands and link.state(each) is not TieState.STANDING
    ]
    if taken or (removed and not again):
        _take(link, edges, taken, decided)
        return
    asked = link.asked()
    stands = [each for each in edges if each.stands]
    for each in stands:
        if link.state(each) is not TieState.STANDING:
            decided.ties[each.item.table].append(each.tie(TieState.STANDING, link.now))
    accepted = asked is TieState.ACCEPTED
    if not stands and (asked is TieState.DISMISSED or not (link.mention or accepted)):
        return
    decided.linked.add((link.one.key, link.other.key))
    why = _why(link, stands, accepted=accepted)
    for each in edges:
        if each.stands:
            continue
        if each.end.ours:
            decided.settings.append(Setting(each, True, why, each.tie(TieState.STANDING, link.now)))
        elif not stands:
            decided.barred.append(each)


def _take(link: _Link, edges: Sequence[Edge], taken: Sequence[Edge], decided: Decided) -> None:
    """A person took the link away at one end: it is not set again, and goes at the other end."""
    decided.linked.add((link.one.key, link.other.key))
    decided.taken += taken
    for each in taken:
        decided.ties[each.item.table].append(each.tie(TieState.REMOVED, link.now))
    for each in edges:
        if each in taken or link.state(each) is TieState.REMOVED:
            continue
        gone = each.tie(TieState.REMOVED, link.now)
        if not each.stands:
            decided.ties[each.item.table].append(gone)
            continue
        if link.state(each) is None:
            decided.ties[each.item.table].append(each.tie(TieState.STANDING, link.now))
        if each.end.ours:
            why = say("the link was taken away in {table}", table=each.other.table)
            decided.settings.append(Setting(each, False, why, gone))


def _why(link: _Link, stands: Sequence[Edge], *, accepted: bool) -> Message:
    if stands:
        return say("linked in {table}", table=stands[0].item.table)
    if accepted:
        return say("the suggestion was accepted")
    if link.other.key in link.named[link.one.key]:
        return say("{one} names {other}", one=link.one.record, other=link.other.record)
    return say("{one} names {other}", one=link.other.record, other=link.one.record)


def _candidates(
    route: Route,
    items: Mapping[str, Sequence[Item]],
    ties: Mapping[str, Mapping[TieKey, Tie]],
    by_key: Mapping[Key, Item],
    named: Mapping[Key, frozenset[Key]],
) -> Iterator[tuple[Item, Item]]:
    """Return the pairs of records of which anything is known or seen, in the order of the tables."""
    found: set[tuple[Key, Key]] = set()
    front, back = (_entries(end, items) for end in (route.front, route.back))
    for item in items.get(route.source, ()):
        found |= {(item.key, key) for key in named[item.key] if key[0] == route.target}
        found |= {(item.key, key) for key in _linked(route.front, item, front)}
    for item in items.get(route.target, ()):
        found |= {(key, item.key) for key in named[item.key] if key[0] == route.source}
        found |= {(key, item.key) for key in _linked(route.back, item, back)}
    for tie in ties.get(route.source, {}).values():
        if tie.table == route.target and tie.role == route.way.role:
            found.add(((route.source, tie.record), (route.target, tie.other)))
    for tie in ties.get(route.target, {}).values():
        if tie.table == route.source and tie.role == route.way.back:
            found.add(((route.source, tie.other), (route.target, tie.record)))
    order = {key: place for place, key in enumerate(by_key)}
    known = [(one, other) for one, other in found if one in by_key and other in by_key and one != other]
    for one, other in sorted(known, key=lambda pair: (order[pair[0]], order[pair[1]])):
        yield by_key[one], by_key[other]


def _entries(end: End | None, items: Mapping[str, Sequence[Item]]) -> dict[str, Key]:
    if end is None:
        return {}
    return {entry: other.key for other in items.get(end.other, ()) if (entry := end.entry(other)) is not None}


def _linked(end: End | None, item: Item, entries: Mapping[str, Key]) -> Iterator[Key]:
    if end is None:
        return
    value = item.values.get(end.role)
    for entry in value if isinstance(value, tuple) else ():
        if entry in entries:
            yield entries[entry]


def still_open(ties: Iterable[Tie]) -> list[Tie]:
    """Return the suggestions that wait for a person."""
    return [each for each in ties if each.state in (TieState.SUGGESTED, TieState.LATER)]
