"""What the service notes by itself: who and when, and the number of a row."""

from typing import Any

from adapters.sandbox.notion.errors import wrong
from adapters.sandbox.notion.properties.kind import Configuring, Kind, Reader
from adapters.sandbox.notion.users import seen_user
from adapters.sandbox.notion.workspace import Workspace
from adapters.sandbox.store import Doc


def _of_page(name: str) -> Any:  # noqa: ANN401 - a binder
    def bind(_workspace: Workspace, _source: Doc, _prop: Doc, _limit: int | None) -> Reader:
        return lambda _value, page: page[name]

    return bind


def _user_of_page(name: str) -> Any:  # noqa: ANN401 - a binder
    def bind(workspace: Workspace, _source: Doc, _prop: Doc, _limit: int | None) -> Reader:
        return lambda _value, page: seen_user(workspace, page[name])

    return bind


def _unique_id(_workspace: Workspace, _source: Doc, prop: Doc, _limit: int | None) -> Reader:
    prefix = prop["unique_id"]["prefix"]
    return lambda value, _page: {"prefix": prefix, "number": value}


def _unique_id_config(edit: Configuring, given: object, path: str) -> Doc:
    if not isinstance(given, dict):
        raise wrong(path, "an object", given)
    prefix = given.get("prefix", edit.old.get("prefix"))
    if prefix is not None and not isinstance(prefix, str):
        raise wrong(f"{path}.prefix", "a string or `null`", prefix)
    return {"prefix": prefix or None}


def _empty(_workspace: Workspace, _source: Doc, _prop: Doc, _limit: int | None) -> Reader:
    return lambda _value, _page: {}


COMPUTED = {
    "created_time": Kind(bind=_of_page("created_time")),
    "last_edited_time": Kind(bind=_of_page("last_edited_time")),
    "created_by": Kind(bind=_user_of_page("created_by")),
    "last_edited_by": Kind(bind=_user_of_page("last_edited_by")),
    "unique_id": Kind(bind=_unique_id, configure=_unique_id_config),
    "button": Kind(bind=_empty),
}
