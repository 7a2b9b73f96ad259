import os
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event

from adapters.state.engine import address
from adapters.state.migrate import config
from adapters.state.store import Store, open_store
from adapters.state.tables import APPLICATION, HEAD, VERSION_TABLE, metadata
from sync.errors import Misconfigured, StateError
from sync.model import Base, FieldName, RecordId
from sync.moves import Agree
from tests.adapters.state.process import end, start

T0 = datetime(2025, 6, 2, 9, 0, tzinfo=UTC)
MOVE = Agree(RecordId("R-1"), FieldName("title"), "a")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store that was used and closed."""
    made = tmp_path / "state.db"
    with open_store(str(made)) as store:
        store.pair("risks", "n", "s").agree([MOVE])
    return made


def run_sql(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def refusal(path: Path) -> StateError:
    """Return why the store is not opened; it has to name the store and a way out."""
    with pytest.raises(StateError) as found:
        open_store(str(path), patience=0.05)
    assert str(path) in str(found.value)
    assert found.value.way_out is not None
    return found.value


def test_the_folder_of_a_new_store_is_made(tmp_path: Path) -> None:
    made = tmp_path / "a" / "日本 語%20" / "state.db"
    with open_store(str(made)) as store:
        assert store.pair("risks", "n", "s").base() == Base()
    assert made.exists()


def test_what_was_agreed_is_there_after_opening_again(path: Path) -> None:
    with open_store(f"sqlite:///{path}") as store:
        assert store.pair("risks", "n", "s").base().records[RecordId("R-1")].fields == {"title": "a"}


def test_a_file_is_marked_and_keeps_a_write_ahead_log(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_foreign_keys_are_in_force_and_a_receipt_is_synced_to_disk(path: Path) -> None:
    with open_store(str(path)) as store, store._database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == 2


def test_the_migrations_make_the_tables_that_the_code_uses(path: Path) -> None:
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": VERSION_TABLE, "compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_the_program_knows_its_newest_migration() -> None:
    assert ScriptDirectory.from_config(config()).get_current_head() == HEAD


def test_an_empty_file_is_a_new_store(tmp_path: Path) -> None:
    (tmp_path / "state.db").touch()
    with open_store(str(tmp_path / "state.db")) as store:
        assert not store.pair("risks", "n", "s").base().known


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    path.write_text("Dear diary, " * 100)
    assert "damaged" in str(refusal(path))
    assert path.read_text().startswith("Dear diary")
    assert not path.with_name("state.db-wal").exists()


def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    run_sql(path, "CREATE TABLE customers (name TEXT)")
    before = path.read_bytes()
    assert "another program: it has the tables customers" in str(refusal(path))
    assert path.read_bytes() == before


def test_a_database_that_only_looks_like_ours_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    run_sql(path, "CREATE TABLE bothways_version (version_num TEXT)")
    assert "another program" in str(refusal(path))


def test_a_store_whose_tables_are_gone_is_damaged(path: Path) -> None:
    run_sql(path, "DROP TABLE bothways_version")
    assert "damaged: its tables are gone" in str(refusal(path))


@pytest.mark.parametrize("statement", ["DELETE FROM bothways_version", "UPDATE bothways_version SET version_num = ''"])
def test_a_store_that_does_not_say_its_version_is_refused(path: Path, statement: str) -> None:
    run_sql(path, statement)
    assert "version" in str(refusal(path))


def test_a_store_written_by_a_newer_program_is_refused_and_left_alone(path: Path) -> None:
    run_sql(path, "UPDATE bothways_version SET version_num = '0999'")
    found = refusal(path)
    assert "newer Bothways (its version is 0999)" in str(found)
    assert "Update" in str(found.way_out)


def test_a_store_cut_short_is_damaged(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: 4096 * 3 + 100])
    assert "damaged" in str(refusal(path))


def test_a_store_that_another_program_keeps_locked_is_refused(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other, open_store(str(path), patience=0.05) as store:
        memory = store.pair("risks", "n", "s")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StateError, match="locked by another program"):
            memory.agree([MOVE])
        assert memory.base().known
        other.execute("ROLLBACK")
        memory.agree([Agree(RecordId("R-2"), FieldName("title"), "b")])
        assert len(memory.base().records) == 2


def test_a_store_that_may_only_be_read_says_so(path: Path) -> None:
    with (
        open_store(f"sqlite:///file:{path}?mode=ro&uri=true") as store,
        pytest.raises(StateError, match="cannot be written"),
    ):
        store.pair("incidents", "n2", "s2")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_says_so(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert "cannot be written" in str(refusal(tmp_path / "state.db"))
    assert "cannot be written" in str(refusal(tmp_path / "deeper" / "state.db"))


def test_a_folder_or_a_path_below_a_file_is_no_place_for_a_store(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "state.db").mkdir()
    assert "cannot be written" in str(refusal(tmp_path / "file" / "state.db"))
    assert "cannot be written" in str(refusal(tmp_path / "state.db"))


def test_a_full_disk_leaves_what_was_there(path: Path) -> None:
    with open_store(str(path)) as store:
        memory = store.pair("risks", "n", "s")
        event.listen(store._database._engine, "begin", lambda conn: conn.exec_driver_sql("PRAGMA max_page_count = 1"))
        with pytest.raises(StateError, match="no room left") as found:
            memory.agree([Agree(RecordId(f"R-{number}"), FieldName("title"), "a" * 1000) for number in range(500)])
        assert found.value.way_out is not None
    with open_store(str(path)) as store:
        assert set(store.pair("risks", "n", "s").base().records) == {"R-1"}


def test_a_pair_keeps_its_tables(path: Path) -> None:
    with open_store(str(path)) as store:
        with pytest.raises(StateError, match="other tables: n / s, and not n / s2") as found:
            store.pair("risks", "n", "s2")
        assert "another name" in str(found.value.way_out)
        assert store.pair("risks", "n", "s").base().known


def test_two_tables_are_one_pair_under_one_name(path: Path) -> None:
    with (
        open_store(str(path)) as store,
        pytest.raises(StateError, match="pair hazards as the pair risks"),
    ):
        store.pair("hazards", "n", "s")


@pytest.mark.parametrize("url", ["mysql://h/d", "oracle+cx://h/d", "nonsense://x", "postgresql://h:port/d"])
def test_an_address_of_nothing_we_know_is_a_mistake_of_the_configuration(url: str) -> None:
    with pytest.raises(Misconfigured) as found:
        open_store(url)
    assert found.value.way_out is not None


def test_postgresql_without_its_driver_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StateError, match="needs the driver psycopg") as found:
        open_store("postgresql://user:not-a-real-password@127.0.0.1:1/state?password=not-a-real-password")
    assert "not-a-real-password" not in str(found.value)


def test_a_path_may_start_at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert address("~/state.db").database == str(tmp_path / "state.db")


def test_a_lease_that_cannot_be_read_is_taken_over(path: Path) -> None:
    with open_store(str(path)) as store:
        memory = store.pair("risks", "n", "s")
        for until in ("'garbage'", "'2099-01-01T00:00:00'", "NULL", "x'ff'", "7"):
            run_sql(path, f"UPDATE bothways_pairs SET lease_holder = 'ghost', lease_until = {until}")  # noqa: S608 - ours
            with memory.lease("mine", lambda: T0, timedelta(minutes=1)):
                memory.agree([MOVE])


def test_processes_that_open_a_new_store_at_once_all_get_it(tmp_path: Path) -> None:
    code = (
        "import sys; from adapters.state.store import open_store\n"
        "with open_store(sys.argv[1]) as store: print(store.pair('risks', 'n', 's').base().known)"
    )
    running = [start("-c", code, tmp_path / "state.db") for _ in range(4)]
    assert [end(each) for each in running] == [("False", 0)] * 4


def test_a_store_in_memory_is_gone_when_it_is_closed() -> None:
    with open_store(":memory:") as store:
        store.pair("risks", "n", "s").agree([MOVE])
    with open_store(":memory:") as store:
        assert isinstance(store, Store)
        assert not store.pair("risks", "n", "s").base().known
