"""A Notion workspace as somebody read it from the API, put in as it stands: ids, times, people, options, values."""

from collections import Counter
from collections.abc import Iterable
from urllib.parse import unquote

import orjson

from adapters.sandbox.notion.loaded import authored, kept_page, kept_user, without_signature
from adapters.sandbox.notion.properties.registry import KINDS
from adapters.sandbox.notion.schema import TITLE
from adapters.sandbox.notion.workspace import DATA_SOURCE, DATABASE, PAGE, USER, Workspace
from adapters.sandbox.store import Doc

_LEAST: dict[str, Doc] = {
    "formula": {"expression": ""},
    "number": {"format": "number"},
    "unique_id": {"prefix": None},
}
"""What a configuration has at least."""
_KEYS = ("synced_property_id", "relation_property_id", "rollup_property_id")
"""Parts of a property's configuration that are ids of properties, percent-encoded as the service shows them."""


def load(workspace: Workspace, given: Doc, left: Counter[str]) -> None:
    """Put in what the API showed: ``users``, ``databases``, ``data_sources``, ``pages``, each a list of its objects.

    The people that are there give way. ``related`` names, by data source, pages that only have to be there, since
    others relate to them; the data source is there too, without properties. ``left`` counts, by kind, what could not
    be kept as it was.
    """
    doc: Doc = orjson.loads(orjson.dumps(given))
    _users(workspace, doc.get("users", ()), left)
    for database in doc.get("databases", ()):
        workspace.store.put(DATABASE, database["id"], _database(database))
    for source in doc.get("data_sources", ()):
        workspace.put_source(_source(source, left))
    pages = [kept_page(workspace, page, left) for page in reversed(doc.get("pages", ()))]
    workspace.put_pages(pages)  # a query shows the latest first, so those that came first come last
    for source in doc.get("data_sources", ()):
        _count_on(workspace, source["id"])
    _strangers(workspace, doc, left)
    workspace.plans.clear()


def _users(workspace: Workspace, users: Iterable[Doc], left: Counter[str]) -> None:
    for key, user in workspace.store.all(USER):
        if not user.get("bot"):
            workspace.store.delete(USER, key)
    for user in users:
        made = kept_user(user)
        left["email"] += not made.get("bot") and made["email"] is None
        workspace.store.put(USER, made["id"], made)


def _database(given: Doc) -> Doc:
    plain = {"description": [], "is_inline": False, "in_trash": False, "is_locked": False, "title": []}
    parts = {name: given.get(name, value) for name, value in plain.items()}
    return {
        "id": given["id"],
        **parts,
        **authored(given),
        "parent": given["parent"],
        "icon": without_signature(given.get("icon")),
        "cover": without_signature(given.get("cover")),
        "data_sources": [each["id"] for each in given["data_sources"]],
    }


def _source(given: Doc, left: Counter[str]) -> Doc:
    schema: Doc = {}
    for name, prop in given["properties"].items():
        kind = prop["type"]
        if kind not in KINDS:
            left["property"] += 1
            continue
        left["rollup"] += kind == "rollup"
        key = unquote(prop["id"])
        described = {"id": key, "name": prop.get("name", name), "description": prop.get("description"), "type": kind}
        schema[key] = {**described, kind: {**_LEAST.get(kind, {}), **_config(prop.get(kind) or {})}}
    return {
        "id": given["id"],
        **authored(given),
        "in_trash": given.get("in_trash", False),
        "icon": without_signature(given.get("icon")),
        "title": given.get("title", []),
        "database_id": given["parent"]["database_id"],
        "schema": schema,
        "counter": 0,
    }


def _config(given: Doc) -> Doc:
    """Return a property's configuration with the ids of other properties as they are kept."""
    config: Doc = {name: unquote(value) if name in _KEYS and value else value for name, value in given.items()}
    if "dual_property" in config:
        config["dual_property"] = _config(config["dual_property"])
    if "options" in config:
        config["options"] = [{"description": None, **option} for option in config["options"]]
    return config


def _count_on(workspace: Workspace, source_id: str) -> None:
    """Let the next row get the number after the highest there is."""
    source = workspace.store.get(DATA_SOURCE, source_id)
    if source is None:
        return
    numbered = [key for key, prop in source["schema"].items() if prop["type"] == "unique_id"]
    rows = workspace.rows[source_id].values()
    source["counter"] = max((page["values"].get(key) or 0 for key in numbered for page in rows), default=0)
    workspace.put_source(source)


def _strangers(workspace: Workspace, doc: Doc, left: Counter[str]) -> None:
    """Put in, without content, the pages of other data sources that are related to: a relation hides unknown ones."""
    wanted = {target: set(pages) for target, pages in doc.get("related", {}).items()}
    for key in [source["id"] for source in doc.get("data_sources", ())]:
        source = workspace.store.get(DATA_SOURCE, key) or {"schema": {}}
        for prop in source["schema"].values():
            if prop["type"] == "relation":
                named = wanted.setdefault(prop["relation"]["data_source_id"], set())
                for page in workspace.rows[key].values():
                    named.update(page["values"].get(prop["id"], ()))
    for target, names in wanted.items():
        missing = sorted(name for name in names if workspace.store.get(PAGE, name) is None)
        known = workspace.store.get(DATA_SOURCE, target) is not None
        left["unseen" if known else "stranger"] += len(missing)
        if not known:
            workspace.put_pages([_stranger(name, target) for name in missing])
        if not known and (names or target in doc.get("related", {})):
            workspace.put_source(_strange_source(target))


def _stranger(key: str, target: str) -> Doc:
    moment = "1970-01-01T00:00:00.000Z"
    page = {"id": key, **authored({"created_time": moment, "last_edited_time": moment}), "in_trash": False}
    parent = {"type": "data_source_id", "data_source_id": target}
    return {**page, "cover": None, "icon": None, "parent": parent, "is_locked": False, "values": {}}


def _strange_source(key: str) -> Doc:
    moment = "1970-01-01T00:00:00.000Z"
    return {
        "id": key,
        **authored({"created_time": moment, "last_edited_time": moment}),
        "in_trash": False,
        "icon": None,
        "title": [],
        "database_id": key,
        "schema": {"title": dict(TITLE)},
        "counter": 0,
    }
