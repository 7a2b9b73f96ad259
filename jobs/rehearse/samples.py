"""A few of the records that a rehearsal changed, as both sides show them afterwards."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sync.changes import Kind, Receipt
from sync.model import FieldName, Record, RecordId, Side, Snapshot, Unreadable, Value

_ORDER = (Kind.UPDATE, Kind.CREATE, Kind.TRASH, Kind.LINK)
MOST_RECORDS = 5
MOST_FIELDS = 4
"""Of a record that is new, so many of its fields."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One field of a record; a side without the record has no value."""

    record: RecordId
    title: str
    field: FieldName
    values: Mapping[Side, Value | Unreadable]


def pick(receipts: Iterable[Receipt]) -> dict[RecordId, tuple[FieldName, ...]]:
    """Choose records that were changed, edits before creations, each with the fields that were written."""
    changed: dict[RecordId, dict[FieldName, None]] = {}
    for receipt in sorted(receipts, key=lambda each: _ORDER.index(each.change.kind)):
        fields = [cell.field for cell in receipt.change.cells if cell.field in receipt.written]
        if receipt.done and fields:
            changed.setdefault(receipt.change.record, {}).update(dict.fromkeys(fields))
    chosen = list(changed.items())[:MOST_RECORDS]
    return {record: tuple(fields)[:MOST_FIELDS] for record, fields in chosen}


def samples(
    chosen: Mapping[RecordId, Sequence[FieldName]], snapshots: Mapping[Side, Snapshot], titles: Mapping[RecordId, str]
) -> tuple[Sample, ...]:
    """Look the chosen records up on both sides."""
    records = {side: {record.id: record for record in snapshots[side].records} for side in Side}
    return tuple(
        Sample(name, titles.get(name, ""), field, {side: _value(records[side].get(name), field) for side in Side})
        for name, fields in chosen.items()
        for field in fields
    )


def _value(record: Record | None, field: FieldName) -> Value | Unreadable:
    return None if record is None else record.fields.get(field)
