from typing import Any

from adapters.sandbox.notion.properties.kind import Kind, Reader, Writing
from adapters.sandbox.notion.richtext import mention_cut, written
from adapters.sandbox.notion.workspace import Workspace
from adapters.sandbox.store import Doc


def _write(writing: Writing, _prop: Doc, value: object, path: str) -> Any:  # noqa: ANN401 - stored JSON
    return written(writing.workspace, value, path)


def _bind(workspace: Workspace, _source: Doc, _prop: Doc, limit: int | None) -> Reader:
    cut = workspace.mention_limit
    if limit is None or cut is None:
        return lambda value, _page: value or []
    return lambda value, _page: mention_cut(value or [], cut)


TEXTS = {
    "title": Kind(bind=_bind, write=_write, listed=True),
    "rich_text": Kind(bind=_bind, write=_write, listed=True),
}
