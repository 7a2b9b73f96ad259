"""The property endpoint: one property of a page, whole, page by page."""

from typing import Any

from adapters.sandbox.notion.errors import ApiError
from adapters.sandbox.notion.ids import encoded
from adapters.sandbox.notion.listing import cut, page_size
from adapters.sandbox.notion.pages import the_page
from adapters.sandbox.notion.properties.registry import KINDS
from adapters.sandbox.notion.properties.relation import living
from adapters.sandbox.notion.request import Call
from adapters.sandbox.notion.rows import source_of
from adapters.sandbox.notion.schema import find
from adapters.sandbox.store import Doc

_NOT_HERE = frozenset(("show_unique", "unique", "median", "count_per_group", "percent_per_group"))
"""Functions whose result the property endpoint does not give, though a page read does."""


def retrieve(call: Call) -> Doc:
    page = the_page(call)
    source = source_of(call.workspace, page)
    prop = find(source["schema"], call.path["property_id"])
    if prop is None:
        raise ApiError(404, "object_not_found", f"Could not find property with ID: {call.path['property_id']}.")
    kind = prop["type"]
    value = KINDS[kind].bind(call.workspace, source, prop, None)(page["values"].get(prop["id"]), page)
    key = encoded(prop["id"])
    if not KINDS[kind].listed:
        return {"object": "property_item", "type": kind, "id": key, kind: value}
    size = page_size(call.first("page_size"), part="query")
    if kind == "rollup":
        return _rollup(call, source, page, prop, value)
    return _listed(call, [(kind, each) for each in value], key, kind, {}, size)


def _rollup(call: Call, source: Doc, page: Doc, prop: Doc, value: Doc) -> Doc:
    """List what a rollup was made of; its result comes with the last page, before that it is incomplete."""
    function = value["function"]
    size = page_size(call.first("page_size"), part="query")
    if function in _NOT_HERE:
        value = {"type": "unsupported", "unsupported": {}, "function": function}
    items = [(part["type"], part[part["type"]]) for part in value.get("array", ())]
    if value["type"] in ("number", "date"):
        relation = source["schema"].get(prop["rollup"]["relation_property_id"])
        related = [] if relation is None else living(call.workspace, page["values"].get(relation["id"]))
        items = [("relation", {"id": key}) for key in related]
    answer = _listed(call, items, encoded(prop["id"]), "rollup", value, size)
    if answer["has_more"]:
        answer["property_item"]["rollup"] = {"type": "incomplete", "incomplete": {}, "function": function}
    elif value["type"] == "array":
        answer["property_item"]["rollup"] = {**value, "array": []}
    return answer


def _listed(call: Call, items: list[tuple[str, Any]], key: str, kind: str, result: Doc, size: int) -> Doc:
    wire = [{"object": "property_item", "type": each, "id": key, each: value} for each, value in items]
    numbers = [str(number) for number in range(len(wire))]
    found, following = cut(wire, numbers, call.first("start_cursor"), size)
    base = f"https://api.notion.com/v1/pages/{call.path['page_id']}/properties/{key}"
    return {
        "object": "list",
        "results": found,
        "next_cursor": following,
        "has_more": following is not None,
        "type": "property_item",
        "property_item": {
            "id": key,
            "next_url": None if following is None else f"{base}?start_cursor={following}&page_size={size}",
            "type": kind,
            kind: result,
        },
    }
