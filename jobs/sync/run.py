"""The life of a run: lock, read, plan, guard, apply, rebase, report."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from jobs.sync.desk import Chosen, Desk, NoDesk
from jobs.sync.executor import Execution
from jobs.sync.outcome import Outcome, OutcomeKind
from jobs.sync.threads import threads
from jobs.sync.watch import Watch
from mappings.fields import Field, FieldType, PairMapping
from sync.changes import Kind, Receipt
from sync.choices import Choices, unsettled
from sync.errors import BothwaysError, Busy, OutOfTime
from sync.guard import READ_ONLY, Case, Refusal, guard
from sync.message import Message
from sync.model import Address, Base, BaseRecord, Proof, RecordId, Side, Site, Snapshot, Whereabouts
from sync.moves import Place
from sync.objections import heed
from sync.plan import Plan, make_plan
from sync.policy import OnReadOnly, PairPolicy
from sync.ports import Memory, Progress, Table, silent
from sync.rebase import agreed_columns, due, mark, news
from sync.settle import Ground, settle
from sync.values import readable

_LEASE = timedelta(minutes=10)
_BEATS = 5
"""So often is a lease renewed while it lasts; one call alone never takes the rest of it."""
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
    watch: Watch | None = None
    """The command's deadline, which also keeps the lease alive between writes to the memory."""
    desk: Desk = field(default_factory=NoDesk)
    """Where people are asked about conflicts, and answer."""
    choices: Choices = field(default_factory=dict)
    """What they have answered, once that is read."""
    errand: Callable[[Base, Mapping[Side, Snapshot]], Plan] | None = None
    """What a person asked for, planned instead of the difference of the two sides: to undo a run, say."""


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
        base = settle(left_open, _ground(mapping, tools, snapshots)).base
        chosen = _asked(tools, snapshots)
        look = _look(mapping.policy, replace(tools, choices=chosen.choices), base, snapshots)
    except BothwaysError as error:
        return Outcome(mapping.name, stopped(error), error=error)
    kind = OutcomeKind.REFUSED if look.refusals else _waiting(look.plan)
    if kind is OutcomeKind.IN_STEP and (look.plan.changes or look.plan.columns):
        kind = OutcomeKind.PENDING
    titles = _titles(mapping, look)
    return Outcome(mapping.name, kind, look.plan, look.refusals, titles=titles, notices=chosen.notices)


def sync_pair(
    mapping: PairMapping, tools: Tools, *, force: bool = False, progress: Progress = silent, lease: timedelta = _LEASE
) -> Outcome:
    """Carry out one run. Every ``BothwaysError`` ends in the outcome; what was proved before it is kept."""
    run = tools.new_run()
    try:
        with tools.memory.lease(run, tools.clock, lease), _kept_alive(tools, lease):
            return _sync(mapping, tools, run, progress, force=force)
    except BothwaysError as error:
        return Outcome(mapping.name, stopped(error), run=run, forced=force, error=error)


def stopped(error: BothwaysError) -> OutcomeKind:
    """Return what a run came to that an error ended."""
    return OutcomeKind.UNFINISHED if isinstance(error, OutOfTime) else OutcomeKind.FAILED


def _kept_alive(tools: Tools, lease: timedelta) -> AbstractContextManager[None]:
    """Let the lease be renewed before calls and during waits, too: one read may last longer than it does."""
    return nullcontext() if tools.watch is None else tools.watch.holding(tools.memory.renew, lease / _BEATS)


def _sync(mapping: PairMapping, tools: Tools, run: str, progress: Progress, *, force: bool) -> Outcome:
    policy, memory = mapping.policy, tools.memory
    snapshots, left_open = _read(tools, progress), memory.open_intents()
    past = settle(left_open, _ground(mapping, tools, snapshots))
    base = past.base
    chosen = _asked(tools, snapshots)
    tools = replace(tools, choices=chosen.choices)
    look = _steady(policy, tools, base, snapshots, force=force)
    refusals = _standing(look, force=force)
    titles = _titles(mapping, look)
    memory.begin(run, tools.clock(), [refusal.code for refusal in look.refusals] if force else [])
    if refusals:
        memory.end(run, tools.clock(), OutcomeKind.REFUSED, {})
        return Outcome(mapping.name, OutcomeKind.REFUSED, look.plan, refusals, run=run, forced=force, titles=titles)
    memory.drop(past.over(look.plan), tools.clock(), "both tables were read again")
    found = [*past.receipts, *past.removed(look.plan)]
    memory.receive(found, [*past.moves, *news(base, due(look.plan.moves, {}))], tools.clock())
    if look.plan.lost:  # whoever is killed after the write could not say any more what it took away
        memory.lose(run, look.plan.lost, tools.clock())
    execution = Execution(run, tools.tables, memory, tools.clock, policy, dict(look.snapshots), look.plan, progress)
    execution.check = execution.check if tools.watch is None else tools.watch.check
    execution.carry_out()
    plan = execution.plan = _left_open(execution.plan, execution.receipts)
    if not isinstance(execution.error, Busy):  # whoever took the pair over keeps its notes from now on
        memory.note(run, (*plan.conflicts, *plan.deletions), plan.held, plan.lost, tools.clock())
    if execution.error is None and tools.errand is None:  # an errand follows no column that was renamed or made anew
        _remember(memory, look, tools)
    notices = (*chosen.notices, *_shown(tools, execution, titles))
    kind = _came_to(execution)
    memory.end(run, tools.clock(), kind, {side.value: plan.written(side) for side in Side})
    receipts = tuple(execution.receipts)
    return Outcome(
        mapping.name,
        kind,
        plan,
        receipts=receipts,
        run=run,
        forced=force,
        error=execution.error,
        titles=titles,
        notices=notices,
    )


