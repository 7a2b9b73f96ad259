"""What stands in fields of our own, and what of a plan is proved to stand there."""

from collections import defaultdict
from collections.abc import Mapping

from jobs.sync import Outcome
from sync.changes import Kind
from sync.model import FieldName, Record, RecordId, Side, Snapshot, Unreadable, Value
from sync.plan import Plan

Rows = Mapping[RecordId, Mapping[Side, Record]]


class Proved:
    """What of a plan is known to stand."""

    def __init__(self, plan: Plan, outcome: Outcome) -> None:
        self._cells = {
            (change.side, change.record, cell.field): cell.after for change in plan.changes for cell in change.cells
        }
        self._receipts = {receipt.change.key: receipt for receipt in outcome.receipts}
        self._barred = {(held.record, held.field) for held in plan.held if held.code.startswith("own-")}

    def changed(self, record: RecordId, name: FieldName) -> bool:
        return any((side, record, name) in self._cells for side in Side)

    def value(self, record: RecordId, name: FieldName) -> str | None:
        return next((text_of(self._cells[key]) for side in Side if (key := (side, record, name)) in self._cells), None)

    def __call__(self, record: RecordId, name: FieldName) -> bool:
        """Say whether a field is as it was planned: written and proved, or so already."""
        if (record, name) in self._barred:
            return False
        for side in Side:
            if (side, record, name) in self._cells:
                receipt = self._receipts.get((side, Kind.UPDATE, record))
                if receipt is None or not receipt.done or name not in receipt.written:
                    return False
        return True


def rows_of(snapshots: Mapping[Side, Snapshot]) -> dict[RecordId, dict[Side, Record]]:
    """Return the records by id; ids that stand twice on a side are nobody's."""
    found: dict[RecordId, dict[Side, Record]] = defaultdict(dict)
    twice: set[RecordId] = set()
    for side, snapshot in snapshots.items():
        for record in snapshot.records:
            if record.id is None:
                continue
            if side in found[record.id]:
                twice.add(record.id)
            found[record.id][side] = record
    return {name: sides for name, sides in found.items() if name not in twice}


def filled(sides: Mapping[Side, Record], name: FieldName) -> bool:
    return any(each.fields.get(name) is not None for each in sides.values())


def is_unreadable(value: Value | Unreadable) -> bool:
    return isinstance(value, Unreadable)


def text_of(value: Value | Unreadable) -> str | None:
    return value if isinstance(value, str) else None
