"""The plan of a run: sorted when it is built, so that what is printed, hashed and done is the same."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sync.absence import gone_from_both, only_here
from sync.changes import Change, ColumnChange, ColumnConflict, Conflict, Held, Kind, Lost, Note, Violation
from sync.choices import Choices, Chosen
from sync.model import Base, BaseRecord, FieldName, Proof, Record, RecordId, Side, Snapshot
from sync.moves import Move
from sync.pairing import Pairing, pair
from sync.policy import PairPolicy
from sync.readonly import keep_off
from sync.records import Context, Decided, merge_record
from sync.schema import reshape
from sync.twins import reflected, together
from sync.values import content, readable

_ORDER = {kind: place for place, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a run would do, and everything it leaves alone with the reason."""

    changes: tuple[Change, ...] = ()
    columns: tuple[ColumnChange, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    column_conflicts: tuple[ColumnConflict, ...] = ()
    violations: tuple[Violation, ...] = ()
    held: tuple[Held, ...] = ()
    lost: tuple[Lost, ...] = ()
    moves: tuple[Move, ...] = ()
    aside: frozenset[RecordId] = frozenset()
    """Records that could not be told apart and take no part in the run."""
    twice: Mapping[Side, tuple[RecordId, ...]] | None = None
    missing: Mapping[Side, int] | None = None
    """How many known records a side no longer shows."""
    notes: tuple[Note, ...] = ()
    renewed: frozenset[FieldName] = frozenset()
    """Fields whose column is another one than at the last agreement: nothing is agreed on yet."""
    undoes: str | None = None
    """The run that this plan puts back."""
    chosen: tuple[Chosen, ...] = ()
    """Conflicts that a person's choice settles in this run."""
    deletions: tuple[Conflict, ...] = ()
    """Deletions that are held, as questions that a person may settle."""

    def on(self, side: Side) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.side is side)

    def written(self, side: Side) -> int:
        """Count the records that are created, updated or trashed on a side. Writing an id counts as none."""
        return len({change.record for change in self.on(side) if change.kind is not Kind.LINK})

    def digest(self) -> str:
        """Return a short fingerprint of what would be written."""
        text = "\n".join(repr((change.key, change.address, change.values())) for change in self.changes)
        return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def make_plan(
    base: Base,
    snapshots: Mapping[Side, Snapshot],
    policy: PairPolicy,
    new_id: Callable[[], RecordId],
    choices: Choices | None = None,
) -> Plan:
    """Decide what to do. Pure: the same input gives the same plan, apart from the new ids it asks for.

    ``choices`` settle conflicts as people decided, where the values are still those that they decided on.
    """
    twins = snapshots[Side.NOTION].twins
    policy = together(policy, snapshots[Side.NOTION].twofold)
    pairing = pair(snapshots, base, policy, new_id)
    context = Context(policy, base, snapshots, reshape(base, snapshots, policy), new_id, choices or {})
    seen = {side: _unchanged(side, pairing, context) for side in Side}
    records = reflected(seen, base, twins, policy, lambda name: context.writable(name, Side.NOTION))
    decided = Decided(held=list(pairing.held))
    names = dict.fromkeys([*records[Side.NOTION], *records[Side.SHEET], *base.records])
    finals: dict[RecordId, Decided] = {}
    for name in names:
        if name not in pairing.aside:
            finals[name] = _decide(name, records, context)
    violations = _violations(finals, records, policy)
    for name, found in finals.items():
        if not any(name in violation.records for violation in violations):
            decided.join(found)
    keep_off(decided, records, policy)
    return Plan(
        changes=in_order(decided.changes),
        columns=tuple(sorted(context.reshaping.changes, key=lambda change: (change.side, change.field))),
        conflicts=tuple(sorted(decided.conflicts, key=lambda found: (found.record, found.field or ""))),
        column_conflicts=tuple(context.reshaping.conflicts),
        violations=violations,
        held=tuple(sorted([*context.reshaping.held.values(), *decided.held], key=_held_place)),
        lost=tuple(decided.lost),
        moves=tuple(decided.moves),
        aside=pairing.aside,
        twice=pairing.twice,
        missing={
            side: sum(name not in records[side] for name in {*base.records, *base.unsure.get(side, {})})
            for side in Side
        },
        notes=tuple(context.reshaping.notes),
        renewed=frozenset(context.reshaping.renewed),
        chosen=tuple(sorted(decided.chosen, key=lambda each: (each.conflict.record, each.conflict.field or ""))),
        deletions=tuple(sorted(decided.deletions, key=lambda found: found.record)),
    )


def in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return changes in the order in which a plan has them."""
    return tuple(sorted(changes, key=_place))


def _place(change: Change) -> tuple[str, bool, int, str]:
    return (change.side, change.last, _ORDER[change.kind], change.record)


def _held_place(held: Held) -> tuple[str, str, str, str]:
    return (held.record or "", held.field or "", held.side or "", held.address or "")


def _unchanged(side: Side, pairing: Pairing, context: Context) -> dict[RecordId, Record]:
    """Return the side's records; after a read of changes only, those not seen stand as they were agreed."""
    found = dict(pairing.records[side])
    if context.snapshots[side].proof is Proof.CHANGES:
        for name, base in context.base.records.items():
            if name not in found and name not in pairing.aside and side in base.addresses:
                found[name] = Record(base.addresses[side], name, dict(base.fields))
    return found


def _decide(name: RecordId, records: Mapping[Side, Mapping[RecordId, Record]], context: Context) -> Decided:
    base: BaseRecord | None = context.base.records.get(name)
    here = [side for side in Side if name in records[side]]
    if len(here) == len(Side):
        return merge_record(name, base, {side: records[side][name] for side in Side}, context)
    if here:
        return only_here(name, base, records[here[0]][name], here[0], context)
    return gone_from_both(name, context)


def _violations(
    finals: Mapping[RecordId, Decided], records: Mapping[Side, Mapping[RecordId, Record]], policy: PairPolicy
) -> tuple[Violation, ...]:
    """Find records that this run would make equal in fields that are to be unique; they are held whole."""
    found = []
    for names in policy.unique:
        groups: dict[object, list[RecordId]] = defaultdict(list)
        for record, decided in finals.items():
            sides = [records[side][record] for side in Side if record in records[side]]
            if not sides:
                continue
            fields = readable(sides[0].fields)
            for change in decided.changes:
                fields |= change.values()
            if all(fields.get(name) is not None for name in names):
                groups[content(fields, names, policy)].append(record)
        for group in groups.values():
            touched = any(
                cell.field in names for record in group for change in finals[record].changes for cell in change.cells
            )
            if len(group) > 1 and touched:
                found.append(Violation(names, tuple(sorted(group))))
    return tuple(found)
