"""Objects of version 2022-06-28, where a database was its data source, in the form of the versions since."""

import re
from typing import Any
from uuid import UUID, uuid5

from tests.conformance.notion.recording import Json

_SPACE = UUID("5eed0000-0000-4000-8000-0000000000da")
_REFERENCE = re.compile(r"block_property:[^:}]+:([0-9a-f-]{36}):")
Sources = dict[str, str]
"""The id of its data source by that of an old database, where a relation or a formula gives it away."""


def renewed(objects: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Return objects by kind, those of the older version in the later form."""
    old = [each for each in objects.get("database", ()) if "properties" in each]
    known = _given_away(old)
    parts = [_split(each, known) for each in old]
    return {
        **objects,
        "database": [
            *(each for each in objects.get("database", ()) if "properties" not in each),
            *(database for database, _ in parts),
        ],
        "data_source": [*objects.get("data_source", ()), *(source for _, source in parts)],
        "page": [_renewed_page(each, known) for each in objects.get("page", ())],
    }


def _given_away(databases: list[Json]) -> Sources:
    known: Sources = {}
    for database in databases:
        for column in database["properties"].values():
            if column["type"] == "relation" and "data_source_id" in column["relation"]:
                known[column["relation"]["database_id"]] = column["relation"]["data_source_id"]
            if column["type"] == "formula":
                named = _REFERENCE.search(column["formula"]["expression"])
                if named is not None:
                    known[database["id"]] = named[1]
    return known


def _source_of(database: str, known: Sources) -> str:
    return known.get(database) or str(uuid5(_SPACE, database))


def _split(database: Json, known: Sources) -> tuple[Json, Json]:
    """Return an old database as a database and its data source."""
    key = _source_of(database["id"], known)
    plain = "".join(part["plain_text"] for part in database["title"])
    rest = {name: each for name, each in database.items() if name != "properties"}
    source = {
        **rest,
        "object": "data_source",
        "id": key,
        "parent": {"type": "database_id", "database_id": database["id"]},
        "database_parent": database["parent"],
        "properties": {name: _column(each, known) for name, each in database["properties"].items()},
    }
    return {**rest, "data_sources": [{"id": key, "name": plain}]}, source


def _column(column: Json, known: Sources) -> Json:
    if column["type"] != "relation":
        return column
    relation = column["relation"]
    return {**column, "relation": {**relation, "data_source_id": _source_of(relation["database_id"], known)}}


def _renewed_page(page: Json, known: Sources) -> Json:
    """Return a row with its data source for a parent."""
    parent: Any = page["parent"]
    if parent["type"] != "database_id":
        return page
    home = {"type": "data_source_id", "data_source_id": _source_of(parent["database_id"], known)}
    return {**page, "parent": {**home, "database_id": parent["database_id"]}}
