"""Looking into a state store without making, migrating or writing anything."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import select

from adapters.state.copying import file_of
from adapters.state.engine import Database, address
from adapters.state.ledger import Ledger
from adapters.state.memory import PairMemory
from adapters.state.opening import refuse_newer, version_of
from adapters.state.reading import in_memory
from adapters.state.tables import HEAD, pairs

_CLERICAL = ("0004", HEAD)
"""Versions in which all that is known of a pair is read as in this one."""
_LEGIBLE = ("0003", *_CLERICAL)
"""Versions whose bases are read as this one's."""


@dataclass(frozen=True)
class Peek:
    """``current`` is false for a store of an older version: it knows the bases, and nothing of the clerical work."""

    database: Database
    current: bool
    newest: bool = False
    """Whether it is of this program's own version, and knows the turns of jobs."""

    def memory(self, name: str) -> PairMemory | None:
        """Return the memory of a pair, for reading only; None where there is none."""
        with self.database.reading() as connection:
            number = connection.execute(select(pairs.c.id).where(pairs.c.name == name)).scalar_one_or_none()
        return None if number is None else PairMemory(self.database, number)

    @property
    def ledger(self) -> Ledger | None:
        """The turns of jobs, for reading only."""
        return Ledger(self.database) if self.newest else None


@contextmanager
def peek(url: str, *, patience: float = 3.0) -> Iterator[Peek | None]:
    """Yield what there is; None for a store that is not there, or of another version.

    Raises ``StateError`` where it is damaged, another program's or of a newer version, and ``Misconfigured`` for a bad
    address.
    """
    found = address(url)
    source = file_of(found)
    if (source is None or not source.exists()) and found.get_backend_name() == "sqlite" and "uri" not in found.query:
        yield None
        return
    if found.get_backend_name() != "sqlite":
        options = f"{found.query.get('options', '')} -c default_transaction_read_only=on"
        found = found.update_query_dict({"options": options})
    database = Database(found, patience) if source is None else in_memory(source, patience)
    try:
        with database.reading() as connection:
            version = version_of(connection, database)
            if database.sqlite:
                connection.exec_driver_sql("PRAGMA query_only = ON")
        refuse_newer(version, database.where)
        yield Peek(database, version in _CLERICAL, version == HEAD) if version in _LEGIBLE else None
    finally:
        database.close()
