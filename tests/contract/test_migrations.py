"""A store of every version there ever was becomes one of this version, with what it holds."""

from contextlib import closing
from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, insert, select, text

from adapters.state.engine import Database, address
from adapters.state.migrate import config, step
from adapters.state.opening import version_of
from adapters.state.store import Store, open_store
from adapters.state.tables import APPLICATION, HEAD, VERSION_TABLE, metadata
from sync.errors import StateError
from sync.model import FieldName, RecordId
from sync.moves import Agree
from tests.contract.conftest import BACKENDS

T0 = datetime(2026, 6, 2, 9, 0, tzinfo=UTC)
VERSIONS = sorted(each.revision for each in ScriptDirectory.from_config(config()).walk_revisions())
KEPT = [name for name in BACKENDS if name != "sqlite in memory"]

pytestmark = pytest.mark.parametrize("url", KEPT, indirect=True)


def brought_to(version: str, database: Database) -> None:
    found: str | None = None
    while found != version:
        with database.writing() as connection:
            step(connection, found, database.where)
            if database.sqlite:
                connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
            found = version_of(connection, database)


def carried(source: Store, into: Connection) -> None:
    """Put what a store of today holds into older tables, as far as they have the columns."""
    older = MetaData()
    older.reflect(into)
    with source._database.reading() as connection:
        for table in metadata.sorted_tables:
            rows = connection.execute(select(table)).mappings().all()
            if rows and table.name in older.tables:
                there = older.tables[table.name]
                names = [column.name for column in there.columns]
                into.execute(insert(there), [{name: row[name] for name in names} for row in rows])


@pytest.mark.parametrize("version", VERSIONS)
def test_a_store_of_an_older_version_is_brought_up_with_what_it_holds(url: str, version: str) -> None:
    with open_store(":memory:") as source, closing(Database(address(url), 30.0)) as database:
        memory = source.pair("risks", "n", "s")
        memory.agree([Agree(RecordId("R-1"), FieldName("title"), "決済が止まる")])
        memory.begin("run", T0, [])
        brought_to(version, database)
        with database.writing() as connection:
            carried(source, connection)
    with open_store(url) as store:
        memory = store.pair("risks", "n", "s")
        assert memory.base().records[RecordId("R-1")].fields == {"title": "決済が止まる"}
        assert [each.run for each in memory.runs()] == ["run"]
        memory.agree([Agree(RecordId("R-2"), FieldName("title"), "b")])
        with store._database.reading() as connection:
            assert version_of(connection, store._database) == HEAD


def test_the_migrations_make_the_tables_that_the_code_uses(url: str) -> None:
    def only_ours(name: str | None, kind: str, _: object) -> bool:
        return kind != "table" or name in metadata.tables

    options = {"version_table": VERSION_TABLE, "compare_type": True, "include_name": only_ours}
    with open_store(url) as store, store._database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


def test_a_migration_that_fails_leaves_the_store_as_it_was(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = VERSIONS[0]
    with closing(Database(address(url), 30.0)) as database:
        brought_to(first, database)

    def broken(connection: Connection, version: str | None, where: str) -> None:
        step(connection, version, where)
        connection.execute(text("SELECT * FROM no_such_table"))

    monkeypatch.setattr("adapters.state.migrate.step", broken)
    with pytest.raises(StateError, match="no_such_table"):
        open_store(url)
    with closing(Database(address(url), 30.0)) as database, database.reading() as connection:
        assert version_of(connection, database) == first
    monkeypatch.undo()
    with open_store(url) as store:
        assert not store.pair("risks", "n", "s").base().known
