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
class Part:
    """Nothing is agreed on in the field any more: another column carries it than at the last agreement."""

    record: RecordId
    field: FieldName
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


@dataclass(frozen=True, slots=True)
class Reopen:
    """What ``run`` wrote is undone: ``value`` is what was agreed on before it, and the sides are apart again.

    It is made before the write, so that a crash in between never passes the value put back for a person's edit.
    Without a field the whole record is meant.
    """

    record: RecordId
    field: FieldName | None
    run: str
    value: Value = None
    needs: frozenset[Key] = frozenset()


@dataclass(frozen=True, slots=True)
class Reunite:
    """The record, taken out of one side by an undone run, stands on both again."""

    record: RecordId
    needs: frozenset[Key] = frozenset()


Move: TypeAlias = Agree | Part | Place | Forget | Unlink | Reopen | Reunite
