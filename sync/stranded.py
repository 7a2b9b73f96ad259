"""Ids that stand beside the contents of other records: swapped by hand, or left behind by a sort of some columns."""

from collections import defaultdict
from collections.abc import Hashable, Mapping

from sync.model import Base, FieldName, Record, RecordId, Snapshot
from sync.policy import PairPolicy
from sync.values import content


def stranded(snapshot: Snapshot, base: Base, policy: PairPolicy) -> tuple[Record, ...]:
    """Return the records of a side that hold what was agreed on of each other.

    Only texts count, which tell records apart.
    """
    names = [name for name in snapshot.columns if policy.of(name).telling]
    if not names:
        return ()
    owner = _owners(base, names, policy)
    there = {record.id: record for record in snapshot.records if record.id in base.records}
    found: dict[RecordId, tuple[Record, RecordId]] = {}
    for record_id, record in there.items():
        now = content(record.fields, names, policy)
        true_owner = owner.get(now) if now is not None else None
        if record_id is not None and true_owner is not None and true_owner != record_id:
            found[record_id] = (record, true_owner)
    return tuple(record for record, true_owner in found.values() if true_owner in found)


def _owners(base: Base, names: list[FieldName], policy: PairPolicy) -> Mapping[Hashable, RecordId]:
    groups: dict[Hashable, list[RecordId]] = defaultdict(list)
    for record_id, record in base.records.items():
        key = content(record.fields, names, policy)
        if key is not None:
            groups[key].append(record_id)
    return {key: group[0] for key, group in groups.items() if len(group) == 1}
