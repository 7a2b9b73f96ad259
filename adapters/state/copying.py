"""A copy of a store in a file of its own. The store itself is only read, and nothing is left beside it."""

import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL

from adapters.state.engine import address
from adapters.state.faults import told


def copy_store(url: str, target: Path) -> bool:
    """Copy an SQLite file, also while another program writes to it; False where there is none, or none in a file.

    Raises ``StateError`` where it cannot be read, ``Misconfigured`` for a bad address.
    """
    found = address(url)
    source = file_of(found)
    if source is None:
        return False
    with told(str(source)):
        if not source.exists():
            return False
        _copied(source, target)
    return True


def in_a_file(url: str) -> bool:
    """Say whether a store of this address is an SQLite file, so that it can be copied."""
    return file_of(address(url)) is not None


def file_of(url: URL) -> Path | None:
    """Return the SQLite file of an address; None for a store that is none, or not in a plain file."""
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:") or "uri" in url.query:
        return None
    return Path(str(url.database))


def _copied(source: Path, target: Path) -> None:
    """A log beside the file means that somebody has it open. Without one it need not even be locked."""
    log = Path(f"{source}-wal")
    if not log.exists():
        _backup(source, target, "immutable=1")
    if log.exists():  # opened since
        target.unlink(missing_ok=True)
        _backup(source, target, "mode=ro")


def _backup(source: Path, target: Path, how: str) -> None:
    uri = f"file:{quote(str(source.absolute()))}?{how}"
    with closing(sqlite3.connect(uri, uri=True)) as one, closing(sqlite3.connect(target)) as two:
        one.backup(two)
