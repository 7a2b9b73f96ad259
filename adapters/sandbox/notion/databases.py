"""Databases: what holds data sources, and stands on a page."""

from adapters.sandbox.notion.children import add_child, drop_child
from adapters.sandbox.notion.data_sources import create_source
from adapters.sandbox.notion.errors import invalid, missing, trashed, wrong
from adapters.sandbox.notion.files import written_cover, written_icon
from adapters.sandbox.notion.ids import checked_uuid
from adapters.sandbox.notion.looks import changed_looks
from adapters.sandbox.notion.request import Call, only, trash_wish
from adapters.sandbox.notion.richtext import plain, text_of, written
from adapters.sandbox.notion.schema import edit_schema
from adapters.sandbox.notion.shares import hidden, visible
from adapters.sandbox.notion.workspace import BLOCK, DATA_SOURCE, DATABASE, PAGE, Workspace, not_found
from adapters.sandbox.store import Doc

SPLIT = "2025-09-03"
"""The version since which schemas are edited in data sources."""
_TOP: Doc = {"type": "workspace", "workspace": True}


def shown_database(workspace: Workspace, database: Doc, *, says_archived: bool) -> Doc:
    sources = [workspace.store.get(DATA_SOURCE, key) for key in database["data_sources"]]
    shown = {
        "object": "database",
        **{name: database[name] for name in ("id", "title", "description", "parent", "is_inline", "in_trash")},
        **{name: database[name] for name in ("is_locked", "created_time", "last_edited_time")},
        "data_sources": [
            {"id": source["id"], "name": plain(source["title"] or database["title"])}
            for source in sources
            if source is not None and not source["in_trash"] and not hidden(workspace, source)
        ],
        "icon": database["icon"],
        "cover": database["cover"],
        "url": f"https://app.notion.com/p/{database['id'].replace('-', '')}",
        "public_url": None,
    }
    if says_archived:
        shown["archived"] = database["in_trash"]
    return shown


def create(call: Call) -> Doc:
    """Create a database with its first data source; schemas go into ``initial_data_source`` since 2025-09-03."""
    known = ("parent", "title", "description", "is_inline", "initial_data_source", "icon", "cover")
    if "properties" in call.body:
        raise invalid(
            "body failed validation: body.properties should be not present; "
            "use body.initial_data_source.properties in this API version."
        )
    only(call.body, *known)
    workspace, body = call.workspace, call.body
    parent = home(workspace, body.get("parent"), "body.parent")
    first = body.get("initial_data_source", {})
    if not isinstance(first, dict):
        raise wrong("body.initial_data_source", "an object or `undefined`", first)
    title = written(workspace, body.get("title", []), "body.title")
    now = workspace.instant()
    database: Doc = {
        "id": call.chosen_id("x-sandbox-id") or workspace.uuid(),
        "title": title or [text_of("New database")],
        "description": written(workspace, body.get("description", []), "body.description"),
        "parent": parent,
        "is_inline": bool(body.get("is_inline", False)),
        "in_trash": False,
        "is_locked": False,
        "created_time": now,
        "last_edited_time": now,
        "created_by": workspace.editor,
        "last_edited_by": workspace.editor,
        "icon": written_icon(workspace, body.get("icon"), "body.icon"),
        "cover": written_cover(workspace, body.get("cover"), "body.cover"),
        "data_sources": [],
    }
    properties = first.get("properties")
    path = "body.initial_data_source.properties"
    key = call.chosen_id("x-sandbox-data-source-id")
    create_source(workspace, database, title, properties, path, key)
    add_child(workspace, parent.get("page_id") or parent.get("block_id"), database["id"])
    return shown_database(workspace, database, says_archived=call.says_archived)


def retrieve(call: Call) -> Doc:
    return shown_database(call.workspace, _the_database(call), says_archived=call.says_archived)


def update(call: Call) -> Doc:
    known = ("parent", "title", "description", "is_inline", "icon", "cover", "in_trash", "archived", "is_locked")
    only(call.body, *known, *(("properties",) if call.version < SPLIT else ()))
    workspace, body, database = call.workspace, call.body, _the_database(call)
    wish = trash_wish(call)
    if database["in_trash"] and wish is not False:
        raise trashed()
    changed = changed_looks(workspace, body)
    for name in ("title", "description"):
        if name in body:
            changed[name] = written(workspace, body[name], f"body.{name}")
    if "properties" in body or ("title" in body and call.version < SPLIT):
        _edit_source(workspace, database, body, changed)
    if body.get("parent") is not None:
        changed["parent"] = home(workspace, body["parent"], "body.parent")
        drop_child(workspace, database["parent"].get("page_id"), database["id"])
        add_child(workspace, changed["parent"].get("page_id"), database["id"])
    if wish is not None:
        _trash(workspace, database, wish)
    database.update(changed)
    workspace.store.put(DATABASE, database["id"], database)
    return shown_database(workspace, database, says_archived=call.says_archived)


def _edit_source(workspace: Workspace, database: Doc, body: Doc, changed: Doc) -> None:
    """Edit the one data source with its database, as the versions do that know no data sources."""
    for key in database["data_sources"][:1]:
        source = workspace.store.get(DATA_SOURCE, key)
        if source is not None:
            if "properties" in body:
                edit_schema(workspace, source, body["properties"], "body.properties")
            source["title"] = changed.get("title", source["title"])
            workspace.touch(source)
            workspace.put_source(source)


def home(workspace: Workspace, parent: object, path: str) -> Doc:
    """Check a parent that is a page, a block or the workspace itself."""
    if not isinstance(parent, dict):
        raise missing(path) if parent is None else wrong(path, "an object", parent)
    if parent.get("type") == "workspace" or parent.get("workspace") is True:
        return dict(_TOP)
    kind = "block_id" if "block_id" in parent else "page_id"
    if kind not in parent:
        raise missing(f"{path}.page_id")
    key = checked_uuid(parent[kind], f"{path}.{kind}")
    found = visible(workspace, PAGE, key) or (visible(workspace, BLOCK, key) if kind == "block_id" else None)
    if found is None:
        raise not_found(kind.removesuffix("_id"), key)
    if found["in_trash"]:
        raise trashed()
    return {"type": kind, kind: key}


def _trash(workspace: Workspace, database: Doc, wish: bool) -> None:  # noqa: FBT001 - the state that is wished for
    database["in_trash"] = wish
    for key in database["data_sources"]:
        source = workspace.store.get(DATA_SOURCE, key)
        if source is not None:
            source["in_trash"] = wish
            workspace.put_source(source)


def _the_database(call: Call) -> Doc:
    key = checked_uuid(call.path["database_id"], "path.database_id", part="path")
    database = visible(call.workspace, DATABASE, key)
    if database is None:
        raise not_found("database", key)
    return database
