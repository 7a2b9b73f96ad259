"""Proof: what of each change stands in the tab now."""

from adapters.sheets.a1 import a1
from adapters.sheets.draft import Verdicts
from adapters.sheets.drafting import equal
from adapters.sheets.finding import Finder
from adapters.sheets.rows import Tab
from mappings.codecs.sheet.cell import short, shown
from sync.changes import Cell, Change, Kind, Receipt
from sync.message import Message, say
from sync.model import FieldName


def receipt(change: Change, tab: Tab, finder: Finder, verdicts: Verdicts) -> Receipt:
    """Judge one change by what the tab shows, not by what was sent."""
    failed = verdicts.failed.get(change.key)
    if change.kind is Kind.TRASH:
        gone = not finder.present(change)
        return Receipt(change, done=gone, failed=None if gone else failed or _unproved(change))
    row = finder.row_of(change) if change.kind is Kind.UPDATE else _row_with_id(change, finder)
    if row is None:
        return Receipt(change, failed=failed or _unproved(change))
    written = frozenset(
        cell.field for cell in change.cells if cell.field in tab.layout.columns and _shows(tab, row, cell)
    )
    refused: dict[FieldName, Message] = {}
    for cell in change.cells:
        if cell.field not in written:
            said = verdicts.refused.get(change.key, {}).get(cell.field)
            refused[cell.field] = said or failed or _differs(tab, row, cell.field)
    return Receipt(change, done=True, written=written, refused=refused, after=tab.records.get(row))


def _shows(tab: Tab, row: int, cell: Cell) -> bool:
    return equal(tab.value_at(row, cell.field), cell.after, tab.mapping.field(cell.field).policy.compare)


def _row_with_id(change: Change, finder: Finder) -> int | None:
    if change.kind is Kind.CREATE:
        return finder.created(change)
    rows = finder.tab.by_id.get(change.record, ())
    return rows[0] if rows else None


def _unproved(change: Change) -> Message:
    return say(
        "the tab does not show that {kind} of {record} was carried out; the next run looks again",
        kind=change.kind.value,
        record=change.record,
    )


def _differs(tab: Tab, row: int, name: FieldName) -> Message:
    if name not in tab.layout.columns:
        return say("there is no column for {field} in the tab", field=name)
    column = tab.layout.columns[name]
    seen = short(shown(tab.grid.cell(row, column)))
    return say("{cell} holds {seen} after it was written", cell=a1(row, column), seen=repr(seen))
