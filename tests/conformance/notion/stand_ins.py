"""Objects that no answer shows, but that others stand on: pages, databases and schemas, as far as they are known."""

from typing import Any

from tests.conformance.notion.recording import Json

_TOP: Json = {"type": "workspace", "workspace": True}
_LONG_AGO = "2020-01-01T00:00:00.000Z"
_PLAIN = {"bold": False, "italic": False, "strikethrough": False, "underline": False, "code": False, "color": "default"}


def rich(text: str) -> list[Json]:
    content = {"content": text, "link": None}
    segment = {"type": "text", "text": content, "annotations": _PLAIN, "plain_text": text, "href": None}
    return [segment] if text else []


def page(key: str, title: str = "", like: Json | None = None) -> Json:
    """A page of which only the title is known, or what its block says."""
    given = like or {}
    return {
        "id": key,
        **{name: given.get(name, _LONG_AGO) for name in ("created_time", "last_edited_time")},
        **{name: given.get(name) for name in ("created_by", "last_edited_by")},
        "parent": given.get("parent", _TOP),
        "in_trash": given.get("in_trash", False),
        "cover": None,
        "icon": None,
        "properties": {"title": {"id": "title", "type": "title", "title": rich(title)}},
    }


def database(source: Json) -> Json:
    """The database of a data source, which says most of what there is to say of it."""
    title = source.get("title", [])
    return {
        **{name: source.get(name) for name in ("created_time", "last_edited_time", "created_by", "last_edited_by")},
        **{name: source.get(name) for name in ("icon", "cover")},
        "id": source["parent"]["database_id"],
        "title": title,
        "description": source.get("description", []),
        "is_inline": source.get("is_inline", False),
        "in_trash": source.get("in_trash", False),
        "parent": source.get("database_parent", _TOP),
        "data_sources": [{"id": source["id"], "name": "".join(part["plain_text"] for part in title)}],
    }


def bare_database(key: str, title: str) -> Json:
    return {"id": key, "title": rich(title), "parent": _TOP, "data_sources": []}


def bare_data_source(key: str) -> Json:
    """A data source of which nothing is shown: it has a title."""
    parent = {"type": "database_id", "database_id": key}
    title = {"id": "title", "name": "Name", "type": "title", "title": {}}
    return {"id": key, "parent": parent, "title": [], "properties": {"Name": title}}


def data_source(key: str, rows: list[Json]) -> Json:
    """A data source of which only rows are shown: its properties as they appear there."""
    properties: Json = {}
    for row in rows:
        for name, value in row["properties"].items():
            kind = value["type"]
            shown = properties.setdefault(name, {"id": value["id"], "name": name, "type": kind, kind: _config(kind)})
            _add_to(shown[kind], kind, value[kind])
    return {
        "id": key,
        **{name: rows[0][name] for name in ("created_time", "last_edited_time", "created_by", "last_edited_by")},
        "parent": {"type": "database_id", "database_id": rows[0]["parent"]["database_id"]},
        "title": [],
        "properties": properties,
    }


def _config(kind: str) -> Json:
    nothing = "00000000-0000-0000-0000-000000000000"
    configs: dict[str, Json] = {
        "number": {"format": "number"},
        "select": {"options": []},
        "multi_select": {"options": []},
        "status": {"options": [], "groups": []},
        "unique_id": {"prefix": None},
        "formula": {"expression": ""},
        "relation": {
            "data_source_id": nothing,
            "database_id": nothing,
            "type": "single_property",
            "single_property": {},
        },
        "rollup": {"function": "count", **dict.fromkeys(("relation_property_id", "rollup_property_id"), "")},
    }
    return configs.get(kind, {})


def _add_to(config: Json, kind: str, value: Any) -> None:  # noqa: ANN401 - a JSON value
    if kind in ("select", "status", "multi_select"):
        for option in value if isinstance(value, list) else [value]:
            if option is not None and all(option["id"] != other["id"] for other in config["options"]):
                config["options"].append({"description": None, **option})
    elif kind == "unique_id":
        config["prefix"] = value["prefix"]
