"""One field of one record: the base and two sides in, one verdict out."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sync.inside import Overlap, merge_inside
from sync.message import Message, say
from sync.model import Side, Value
from sync.policy import Direction, FieldPolicy, FirstMatch, OnConflict, OneWay
from sync.values import same


class Verdict(StrEnum):
    EQUAL = "equal"
    TAKEN = "taken"
    MERGED = "merged"
    SETTLED = "settled"
    """Both sides changed; a policy chose, and the losing value is kept."""
    REASSERTED = "reasserted"
    """The receiving side of a one-way field was edited; the source stands, the edit is kept."""
    CLASH = "clash"
    SPLIT = "split"
    """Both versions are to live on as records of their own."""
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Missing:
    """No base: the field was never agreed on."""


MISSING = Missing()


@dataclass(frozen=True, slots=True)
class Merge:
    verdict: Verdict
    why: Message
    value: Value = None
    """What both sides are to hold; the agreed value of EQUAL."""
    write: frozenset[Side] = frozenset()
    lost: tuple[tuple[Side, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class Sides:
    """The two values of one field, and when each side was last edited where that is known."""

    notion: Value
    sheet: Value
    edited: dict[Side, datetime] = field(default_factory=dict)

    def __getitem__(self, side: Side) -> Value:
        return self.notion if side is Side.NOTION else self.sheet


def merge_field(
    base: Value | Missing, sides: Sides, policy: FieldPolicy, first: FirstMatch = FirstMatch.STRICT
) -> Merge:
    """Decide one field. Symmetric under swapping the sides, apart from what the policy names."""
    if same(sides.notion, sides.sheet, policy.compare):
        value = sides.notion
        if not isinstance(base, Missing) and same(base, value, policy.compare):
            value = base
        return Merge(Verdict.EQUAL, say("both sides are equal"), value)
    if policy.direction is Direction.NONE:
        return Merge(Verdict.HELD, say("the mapping copies this field in neither direction"))
    source = policy.direction.source
    if source is not None:
        return _one_way(base, sides, source, policy)
    if isinstance(base, Missing):
        return _first_meeting(sides, policy, first)
    for side in Side:
        if same(sides[side.other], base, policy.compare):
            return _take(sides, side, Verdict.TAKEN, say("edited in {side}", side=side))
    try:
        inside = merge_inside(base, sides.notion, sides.sheet, policy.inside)
    except Overlap:
        return _settle(sides, policy)
    write = frozenset(side for side in Side if not same(sides[side], inside, policy.compare))
    return Merge(Verdict.MERGED, say("both sides edited different parts"), inside, write)


def _take(sides: Sides, winner: Side, verdict: Verdict, why: Message, *, lose: bool = False) -> Merge:
    lost = ((winner.other, sides[winner.other]),) if lose else ()
    return Merge(verdict, why, sides[winner], frozenset({winner.other}), lost)


def _one_way(base: Value | Missing, sides: Sides, source: Side, policy: FieldPolicy) -> Merge:
    target = source.other
    edited = not isinstance(base, Missing) and not same(sides[target], base, policy.compare)
    if isinstance(base, Missing):
        edited = sides[target] is not None
    if not edited:
        return _take(sides, source, Verdict.TAKEN, say("edited in {side}", side=source))
    if policy.one_way is OneWay.HOLD:
        return Merge(Verdict.HELD, say("{side} only receives this field, and was edited there", side=target))
    why = say("{side} only receives this field; the edit there is kept in the history", side=target)
    return _take(sides, source, Verdict.REASSERTED, why, lose=True)


def _first_meeting(sides: Sides, policy: FieldPolicy, first: FirstMatch) -> Merge:
    if first is FirstMatch.FILL:
        for side in Side:
            if sides[side.other] is None:
                return _take(sides, side, Verdict.TAKEN, say("empty on the other side"))
    return _settle(sides, policy)


def _settle(sides: Sides, policy: FieldPolicy) -> Merge:
    if policy.on_conflict is OnConflict.KEEP_BOTH:
        return Merge(Verdict.SPLIT, say("both sides changed it; both versions are kept as records"))
    winner = policy.on_conflict.side or _by_time(sides, policy.on_conflict)
    if winner is None:
        return Merge(Verdict.CLASH, say("both sides changed it to different values"))
    why = say("both sides changed it; {side} wins by policy {policy}", side=winner, policy=policy.on_conflict)
    return _take(sides, winner, Verdict.SETTLED, why, lose=True)


def _by_time(sides: Sides, policy: OnConflict) -> Side | None:
    """Return the side edited last (or first). Within one minute nobody can tell: times are floored to it."""
    if policy not in (OnConflict.NEWEST, OnConflict.OLDEST) or len(sides.edited) < len(Side):
        return None
    notion, sheet = (sides.edited[side].replace(second=0, microsecond=0) for side in Side)
    if notion == sheet:
        return None
    newest = Side.NOTION if notion > sheet else Side.SHEET
    return newest if policy is OnConflict.NEWEST else newest.other
