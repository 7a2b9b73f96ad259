"""The life of a run: lock, read, plan, guard, apply, rebase, report."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from jobs.sync.executor import Execution
from jobs.sync.outcome import Outcome, OutcomeKind
from mappings.fields import Field, FieldType, PairMapping
from sync.changes import Kind
from sync.errors import BothwaysError
from sync.guard import Case, Refusal, guard
from sync.model import Address, Base, BaseRecord, Proof, RecordId, Side, Site, Snapshot, Whereabouts
from sync.moves import Place
from sync.objections import heed
from sync.plan import Plan, make_plan
from sync.policy import PairPolicy
from sync.ports import Memory, Progress, Table, silent
from sync.rebase import agreed_columns, due, mark, news, rebase
from sync.settle import found_again, settled, unsure
from sync.values import readable

_LEASE = timedelta(minutes=10)
_LOOKS = 3
"""How often a plan is made anew because somebody edited between the read and the first write."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What a run works with; the clock, the ids and the names of runs are passed in."""

    tables: Mapping[Side, Table]
    memory: Memory
    clock: Callable[[], datetime]
    new_id: Callable[[], RecordId]
    new_run: Callable[[], str]


@dataclass(frozen=True, slots=True)
class _Look:
    """What one look at both tables shows, and what would follow from it."""

    base: Base
    snapshots: Mapping[Side, Snapshot]
    plan: Plan
    refusals: tuple[Refusal, ...]


def plan_pair(mapping: PairMapping, tools: Tools, progress: Progress = silent) -> Outcome:
    """Read both sides and say what a run would do. Writes nothing."""
    try:
        snapshots, left_open = _read(tools, progress), tools.memory.open_intents()
        base = _mapped(mapping, tools.memory.base())
        base = unsure(rebase(base, found_again(left_open, base, snapshots)), left_open)
        look = _look(mapping.policy, tools, base, snapshots)
    except BothwaysError as error:
        return Outcome(mapping.name, OutcomeKind.FAILED, error=error)
    kind = OutcomeKind.REFUSED if look.refusals else _waiting(look.plan)
    if kind is OutcomeKind.IN_STEP and (look.plan.changes or look.plan.columns):
        kind = OutcomeKind.PENDING
    return Outcome(mapping.name, kind, look.plan, look.refusals, titles=_titles(mapping, look))


def sync_pair(
    mapping: PairMapping, tools: Tools, *, force: bool = False, progress: Progress = silent, lease: timedelta = _LEASE
) -> Outcome:
    """Carry out one run. Every ``BothwaysError`` ends in the outcome; what was proved before it is kept."""
    run = tools.new_run()
    try:
        with tools.memory.lease(run, tools.clock, lease):
            return _sync(mapping, tools, run, progress, force=force)
    except BothwaysError as error:
        return Outcome(mapping.name, OutcomeKind.FAILED, run=run, forced=force, error=error)


def _sync(mapping: PairMapping, tools: Tools, run: str, progress: Progress, *, force: bool) -> Outcome:
    policy, memory = mapping.policy, tools.memory
    snapshots, left_open = _read(tools, progress), memory.open_intents()
    base = _mapped(mapping, memory.base())
    found = found_again(left_open, base, snapshots)
    base = unsure(rebase(base, found), left_open)
    look = _steady(policy, tools, base, snapshots, force=force)
    refusals = _standing(look, force=force)
    titles = _titles(mapping, look)
    memory.begin(run, tools.clock(), [refusal.code for refusal in look.refusals] if force else [])
    if refusals:
        memory.end(run, tools.clock(), OutcomeKind.REFUSED, {})
        return Outcome(mapping.name, OutcomeKind.REFUSED, look.plan, refusals, run=run, forced=force, titles=titles)
    memory.agree([*found, *news(base, due(look.plan.moves, {}))])
    memory.drop(settled(left_open, base, look.plan), tools.clock(), "both tables were read again")
    execution = Execution(run, tools.tables, memory, tools.clock, policy, dict(look.snapshots), look.plan, progress)
    execution.carry_out()
    plan = execution.plan
    memory.note(run, plan.conflicts, plan.held, plan.lost, tools.clock())
    if execution.error is None:
        _remember(memory, look, tools)
    kind = OutcomeKind.FAILED if execution.error or any(r.failed for r in execution.receipts) else _waiting(plan)
    if kind is OutcomeKind.IN_STEP and execution.receipts:
        kind = OutcomeKind.CHANGED
    memory.end(run, tools.clock(), kind, {side.value: plan.written(side) for side in Side})
    receipts = tuple(execution.receipts)
    return Outcome(
        mapping.name, kind, plan, receipts=receipts, run=run, forced=force, error=execution.error, titles=titles
    )


def _mapped(mapping: PairMapping, base: Base) -> Base:
    """See the memory through the mapping of today.

    Columns it no longer has are missed by nobody; what was remembered before an option had aliases means the same.
    """
    names = {each.name for each in mapping.fields}
    columns = {side: {n: column for n, column in of.items() if n in names} for side, of in base.columns.items()}
    base = replace(base, columns=columns)
    spelt = [each for each in mapping.fields if each.aliases]
    if not spelt:
        return base
    return replace(base, records={name: _meant(record, spelt) for name, record in base.records.items()})


