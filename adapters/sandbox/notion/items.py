"""The property endpoint: one property of a page, whole, page by page."""

from typing import Any

from adapters.sandbox.notion.errors import ApiError
from adapters.sandbox.notion.ids import encoded
from adapters.sandbox.notion.listing import cut, page_size
from adapters.sandbox.notion.pages import the_page
from adapters.sandbox.notion.properties.registry import KINDS
from adapters.sandbox.notion.request import Call
from adapters.sandbox.notion.rows import source_of
from adapters.sandbox.notion.schema import find
from adapters.sandbox.store import Doc


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
        return _rollup(call, prop, value, size)
    return _listed(call, [(kind, each) for each in value], key, kind, {}, size)


def _rollup(call: Call, prop: Doc, value: Doc, size: int) -> Doc:
    """A rollup lists the values it was made of, and carries its result beside them."""
    parts = value["array"] if value["type"] == "array" else []
    items = [(part["type"], part[part["type"]]) for part in parts]
    result = {**value, "array": []} if value["type"] == "array" else value
    return _listed(call, items, encoded(prop["id"]), "rollup", result, size)


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
