import random
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.state.store import open_store
from sync.errors import BothwaysError, StateError
from sync.model import Base, Column, FieldName, RecordId, Side
from sync.moves import Agree, Move

T0 = datetime(2025, 6, 2, 9, 0, tzinfo=UTC)
TITLE = FieldName("title")
MOVES: list[Move] = [Agree(RecordId(f"R-{number}"), TITLE, f"title {number}") for number in range(30)]
COLUMNS = {Side.SHEET: {TITLE: Column("Title", "text")}}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "state.db"
    with open_store(str(made)) as store:
        memory = store.pair("risks", "n", "s")
        memory.agree(MOVES)
        memory.remember(COLUMNS, {Side.NOTION: ""}, T0)
    return made


def base(path: Path) -> Base:
    with open_store(str(path)) as store:
        return store.pair("risks", "n", "s").base()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE bothways_records SET fields = replace(fields, 'title 7', 'title 8') WHERE record = 'R-7'",
        "UPDATE bothways_records SET fields = 'no json' WHERE record = 'R-7'",
        "UPDATE bothways_records SET fields = x'00ff' WHERE record = 'R-7'",
        "UPDATE bothways_records SET unlinked = 1 WHERE record = 'R-7'",
        "UPDATE bothways_records SET addresses = '{\"sheet\":\"9\"}' WHERE record = 'R-7'",
        "UPDATE bothways_records SET record = 'R-700' WHERE record = 'R-7'",
        "UPDATE bothways_records SET digest = 'xyz' WHERE record = 'R-7'",
        "DELETE FROM bothways_records WHERE record = 'R-7'",
        "DELETE FROM bothways_records",
        "INSERT INTO bothways_records VALUES (1, 'x', '{}', '{}', 0, '0000000000000001', '{}')",
        "UPDATE bothways_pairs SET digest = '0000000000000000'",
        "UPDATE bothways_pairs SET known = 0",
        "UPDATE bothways_pairs SET shape = '{}'",
        "UPDATE bothways_pairs SET shape = replace(shape, 'Title', 'Owner')",
        "UPDATE bothways_pairs SET at = 'yesterday'",
    ],
)
def test_a_base_that_was_changed_by_other_hands_is_refused(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        changed = connection.execute(statement).rowcount
        connection.commit()
    if not changed:
        pytest.fail("the statement changed nothing")
    with pytest.raises(StateError, match="damaged") as found:
        base(path)
    assert "nothing will be deleted" in str(found.value.way_out)


def test_a_damaged_record_is_not_written_over(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE bothways_records SET fields = '{}' WHERE record = 'R-7'")
        connection.commit()
    with open_store(str(path)) as store:
        memory = store.pair("risks", "n", "s")
        with pytest.raises(StateError, match="R-7"):
            memory.agree([Agree(RecordId("R-1"), TITLE, "x"), Agree(RecordId("R-7"), TITLE, "y")])
        memory.agree([Agree(RecordId("R-1"), TITLE, "x")])
    with pytest.raises(StateError, match="R-7"):
        base(path)


def test_flipped_bytes_are_refused_or_change_nothing(path: Path, tmp_path: Path) -> None:
    """The promise: whatever happened to the file, the base is right or it is refused."""
    whole, good = path.read_bytes(), base(path)
    chance = random.Random(7)  # noqa: S311 - chance, not secrecy
    target = tmp_path / "flipped.db"
    refused = 0
    for _ in range(250):
        broken = bytearray(whole)
        for _ in range(chance.choice([1, 1, 4, 64])):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        target.write_bytes(broken)
        for left in ("flipped.db-wal", "flipped.db-shm"):
            (tmp_path / left).unlink(missing_ok=True)
        try:
            with open_store(str(target), patience=0.1) as store:
                found = store.pair("risks", "n", "s").base()
        except BothwaysError:
            refused += 1
        else:
            assert found == good
    assert refused > 30
