"""Views of databases, and queries of them. A view's filter and sorts are kept and used, its layout only kept."""

from adapters.sandbox.notion.errors import is_one_of, missing, wrong
from adapters.sandbox.notion.ids import checked_uuid
from adapters.sandbox.notion.listing import cut, list_answer, listing, page_size
from adapters.sandbox.notion.query.filters import predicate
from adapters.sandbox.notion.query.sorts import sort
from adapters.sandbox.notion.request import Call
from adapters.sandbox.notion.users import partial_user
from adapters.sandbox.notion.workspace import DATA_SOURCE, DATABASE, EMOJI, Workspace, not_found
from adapters.sandbox.store import Doc

VIEW = "notion.view"
VIEW_QUERY = "notion.view_query"
TYPES = frozenset(("table", "board", "calendar", "timeline", "gallery", "list", "form", "chart", "map", "dashboard"))


def _shown(view: Doc) -> Doc:
    bare = [view["database_id"].replace("-", ""), view["id"].replace("-", "")]
    return {
        "object": "view",
        "id": view["id"],
        "parent": {"type": "database_id", "database_id": view["database_id"]},
        "data_source_id": view["data_source_id"],
        "name": view["name"],
        "type": view["type"],
        "created_time": view["created_time"],
        "created_by": partial_user(view["created_by"]),
        "last_edited_time": view["last_edited_time"],
        "last_edited_by": partial_user(view["last_edited_by"]),
        "url": f"https://app.notion.com/p/{bare[0]}?v={bare[1]}",
        **{name: view[name] for name in ("filter", "sorts", "quick_filters", "configuration")},
    }


def create(call: Call) -> Doc:
    workspace, body = call.workspace, call.body
    for name in ("data_source_id", "name", "type"):
        if name not in body:
            raise missing(f"body.{name}")
    if not is_one_of(body["type"], TYPES):
        raise wrong("body.type", "a view type", body["type"])
    source = _source(workspace, checked_uuid(body["data_source_id"], "body.data_source_id"))
    view = new_view(workspace, source, body["name"], body["type"])
    for name in ("filter", "sorts", "quick_filters"):
        view[name] = body.get(name)
    _check(workspace, source, view)
    if body.get("configuration") is not None:
        view["configuration"] = body["configuration"]
    workspace.store.put(VIEW, view["id"], view)
    return _shown(view)


def new_view(workspace: Workspace, source: Doc, name: str, kind: str) -> Doc:
    now = workspace.instant()
    return {
        **workspace.authored(workspace.uuid()),
        "created_time": now,
        "last_edited_time": now,
        "database_id": source["database_id"],
        "data_source_id": source["id"],
        "name": name,
        "type": kind,
        **dict.fromkeys(("filter", "sorts", "quick_filters")),
        "configuration": {"type": kind},
    }


def list_views(call: Call) -> Doc:
    wanted = {name: call.first(name) for name in ("database_id", "data_source_id")}
    if not any(wanted.values()):
        raise missing("query.database_id")
    keys = {name: checked_uuid(key, f"query.{name}", part="query") for name, key in wanted.items() if key}
    _default(call.workspace, keys)
    views = [view for _, view in call.workspace.store.all(VIEW)]
    found = [view for view in views if all(view[name] == key for name, key in keys.items())]
    return listing(call, [{"object": "view", "id": view["id"]} for view in found], "view")


def _default(workspace: Workspace, keys: dict[str, str]) -> None:
    """Give a database the view that the service makes with it, once somebody looks."""
    for key, source in workspace.store.all(DATA_SOURCE):
        mine = keys.get("data_source_id", key) == key and keys.get("database_id") in (None, source["database_id"])
        taken = any(view["data_source_id"] == key for _, view in workspace.store.all(VIEW))
        if mine and not taken and not source["in_trash"]:
            view = new_view(workspace, source, "Default view", "table")
            workspace.store.put(VIEW, view["id"], view)


def retrieve(call: Call) -> Doc:
    return _shown(_the_view(call))


def update(call: Call) -> Doc:
    workspace, view = call.workspace, _the_view(call)
    changed = {**view, **{name: call.body[name] for name in _EDITABLE if name in call.body}}
    _check(workspace, _source(workspace, view["data_source_id"]), changed)
    changed["last_edited_time"], changed["last_edited_by"] = workspace.instant(), workspace.editor
    workspace.store.put(VIEW, view["id"], changed)
    return _shown(changed)


_EDITABLE = ("name", "filter", "sorts", "quick_filters", "configuration")


def delete(call: Call) -> Doc:
    view = _the_view(call)
    call.workspace.store.delete(VIEW, view["id"])
    return {name: value for name, value in _shown(view).items() if name in ("object", "id", "parent", "type")}


def create_query(call: Call) -> Doc:
    workspace, view = call.workspace, _the_view(call)
    source = _source(workspace, view["data_source_id"])
    keep = None if view["filter"] is None else predicate(workspace, source, view["filter"], "view.filter")
    pages = [page for page in reversed(workspace.rows[source["id"]].values()) if not page["in_trash"]]
    found = sort(workspace, source, view["sorts"] or [])([page for page in pages if keep is None or keep(page)])
    size = page_size(call.body.get("page_size"))
    ids = [page["id"] for page in found[: workspace.limits.query_rows]]
    query = {"id": workspace.uuid(), "view_id": view["id"], "ids": ids}
    workspace.store.put(VIEW_QUERY, query["id"], query)
    page, following = cut([{"object": "page", "id": key} for key in ids], ids, None, size)
    return {
        "object": "view_query",
        "id": query["id"],
        "view_id": view["id"],
        "expires_at": workspace.instant(),
        "total_count": len(ids),
        "results": page,
        "next_cursor": following,
        "has_more": following is not None,
    }


def query_results(call: Call) -> Doc:
    ids = _the_query(call)["ids"]
    size = page_size(call.first("page_size"), part="query")
    page, following = cut([{"object": "page", "id": key} for key in ids], ids, call.first("start_cursor"), size)
    return list_answer(page, following, "page")


def delete_query(call: Call) -> Doc:
    query = _the_query(call)
    call.workspace.store.delete(VIEW_QUERY, query["id"])
    return {"object": "view_query", "id": query["id"], "deleted": True}


def list_emojis(call: Call) -> Doc:
    name = call.first("name")
    found = [emoji for _, emoji in call.workspace.store.all(EMOJI) if name in (None, emoji["name"])]
    answer = listing(call, found, "custom_emoji")
    return {name: value for name, value in answer.items() if name != "custom_emoji"}


def _check(workspace: Workspace, source: Doc, view: Doc) -> None:
    if view["filter"] is not None:
        predicate(workspace, source, view["filter"], "body.filter")
    sort(workspace, source, view["sorts"] or [])


def _source(workspace: Workspace, key: str) -> Doc:
    source = workspace.store.get(DATA_SOURCE, key)
    if source is None or workspace.store.get(DATABASE, source["database_id"]) is None:
        raise not_found("data source", key)
    return source


def _the_view(call: Call) -> Doc:
    key = checked_uuid(call.path["view_id"], "path.view_id", part="path")
    view = call.workspace.store.get(VIEW, key)
    if view is None:
        raise not_found("view", key)
    return view


def _the_query(call: Call) -> Doc:
    view = _the_view(call)
    key = checked_uuid(call.path["query_id"], "path.query_id", part="path")
    query = call.workspace.store.get(VIEW_QUERY, key)
    if query is None or query["view_id"] != view["id"]:
        raise not_found("view query", key)
    return query