def _asked(tools: Tools, snapshots: Mapping[Side, Snapshot]) -> Chosen:
    """Return what people chose; an errand is carried out whatever they did."""
    return Chosen() if tools.errand is not None else tools.desk.choices(snapshots)


def _left_open(plan: Plan, receipts: Sequence[Receipt]) -> Plan:
    """Return the plan with the conflicts whose choice could not be carried out among those that are open."""
    left = unsettled(plan.chosen, receipts)
    if not left:
        return plan
    still = (*plan.conflicts, *(each.conflict for each in left))
    return replace(plan, conflicts=still, chosen=tuple(each for each in plan.chosen if each not in left))


def _shown(tools: Tools, execution: Execution, titles: Mapping[RecordId, str]) -> tuple[Message, ...]:
    """Show people what is open now; where the run was stopped, the next one does."""
    if execution.error is not None or tools.errand is not None:
        return ()
    return tools.desk.show(execution.plan, execution.snapshots, titles)


def _came_to(execution: Execution) -> OutcomeKind:
    if execution.error is not None:
        return stopped(execution.error)
    if any(receipt.failed for receipt in execution.receipts):
        return OutcomeKind.FAILED
    kind = _waiting(execution.plan)
    return OutcomeKind.CHANGED if kind is OutcomeKind.IN_STEP and execution.receipts else kind


def _ground(mapping: PairMapping, tools: Tools, snapshots: Mapping[Side, Snapshot]) -> Ground:
    naming = [side for side in Side if tools.tables[side].names_records]
    return Ground(_mapped(mapping, tools.memory.base()), snapshots, mapping.policy, tools.clock(), naming)


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
    with threads(len(Side)) as pool:
        reads = {side: pool.submit(tools.tables[side].read, progress) for side in Side}
        return {side: read.result() for side, read in reads.items()}


def _look(
    policy: PairPolicy, tools: Tools, base: Base, snapshots: Mapping[Side, Snapshot], *, force: bool = False
) -> _Look:
    emptied = force or not policy.limits.empty_side
    snapshots = {side: _located(tools.tables[side], snapshots[side], base, emptied=emptied) for side in Side}
    look = _judged(policy, tools, base, snapshots)
    barred = tuple(refusal for refusal in look.refusals if refusal.code == READ_ONLY)
    if not (force and barred):
        return look
    other = _judged(replace(policy, on_read_only=OnReadOnly.IGNORE), tools, base, snapshots)
    return replace(other, refusals=(*other.refusals, *barred))


def _judged(policy: PairPolicy, tools: Tools, base: Base, snapshots: Mapping[Side, Snapshot]) -> _Look:
    plan = _plan(policy, tools, base, snapshots)
    for side in Side:
        plan = heed(plan, tools.tables[side].objections(plan.on(side), snapshots[side]))
    return _Look(base, snapshots, plan, guard(Case(plan, base, snapshots, policy)))


def _plan(policy: PairPolicy, tools: Tools, base: Base, snapshots: Mapping[Side, Snapshot]) -> Plan:
    """Plan; where records are new, once more with the memory of those that were gone from both sides."""
    if tools.errand is not None:
        return tools.errand(replace(base, forgotten=tools.memory.forgotten()), snapshots)
    plan = make_plan(base, snapshots, policy, tools.new_id, tools.choices)
    if not base.known or not any(c.kind is Kind.CREATE and c.record not in base.records for c in plan.changes):
        return plan
    forgotten = tools.memory.forgotten()
    if not forgotten:
        return plan
    return make_plan(replace(base, forgotten=forgotten), snapshots, policy, tools.new_id, tools.choices)


def _located(table: Table, snapshot: Snapshot, base: Base, *, emptied: bool) -> Snapshot:
    """Look directly at the known records that the read did not show: absence alone proves nothing.

    An emptied side is refused anyway, so its records are only looked up where that is ``emptied`` on purpose.
    """
    if snapshot.proof is not Proof.COMPLETE:
        return snapshot
    if not snapshot.records and not emptied:
        return replace(snapshot, absent=dict.fromkeys(base.records, Whereabouts.UNKNOWN))
    seen = {record.id for record in snapshot.records} | {record.address for record in snapshot.records}
    places: dict[RecordId, Address] = {}
    for name, record in base.records.items():
        place = record.addresses.get(snapshot.side, Address(""))
        if name not in seen and place not in seen:
            places[name] = place
    return replace(snapshot, absent=table.locate(places) if places else {})


def _standing(look: _Look, *, force: bool) -> tuple[Refusal, ...]:
    """Return the refusals that stop the run all the same."""
    return () if force else look.refusals


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
    waits = any(not found.later for found in plan.conflicts) or plan.column_conflicts or plan.violations
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
