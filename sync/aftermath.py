"""A plan that a person asked for, and not the difference of the two sides: what it leaves open is planned ahead."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sync.changes import Change, Held, Kind, Lost
from sync.model import Address, Base, Record, RecordId, Side, Snapshot, Whereabouts
from sync.moves import Move
from sync.plan import Plan, in_order, make_plan
from sync.policy import PairPolicy
from sync.rebase import rebase


@dataclass(frozen=True, slots=True)
class Ground:
    """What such a plan is made on."""

    base: Base
    snapshots: Mapping[Side, Snapshot]
    policy: PairPolicy
    new_id: Callable[[], RecordId]


def planned(
    changes: Iterable[Change], moves: Iterable[Move], rest: Iterable[Held], lost: Iterable[Lost], ground: Ground
) -> Plan:
    """Return the plan of these changes alone; conflicts and held are those that the run after it will show.

    ``rest`` is what was asked for and is left alone. Edits of people that wait for a run go on waiting.
    """
    changes, moves = in_order(changes), tuple(moves)
    after = {side: _after(ground.snapshots[side], [c for c in changes if c.side is side]) for side in Side}
    next_run = make_plan(rebase(ground.base, moves), after, ground.policy, ground.new_id)
    now = make_plan(ground.base, ground.snapshots, ground.policy, ground.new_id)
    return Plan(
        changes=changes,
        conflicts=next_run.conflicts,
        column_conflicts=next_run.column_conflicts,
        violations=next_run.violations,
        deletions=next_run.deletions,
        held=(*next_run.held, *rest),
        lost=tuple(lost),
        moves=moves,
        aside=now.aside,
        twice=now.twice,
        missing=now.missing,
    )


def _after(snapshot: Snapshot, changes: Sequence[Change]) -> Snapshot:
    """Return the side as it will be once the changes are made."""
    updated = {change.address: change.values() for change in changes if change.kind is Kind.UPDATE}
    trashed = {change.address: change.record for change in changes if change.kind is Kind.TRASH}
    made = [change for change in changes if change.kind is Kind.CREATE]
    kept = (record for record in snapshot.records if record.address not in trashed)
    records = [
        replace(record, fields={**record.fields, **updated.get(record.address, {})}) if updated else record
        for record in kept
    ]
    records += [Record(Address(f"new {change.record}"), change.record, change.values()) for change in made]
    absent = {name: where for name, where in snapshot.absent.items() if name not in {each.record for each in made}}
    absent |= dict.fromkeys(trashed.values(), Whereabouts.TRASHED)
    return replace(snapshot, records=tuple(records), absent=absent)
