"""What a block of each type holds: checked as it is written, kept as it is read."""

from collections.abc import Callable
from typing import Any

from adapters.sandbox.notion.errors import is_one_of, missing, too_long, wrong
from adapters.sandbox.notion.files import written_file, written_icon
from adapters.sandbox.notion.ids import checked_uuid
from adapters.sandbox.notion.richtext import MOST_EQUATION, TEXT_COLORS, written
from adapters.sandbox.notion.workspace import Workspace
from adapters.sandbox.store import Doc

Field = Callable[[Workspace, Any, str], Any]
_REQUIRED = object()


def _color(_workspace: Workspace, value: object, path: str) -> object:
    if not is_one_of(value, TEXT_COLORS):
        raise wrong(path, '`"default"`, `"gray"`, or another color', value)
    return value


def _flag(_workspace: Workspace, value: object, path: str) -> object:
    if not isinstance(value, bool):
        raise wrong(path, "a boolean or `undefined`", value)
    return value


def _string(most: int) -> Field:
    def check(_workspace: Workspace, value: object, path: str) -> object:
        if not isinstance(value, str):
            raise wrong(path, "a string", value)
        if len(value) > most:
            raise too_long(path, most, len(value))
        return value

    return check


def _number(_workspace: Workspace, value: object, path: str) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise wrong(path, "a number", value)
    return value


def _cells(workspace: Workspace, value: object, path: str) -> object:
    if not isinstance(value, list):
        raise wrong(path, "an array", value)
    return [written(workspace, cell, f"{path}[{number}]") for number, cell in enumerate(value)]


def _synced(_workspace: Workspace, value: object, path: str) -> object:
    if value is None:
        return None
    key = value.get("block_id") if isinstance(value, dict) else None
    return {"type": "block_id", "block_id": checked_uuid(key, f"{path}.block_id")}


_TEXT: dict[str, tuple[Field, Any]] = {"rich_text": (written, _REQUIRED), "color": (_color, "default")}
_LINK: dict[str, tuple[Field, Any]] = {"caption": (written, []), "url": (_string(2000), _REQUIRED)}
_HEADING: dict[str, tuple[Field, Any]] = {
    "rich_text": (written, _REQUIRED),
    "is_toggleable": (_flag, False),
    "color": (_color, "default"),
}
_MEDIA = ("image", "video", "pdf", "audio", "file")
FIELDS: dict[str, dict[str, tuple[Field, Any]]] = {
    "paragraph": {"rich_text": (written, _REQUIRED), "icon": (written_icon, None), "color": (_color, "default")},
    **{f"heading_{level}": _HEADING for level in (1, 2, 3, 4)},
    "bulleted_list_item": _TEXT,
    "numbered_list_item": _TEXT,
    "quote": _TEXT,
    "toggle": _TEXT,
    "template": {"rich_text": (written, _REQUIRED)},
    "to_do": {"rich_text": (written, _REQUIRED), "checked": (_flag, False), "color": (_color, "default")},
    "callout": {
        "rich_text": (written, _REQUIRED),
        "icon": (written_icon, {"type": "emoji", "emoji": "💡"}),
        "color": (_color, "default"),
    },
    "code": {"caption": (written, []), "rich_text": (written, _REQUIRED), "language": (_string(100), "plain text")},
    "equation": {"expression": (_string(MOST_EQUATION), _REQUIRED)},
    "divider": {},
    "breadcrumb": {},
    "table_of_contents": {"color": (_color, "default")},
    "bookmark": _LINK,
    "embed": _LINK,
    "table": {
        "table_width": (_number, _REQUIRED),
        "has_column_header": (_flag, False),
        "has_row_header": (_flag, False),
    },
    "table_row": {"cells": (_cells, _REQUIRED)},
    "column_list": {},
    "column": {"width_ratio": (_number, None)},
    "synced_block": {"synced_from": (_synced, None)},
    **{name: {"caption": (written, [])} for name in _MEDIA},
    "link_to_page": {},
    "tab": {},
}
TEXT_HOLDERS = frozenset(name for name, fields in FIELDS.items() if "rich_text" in fields)


def checked_content(workspace: Workspace, kind: str, given: object, path: str) -> Doc:
    """Return the content of a new block."""
    if not isinstance(given, dict):
        raise missing(path) if given is None else wrong(path, "an object", given)
    if kind == "link_to_page":
        return _link_to_page(given, path)
    content: Doc = {}
    for name, (check, default) in FIELDS[kind].items():
        if name in given:
            content[name] = check(workspace, given[name], f"{path}.{name}")
        elif default is _REQUIRED:
            raise missing(f"{path}.{name}")
        elif not (kind == "column" and default is None):
            content[name] = default
    if kind in _MEDIA:
        content |= _media(workspace, kind, given, path)
    return content


def changed_content(workspace: Workspace, kind: str, content: Doc, given: object, path: str) -> Doc:
    """Return a block's content after an update, which replaces whole fields."""
    if not isinstance(given, dict):
        raise wrong(path, "an object", given)
    changed = dict(content)
    for name, value in given.items():
        field = FIELDS.get(kind, {}).get(name)
        if field is not None:
            changed[name] = field[0](workspace, value, f"{path}.{name}")
        elif kind in _MEDIA and name in ("external", "file_upload"):
            changed |= _media(workspace, kind, given, path)
        elif kind == "link_to_page":
            return _link_to_page(given, path)
        elif name not in ("type", "name") and not (name == "children" and not value):
            raise wrong(f"{path}.{name}", "not present", value)
    return changed


def _media(workspace: Workspace, kind: str, given: Doc, path: str) -> Doc:
    found = written_file(workspace, {name: value for name, value in given.items() if name != "caption"}, path)
    if kind != "file":
        return found
    url: str = found[found["type"]]["url"]
    return {**found, "name": given.get("name") or url.partition("?")[0].rpartition("/")[2]}


def _link_to_page(given: Doc, path: str) -> Doc:
    kind = next((name for name in ("page_id", "database_id", "comment_id") if name in given), None)
    if kind is None:
        raise missing(f"{path}.page_id")
    return {"type": kind, kind: checked_uuid(given[kind], f"{path}.{kind}")}
