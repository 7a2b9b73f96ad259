"""Two-way relations inside one table: a link that is written at one end appears at the other by itself.

The service carries a link to its other end without a trace in the times of the page there. So what a run is about to
write to one end is counted as written at the other already: the sheet learns of both ends in the same run, and a list
that the run writes at the other end has the link in it, or it would be erased again.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from sync.model import Base, FieldName, Record, RecordId, Side, Twin, Unreadable, Value
from sync.policy import FirstMatch, Inside, PairPolicy

Records = Mapping[Side, Mapping[RecordId, Record]]
Reaches = Callable[[FieldName], bool]


Twins = Mapping[FieldName, Twin]


@dataclass(frozen=True, slots=True)
class _Edit:
    """A link that comes or goes in a list of the sheet. ``entry`` stands for the record in the lists of others."""

    record: RecordId
    field: FieldName
    other: RecordId
    entry: str
    comes: bool


def together(policy: PairPolicy, twofold: Iterable[FieldName]) -> PairPolicy:
    """Return the policy by which two-way relations are merged entry by entry.

    An edit of the other end is an edit of this list, too, which nobody made here: it is no conflict.
    """
    merged = {name: replace(policy.of(name), inside=Inside.SET) for name in twofold}
    return replace(policy, fields={**policy.fields, **merged}) if merged else policy


def reflected(records: Records, base: Base, twins: Twins, policy: PairPolicy, reaches: Reaches) -> Records:
    """Return the records with Notion's as they will be once the links edited in the sheet are written.

    ``reaches`` says of a field whether the run writes it to Notion.
    """
    if not twins or Side.NOTION in policy.read_only:
        return records
    changed: dict[RecordId, dict[FieldName, Value | Unreadable]] = defaultdict(dict)
    edits = list(_edits(records, base, twins, policy, reaches))
    made = {(edit.record, edit.field, edit.other) for edit in edits}
    for edit in edits:
        field = twins[edit.field].field
        if (edit.other, field, edit.record) in made:
            continue  # typed at both ends: both are written, or each would count on the other
        value = changed[edit.other].get(field, records[Side.NOTION][edit.other].fields.get(field))
        if not isinstance(value, Unreadable) and (edit.entry in _entries(value)) is not edit.comes:
            rest = tuple(each for each in _entries(value) if each != edit.entry)
            changed[edit.other][field] = ((*rest, edit.entry) if edit.comes else rest) or None
    notion = {
        name: replace(record, fields={**record.fields, **changed[name]}) if name in changed else record
        for name, record in records[Side.NOTION].items()
    }
    return {**records, Side.NOTION: notion}


def _edits(records: Records, base: Base, twins: Twins, policy: PairPolicy, reaches: Reaches) -> Iterator[_Edit]:
    there = records[Side.NOTION]
    placed = {str(record.address): name for name, record in there.items()}
    for name, record in records[Side.SHEET].items():
        for field, twin in twins.items():
            value = record.fields.get(field)
            own = _own_entry(name, there.get(name), twin)
            if isinstance(value, Unreadable) or own is None or not reaches(field):
                continue
            before = _before(name, field, there.get(name), base, policy)
            if before is None:
                continue
            now, was = _entries(value), _entries(before)
            for entry in dict.fromkeys([*now, *was]):
                other = placed.get(entry) if twin.by_address else RecordId(entry)
                if other is not None and other in there and (entry in now) is not (entry in was):
                    yield _Edit(name, field, other, own, comes=entry in now)


def _own_entry(name: RecordId, there: Record | None, twin: Twin) -> str | None:
    """Return what stands for a record in lists; a page that is not made yet has no address."""
    if not twin.by_address:
        return str(name)
    return None if there is None else str(there.address)


def _before(
    name: RecordId, field: FieldName, there: Record | None, base: Base, policy: PairPolicy
) -> tuple[str, ...] | None:
    """Return what the sheet's list is an edit of; None where the run will not write it to Notion."""
    known = base.records.get(name)
    if known is not None and field in known.fields:
        return None if there is None else _entries(known.fields[field])
    if there is None:
        return () if known is None else None
    fills = policy.first_match is FirstMatch.FILL and there.fields.get(field) is None
    return () if fills else None


def _entries(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
