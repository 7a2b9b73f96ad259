"""A store that is only read stays as it is, whoever else has it open, and asks for no right to write."""

import sqlite3
from pathlib import Path

import pytest

from adapters.state.reading import open_to_read
from adapters.state.store import open_store
from sync.errors import StateError
from sync.model import FieldName, RecordId
from sync.moves import Agree

KEYS = ("risks", "n", "s")


def agreed(value: str) -> Agree:
    return Agree(RecordId("r1"), FieldName("title"), value, frozenset())


def filled(path: Path) -> Path:
    with open_store(str(path)) as store:
        store.pair(*KEYS).agree([agreed("停止")])
    return path


def test_what_is_written_to_the_copy_is_forgotten(tmp_path: Path) -> None:
    path = filled(tmp_path / "state.db")
    before = path.read_bytes()
    with open_to_read(str(path)) as store:
        memory = store.pair(*KEYS)
        assert memory.base().records[RecordId("r1")].fields == {"title": "停止"}
        memory.agree([agreed("changed")])
        store.pair("another", "x", "y")
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["state.db"]


def test_what_another_program_has_just_written_is_seen(tmp_path: Path) -> None:
    path = filled(tmp_path / "state.db")
    with open_store(str(path)) as writer:
        writer.pair(*KEYS).agree([agreed("newer")])
        assert Path(f"{path}-wal").stat().st_size
        with open_to_read(f"sqlite:///{path}") as store:
            assert store.pair(*KEYS).base().records[RecordId("r1")].fields == {"title": "newer"}
            writer.pair(*KEYS).agree([agreed("still writing")])


def test_a_store_that_is_not_there_is_empty_and_not_made(tmp_path: Path) -> None:
    with open_to_read(str(tmp_path / "in" / "state.db")) as store:
        assert not store.pair(*KEYS).base().known
    assert list(tmp_path.iterdir()) == []


def test_a_known_pair_is_opened_without_a_right_to_write(tmp_path: Path) -> None:
    path = filled(tmp_path / "state.db")
    with open_store(f"sqlite:///file:{path}?mode=ro&uri=true") as store:
        memory = store.pair(*KEYS)
        assert memory.base().known
        with pytest.raises(StateError):
            memory.agree([agreed("x")])
        with pytest.raises(StateError):
            store.pair("another", "x", "y")


def test_a_damaged_store_is_named_by_its_own_place(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    path.write_text("Dear diary, " * 1000)
    with pytest.raises(StateError, match=r"state\.db is damaged"):
        open_to_read(str(path))
    path = filled(tmp_path / "newer.db")
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE bothways_version SET version_num = '0999'")
    raw.close()
    with pytest.raises(StateError, match=r"newer\.db was written by a newer"):
        open_to_read(str(path))
