"""Undoing a run, by a run of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from jobs.history.ports import History
from jobs.sync import Outcome, Tools, plan_pair, sync_pair
from mappings.fields import PairMapping
from sync.aftermath import Ground
from sync.changes import Kind
from sync.errors import Misconfigured
from sync.history import Ran, State, Written
from sync.message import say
from sync.model import Base, Side, Snapshot
from sync.plan import Plan
from sync.ports import Progress, silent
from sync.undo import Spot, Undoing, Wrote, undo

LAST = "last"
"""Stands for the latest run that wrote something."""
_MANY = 100_000
_UNPROVED = (State.OPEN, State.DROPPED)
"""Nobody heard whether such a write was carried out; what stands there now tells."""


def undo_pair(
    mapping: PairMapping,
    tools: Tools,
    history: History,
    run: str,
    *,
    write: bool,
    force: bool = False,
    progress: Progress = silent,
) -> Outcome:
    """Put back what ``run`` wrote wherever nobody has edited since; without ``write`` only say what would be done.

    It has the whole life of a run: lease, guards, journal, proof, and it can be undone in turn.
    """

    def errand(base: Base, snapshots: Mapping[Side, Snapshot]) -> Plan:
        return undo(undoing(run, history), Ground(base, snapshots, mapping.policy, tools.new_id))

    under_way = replace(tools, errand=errand)
    if not write:
        return plan_pair(mapping, under_way, progress)
    return sync_pair(mapping, under_way, force=force, progress=progress)


def find_run(named: str, history: History) -> Ran | None:
    """Return the run of that name, the one run whose name begins so, or the ``last`` that wrote something."""
    if named == LAST:
        return next((ran for ran in history.runs(_MANY) if _wrote_something(history.changes_of(ran.run))), None)
    found = history.run(named)
    if found is not None or not named:
        return found
    like = [ran for ran in history.runs(_MANY) if ran.run.startswith(named)]
    if len(like) > 1:
        seen = say(
            "{run} fits {count} runs: {runs}", run=named, count=len(like), runs=", ".join(r.run for r in like[:5])
        )
        raise Misconfigured(seen, way_out=say("Write more of its name; {command} lists them.", command="bothways log"))
    return like[0] if like else None


def _wrote_something(writes: Iterable[Written]) -> bool:
    return any(each.state is State.DONE and each.intent.change.kind is not Kind.LINK for each in writes)


def undoing(run: str, history: History) -> Undoing:
    """Gather what the journal knows of a run."""
    writes = history.changes_of(run)
    wrote = tuple(found for each in writes if (found := _wrote(each)) is not None)
    later = history.writes_after(max(each.intent.id for each in writes)) if writes else ()
    return Undoing(run, wrote, history.agreed_before(run), _since(later))


def _wrote(found: Written) -> Wrote | None:
    change = found.intent.change
    if found.state in _UNPROVED:
        return Wrote(change, frozenset(change.values()))
    if found.state is State.DONE or found.written:
        return Wrote(change, found.written)
    return None


def _since(later: Iterable[Written]) -> dict[Spot, str]:
    """Return which later run wrote to a spot last."""
    spots: dict[Spot, str] = {}
    for found in later:
        change, proved = found.intent.change, found.state is State.DONE or bool(found.written)
        if change.kind is Kind.LINK or not proved:
            continue
        for name in (None, *found.written):
            spots[change.side, change.record, name] = found.intent.run
    return spots
