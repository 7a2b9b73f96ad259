"""Rules that refuse a plan as a whole. Each says what was seen, what is allowed, and the way out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sync.changes import Kind
from sync.message import Message, say
from sync.model import Base, Proof, Side, Snapshot, Whereabouts
from sync.plan import Plan
from sync.policy import OnReadOnly, PairPolicy
from sync.stranded import stranded


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a run may not write. ``code`` names the guard, for ``--force`` and for programs."""

    code: str
    seen: Message
    way_out: Message


@dataclass(frozen=True)
class Case:
    """What a guard judges."""

    plan: Plan
    base: Base
    snapshots: Mapping[Side, Snapshot]
    policy: PairPolicy


def guard(case: Case) -> tuple[Refusal, ...]:
    """Return every reason to refuse; none means the plan may be carried out."""
    return tuple(refusal for rule in _RULES for refusal in rule(case))


_FORCE = say("Look at both tables; if this is meant, run once more with --force.")


def _emptied_side(case: Case) -> Iterator[Refusal]:
    if not case.policy.limits.empty_side:
        return
    for side in Side:
        snapshot = case.snapshots[side]
        if case.base.records and not snapshot.records and snapshot.proof is Proof.COMPLETE:
            seen = say(
                "{side} is empty, though {count} records are known there",
                side=side,
                count=len(case.base.records),
            )
            yield Refusal("empty-side", seen, _FORCE)


def _too_many_deletes(case: Case) -> Iterator[Refusal]:
    limit = case.policy.limits.deletes_percent
    known = len(case.base.records)
    if limit is None or not known:
        return
    for side in Side:
        trashed = [change.record for change in case.plan.on(side) if change.kind is Kind.TRASH]
        count = sum(record in case.base.records for record in trashed)
        share = 100 * count / known
        if share > limit:
            figures = {"count": count, "known": known, "share": share, "limit": limit}
            seen = say(
                "{count} of {known} records ({share:.0f} %) were deleted in {side}; allowed are {limit:g} %",
                side=side.other,
                **figures,
            )
            if case.plan.undoes is not None:
                seen = say(
                    "{count} of {known} records ({share:.0f} %) would go to the trash in {side}; "
                    "allowed are {limit:g} %",
                    side=side,
                    **figures,
                )
            yield Refusal("too-many-deletes", seen, _FORCE)


def _too_many_creations(case: Case) -> Iterator[Refusal]:
    limit = case.policy.limits.creates_percent
    known = len(case.base.records)
    if limit is None or not known:
        return
    for side in Side:
        count = sum(change.kind is Kind.CREATE for change in case.plan.on(side))
        if count > case.policy.limits.creates_floor and 100 * count / known > limit:
            seen = say(
                "{count} records would be created in {side}, where {known} are known; allowed are {limit:g} %",
                count=count,
                side=side,
                known=known,
                limit=limit,
            )
            yield Refusal("too-many-creations", seen, _FORCE)


def _everything_changed(case: Case) -> Iterator[Refusal]:
    """A change of locale or time zone in a sheet looks just like this.

    A field on which nothing was agreed yet has not changed: a first run that was cut short leaves many of them.
    """
    known = len(case.base.records)
    if not case.policy.limits.all_changed or known < case.policy.limits.all_changed_floor:
        return
    agreed = {name: record.fields.keys() - case.plan.renewed for name, record in case.base.records.items()}
    for side in Side:
        updated = {
            change.record
            for change in case.plan.on(side.other)
            if change.kind is Kind.UPDATE and change.values().keys() & agreed.get(change.record, frozenset())
        }
        if len(updated) == known:
            seen = say("all {known} known records changed in {side}", known=known, side=side)
            yield Refusal("everything-changed", seen, _FORCE)


def _canary(case: Case) -> Iterator[Refusal]:
    canary = case.policy.canary
    if canary is None:
        return
    for side in Side:
        if not any(record.id == canary for record in case.snapshots[side].records):
            seen = say("the canary record {canary} is not in {side}", canary=canary, side=side)
            way_out = say("Put it back, or correct the access; if it is meant to be gone, run once more with --force.")
            yield Refusal("canary", seen, way_out)


