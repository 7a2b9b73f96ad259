"""What pages and databases have in common beside their contents: icon, cover, lock."""

from typing import Any

from adapters.sandbox.notion.errors import wrong
from adapters.sandbox.notion.files import written_cover, written_icon
from adapters.sandbox.notion.workspace import Workspace
from adapters.sandbox.store import Doc


def changed_looks(workspace: Workspace, body: Doc) -> dict[str, Any]:
    """Return those that an update names, checked."""
    changed: dict[str, Any] = {}
    if "icon" in body:
        changed["icon"] = written_icon(workspace, body["icon"], "body.icon")
    if "cover" in body:
        changed["cover"] = written_cover(workspace, body["cover"], "body.cover")
    for name in ("is_inline", "is_locked"):
        if name in body:
            if not isinstance(body[name], bool):
                raise wrong(f"body.{name}", "a boolean or `undefined`", body[name])
            changed[name] = body[name]
    return changed
