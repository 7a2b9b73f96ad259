"""Restoring one field, by a run of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from jobs.history.ports import History
from jobs.sync import Outcome, Tools, plan_pair, sync_pair
from mappings.fields import PairMapping
from sync.aftermath import Ground
from sync.errors import Misconfigured
from sync.message import Message, say
from sync.model import Base, FieldName, RecordId, Side, Snapshot, Value
from sync.plan import Plan
from sync.ports import Progress, silent
from sync.restore import NotKnown, Restoring, restore, value_at
from sync.values import same


@dataclass(frozen=True, slots=True)
class Wish:
    """Which value is wanted back: that of a time, or the last that did not win (until then, on that side)."""

    record: RecordId
    field: FieldName
    at: datetime | None = None
    side: Side | None = None
    lost: bool = False


def wanted(wish: Wish, mapping: PairMapping, history: History) -> Restoring:
    """Look the value up. Raises ``Misconfigured`` where nothing is known, or the two sides differed."""
    value, why = _lost(wish, history) if wish.lost else _then(wish, mapping, history)
    return Restoring(wish.record, wish.field, value, why)


def _then(wish: Wish, mapping: PairMapping, history: History) -> tuple[Value, Message]:
    if wish.at is None:
        raise Misconfigured(say("Say which value is wanted back: --at TIME, or --lost."))
    runs = history.runs(1_000_000)
    first = runs[-1].started if runs else None
    try:
        events, known = history.history(wish.record), history.base().records.get(wish.record)
        values = value_at(events, wish.field, known, wish.at, first=first)
    except NotKnown:
        seen = say("Nothing is known of {field} at that time.", field=wish.field)
        way_out = say("{command} shows all that is known.", command=f"bothways log {wish.record}")
        raise Misconfigured(seen, way_out=way_out) from None
    one, two = (values.get(side) for side in Side)
    how = mapping.field(wish.field).policy.compare
    if wish.side is None and not same(one, two, how):
        seen = say("{field} was in conflict at that time: two values stood against each other.", field=wish.field)
        sides = [say("--side {side}: {value}", side=side.value, value=_spelt(values.get(side))) for side in Side]
        raise Misconfigured(seen, sides, say("Name the side whose value is wanted."))
    then = wish.at.astimezone(mapping.zone).strftime("%Y-%m-%d %H:%M %Z")
    why = say("put back to what it was at {time}", time=then)
    return values.get(wish.side or Side.NOTION), why


def _lost(wish: Wish, history: History) -> tuple[Value, Message]:
    fitting = [
        kept
        for kept in history.lost(wish.record)
        if kept.lost.field == wish.field and wish.side in (None, kept.lost.side)
        if wish.at is None or kept.at <= wish.at
    ]
    if not fitting:
        raise Misconfigured(say("No value of {field} was kept as one that did not win.", field=wish.field))
    kept = fitting[-1]
    return kept.lost.value, say("put back; it did not win in the run {run}", run=kept.run)


def _spelt(value: Value) -> str:
    return "-" if value is None else ", ".join(value) if isinstance(value, tuple) else str(value)


def restore_field(
    mapping: PairMapping,
    tools: Tools,
    asked: Restoring,
    *,
    write: bool,
    force: bool = False,
    progress: Progress = silent,
) -> Outcome:
    """Write a value to both sides, in a run that can be undone; without ``write`` only say what would be done."""

    def errand(base: Base, snapshots: Mapping[Side, Snapshot]) -> Plan:
        return restore(asked, Ground(base, snapshots, mapping.policy, tools.new_id))

    under_way = replace(tools, errand=errand)
    if not write:
        return plan_pair(mapping, under_way, progress)
    return sync_pair(mapping, under_way, force=force, progress=progress)
