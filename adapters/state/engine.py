"""Connections that begin their transactions themselves, so that reading then writing is one piece."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool

from adapters.state.faults import told
from sync.errors import Misconfigured, StateError
from sync.message import say

_ALLOWED = say("Give a file path, sqlite:///PATH or postgresql://HOST/DATABASE.")


def address(text: str) -> URL:
    """Read a URL or a file path. Raises ``Misconfigured`` for a database that is not supported."""
    if text == ":memory:":
        text = "sqlite://"
    if "://" not in text:
        return URL.create("sqlite", database=str(Path(text).expanduser()))
    try:
        url = make_url(text)
        backend = url.get_backend_name()
    except (ArgumentError, ValueError) as error:
        # The text itself may have a password in it.
        raise Misconfigured(say("The address of the state store cannot be read."), way_out=_ALLOWED) from error
    if backend in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise Misconfigured(say("The state store cannot be kept in {backend}.", backend=backend), way_out=_ALLOWED)
    return url


class Database:
    """One database and its transactions; may be used from several threads."""

    def __init__(self, url: URL, patience: float) -> None:
        self.sqlite = _sqlite(url)
        # A password may also stand in the query.
        self.where = url.database or "(memory)" if self.sqlite else url.set(query={}).render_as_string()
        self._file = _file(url) if self.sqlite else None
        self._identity: tuple[int, int] | None = None
        self._alone = threading.RLock()
        self._shared = not self.sqlite
        with told(self.where):
            self._engine = _engine(url, patience, self.where)
            self._one = isinstance(self._engine.pool, StaticPool)
        if self.sqlite:
            event.listen(self._engine, "connect", _prepare)
            event.listen(self._engine, "begin", _begin)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is alone in writing (SQLite) or locks the rows it starts from (PostgreSQL)."""
        with (
            told(self.where),
            self._turn(),
            self._engine.connect().execution_options(bothways_begin="BEGIN IMMEDIATE") as connection,
            connection.begin(),
        ):
            self._check_same()
            yield connection

    def _check_same(self) -> None:
        """Raise ``StateError`` where the file has been taken away or exchanged since it was opened.

        SQLite would go on with the old one, which nobody would find again: what is written then is forgotten.
        """
        if self._file is None:
            return
        try:
            found = self._file.stat()
            identity = (found.st_dev, found.st_ino)
        except FileNotFoundError:
            identity = None
        self._identity = self._identity or identity
        if identity != self._identity:
            raise StateError(
                say("The state store {where} was exchanged or removed while it was in use.", where=self.where),
                say("Put it back, see that nothing else touches it, and run again."),
            )

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the store however many rows it reads."""
        with told(self.where), self._turn(only=self._one), self._engine.connect() as connection:
            if self._shared:
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    def log_ahead(self) -> None:
        """Switch a file to the write-ahead log, so that readers and the writer do not wait for each other."""
        with told(self.where), self._turn():
            raw = self._engine.raw_connection()
            try:
                cursor = raw.cursor()
                cursor.execute("PRAGMA journal_mode")
                if cursor.fetchone() == ("delete",):
                    cursor.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError:
                return  # somebody is just using it: the next to open it will switch
            finally:
                raw.close()

    def fill(self, source: sqlite3.Connection) -> None:
        """Copy all of another SQLite database into this one, which is in memory. Raises SQLite's own errors."""
        with self._turn():
            raw = self._engine.raw_connection()
            try:
                driver = raw.driver_connection
                if not isinstance(driver, sqlite3.Connection):
                    raise TypeError("not an SQLite connection")
                source.backup(driver)
            finally:
                raw.close()

    @contextmanager
    def _turn(self, *, only: bool = True) -> Iterator[None]:
        """Let the threads of this process queue here, which is fairer and quicker than SQLite's own waiting."""
        if self._shared or not only:
            yield
            return
        with self._alone:
            yield

    def close(self) -> None:
        self._engine.dispose()


def _sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _file(url: URL) -> Path | None:
    """Return the file of a store that is one; SQLite's own URIs may say anything."""
    return None if url.database in (None, "", ":memory:") or "uri" in url.query else Path(str(url.database))


def _engine(url: URL, patience: float, where: str) -> Engine:
    if not _sqlite(url):
        try:
            wait = {"options": f"{url.query.get('options', '')} -c lock_timeout={round(patience * 1000)}"}
            return create_engine(url, hide_parameters=True, pool_pre_ping=True, connect_args=wait)
        except ModuleNotFoundError as error:
            raise StateError(
                say("{where} needs the driver {driver}, which is not installed.", where=where, driver="psycopg"),
                say("Install it: pip install {package}", package="'psycopg[binary]'"),
            ) from error
    options = {"timeout": patience, "check_same_thread": False}
    if url.database in (None, "", ":memory:"):
        return create_engine(url, hide_parameters=True, connect_args=options, poolclass=StaticPool)
    if "uri" not in url.query:
        Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    return create_engine(url, hide_parameters=True, connect_args=options)


def _prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    driver = connection.driver_connection if hasattr(connection, "driver_connection") else connection
    if not isinstance(driver, sqlite3.Connection):
        raise TypeError("not an SQLite connection")
    driver.isolation_level = None  # or the driver would begin, and commit before some statements, by itself
    driver.execute("PRAGMA foreign_keys = ON")
    driver.execute("PRAGMA synchronous = FULL")  # a receipt has to outlive a power cut


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("bothways_begin", "BEGIN"))
