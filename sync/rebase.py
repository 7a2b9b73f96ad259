"""Only what was proved moves the base."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sync.changes import Kind, Receipt, Reshape
from sync.model import ID_FIELD, Base, BaseRecord, Column, FieldName, RecordId, Snapshot
from sync.moves import Agree, Forget, Key, Move, Place
from sync.plan import Plan
from sync.values import normal


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
        known = records.get(move.record, BaseRecord({}))
        match move:
            case Forget():
                records.pop(move.record, None)
            case Agree():
                records[move.record] = replace(known, fields={**known.fields, move.field: move.value})
            case Place():
                addresses = {**known.addresses, move.side: move.address}
                records[move.record] = replace(known, addresses=addresses, unlinked=False)
            case _:
                if move.record in records:
                    records[move.record] = replace(known, unlinked=True)
    return replace(base, records=records, known=True)


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
    return tuple(move for move in moves if _is_news(base.records.get(move.record), move))


def _is_news(known: BaseRecord | None, move: Move) -> bool:
    match move:
        case Agree():
            if known is None or move.field not in known.fields:
                return True
            return normal(known.fields[move.field]) != normal(move.value)
        case Place():
            return known is None or known.unlinked or known.addresses.get(move.side) != move.address
        case Forget():
            return known is not None
        case _:
            return known is not None and not known.unlinked
