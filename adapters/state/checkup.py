"""What there is to say of the state store before a run opens it. Nothing is made, migrated or written."""

import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, func, select

from adapters.state.engine import Database, address
from adapters.state.opening import check_whole, version_of
from adapters.state.tables import HEAD, intents, pairs, records
from sync.errors import StateError
from sync.message import say

_FAR = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "fuse.sshfs", "9p", "fuse.glusterfs", "ceph")
"""Kinds of file systems of other machines, on which SQLite's locks cannot be relied on."""
_FLEETING = ("tmpfs", "ramfs")


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows of one pair. ``until`` is the end of a lease as it is written, which may be past."""

    records: int
    left_open: int
    holder: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class StoreState:
    """``version`` is None where there is nothing yet; ``log`` is SQLite's journal mode; ``size`` is in bytes.

    ``far`` and ``fleeting`` say that the file lies on another machine's disk, or in a place that is emptied.
    """

    where: str
    there: bool
    version: str | None = None
    newest: str = HEAD
    size: int | None = None
    log: str = ""
    far: bool = False
    fleeting: bool = False
    pairs: Mapping[str, Known] = field(default_factory=dict)


def look_at_store(url: str, *, patience: float = 3.0) -> StoreState:
    """Look, and take the writers' lock for a moment. Raises ``StateError`` as opening does, and ``Misconfigured``."""
    found = address(url)
    file = Path(str(found.database)) if found.get_backend_name() == "sqlite" and "uri" not in found.query else None
    if file is not None and found.database in (None, "", ":memory:"):
        return StoreState("(memory)", there=False, fleeting=True)
    if file is not None and not file.exists():
        return _not_yet(file)
    database = Database(found, patience)
    try:
        with database.reading() as connection:
            if database.sqlite:
                check_whole(connection, database.where)
            version = version_of(connection, database)
            log = str(connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()) if database.sqlite else ""
            known = _pairs(connection) if version == HEAD else {}
        with database.writing():
            pass  # whoever may not write is told so now
    finally:
        database.close()
    return StoreState(
        where=database.where,
        there=True,
        version=version,
        size=None if file is None else file.stat().st_size,
        log=log,
        far=file is not None and on(file, _FAR, mounts()),
        fleeting=file is not None and (_temporary(file) or on(file, _FLEETING, mounts())),
        pairs=known,
    )


def _not_yet(file: Path) -> StoreState:
    folder = next((each for each in file.absolute().parents if each.exists()), Path("/"))
    if not os.access(folder, os.W_OK | os.X_OK):
        raise StateError(
            say("The state store {where} is not there, and cannot be made in {folder}.", where=file, folder=folder),
            say("Give this user the right to write to it and to its folder, or name another place for it."),
        )
    far, fleeting = on(folder, _FAR, mounts()), _temporary(file) or on(folder, _FLEETING, mounts())
    return StoreState(str(file), there=False, far=far, fleeting=fleeting)


def _pairs(connection: Connection) -> dict[str, Known]:
    rows = connection.execute(select(pairs.c.id, pairs.c.name, pairs.c.lease_holder, pairs.c.lease_until)).all()
    counted = select(records.c.pair, func.count()).group_by(records.c.pair)
    left = select(intents.c.pair, func.count()).where(intents.c.state == "open").group_by(intents.c.pair)
    many, open_ = ({key: int(count) for key, count in connection.execute(query)} for query in (counted, left))
    return {row.name: Known(many.get(row.id, 0), open_.get(row.id, 0), *row[2:]) for row in rows}


def mounts() -> str:
    """Return the kernel's table of mounts; nothing where the system has none."""
    try:
        return Path("/proc/self/mounts").read_text("utf-8", "replace")
    except OSError:
        return ""


def on(path: Path, kinds: Iterable[str], table: str) -> bool:
    """Say whether the nearest mount above a path is of one of these kinds. Unknown is no."""
    found = [line.split()[1:3] for line in table.splitlines() if len(line.split()) > 2]
    above = [(point, kind) for point, kind in found if path.absolute().is_relative_to(point.replace("\\040", " "))]
    return max(above, key=lambda each: len(each[0]), default=("", ""))[1] in kinds


def _temporary(file: Path) -> bool:
    return file.absolute().is_relative_to(Path(tempfile.gettempdir()).absolute())
