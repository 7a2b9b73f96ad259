"""Only what was proved moves the base."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sync.changes import Receipt
from sync.model import Base, BaseRecord, RecordId
from sync.moves import Agree, Forget, Key, Move, Place
from sync.values import normal


def due(moves: Iterable[Move], receipts: Mapping[Key, Receipt]) -> tuple[Move, ...]:
    """Return the moves whose every need is proved by a receipt."""
    return tuple(move for move in moves if all(_proved(move, receipts.get(key)) for key in move.needs))


def _proved(move: Move, receipt: Receipt | None) -> bool:
    if receipt is None or not receipt.done:
        return False
    if not isinstance(move, Agree):
        return True
    sent = any(cell.field == move.field for cell in receipt.change.cells)
    return move.field in receipt.written if sent else move.field not in receipt.refused


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
