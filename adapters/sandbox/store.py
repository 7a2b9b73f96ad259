"""Documents of the sandbox, in memory, and in an SQLite file where one is given."""

import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Column, Connection, Engine, Integer, LargeBinary, MetaData, Table, Text, create_engine, select
from sqlalchemy import delete as sql_delete
from sqlalchemy.dialects.sqlite import insert

Doc = dict[str, Any]

_metadata = MetaData()
_documents = Table(
    "documents",
    _metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("kind", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)
_openings = Table("openings", _metadata, Column("number", Integer, primary_key=True))


class Store:
    """Documents by kind and id, in the order in which they were first put.

    ``get`` and ``all`` hand out the stored dicts themselves: whoever changes one puts it again. What was put since
    the last ``flush`` reaches the file in one transaction; the app flushes before each answer, ``close`` at the end.
    ``version`` grows with every change; ``openings`` counts how often the file was opened, this time included.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._docs: dict[str, dict[str, Doc]] = {}
        self._lock = threading.RLock()
        self._unwritten: dict[tuple[str, str], None] = {}
        self._deleted: set[tuple[str, str]] = set()
        self.version = 0
        self._engine: Engine | None = None
        self.openings = 1
        if file is not None:
            self._open(file)

    def get(self, kind: str, key: str) -> Doc | None:
        return self._docs.get(kind, {}).get(key)

    def put(self, kind: str, key: str, doc: Doc) -> None:
        with self._lock:
            self.version += 1
            self._docs.setdefault(kind, {})[key] = doc
            if self._engine is not None:
                self._unwritten[kind, key] = None

    def put_many(self, kind: str, docs: Mapping[str, Doc]) -> None:
        with self._lock:
            self.version += 1
            self._docs.setdefault(kind, {}).update(docs)
            if self._engine is not None:
                self._unwritten.update(dict.fromkeys((kind, key) for key in docs))

    def delete(self, kind: str, key: str) -> None:
        """Forget a document; one that is not there is no error."""
        with self._lock:
            self.version += 1
            self._docs.get(kind, {}).pop(key, None)
            if self._engine is not None:
                self._unwritten.pop((kind, key), None)
                self._deleted.add((kind, key))

    def all(self, kind: str) -> list[tuple[str, Doc]]:
        with self._lock:
            return list(self._docs.get(kind, {}).items())

    def count(self, kind: str) -> int:
        return len(self._docs.get(kind, {}))

    def flush(self) -> None:
        """Write what has changed to the file, in one transaction."""
        if self._engine is None or not (self._unwritten or self._deleted):
            return
        with self._lock:
            unwritten, self._unwritten = self._unwritten, {}
            deleted, self._deleted = self._deleted, set()
            with self._engine.begin() as connection:
                self._write(connection, deleted, unwritten)

    def close(self) -> None:
        self.flush()
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def _write(
        self, connection: Connection, deleted: set[tuple[str, str]], unwritten: Iterable[tuple[str, str]]
    ) -> None:
        for kind, key in deleted:
            gone = (_documents.c.kind == kind) & (_documents.c.id == key)
            connection.execute(sql_delete(_documents).where(gone))
        rows = [{"kind": kind, "id": key, "body": orjson.dumps(self._docs[kind][key])} for kind, key in unwritten]
        if rows:
            new = insert(_documents)
            connection.execute(
                new.on_conflict_do_update(index_elements=["kind", "id"], set_={"body": new.excluded.body}), rows
            )

    def _open(self, file: Path) -> None:
        engine = create_engine(f"sqlite:///{file}", connect_args={"check_same_thread": False})
        with engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA synchronous = OFF")
            _metadata.create_all(connection)
            connection.exec_driver_sql("CREATE UNIQUE INDEX IF NOT EXISTS by_key ON documents (kind, id)")
            connection.execute(insert(_openings).values())
            self.openings = len(connection.execute(select(_openings.c.number)).all())
            columns = (_documents.c.kind, _documents.c.id, _documents.c.body)
            for kind, key, body in connection.execute(select(*columns).order_by(_documents.c.seq)):
                self._docs.setdefault(kind, {})[key] = orjson.loads(body)
        self._engine = engine
