"""Looking into a store changes nothing, and a store that is not there stays away."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.state.peek import peek
from adapters.state.store import open_store
from sync.clerical import Content
from sync.errors import StateError
from sync.model import FieldName, RecordId, Side
from sync.moves import Agree

AT = datetime(2026, 7, 1, tzinfo=UTC)


def filled(path: Path) -> Path:
    with open_store(str(path)) as store:
        memory = store.pair("risks", "n", "s")
        memory.agree([Agree(RecordId("r1"), FieldName("title"), "停止", frozenset())])
        memory.keep_contents([Content(Side.SHEET, RecordId("r1"), "d", AT)], AT)
    return path


def bodies(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir() if not each.name.endswith(("-shm", "-wal"))}


def test_what_is_remembered_is_read_and_nothing_is_written(tmp_path: Path) -> None:
    path = filled(tmp_path / "state.db")
    before = bodies(tmp_path)
    with peek(str(path)) as found:
        assert found is not None
        assert found.current
        memory = found.memory("risks")
        assert memory is not None
        assert memory.base().records[RecordId("r1")].fields == {"title": "停止"}
        assert memory.contents() == [Content(Side.SHEET, RecordId("r1"), "d", AT)]
        assert found.memory("another") is None
        with pytest.raises(StateError):
            memory.agree([Agree(RecordId("r2"), FieldName("title"), "x", frozenset())])
    assert bodies(tmp_path) == before


@pytest.mark.parametrize("url", ["{folder}/none.db", "sqlite:///{folder}/none.db", ":memory:"])
def test_a_store_that_is_not_there_is_not_made(tmp_path: Path, url: str) -> None:
    with peek(url.format(folder=tmp_path)) as found:
        assert found is None
    assert list(tmp_path.iterdir()) == []


def test_an_older_store_knows_the_bases_and_is_not_migrated(tmp_path: Path) -> None:
    path = filled(tmp_path / "state.db")
    with sqlite3.connect(path) as raw:
        for table in ("contents", "observations", "spells", "ties", "shelf"):
            raw.execute(f"DROP TABLE bothways_{table}")
        raw.execute("UPDATE bothways_version SET version_num = '0003'")
    raw.close()
    with peek(str(path)) as found:
        assert found is not None
        assert not found.current
        memory = found.memory("risks")
        assert memory is not None
        assert set(memory.base().records) == {"r1"}


def test_another_programs_file_is_said_to_be_one(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE notes (text TEXT)")
    raw.close()
    with pytest.raises(StateError, match="another program"), peek(str(path)):
        pass
