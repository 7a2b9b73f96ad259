"""Calls that cannot be made as they were, since what they ask for was replaced in the recording."""

import re
from typing import Any

from adapters.sandbox.notion.schema import find
from adapters.sandbox.notion.workspace import DATA_SOURCE, DATABASE, Workspace
from adapters.sandbox.store import Doc

_ADDRESS = re.compile(r"user-[0-9a-f]{8}@example\.com")


def replaced(workspace: Workspace, call: Any) -> str | None:  # noqa: ANN401 - a JSON value
    """Return why a call cannot be made, or None."""
    if call["path"] == "/v1/users" and call["status"] == 200:
        ids = [user["id"] for user in call["response"]["results"]]
        return "two users stand under one id in it" if len(set(ids)) < len(ids) else None
    match = re.fullmatch(r"/v1/(?:data_sources|databases)/([^/]+)/query", call["path"])
    source = None if match is None else _source(workspace, match[1])
    given = (call["request"] or {}).get("filter") or {}
    prop = None if source is None else find(source["schema"], str(given.get("property")))
    if source is None or prop is None or prop["type"] != "email":
        return None
    rows = workspace.rows[source["id"]].values()
    if any(_ADDRESS.fullmatch(row["values"].get(prop["id"]) or "") for row in rows):
        wanted = [each for name in ("rich_text", "email") for each in (given.get(name) or {}).values()]
        if any(isinstance(each, str) and not _ADDRESS.fullmatch(each) for each in wanted):
            return "the addresses it looks for were replaced in the recording"
    return None


def _source(workspace: Workspace, key: str) -> Doc | None:
    database = workspace.store.get(DATABASE, key)
    return workspace.store.get(DATA_SOURCE, key if database is None else next(iter(database["data_sources"]), ""))
