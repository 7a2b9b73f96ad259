"""Ten thousand records must not be felt. The bounds are several times what a small machine needs."""

import itertools
import time
from pathlib import Path

from adapters.state.store import open_store
from sync.model import FieldName, RecordId
from sync.moves import Agree, Move
from tests.yardstick import yard


def test_ten_thousand_records_of_twenty_fields(tmp_path: Path) -> None:
    moves: list[Move] = [
        Agree(RecordId(f"R-{record}"), FieldName(f"field {number}"), f"値 {record * number}")
        for record in range(10_000)
        for number in range(20)
    ]
    with open_store(str(tmp_path / "state.db")) as store:
        memory = store.pair("risks", "n", "s")
        marks = [time.perf_counter()]
        for work in (lambda: memory.agree(moves), memory.base, lambda: memory.agree(moves)):
            work()
            marks.append(time.perf_counter())
    written, read, again = (after - before for before, after in itertools.pairwise(marks))
    unit = yard()
    assert (written < 250 * unit, read < 60 * unit, again < 250 * unit) == (True, True, True), (
        written,
        read,
        again,
        unit,
    )
