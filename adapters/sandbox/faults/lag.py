"""Queries that do not see the last writes yet."""

import re
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import orjson

from adapters.sandbox.exchange import Answer, Request
from adapters.sandbox.notion.ids import as_uuid
from adapters.sandbox.notion.workspace import PAGE, Workspace
from adapters.sandbox.store import Doc

MOST = 1000
_PAGE = re.compile(r"/v1/(?:pages|blocks)/([^/]+)(?:/move)?")


@dataclass(frozen=True, slots=True)
class Write:
    """A row as it was before a write; None where the write made it."""

    source: str
    page: str
    before: Doc | None


class Trail:
    """The last writes of rows, whoever made them."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._writes: deque[Write] = deque(maxlen=MOST)

    def before(self, request: Request) -> Doc | None:
        """Copy the row that a request is about to change."""
        if request.service != "notion" or request.is_read:
            return None
        found = _PAGE.fullmatch(request.path)
        page = self._workspace.store.get(PAGE, as_uuid(found[1]) or "") if found else None
        copy: Doc | None = None if page is None else orjson.loads(orjson.dumps(page))
        return copy

    def after(self, request: Request, before: Doc | None, answer: Answer) -> None:
        made = request.service == "notion" and (request.method, request.path) == ("POST", "/v1/pages")
        if not answer.good or (before is None and not made):
            return
        page = before or self._workspace.store.get(PAGE, str(answer.doc.get("id")))
        source = None if page is None else page["parent"].get("data_source_id")
        if page is not None and source is not None:
            self._writes.append(Write(source, page["id"], before))

    def has(self, source: str | None) -> bool:
        """Say whether a data source has had a write."""
        key = as_uuid(source)
        return any(write.source == key for write in self._writes)

    @contextmanager
    def hidden(self, source: str | None, count: int) -> Iterator[None]:
        """Show the rows of a data source without its last writes; nothing else may run meanwhile."""
        key = as_uuid(source) or ""
        rows = self._workspace.rows[key]
        altered = dict(rows)
        mine = [write for write in self._writes if write.source == key]
        for write in reversed(mine[-count:]):
            if write.before is None:
                altered.pop(write.page, None)
            else:
                altered[write.page] = write.before
        self._workspace.rows[key] = altered
        try:
            yield
        finally:
            self._workspace.rows[key] = rows