def _other_scope(case: Case) -> Iterator[Refusal]:
    for side in Side:
        was, now = case.base.scopes.get(side), case.snapshots[side].scope
        if was is not None and was != now:
            seen = say(
                "{side} is read with another filter ({now}) than last time ({was}), so what is out of view "
                "cannot be told from what was deleted",
                side=side,
                now=now or "-",
                was=was or "-",
            )
            yield Refusal("filter-changed", seen, _FORCE)


def _ids_rewritten(case: Case) -> Iterator[Refusal]:
    """A copied row is only held; ids that stand twice while known ones are gone mean that somebody rewrote them."""
    for side in Side:
        twice = (case.plan.twice or {}).get(side, ())
        unknown = [name for name in twice if name not in case.base.records]
        if unknown and (case.plan.missing or {}).get(side):
            seen = say(
                "{side} has the id {id} more than once, and {count} known ids are gone from there",
                side=side,
                id=unknown[0],
                count=(case.plan.missing or {})[side],
            )
            way_out = say("Put the ids back as they were (the plan lists them), or clear the wrong ones.")
            yield Refusal("ids-rewritten", seen, way_out)


def _stranded_ids(case: Case) -> Iterator[Refusal]:
    """Two people do not type each other's rows at once: the ids stand in the wrong rows, not the contents."""
    for side in Side:
        found = stranded(case.snapshots[side], case.base, case.policy)
        if found:
            seen = say(
                "in {side} {count} ids stand beside the contents of each other's records, at {places}: they were "
                "swapped, or a part of the table was sorted without them",
                side=side,
                count=len(found),
                places=", ".join(record.address for record in found[:10]),
            )
            way_out = say(
                "Undo the sort, or put the ids back beside their records. If the contents were meant to change places, "
                "run once more with --force."
            )
            yield Refusal("ids-stranded", seen, way_out)


def _strangers(case: Case) -> Iterator[Refusal]:
    """Without a memory, two full tables that have nothing in common would each be copied into the other."""
    if case.base.known:
        return
    created = {side: sum(change.kind is Kind.CREATE for change in case.plan.on(side)) for side in Side}
    for side in Side:
        full = len(case.snapshots[side].records)
        if full < _STRANGERS or created[side.other] < _NEARLY_ALL * full:
            return
    seen = say(
        "this is the first run, and hardly any of the {pages} records in {notion} matches one of the {rows} "
        "in {sheet}; each would be copied into the other table",
        pages=len(case.snapshots[Side.NOTION].records),
        rows=len(case.snapshots[Side.SHEET].records),
        notion=Side.NOTION,
        sheet=Side.SHEET,
    )
    way_out = say(
        "Set match_on to fields that name a record, or write the same ids on both sides; or run with --force."
    )
    yield Refusal("strangers", seen, way_out)


def _read_only(case: Case) -> Iterator[Refusal]:
    if case.policy.on_read_only is not OnReadOnly.REFUSE:
        return
    for side in case.policy.read_only:
        if case.plan.on(side):
            seen = say(
                "{count} writes are needed in {side}, which is read only",
                count=len(case.plan.on(side)),
                side=side,
            )
            way_out = say(
                "Allow writing there, or set on_read_only to ignore; --force leaves these edits waiting once."
            )
            yield Refusal(READ_ONLY, seen, way_out)


def _lost_sight(case: Case) -> Iterator[Refusal]:
    """Many pages unreachable at once is a lost share, not a clean-up."""
    known = len(case.base.records)
    for side in Side:
        count = sum(where is Whereabouts.UNKNOWN for where in case.snapshots[side].absent.values())
        if known >= _STRANGERS and count * 2 > known:
            seen = say("{count} of {known} records cannot be reached in {side}", count=count, known=known, side=side)
            yield Refusal("lost-sight", seen, say("Share the table with the connection again, then run again."))


READ_ONLY = "read-only"
_STRANGERS = 5
_NEARLY_ALL = 0.9
_RULES: tuple[Callable[[Case], Iterator[Refusal]], ...] = (
    _canary,
    _emptied_side,
    _other_scope,
    _ids_rewritten,
    _stranded_ids,
    _lost_sight,
    _strangers,
    _too_many_deletes,
    _too_many_creations,
    _everything_changed,
    _read_only,
)
