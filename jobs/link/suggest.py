"""Likely links: which are suggested, and what people answered."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from jobs.link.decide import Decided, Key, Ties
from sync.clerical import Tie, TieKind, TieState
from sync.message import Message

_CLOSED = (TieState.ACCEPTED, TieState.DISMISSED, TieState.REMOVED, TieState.STANDING)


@dataclass(frozen=True, slots=True)
class Scored:
    """How likely two records belong together, from 0 to 1, and why in words."""

    one: Key
    other: Key
    score: float
    why: Message
    role: str = ""
    """The role of the field that would hold the link."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A likely link that waits for a person. ``later``: somebody has put it off."""

    scored: Scored
    later: bool = False

    @property
    def key(self) -> tuple[Key, Key, str]:
        return (self.scored.one, self.scored.other, self.scored.role)


@dataclass(frozen=True, slots=True)
class Suggested:
    """``ties`` are to be remembered, ``over`` mean nothing any more, each by table."""

    suggestions: tuple[Suggestion, ...]
    ties: Mapping[str, Sequence[Tie]]
    over: Mapping[str, Sequence[Tie]]


def closed(remembered: Ties) -> frozenset[frozenset[Key]]:
    """Return the pairs of records that people have decided on, and those that are linked."""
    links = _links(remembered)
    return frozenset(frozenset({(t, tie.record), (tie.table, tie.other)}) for t, tie in links if tie.state in _CLOSED)


def suggest(
    scored: Iterable[Scored],
    decided: Decided,
    remembered: Ties,
    now: datetime,
    *,
    least: float,
    most: int,
    judged: Collection[Key],
) -> Suggested:
    """Choose at most ``most`` of a record from ``least`` on. What people have decided never comes again.

    Suggestions of records that are not ``judged`` in this run stay as they are.
    """
    known = {(table, tie.record, tie.table, tie.other, tie.role): tie for table, tie in _links(remembered)}
    chosen: list[Suggestion] = []
    per_record: dict[tuple[Key, str], int] = defaultdict(int)
    fresh: dict[str, list[Tie]] = defaultdict(list)
    for each in sorted(scored, key=lambda found: (-found.score, found.one, found.other)):
        tie = known.get((*each.one, *each.other, each.role))
        closed = tie is not None and tie.state in _CLOSED
        if each.score < least or closed or (each.one, each.other) in decided.linked:
            continue
        if per_record[each.one, each.role] >= most:
            continue
        per_record[each.one, each.role] += 1
        chosen.append(Suggestion(each, later=tie is not None and tie.state is TieState.LATER))
        if tie is None:
            fresh[each.one[0]].append(Tie(TieKind.LINK, each.one[1], *each.other, TieState.SUGGESTED, now, each.role))
    wanted = {(*each.scored.one, *each.scored.other, each.scored.role) for each in chosen}
    over: dict[str, list[Tie]] = defaultdict(list)
    for key, tie in known.items():
        if tie.state is TieState.SUGGESTED and key not in wanted and (key[0], tie.record) in judged:
            over[key[0]].append(tie)
    chosen.sort(key=lambda each: (each.scored.one, -each.scored.score, each.scored.other))
    return Suggested(tuple(chosen), fresh, over)


def _links(remembered: Ties) -> Iterable[tuple[str, Tie]]:
    return ((table, tie) for table, ties in remembered.items() for tie in ties if tie.kind is TieKind.LINK)
