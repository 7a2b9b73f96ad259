"""A new row whose values stand under other headers: the columns were moved right before it was written.

Only a sheet's cells are addressed by position. Whoever sees the answer puts such a row right at once; where it was
never heard, the row must not be taken for one that people edited.
"""

from collections.abc import Collection

from sync.changes import Change
from sync.model import FieldName, Record, Unreadable, Value
from sync.policy import Direction, PairPolicy
from sync.values import wording

_CERTAIN = 3
"""Two values that changed places may have been exchanged by a person; nobody does that to so many."""


def standing(
    change: Change, record: Record, shown: Collection[FieldName], policy: PairPolicy
) -> dict[FieldName, Value]:
    """Return what certainly nobody typed where it stands, so that the other side's value goes there.

    ``change`` made the row that reads like ``record`` now; ``shown`` are the fields that hold what it wrote.
    """
    written = change.values()
    homeless = {name: wording(value) for name, value in written.items() if name not in shown}
    strayed: dict[FieldName, str] = {}
    for name, value in record.fields.items():
        said, reached = wording(value), policy.of(name).direction in (Direction.BOTH, Direction.TO_SHEET)
        if said and reached and name not in shown and said in {homeless[each] for each in homeless if each != name}:
            strayed[name] = said
    if len(set(strayed.values())) < _CERTAIN:
        return {}
    empty = (name for name in homeless if record.fields.get(name) is None)
    now = ((name, record.fields.get(name)) for name in (*strayed, *empty))
    return {name: None if isinstance(value, Unreadable) else value for name, value in now}
