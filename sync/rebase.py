"""Only what was proved moves the base."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from sync.changes import Kind, Receipt, Reshape
from sync.model import ID_FIELD, Base, BaseRecord, Column, FieldName, RecordId, Snapshot
from sync.moves import Agree, Forget, Key, Move, Part, Place, Reopen, Reunite, Unlink
from sync.plan import Plan
from sync.values import normal

_T = TypeVar("_T")


def due(moves: Iterable[Move], receipts: Mapping[Key, Receipt]) -> tuple[Move, ...]:
    """Return the moves whose every need is proved by a receipt."""
    return tuple(move for move in moves if all(_proved(move, receipts.get(key)) for key in move.needs))


def _proved(move: Move, receipt: Receipt | None) -> bool:
    if receipt is None or not receipt.done:
        return False
    if not isinstance(move, Agree) or move.field in receipt.written:
        return True
    left_empty = receipt.change.kind is Kind.CREATE and move.value is None
    return left_empty and move.field not in receipt.refused


def rename(moves: Iterable[Move], names: Mapping[RecordId, RecordId]) -> tuple[Move, ...]:
    """Give records their real ids, where the service decided them."""
    return tuple(
        replace(
            move,
            record=names.get(move.record, move.record),
            needs=frozenset((side, kind, names.get(name, name)) for side, kind, name in move.needs),
        )
        for move in moves
    )


def rebase(base: Base, moves: Iterable[Move]) -> Base:
    """Return the base as the moves leave it."""
    moves = tuple(moves)
    if not moves:
        return base
    records = dict(base.records)
    for move in moves:
        if isinstance(move, Forget):
            records.pop(move.record, None)
        elif move.record in records or not isinstance(move, Part | Reunite | Unlink):
            records[move.record] = _moved(records.get(move.record, BaseRecord({})), move)
    return replace(base, records=records, known=True)


def _moved(known: BaseRecord, move: Agree | Part | Place | Reopen | Reunite | Unlink) -> BaseRecord:
    match move:
        case Agree():
            fields = {**known.fields, move.field: move.value}
            return replace(known, fields=fields, undone=_without(known.undone, move.field))
        case Part():
            return replace(known, fields=_without(known.fields, move.field))
        case Place():
            return replace(known, addresses={**known.addresses, move.side: move.address}, unlinked=False)
        case Reopen():
            return _reopened(known, move)
        case Reunite():
            return replace(known, undone=_without(known.undone, ID_FIELD))
        case Unlink():
            return replace(known, unlinked=True)


def _without(kept: Mapping[FieldName, _T], field: FieldName) -> dict[FieldName, _T]:
    return {name: value for name, value in kept.items() if name != field}


def _reopened(known: BaseRecord, move: Reopen) -> BaseRecord:
    undone = {**known.undone, move.field or ID_FIELD: move.run}
    fields = known.fields if move.field is None else {**known.fields, move.field: move.value}
    return replace(known, fields=fields, undone=undone)


def agreed_columns(base: Base, snapshot: Snapshot, plan: Plan) -> dict[FieldName, Column]:
    """Return the columns of a side as a run leaves them; what is held or in conflict stays as it was agreed."""
    was = base.columns.get(snapshot.side, {})
    open_ = {name for conflict in plan.column_conflicts for name in conflict.fields}
    open_ |= {held.field for held in plan.held if held.record is None and held.field is not None}
    columns = {name: column for name, column in {**was, **snapshot.columns}.items() if name not in open_}
    columns |= {name: column for name, column in was.items() if name in open_}
    for change in plan.columns:
        if change.side is snapshot.side and change.reshape is Reshape.DROP:
            columns.pop(change.field, None)
        elif change.side is snapshot.side:
            known = columns.get(change.field, Column(change.name, change.kind))
            columns[change.field] = replace(known, name=change.name, kind=change.kind)
    dropped = {change.field for change in plan.columns if change.reshape is Reshape.DROP}
    return {name: column for name, column in columns.items() if name not in dropped}


def mark(snapshot: Snapshot, marks: Mapping[FieldName, str]) -> Snapshot:
    """Give the columns the stable ids that a later answer of the run showed."""
    columns = {name: replace(column, key=marks.get(name, column.key)) for name, column in snapshot.columns.items()}
    site = snapshot.site
    if site.identity is not None:
        site = replace(site, identity=replace(site.identity, key=marks.get(ID_FIELD, site.identity.key)))
    return replace(snapshot, columns=columns, site=site)


def news(base: Base, moves: Iterable[Move]) -> tuple[Move, ...]:
    """Return the moves that teach the base something it does not hold yet."""
    moves = tuple(moves)
    apart = rebase(base, (move for move in moves if isinstance(move, Part)))
    return tuple(
        move for move in moves if _is_news((base if isinstance(move, Part) else apart).records.get(move.record), move)
    )


def _is_news(known: BaseRecord | None, move: Move) -> bool:
    match move:
        case Agree():
            if known is None or move.field not in known.fields or move.field in known.undone:
                return True
            return normal(known.fields[move.field]) != normal(move.value)
        case Part():
            return known is not None and move.field in known.fields
        case Place():
            return known is None or known.unlinked or known.addresses.get(move.side) != move.address
        case Forget():
            return known is not None
        case Reopen():
            return True
        case Reunite():
            return known is not None and ID_FIELD in known.undone
        case Unlink():
            return known is not None and not known.unlinked
