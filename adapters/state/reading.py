"""A store for commands that only read: the file may lie where nothing can be written, and stays as it is."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from adapters.state.copying import file_of
from adapters.state.engine import Database, address
from adapters.state.faults import told
from adapters.state.opening import make_ready
from adapters.state.store import Store, open_store

_UNOPENED = ("SQLITE_CANTOPEN", "SQLITE_READONLY")


def open_to_read(url: str, *, patience: float = 30.0) -> Store:
    """Open a copy in memory of an SQLite file: what is written to it is forgotten, the file is not touched.

    A file that is not there is an empty store; an older one is migrated in memory. PostgreSQL is opened itself, where
    nothing is written for a pair that it knows. Raises as ``open_store`` does.
    """
    source = file_of(address(url))
    if source is None:
        return open_store(url, patience=patience)
    database = in_memory(source, patience)
    try:
        make_ready(database)
    except BaseException:
        database.close()
        raise
    return Store(database)


def in_memory(source: Path, patience: float) -> Database:
    """Copy a file into memory, where there is one; nothing is made beside it, not even for a moment."""
    database = Database(address(":memory:"), patience)
    database.where = str(source)
    try:
        with told(str(source)):
            if source.exists():
                _fill(database, source, patience)
    except BaseException:
        database.close()
        raise
    return database


def _fill(database: Database, source: Path, patience: float) -> None:
    """A log beside the file means that somebody has it open, or was killed. Without one it need not be locked."""
    log = Path(f"{source}-wal")
    try:
        if not log.exists():
            _backup(database, source, "immutable=1", patience)
        if log.exists():  # or opened since
            _backup(database, source, "mode=ro", patience)
    except sqlite3.OperationalError as error:
        if not error.sqlite_errorname.startswith(_UNOPENED):
            raise
        # The log can only be read by who may write beside it: in a folder of our own.
        with TemporaryDirectory(prefix="bothways-reading-") as folder:
            for each in (source, log):
                if each.exists():
                    shutil.copyfile(each, Path(folder) / each.name)
            _backup(database, Path(folder) / source.name, "mode=rw", patience)


def _backup(database: Database, source: Path, how: str, patience: float) -> None:
    uri = f"file:{quote(str(source.absolute()))}?{how}"
    with closing(sqlite3.connect(uri, uri=True, timeout=patience)) as found:
        database.fill(found)
