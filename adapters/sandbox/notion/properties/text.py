from typing import Any

from adapters.sandbox.notion.properties.kind import Kind, Reader, Writing
from adapters.sandbox.notion.richtext import mention_cut, written
from adapters.sandbox.notion.workspace import Workspace
from adapters.sandbox.store import Doc


def _write(writing: Writing, _prop: Doc, value: object, path: str) -> Any:  # noqa: ANN401 - stored JSON
    return written(writing.workspace, value, path)


def _bind(workspace: Workspace, _source: Doc, _prop: Doc, limit: int | None) -> Reader:
    def read(value: Any, _page: Doc) -> list[Doc]:  # noqa: ANN401 - stored JSON
        cut = workspace.mention_limit
        return value or [] if cut is None or not value else mention_cut(value, cut)

    return read if limit is not None else lambda value, _page: value or []


TEXTS = {
    "title": Kind(bind=_bind, write=_write, listed=True),
    "rich_text": Kind(bind=_bind, write=_write, listed=True),
}
