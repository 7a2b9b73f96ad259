"""Version 2022-06-28: a database is its one data source, and goes by the database's id.

Requests are brought into the form of 2025-09-03 before they are answered, and the answers back into the older one.
"""

from dataclasses import replace
from typing import Any

from adapters.sandbox.notion.data_sources import shown_source
from adapters.sandbox.notion.databases import SPLIT
from adapters.sandbox.notion.errors import ApiError, invalid
from adapters.sandbox.notion.ids import as_uuid, checked_uuid
from adapters.sandbox.notion.query.run import query as query_source
from adapters.sandbox.notion.request import Call
from adapters.sandbox.notion.shares import hidden, visible
from adapters.sandbox.notion.workspace import DATA_SOURCE, DATABASE, Workspace, not_found
from adapters.sandbox.store import Doc

_DATABASE = "/v1/databases"


def is_old(call: Call) -> bool:
    return call.version < SPLIT


def query(call: Call) -> Doc:
    """POST /v1/databases/{id}/query, which is no address any more."""
    if not is_old(call):
        raise ApiError(400, "invalid_request_url", "Invalid request URL.")
    source = only_source(call.workspace, checked_uuid(call.path["database_id"], "path.database_id", part="path"))
    return query_source(replace(call, path={"data_source_id": source["id"]}))


def only_source(workspace: Workspace, key: str) -> Doc:
    """Return the one data source of a database; of several the version knows nothing."""
    database = visible(workspace, DATABASE, key)
    if database is None:
        raise not_found("database", key)
    found = (workspace.store.get(DATA_SOURCE, each) for each in database["data_sources"])
    sources = [source for source in found if source is not None and not hidden(workspace, source)]
    if not sources:
        raise invalid(f"Database with ID {key} does not contain any data sources accessible by this API bot.")
    if len(sources) > 1:
        raise ApiError(
            400,
            "validation_error",
            "Databases with multiple data sources are not supported in this API version.",
            {
                "error_type": "multiple_data_sources_for_database",
                "database_id": key,
                "child_data_source_ids": [source["id"] for source in sources],
                "minimum_api_version": SPLIT,
            },
        )
    return sources[0]


def renewed(call: Call, path: str) -> Call:
    """Return a request of the older version as the later one has it."""
    if path.startswith("/v1/data_sources"):
        raise ApiError(400, "invalid_request_url", "Invalid request URL.")
    body = dict(call.body)
    if path.startswith(_DATABASE) and isinstance(body.get("properties"), dict):
        body["properties"] = {name: _column(call.workspace, each) for name, each in body["properties"].items()}
    if path == _DATABASE and "properties" in body:
        body["initial_data_source"] = {"properties": body.pop("properties")}
    given: Any = body.get("filter")
    if path == "/v1/search" and isinstance(given, dict) and given.get("value") == "database":
        body["filter"] = {**given, "value": "data_source"}
    parent: Any = body.get("parent")
    key = as_uuid(parent.get("database_id")) if isinstance(parent, dict) else None
    if path == "/v1/pages" and key is not None:
        body["parent"] = {"type": "data_source_id", "data_source_id": only_source(call.workspace, key)["id"]}
    return replace(call, body=body)


def _column(workspace: Workspace, given: Any) -> Any:  # noqa: ANN401 - unchecked JSON
    """Name the target of a relation by its data source."""
    relation = given.get("relation") if isinstance(given, dict) else None
    key = as_uuid(relation.get("database_id")) if isinstance(relation, dict) else None
    if not isinstance(relation, dict) or key is None:
        return given
    rest = {name: each for name, each in relation.items() if name != "database_id"}
    return {**given, "relation": {**rest, "data_source_id": only_source(workspace, key)["id"]}}


def shown(workspace: Workspace, value: Any) -> Any:  # noqa: ANN401 - a JSON value
    """Return an answer as the older version shows it."""
    if isinstance(value, list):
        return [shown(workspace, each) for each in value]
    if not isinstance(value, dict):
        return value
    kind = value.get("object")
    if kind == "database" and "data_sources" in value:
        return _old_database(workspace, value)
    if kind == "data_source":
        database = workspace.store.get(DATABASE, value["parent"]["database_id"])
        return value if database is None else _merged(database, value)
    if value.get("type") == "data_source_id" and "database_id" in value:
        return {"type": "database_id", "database_id": value["database_id"]}
    found = {name: shown(workspace, each) for name, each in value.items()}
    if kind == "list" and found.get("type") == "page_or_data_source":
        found["type"] = "page_or_database"
        found["page_or_database"] = found.pop("page_or_data_source")
    return found


def _old_database(workspace: Workspace, value: Doc) -> Doc:
    source = only_source(workspace, value["id"])
    database = workspace.store.get(DATABASE, value["id"]) or value
    return _merged(database, shown_source(workspace, source, says_archived=True))


def _merged(database: Doc, source: Doc) -> Doc:
    """Return a data source under its database's name, with what the database adds to it."""
    left = ("parent", "database_parent", "description", "is_inline", "request_id")
    return {
        **{name: each for name, each in source.items() if name not in left},
        "object": "database",
        "id": database["id"],
        "icon": database["icon"] or source["icon"],
        "cover": database["cover"],
        "description": database["description"],
        "is_inline": database["is_inline"],
        "parent": database["parent"],
    }
