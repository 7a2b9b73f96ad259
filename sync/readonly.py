"""Sides that are only read: what would be written there waits, or the other side is put back."""

from collections.abc import Iterator, Mapping

from sync.changes import Cell, Change, Held, Kind, Lost
from sync.message import say
from sync.model import Record, RecordId, Side
from sync.moves import Agree, Forget, Move
from sync.policy import OnReadOnly, PairPolicy
from sync.records import Decided
from sync.values import readable

Records = Mapping[Side, Mapping[RecordId, Record]]


def keep_off(decided: Decided, records: Records, policy: PairPolicy) -> None:
    """Take the changes of sides that are only read out of what was decided."""
    if policy.on_read_only is OnReadOnly.REFUSE:
        return  # a guard refuses the plan; it shows what would be needed
    barred = [change for change in decided.changes if change.side in policy.read_only]
    decided.changes[:] = [change for change in decided.changes if change.side not in policy.read_only]
    for change in barred:
        if policy.on_read_only is OnReadOnly.REVERT:
            _put_back(change, decided, records)
        else:
            why = say("{side} is only read", side=change.side)
            held = Held(why, "read-only", record=change.record, side=change.side, address=change.address)
            decided.held.append(held)


def _put_back(change: Change, decided: Decided, records: Records) -> None:
    """Undo on the other side what ``change`` would have carried over."""
    side = change.side.other
    why = say("{barred} is only read, so {side} is put back to it", barred=change.side, side=side)
    record = records[side].get(change.record)
    master = records[change.side].get(change.record)
    back: Change | None = None
    moves: list[Move] = []
    if change.kind is Kind.UPDATE and record is not None and master is not None:
        now, then = readable(record.fields), readable(master.fields)
        cells = tuple(Cell(cell.field, now.get(cell.field), then.get(cell.field), why) for cell in change.cells)
        back = Change(side, Kind.UPDATE, change.record, record.address, cells)
        moves = [Agree(change.record, cell.field, cell.after, frozenset({back.key})) for cell in cells]
    elif change.kind is Kind.CREATE and record is not None:
        cells = tuple(
            Cell(name, value, None, why) for name, value in readable(record.fields).items() if value is not None
        )
        back = Change(side, Kind.TRASH, change.record, record.address, cells)
        moves = [Forget(change.record, frozenset({back.key}))]
    elif change.kind is Kind.TRASH and master is not None:
        cells = tuple(
            Cell(name, None, value, why) for name, value in readable(master.fields).items() if value is not None
        )
        back = Change(side, Kind.CREATE, change.record, None, cells)
        moves = [Agree(change.record, cell.field, cell.after, frozenset({back.key})) for cell in cells]
    if back is None:
        return
    decided.lost += _lost(back)
    decided.changes[:] = [*(each for each in decided.changes if each.key != back.key), _with(decided, back)]
    decided.moves[:] = [move for move in decided.moves if change.key not in move.needs] + moves


def _with(decided: Decided, back: Change) -> Change:
    """Join with what is written to the same record anyway."""
    for each in decided.changes:
        if each.key == back.key:
            return Change(back.side, back.kind, back.record, back.address, (*each.cells, *back.cells))
    return back


def _lost(back: Change) -> Iterator[Lost]:
    for cell in back.cells:
        if cell.before is not None:
            yield Lost(back.record, cell.field, back.side, cell.before, cell.why)
