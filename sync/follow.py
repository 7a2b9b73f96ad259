"""Bringing along what Notion computed while it was written to, so that a second run finds nothing to do."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sync.changes import Cell, Change, Kind, Receipt
from sync.message import say
from sync.model import Address, FieldName, Record, RecordId, Side, Snapshot, Value
from sync.moves import Agree, Place
from sync.plan import Plan, in_order
from sync.policy import PairPolicy
from sync.rebase import rename
from sync.values import readable, same


def follow(plan: Plan, receipts: Iterable[Receipt], sheet: Snapshot, policy: PairPolicy) -> Plan:
    """Return the plan with the sheet's changes brought up to what Notion's answers show.

    Records get the ids Notion decided; numbers, times and formulas of the written pages go to their rows.
    """
    answers = [receipt for receipt in receipts if receipt.done and receipt.after is not None]
    names = {
        receipt.change.record: receipt.after.id
        for receipt in answers
        if receipt.after and receipt.after.id and receipt.after.id != receipt.change.record
    }
    plan = _renamed(plan, names)
    places = {move.record: move.address for move in plan.moves if isinstance(move, Place) and move.side is Side.SHEET}
    rows = {record.address: record for record in sheet.records}
    for receipt in answers:
        if receipt.change.side is Side.NOTION and receipt.after is not None and receipt.change.kind is not Kind.TRASH:
            name = names.get(receipt.change.record, receipt.change.record)
            computed = _computed(receipt.after, sheet, policy)
            plan = _bring(plan, name, computed, places.get(name), rows, policy)
    return replace(plan, changes=in_order(plan.changes))


def _renamed(plan: Plan, names: Mapping[RecordId, RecordId]) -> Plan:
    if not names:
        return plan
    changes = (replace(change, record=names.get(change.record, change.record)) for change in plan.changes)
    return replace(plan, changes=tuple(changes), moves=rename(plan.moves, names))


def _computed(after: Record, sheet: Snapshot, policy: PairPolicy) -> dict[FieldName, Value]:
    return {
        name: value
        for name, value in readable(after.fields).items()
        if policy.of(name).direction.source is Side.NOTION and name in sheet.columns
    }


def _bring(
    plan: Plan,
    name: RecordId,
    computed: Mapping[FieldName, Value],
    place: Address | None,
    rows: Mapping[Address, Record],
    policy: PairPolicy,
) -> Plan:
    """Put the computed values into the record's pending write to the sheet, or into a new one."""
    kinds = (Kind.UPDATE, Kind.CREATE)
    pending = next((c for c in plan.changes if c.side is Side.SHEET and c.record == name and c.kind in kinds), None)
    row = rows.get(place) if place is not None else None
    if pending is None and (row is None or place is None):
        return plan
    change = pending or Change(Side.SHEET, Kind.UPDATE, name, place)
    stands = readable(row.fields) if row is not None and change.kind is Kind.UPDATE else {}
    why = say("computed by {side}", side=Side.NOTION)
    cells = {cell.field: cell for cell in change.cells if cell.field not in computed}
    for each, value in computed.items():
        if not same(stands.get(each), value, policy.of(each).compare):
            cells[each] = Cell(each, stands.get(each), value, why)
    changes = [each for each in plan.changes if each is not pending]
    if cells or change.kind is Kind.CREATE:
        changes.append(replace(change, cells=tuple(cells.values())))
    moves = [m for m in plan.moves if not (isinstance(m, Agree) and m.record == name and m.field in computed)]
    for each, value in computed.items():
        needs = frozenset({change.key}) if each in cells or change.kind is Kind.CREATE else frozenset()
        moves.append(Agree(name, each, value, needs))
    return replace(plan, changes=tuple(changes), moves=tuple(moves))
