"""What has to be true of a store before it is used: whole, ours, and of this program's version."""

from sqlalchemy import Connection, Text, column, inspect, select, table, text

from adapters.state.engine import Database
from adapters.state.faults import damaged
from adapters.state.tables import APPLICATION, HEAD, VERSION_TABLE, metadata
from sync.errors import StateError
from sync.message import say


def make_ready(database: Database) -> None:
    """Check the store, and make or migrate its tables. Raises ``StateError``."""
    with database.reading() as connection:
        if database.sqlite:
            check_whole(connection, database.where)
        version = version_of(connection, database)
    if database.sqlite:
        database.log_ahead()
    while version != HEAD:
        version = _advance(database)


def refuse_newer(version: str | None, where: str) -> None:
    """Raise ``StateError`` for a version that is not known here."""
    if version is not None and version > HEAD:
        raise StateError(
            say(
                "The state store {where} was written by a newer Bothways (its version is {version}).",
                where=where,
                version=version,
            ),
            say("Update this Bothways, or name another state store."),
        )


def _advance(database: Database) -> str | None:
    # Alembic takes longer to load than the store to open, and is hardly ever needed.
    from adapters.state.migrate import step  # noqa: PLC0415

    with database.writing() as connection:
        if not database.sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": APPLICATION})
        version = version_of(connection, database)
        if version != HEAD:  # or another process was quicker
            step(connection, version, database.where)
            if database.sqlite:
                connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
        return version_of(connection, database)


def check_whole(connection: Connection, where: str) -> None:
    """Raises ``StateError`` where SQLite finds the file damaged."""
    found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    if found != "ok":
        raise damaged(where, say("{seen}", seen=" ".join(str(found).split())))


def version_of(connection: Connection, database: Database) -> str | None:
    """Return the last migration that was run, or ``None`` where there is nothing yet."""
    names = set(inspect(connection).get_table_names())
    if not _ours(connection, database, names):
        return None
    query = select(column("version_num", Text)).select_from(table(VERSION_TABLE))
    versions = connection.execute(query).scalars().all()
    if len(versions) != 1 or not versions[0]:
        raise damaged(database.where, say("it does not say its version"))
    return versions[0]


def _ours(connection: Connection, database: Database, names: set[str]) -> bool:
    """Say whether the store is ours (or, for a file with nothing in it, is not anybody's yet)."""
    if database.sqlite:
        marked = bool(connection.exec_driver_sql("PRAGMA application_id").scalar_one() == APPLICATION)
        if marked and VERSION_TABLE not in names:
            raise damaged(database.where, say("its tables are gone"))
        foreign = bool(names) and not marked
    else:
        # Other programs may share a PostgreSQL database: only our own names have to be ours.
        marked = VERSION_TABLE in names
        foreign = not marked and not names.isdisjoint(metadata.tables)
    if foreign:
        raise StateError(
            say(
                "{where} belongs to another program: it has the tables {names}.",
                where=database.where,
                names=", ".join(sorted(names)[:5]),
            ),
            say("Name another place for the state store; this one was left as it is."),
        )
    return marked
