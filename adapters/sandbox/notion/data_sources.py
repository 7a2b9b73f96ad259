"""Data sources: the tables in a database."""

from adapters.sandbox.notion.errors import invalid, missing, trashed, wrong
from adapters.sandbox.notion.files import written_icon
from adapters.sandbox.notion.ids import checked_uuid
from adapters.sandbox.notion.request import Call, only, trash_wish
from adapters.sandbox.notion.richtext import written
from adapters.sandbox.notion.schema import TITLE, edit_schema, shown_schema
from adapters.sandbox.notion.shares import visible
from adapters.sandbox.notion.users import partial_user
from adapters.sandbox.notion.workspace import DATA_SOURCE, DATABASE, Workspace, not_found
from adapters.sandbox.store import Doc


def the_source(call: Call) -> Doc:
    key = checked_uuid(call.path["data_source_id"], "path.data_source_id", part="path")
    source = visible(call.workspace, DATA_SOURCE, key)
    if source is None:
        raise not_found("data source", key)
    return source


def shown_source(workspace: Workspace, source: Doc, *, says_archived: bool) -> Doc:
    database = workspace.store.get(DATABASE, source["database_id"])
    parent = {"type": "workspace", "workspace": True} if database is None else database["parent"]
    bare = source["database_id"].replace("-", "")
    shown = {
        "object": "data_source",
        "id": source["id"],
        "cover": None,
        "icon": source["icon"],
        "created_time": source["created_time"],
        "created_by": partial_user(source["created_by"]),
        "last_edited_by": partial_user(source["last_edited_by"]),
        "last_edited_time": source["last_edited_time"],
        "title": source["title"],
        "description": [] if database is None else database["description"],
        "is_inline": database is not None and database["is_inline"],
        "properties": shown_schema(workspace, source),
        "parent": {"type": "database_id", "database_id": source["database_id"]},
        "database_parent": parent,
        "url": f"https://app.notion.com/p/{bare}",
        "public_url": None,
        "in_trash": source["in_trash"],
    }
    if says_archived:
        shown["archived"] = source["in_trash"]
    return shown


def create_source(
    workspace: Workspace, database: Doc, title: list[Doc], properties: object, path: str, key: str | None = None
) -> Doc:
    """Make a data source in a database; without properties it gets a title only."""
    key = key or workspace.uuid()
    source: Doc = {
        **workspace.authored(key),
        "icon": None,
        "title": title,
        "database_id": database["id"],
        "schema": {},
        "counter": 0,
    }
    if properties is not None:
        if isinstance(properties, dict) and not any(_is_title(prop) for prop in properties.values()):
            raise invalid("Title is not provided")
        edit_schema(workspace, source, properties, path)
    if "title" not in source["schema"]:
        source["schema"] = {**source["schema"], "title": dict(TITLE)}
    workspace.put_source(source)
    workspace.made(key)
    database["data_sources"] = [*database["data_sources"], key]
    workspace.store.put(DATABASE, database["id"], database)
    return source


def _is_title(prop: object) -> bool:
    return isinstance(prop, dict) and (prop.get("type") == "title" or "title" in prop)


def create(call: Call) -> Doc:
    only(call.body, "parent", "properties", "title", "icon")
    workspace = call.workspace
    if call.body.get("properties") is None:
        raise missing("body.properties")
    database = _home(workspace, call.body.get("parent"))
    title = written(workspace, call.body.get("title", []), "body.title")
    icon = written_icon(workspace, call.body.get("icon"), "body.icon")
    key = call.chosen_id("x-sandbox-data-source-id") or call.chosen_id("x-sandbox-id")
    source = create_source(workspace, database, title, call.body["properties"], "body.properties", key)
    source["icon"] = icon
    workspace.put_source(source)
    return shown_source(workspace, source, says_archived=call.says_archived)


def retrieve(call: Call) -> Doc:
    return shown_source(call.workspace, the_source(call), says_archived=call.says_archived)


def update(call: Call) -> Doc:
    only(call.body, "title", "icon", "properties", "in_trash", "archived", "parent")
    workspace, body, source = call.workspace, call.body, the_source(call)
    wish = trash_wish(call)
    if source["in_trash"] and wish is not False:
        raise trashed()
    title = written(workspace, body["title"], "body.title") if "title" in body else source["title"]
    icon = written_icon(workspace, body["icon"], "body.icon") if "icon" in body else source["icon"]
    home = None if body.get("parent") is None else _home(workspace, body["parent"])
    if "properties" in body:
        edit_schema(workspace, source, body["properties"], "body.properties")
    if home is not None:
        _move(workspace, source, home)
    _entitle(workspace, source, title)
    source["icon"] = icon
    if wish is not None:
        source["in_trash"] = wish
    workspace.touch(source)
    workspace.put_source(source)
    return shown_source(workspace, source, says_archived=call.says_archived)


def _entitle(workspace: Workspace, source: Doc, title: list[Doc]) -> None:
    """Set the title; a database that has no other data source takes it too."""
    home = workspace.store.get(DATABASE, source["database_id"])
    if home is not None and len(home["data_sources"]) == 1 and title != source["title"]:
        home["title"] = title
        workspace.store.put(DATABASE, home["id"], home)
    source["title"] = title


def templates(call: Call) -> Doc:
    the_source(call)
    return {"templates": [], "has_more": False, "next_cursor": None}


def _move(workspace: Workspace, source: Doc, home: Doc) -> None:
    old = workspace.store.get(DATABASE, source["database_id"])
    if old is not None:
        old["data_sources"] = [key for key in old["data_sources"] if key != source["id"]]
        workspace.store.put(DATABASE, old["id"], old)
    home["data_sources"] = [*home["data_sources"], source["id"]]
    workspace.store.put(DATABASE, home["id"], home)
    source["database_id"] = home["id"]
    for page in workspace.rows[source["id"]].values():
        page["parent"] = {**page["parent"], "database_id": home["id"]}
        workspace.put_page(page)


def _home(workspace: Workspace, parent: object) -> Doc:
    if not isinstance(parent, dict):
        raise missing("body.parent") if parent is None else wrong("body.parent", "an object", parent)
    key = checked_uuid(parent.get("database_id"), "body.parent.database_id")
    database = visible(workspace, DATABASE, key)
    if database is None:
        raise not_found("database", key)
    return database
