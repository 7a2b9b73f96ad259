"""How the base may move, and what has to be proved first."""

from dataclasses import dataclass
from typing import TypeAlias

from sync.changes import Kind
from sync.model import Address, FieldName, RecordId, Side, Value

Key: TypeAlias = tuple[Side, Kind, RecordId]
"""Names a change of a plan."""


@dataclass(frozen=True, slots=True)
class Agree:
    """Both sides hold ``value``, once every change in ``needs`` is proved for this field."""

    record: RecordId
    field: FieldName
    value: Value
    needs: frozenset[Key] = frozenset()


@dataclass(frozen=True, slots=True)
class Place:
    """The record stands here, and is in both tables once ``needs`` are done."""

    record: RecordId
    side: Side
    address: Address
    needs: frozenset[Key] = frozenset()


@dataclass(frozen=True, slots=True)
class Forget:
    """The record is gone from both sides, once ``needs`` are done."""

    record: RecordId
    needs: frozenset[Key] = frozenset()


@dataclass(frozen=True, slots=True)
class Unlink:
    """One side was moved to another table: leave the other alone from now on."""

    record: RecordId
    needs: frozenset[Key] = frozenset()


Move: TypeAlias = Agree | Place | Forget | Unlink
