"""The state store: one database for any number of pairs."""

from dataclasses import replace
from types import TracebackType
from typing import Self

from adapters.state.base import rename_followed, shape_digest, shape_of
from adapters.state.engine import Database, address
from adapters.state.ledger import Ledger
from adapters.state.memory import PairMemory
from adapters.state.opening import make_ready
from adapters.state.row import Pair, register, registered


class Store:
    """May be used from several threads. Closes its connections when it is left."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def pair(self, name: str, notion_key: str, sheet_key: str) -> PairMemory:
        """Return the memory of a pair; the keys say which two tables it stands for.

        A tab or data source that was followed to another name or database may be called as it is called now.
        Raises ``StateError`` where the store knows the name with other tables, or the tables by another name.
        """
        shape = shape_of({}, {})
        blank = Pair(0, name, notion_key, sheet_key, False, shape, "", f"{0:016x}", 0, None, None, None, None, 0)
        blank = replace(blank, shape_digest=shape_digest(blank))
        with self._database.reading() as connection:
            number = registered(connection, blank)
        if number is not None:  # so that reading a store asks for no right to write
            return PairMemory(self._database, number)
        with self._database.writing() as connection:
            rename_followed(connection, blank, self._database.where)
            number = register(connection, blank, self._database.where)
        return PairMemory(self._database, number)

    @property
    def ledger(self) -> Ledger:
        """The turns of jobs."""
        return Ledger(self._database)

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def open_store(url: str, *, patience: float = 30.0) -> Store:
    """Open the store at a URL or file path (``:memory:`` for one that is not kept); make or migrate it if needed.

    ``patience`` is how many seconds to wait for another program's lock. Raises ``StateError`` where the store is
    damaged, foreign, newer than this program, locked or cannot be written, and ``Misconfigured`` for a bad address.
    """
    database = Database(address(url), patience)
    try:
        make_ready(database)
    except BaseException:
        database.close()
        raise
    return Store(database)
