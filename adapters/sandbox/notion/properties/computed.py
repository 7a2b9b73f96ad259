"""What the service works out by itself. A formula's result is stored by seeding; expressions are not evaluated."""

import re
from typing import Any

from adapters.sandbox.notion.errors import wrong
from adapters.sandbox.notion.ids import encoded
from adapters.sandbox.notion.properties.kind import Configuring, Kind, Reader
from adapters.sandbox.notion.users import seen_user
from adapters.sandbox.notion.workspace import WORKSPACE_ID, Workspace
from adapters.sandbox.store import Doc

_PROP = re.compile(r'prop\("((?:[^"\\]|\\.)*)"\)')


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


def _formula(_workspace: Workspace, _source: Doc, _prop: Doc, _limit: int | None) -> Reader:
    return lambda value, _page: value or {"type": "string", "string": None}


def _formula_config(edit: Configuring, given: object, path: str) -> Doc:
    expression = given.get("expression", edit.old.get("expression")) if isinstance(given, dict) else None
    if not isinstance(expression, str):
        raise wrong(f"{path}.expression", "a string", expression)
    return {"expression": _by_id(expression, edit.source)}


def _by_id(expression: str, source: Doc) -> str:
    """Return an expression as it is read back: its properties are named by id from the moment it is written."""
    ids = {prop["name"]: key for key, prop in source["schema"].items()}

    def named(match: re.Match[str]) -> str:
        key = ids.get(match[1].replace('\\"', '"'))
        if key is None:
            return match[0]
        return f"{{{{notion:block_property:{encoded(key)}:{source['id']}:{WORKSPACE_ID}}}}}"

    return _PROP.sub(named, expression)


def _empty(_workspace: Workspace, _source: Doc, _prop: Doc, _limit: int | None) -> Reader:
    return lambda _value, _page: {}


COMPUTED = {
    "created_time": Kind(bind=_of_page("created_time")),
    "last_edited_time": Kind(bind=_of_page("last_edited_time")),
    "created_by": Kind(bind=_user_of_page("created_by")),
    "last_edited_by": Kind(bind=_user_of_page("last_edited_by")),
    "unique_id": Kind(bind=_unique_id, configure=_unique_id_config),
    "formula": Kind(bind=_formula, configure=_formula_config),
    "button": Kind(bind=_empty),
}
