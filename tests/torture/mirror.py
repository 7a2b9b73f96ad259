"""The plan for swapped sides, which has to be the plan swapped."""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from itertools import count

from sync.changes import Kind
from sync.model import Base, RecordId, Side, Snapshot
from sync.moves import Place
from sync.plan import Plan, make_plan
from sync.policy import OnConflict, PairPolicy
from sync.values import normal

Snapshots = Mapping[Side, Snapshot]


def mirrors(base: Base, snapshots: Snapshots, policy: PairPolicy) -> str:
    """Return how the plan for swapped sides differs from the plan swapped; nothing where it does not.

    Pages keep their address and rows do not, so a page is known without its id; the addresses are left out here.
    """
    base = replace(base, records={name: replace(record, addresses={}) for name, record in base.records.items()})
    names = count()
    plain = make_plan(base, snapshots, policy, lambda: RecordId(f"new-{next(names)}"))
    swapped = make_plan(
        _swapped(base), _turned(snapshots), _turned_policy(policy), lambda: RecordId(f"new-{next(names)}")
    )
    one, two = _shown(plain, swap=False), _shown(swapped, swap=True)
    if one == two:
        return ""
    return f"only one way: {sorted(map(repr, one - two))}; only the other way: {sorted(map(repr, two - one))}"


def _turned(snapshots: Snapshots) -> dict[Side, Snapshot]:
    return {side: _other(replace(snapshots[side.other], side=side)) for side in Side}


def _other(snapshot: Snapshot) -> Snapshot:
    return replace(snapshot, twins={}, twofold=frozenset())


def _swapped(base: Base) -> Base:
    return replace(
        base,
        columns={side.other: columns for side, columns in base.columns.items()},
        scopes={side.other: scope for side, scope in base.scopes.items()},
        unsure={side.other: records for side, records in base.unsure.items()},
        sites={side.other: site for side, site in base.sites.items()},
    )


def _turned_policy(policy: PairPolicy) -> PairPolicy:
    turn = {OnConflict.NOTION: OnConflict.SHEET, OnConflict.SHEET: OnConflict.NOTION}
    fields = {
        name: replace(each, on_conflict=turn.get(each.on_conflict, each.on_conflict))
        for name, each in policy.fields.items()
    }
    default = replace(policy.default, on_conflict=turn.get(policy.default.on_conflict, policy.default.on_conflict))
    return replace(policy, fields=fields, default=default)


def _shown(plan: Plan, *, swap: bool) -> set[Hashable]:
    """Return what a plan decides, with the sides as they were and new records called by where they stand."""

    def side_of(side: Side | None) -> Side | None:
        return side.other if swap and side is not None else side

    places = {
        move.record: f"{side_of(move.side)} {move.address}"
        for move in plan.moves
        if isinstance(move, Place) and move.record.startswith("new-")
    }
    called = {
        change.record: f"{side_of(change.side)} {change.address}" for change in plan.changes if change.kind is Kind.LINK
    }
    names = {name: place for name, place in {**called, **places}.items() if name.startswith("new-")}
    shown: set[Hashable] = set()
    for change in plan.changes:
        cells = frozenset((cell.field, normal(cell.before), normal(cell.after)) for cell in change.cells)
        shown.add((side_of(change.side), change.kind, names.get(change.record, change.record), cells))
    for conflict in plan.conflicts:
        values = frozenset((side_of(side), normal(value)) for side, value in conflict.values.items())
        shown.add(("conflict", conflict.record, conflict.field, values, side_of(conflict.deleted)))
    for held in plan.held:
        if held.code not in ("column-renamed", "unreadable"):
            shown.add(("held", held.code, names.get(held.record or RecordId(""), held.record), held.field))
    for lost in plan.lost:
        shown.add(("lost", lost.record, lost.field, side_of(lost.side), normal(lost.value)))
    return shown
