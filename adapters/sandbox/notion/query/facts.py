"""What filters and sorts compare: a plain fact in the place of a stored value."""

from typing import Any

from adapters.sandbox.notion.properties.kind import Reader
from adapters.sandbox.notion.properties.options import default_status
from adapters.sandbox.notion.properties.registry import KINDS
from adapters.sandbox.notion.properties.relation import living
from adapters.sandbox.notion.richtext import plain
from adapters.sandbox.notion.workspace import Workspace
from adapters.sandbox.store import Doc


def fact(workspace: Workspace, source: Doc, prop: Doc) -> Reader:
    """Return what turns a stored value into text, a number, a set of names or ids, or a start."""
    kind = prop["type"]
    if kind in ("select", "multi_select", "status"):
        return _choices(prop)
    if kind == "relation":
        return lambda value, _page: living(workspace, value)
    if kind in ("formula", "rollup"):
        return KINDS[kind].bind(workspace, source, prop, None)
    return _FACTS.get(kind, lambda value, _page: value)


_FACTS: dict[str, Reader] = {
    "title": lambda value, _page: plain(value) if value else "",
    "rich_text": lambda value, _page: plain(value) if value else "",
    "date": lambda value, _page: value["start"] if value else None,
    "created_by": lambda _value, page: [page["created_by"]],
    "last_edited_by": lambda _value, page: [page["last_edited_by"]],
    "created_time": lambda _value, page: page["created_time"],
    "last_edited_time": lambda _value, page: page["last_edited_time"],
    "checkbox": lambda value, _page: bool(value),
    "people": lambda value, _page: value or [],
    "files": lambda value, _page: value or [],
}


def _choices(prop: Doc) -> Reader:
    kind = prop["type"]
    names: dict[str, list[str]] = {option["id"]: [option["name"]] for option in prop[kind]["options"]}
    if kind == "multi_select":
        return lambda value, _page: [names[key][0] for key in value or () if key in names]
    fallback: list[str] = []
    if kind == "status":
        own = {name for each in names.values() for name in each}
        for group in prop[kind]["groups"]:
            for key in group["option_ids"]:
                if key in names and group["name"] not in own:
                    names[key].append(group["name"])
        default = default_status(prop)
        fallback = names[default["id"]] if default is not None else []
    none: Any = fallback
    return lambda value, _page: names.get(value, none)
