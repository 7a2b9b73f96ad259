"""Sorts by property and timestamp. Empty values come last, whichever the direction."""

from collections.abc import Callable
from typing import Any

from adapters.sandbox.notion.dates import moment_of
from adapters.sandbox.notion.errors import invalid, too_long, wrong
from adapters.sandbox.notion.query.facts import fact
from adapters.sandbox.notion.schema import find
from adapters.sandbox.notion.workspace import Workspace
from adapters.sandbox.store import Doc

Rank = Callable[[Doc], Any]
"""Gives something that can be ordered, or None for an empty value."""


def sort(workspace: Workspace, source: Doc, given: object) -> Callable[[list[Doc]], list[Doc]]:
    """Check the sorts and return what puts pages into their order."""
    if not isinstance(given, list):
        raise wrong("body.sorts", "an array or `undefined`", given)
    if len(given) > 100:
        raise too_long("body.sorts", 100, len(given))
    steps = [_step(workspace, source, item, f"body.sorts[{number}]") for number, item in enumerate(given)]

    def ordered(pages: list[Doc]) -> list[Doc]:
        for rank, descending in reversed(steps):
            ranked = [(rank(page), page) for page in pages]
            filled = sorted(
                (pair for pair in ranked if pair[0] is not None), key=lambda pair: pair[0], reverse=descending
            )
            pages = [page for _, page in filled] + [page for value, page in ranked if value is None]
        return pages

    return ordered


def _step(workspace: Workspace, source: Doc, given: object, path: str) -> tuple[Rank, bool]:
    if not isinstance(given, dict):
        raise wrong(path, "an object", given)
    direction = given.get("direction", "ascending")
    if direction not in ("ascending", "descending"):
        raise wrong(f"{path}.direction", '`"ascending"` or `"descending"`', direction)
    stamp = given.get("timestamp")
    if stamp is not None:
        if stamp not in ("created_time", "last_edited_time"):
            raise wrong(f"{path}.timestamp", '`"created_time"` or `"last_edited_time"`', stamp)
        return (lambda page: page[stamp]), direction == "descending"
    prop = find(source["schema"], str(given.get("property")))
    if prop is None:
        raise invalid(f"Could not find sort property with name or id: {given.get('property')}")
    return _rank(workspace, source, prop), direction == "descending"


def _rank(workspace: Workspace, source: Doc, prop: Doc) -> Rank:
    key, kind = prop["id"], prop["type"]
    if kind in ("select", "status", "multi_select"):
        return _option_rank(prop)
    read = fact(workspace, source, prop)

    def rank(page: Doc) -> Any:  # noqa: ANN401 - of the kind's own type
        value = read(page["values"].get(key), page)
        if kind in ("formula", "rollup"):
            value = value.get(value["type"])
            return str(value) if isinstance(value, list | dict) else value
        if kind == "date":
            return None if value is None else moment_of(value)
        if kind == "checkbox":
            return value
        if isinstance(value, str):
            return value.casefold() or None
        return ([str(each) for each in value] or None) if isinstance(value, list) else value

    return rank


def _option_rank(prop: Doc) -> Rank:
    """Options are ordered as the schema lists them."""
    key, kind = prop["id"], prop["type"]
    order = {option["id"]: number for number, option in enumerate(prop[kind]["options"])}

    def rank(page: Doc) -> Any:  # noqa: ANN401 - a number or a list of them
        value = page["values"].get(key)
        if kind == "multi_select":
            return [order[each] for each in value or () if each in order] or None
        return order.get(value)

    return rank
