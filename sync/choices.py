"""What people decide of conflicts. A choice is for the values it was made on, and for no others."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeAlias

from sync.changes import Conflict, Kind, Receipt
from sync.merge import Merge, Verdict
from sync.message import say
from sync.model import FieldName, RecordId, Side, Span, Value
from sync.moves import Key
from sync.policy import Direction, FieldPolicy, Inside, PairPolicy
from sync.values import normal, same

JOINT = " ⇄ "
"""Stands between two texts that are both kept in one field, so that a person finds the place again."""


class Keep(StrEnum):
    """What a person wants to stand."""

    NOTION = "notion"
    SHEET = "sheet"
    BOTH = "both"
    LATER = "later"
    """The conflict stays open and is not asked again until a value changes."""

    @property
    def side(self) -> Side | None:
        return Side(self.value) if self in (Keep.NOTION, Keep.SHEET) else None


@dataclass(frozen=True, slots=True, order=True)
class Question:
    """A conflict by what it is about: the record, the field (none: the whole record), and the values as they stand."""

    record: RecordId
    field: FieldName | None
    mark: str


Choices: TypeAlias = Mapping[Question, Keep]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A conflict that a choice settles in this run, once every change in ``needs`` is proved."""

    conflict: Conflict
    keep: Keep
    needs: frozenset[Key] = frozenset()


def question(conflict: Conflict, policy: PairPolicy) -> Question:
    """Return what a choice names. Its mark is another one as soon as the base or a value is another one."""
    if conflict.field is not None:
        how = policy.of(conflict.field).compare
        parts = [str(conflict.first), *(_text(normal(each, how)) for each in (conflict.was, *_both(conflict)))]
    else:
        parts = [str(conflict.deleted), _record(conflict.base or {}, policy)]
        parts += [f"{side}={_record(conflict.records[side], policy)}" for side in sorted(conflict.records)]
    mark = hashlib.blake2b("\0".join(parts).encode("utf-8", "backslashreplace"), digest_size=6).hexdigest()
    return Question(conflict.record, conflict.field, mark)


def _both(conflict: Conflict) -> list[Value]:
    return [conflict.values.get(side) for side in Side]


def _record(fields: Mapping[FieldName, Value], policy: PairPolicy) -> str:
    """Spell the fields that people edit: what a service computes may change by itself."""
    edited = (name for name in sorted(fields) if policy.of(name).direction is Direction.BOTH)
    return "\1".join(f"{name}\2{_text(normal(fields[name], policy.of(name).compare))}" for name in edited)


def _text(value: object) -> str:
    """Spell a value in one way in every process, whatever zone a moment was read in."""
    if isinstance(value, frozenset):
        return "{" + ",".join(sorted(map(_text, value))) + "}"
    if isinstance(value, tuple):
        return "(" + ",".join(map(_text, value)) + ")"
    if isinstance(value, Span):
        ends = (end.astimezone(UTC) if isinstance(end, datetime) else end for end in (value.start, value.end))
        return " - ".join(map(str, ends))
    if isinstance(value, float) and value.is_integer():
        return repr(int(value))
    return repr(value)


def agreed(given: Iterable[tuple[Question, Keep]]) -> tuple[dict[Question, Keep], frozenset[Question]]:
    """Join the choices of several places, and name the conflicts for which they contradict one another.

    A real choice counts more than to leave it for later. Where two differ nobody knows which is meant: neither counts.
    """
    found: dict[Question, set[Keep]] = {}
    for asked, keep in given:
        found.setdefault(asked, set()).add(keep)
    real = {asked: keeps - {Keep.LATER} or keeps for asked, keeps in found.items()}
    torn = frozenset(asked for asked, keeps in real.items() if len(keeps) > 1)
    return {asked: next(iter(keeps)) for asked, keeps in real.items() if asked not in torn}, torn


def settle(conflict: Conflict, choices: Choices, policy: PairPolicy) -> Conflict | tuple[Merge, Keep]:
    """Return what a choice makes of a field in conflict, or the conflict as it stays open."""
    keep = choices.get(question(conflict, policy))
    if keep is None:
        return conflict
    if keep is Keep.LATER:
        return replace(conflict, later=True)
    if keep.side is not None:
        why = say("a person chose {side}", side=keep.side)
        loser = keep.side.other
        lost = ((loser, conflict.values.get(loser)),)
        return Merge(Verdict.SETTLED, why, conflict.values.get(keep.side), frozenset({loser}), lost), keep
    merge = _keep_both(conflict, policy.of(conflict.field or FieldName("")), splits=policy.splits)
    if merge is None:
        return replace(conflict, why=say("both sides changed it, and one field cannot hold both: choose a side"))
    return merge, keep


def _keep_both(conflict: Conflict, policy: FieldPolicy, *, splits: bool) -> Merge | None:
    """Put both values into the field; where it cannot hold both, let both versions live as records."""
    why = say("a person chose to keep both")
    notion, sheet = _both(conflict)
    try:
        value = together(conflict.was, notion, sheet, policy.joins)
    except ValueError:
        return Merge(Verdict.SPLIT, why) if splits else None
    sides = {Side.NOTION: notion, Side.SHEET: sheet}
    write = frozenset(side for side in Side if not same(sides[side], value, policy.compare))
    return Merge(Verdict.SETTLED, why, value, write)


def together(base: Value, notion: Value, sheet: Value, how: Inside) -> Value:
    """Return a value with both in it: lists are united, texts joined with a visible mark.

    Raises ``ValueError`` where one field cannot hold both. What is empty takes no room.
    """
    if notion is None or sheet is None:
        return sheet if notion is None else notion
    if how is Inside.SET and isinstance(notion, tuple) and isinstance(sheet, tuple):
        was = base if isinstance(base, tuple) else ()
        kept = [entry for entry in was if entry in notion or entry in sheet]
        return (*kept, *sorted({*notion, *sheet} - {*was}))
    if how is Inside.LINES and isinstance(notion, str) and isinstance(sheet, str):
        lines = "\n" in notion or "\n" in sheet
        return f"{notion}\n{JOINT.strip()}\n{sheet}" if lines else f"{notion}{JOINT}{sheet}"
    raise ValueError("no field of this type holds two values")


def unsettled(chosen: Iterable[Chosen], receipts: Iterable[Receipt]) -> list[Chosen]:
    """Return the choices whose writes are not all proved: their conflicts stay open, and they are tried again."""
    proved = {receipt.change.key: receipt for receipt in receipts}
    return [each for each in chosen if not all(_done(proved.get(key), each.conflict.field) for key in each.needs)]


def _done(receipt: Receipt | None, field: FieldName | None) -> bool:
    if receipt is None or not receipt.done:
        return False
    return receipt.change.kind is not Kind.UPDATE or field is None or field in receipt.written
