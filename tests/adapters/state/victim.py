"""A process that receives two receipts and is killed before the statement whose number it is given (0: never)."""

import os
import signal
import sys
from datetime import UTC, datetime

from sqlalchemy import Connection, event

from adapters.state.memory import PairMemory
from adapters.state.store import open_store
from sync.changes import Cell, Change, Kind, Receipt
from sync.message import say
from sync.model import FieldName, RecordId, Side
from sync.moves import Agree, Forget, Move

T0 = datetime(2025, 6, 2, 9, 0, tzinfo=UTC)
TITLE = FieldName("title")
ONE, TWO, THREE = (RecordId(f"R-{number}") for number in (1, 2, 3))


def prepare(memory: PairMemory) -> None:
    memory.agree([Agree(ONE, TITLE, "old"), Agree(TWO, TITLE, "old")])
    memory.begin("run", T0, [])
    cells = (Cell(TITLE, "old", "new", say("changed")),)
    memory.intend("run", [Change(Side.SHEET, Kind.UPDATE, name, None, cells) for name in (ONE, THREE)], T0)


def receive(memory: PairMemory) -> None:
    receipts = [(intent, Receipt(intent.change, True, frozenset({TITLE}))) for intent in memory.open_intents()]
    moves: list[Move] = [Agree(ONE, TITLE, "new"), Forget(TWO), Agree(THREE, TITLE, "new")]
    memory.receive(receipts, moves, T0)


def main(path: str, fatal: int) -> None:
    with open_store(path) as store:
        memory = store.pair("risks", "n", "s")
        seen = 0

        def count(*_: object) -> None:
            nonlocal seen
            seen += 1
            if seen == fatal:
                os.kill(os.getpid(), signal.SIGKILL)

        def counted_commit(_: Connection) -> None:
            count()

        event.listen(store._database._engine, "before_cursor_execute", count)
        event.listen(store._database._engine, "commit", counted_commit)
        receive(memory)
    sys.stdout.write(str(seen))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
