"""What the connection may see. To whom nothing is shared, nothing is there: reads answer 404, lists leave it out."""

from adapters.sandbox.notion.workspace import BLOCK, DATA_SOURCE, DATABASE, PAGE, USER, Workspace, not_found
from adapters.sandbox.store import Doc

_KINDS = (PAGE, DATABASE, DATA_SOURCE, BLOCK)


def unshare(workspace: Workspace, key: str) -> None:
    """Take a page, database, data source or person, and all that stands below, out of the connection's sight."""
    if all(workspace.store.get(kind, key) is None for kind in (*_KINDS, USER)):
        raise not_found("object", key)
    workspace.unshare(key)


def share(workspace: Workspace, key: str) -> None:
    workspace.share(key)


def hidden(workspace: Workspace, doc: Doc) -> bool:
    """Tell whether a page, database, data source or block, or what it stands on, is out of sight."""
    seen: set[str] = set()
    found: Doc | None = doc
    while workspace.unshared and found is not None and found["id"] not in seen:
        if found["id"] in workspace.unshared:
            return True
        seen.add(found["id"])
        found = _above(workspace, found)
    return False


def _above(workspace: Workspace, doc: Doc) -> Doc | None:
    if "database_id" in doc:
        return workspace.store.get(DATABASE, doc["database_id"])
    parent = doc["parent"]
    if "data_source_id" in parent:
        return workspace.store.get(DATA_SOURCE, parent["data_source_id"])
    key = parent.get("page_id") or parent.get("block_id")
    return None if key is None else workspace.store.get(PAGE, key) or workspace.store.get(BLOCK, key)


def visible(workspace: Workspace, kind: str, key: str) -> Doc | None:
    """Return what is there and may be seen."""
    found = workspace.store.get(kind, key)
    return None if found is None or hidden(workspace, found) else found