def _meant(record: BaseRecord, spelt: Sequence[Field]) -> BaseRecord:
    now = {each.name: each.meaning(record.fields[each.name]) for each in spelt if each.name in record.fields}
    return replace(record, fields={**record.fields, **now})


def _read(tools: Tools, progress: Progress) -> dict[Side, Snapshot]:
    """Read both sides at once; they are different services with different budgets."""
    with ThreadPoolExecutor(max_workers=len(Side)) as pool:
        reads = {side: pool.submit(tools.tables[side].read, progress) for side in Side}
        return {side: read.result() for side, read in reads.items()}


def _look(
    policy: PairPolicy, tools: Tools, base: Base, snapshots: Mapping[Side, Snapshot], *, force: bool = False
) -> _Look:
    emptied = force or not policy.limits.empty_side
    snapshots = {side: _located(tools.tables[side], snapshots[side], base, emptied=emptied) for side in Side}
    plan = make_plan(base, snapshots, policy, tools.new_id)
    for side in Side:
        plan = heed(plan, tools.tables[side].objections(plan.on(side), snapshots[side]))
    return _Look(base, snapshots, plan, guard(Case(plan, base, snapshots, policy)))


def _located(table: Table, snapshot: Snapshot, base: Base, *, emptied: bool) -> Snapshot:
    """Look directly at the known records that the read did not show: absence alone proves nothing.

    An emptied side is refused anyway, so its records are only looked up where that is ``emptied`` on purpose.
    """
    if snapshot.proof is not Proof.COMPLETE:
        return snapshot
    if not snapshot.records and not emptied:
        return replace(snapshot, absent=dict.fromkeys(base.records, Whereabouts.UNKNOWN))
    seen = {record.id for record in snapshot.records} | {record.address for record in snapshot.records}
    absent: dict[RecordId, Whereabouts] = {}
    places: dict[RecordId, Address] = {}
    for name, record in base.records.items():
        place = record.addresses.get(snapshot.side)
        if name in seen or place in seen:
            continue
        if place is None:
            absent[name] = Whereabouts.UNKNOWN
        else:
            places[name] = place
    found = table.locate(places) if places else {}
    return replace(snapshot, absent={**absent, **found})


def _standing(look: _Look, *, force: bool) -> tuple[Refusal, ...]:
    """Return the refusals that stop the run all the same."""
    return tuple(refusal for refusal in look.refusals if not (force and refusal.forcible))


def _steady(policy: PairPolicy, tools: Tools, base: Base, snapshots: Mapping[Side, Snapshot], *, force: bool) -> _Look:
    """Plan until nobody has edited what is about to be written."""
    look = _look(policy, tools, base, snapshots, force=force)
    for _ in range(_LOOKS):
        targets = [side for side in Side if look.plan.on(side)]
        if _standing(look, force=force) or not targets:
            return look
        first = targets[0]
        fresh = tools.tables[first].recheck(look.snapshots[first])
        if fresh is look.snapshots[first]:
            return look
        look = _look(policy, tools, base, {**look.snapshots, first: replace(fresh, absent={})}, force=force)
    return look


def _remember(memory: Memory, look: _Look, tools: Tools) -> None:
    """Keep the columns as they are now; a column that is held or in conflict stays as it was last agreed."""
    scopes = {side: look.snapshots[side].scope for side in Side}
    marked = {side: mark(look.snapshots[side], tools.tables[side].marks()) for side in Side}
    columns = {side: agreed_columns(look.base, marked[side], look.plan) for side in Side}
    sites = {side: marked[side].site for side in Side}
    base = look.base
    known = {side: base.sites.get(side, Site()) for side in Side}
    if columns != base.columns or scopes != base.scopes or sites != known:
        memory.remember(columns, scopes, tools.clock(), sites)


def _waiting(plan: Plan) -> OutcomeKind:
    waits = plan.conflicts or plan.column_conflicts or plan.violations
    return OutcomeKind.CONFLICTS if waits else OutcomeKind.IN_STEP


def _titles(mapping: PairMapping, look: _Look) -> dict[RecordId, str]:
    """Return what people call the records that the plan speaks of."""
    name = next((each.name for each in mapping.fields if each.type is FieldType.TITLE), None)
    if name is None:
        return {}
    titles: dict[RecordId, str] = {}
    for change in look.plan.changes:
        title = change.values().get(name)
        if change.kind is Kind.CREATE and isinstance(title, str):
            titles[change.record] = title
    places = {(move.side, move.address): move.record for move in look.plan.moves if isinstance(move, Place)}
    for side in Side:
        for record in look.snapshots[side].records:
            title = readable(record.fields).get(name)
            known = record.id or places.get((side, record.address))
            if known is not None and isinstance(title, str):
                titles[known] = title
    return titles
