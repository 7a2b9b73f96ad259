"""A page's property values as a request writes them."""

from typing import Any

from adapters.sandbox.notion.errors import invalid, missing, wrong
from adapters.sandbox.notion.properties.kind import Writing
from adapters.sandbox.notion.properties.registry import KINDS
from adapters.sandbox.notion.properties.relation import link
from adapters.sandbox.notion.schema import find
from adapters.sandbox.notion.workspace import DATA_SOURCE, Workspace
from adapters.sandbox.store import Doc

Values = dict[str, Any]


def checked_values(workspace: Workspace, source: Doc, given: object, path: str) -> Values:
    """Check all values of a write and return them by property id; new select options join the schema at the end."""
    if not isinstance(given, dict):
        raise wrong(path, "an object", given)
    writing = Writing(workspace, source)
    values: Values = {}
    for key, payload in given.items():
        prop = find(source["schema"], key)
        if prop is None:
            raise invalid(f"{key} is not a property that exists.")
        values[prop["id"]] = _checked(writing, prop, payload, f"{path}.{key}")
    if writing.new_options:
        _add_options(workspace, source, writing.new_options)
    return values


def _checked(writing: Writing, prop: Doc, payload: object, path: str) -> Any:  # noqa: ANN401 - stored JSON
    kind = prop["type"]
    write = KINDS[kind].write
    if kind == "title" and isinstance(payload, list):
        payload = {"title": payload}
    if not isinstance(payload, dict):
        raise wrong(path, "an object", payload)
    if kind not in payload:
        others = [name for name in payload if name in KINDS]
        if others:
            raise invalid(f"{prop['name']} is expected to be {kind}.")
        raise missing(f"{path}.{kind}")
    if payload.get("type", kind) != kind:
        raise invalid(f"{prop['name']} is expected to be {kind}.")
    if write is None:
        raise invalid(f"Property {prop['name']} is of type {kind} and can't be edited through the API.")
    return write(writing, prop, payload[kind], f"{path}.{kind}")


def _add_options(workspace: Workspace, source: Doc, new: dict[str, list[Doc]]) -> None:
    schema = dict(source["schema"])
    for key, options in new.items():
        prop = schema[key]
        kind = prop["type"]
        schema[key] = {**prop, kind: {**prop[kind], "options": [*prop[kind]["options"], *options]}}
    workspace.limits.check_schema(schema)
    source["schema"] = schema
    workspace.put_source(source)


def put_values(workspace: Workspace, source: Doc, page: Doc, values: Values) -> None:
    """Set checked values on a page and carry two-way relations to the other end."""
    stored = page["values"]
    for key, value in values.items():
        prop = source["schema"][key]
        if prop["type"] == "relation":
            before, stored[key] = stored.get(key) or [], value
            workspace.put_page(page)
            link(workspace, page, prop, before, value)
        else:
            stored[key] = value


def next_number(workspace: Workspace, source: Doc) -> Values:
    """Return the unique id of a new row, where the data source numbers its rows."""
    prop = next((prop for prop in source["schema"].values() if prop["type"] == "unique_id"), None)
    if prop is None:
        return {}
    source["counter"] += 1
    workspace.store.put(DATA_SOURCE, source["id"], source)
    return {prop["id"]: source["counter"]}
