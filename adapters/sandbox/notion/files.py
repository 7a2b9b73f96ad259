"""Files and icons as they are attached: by address, or by the id of an upload."""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from adapters.sandbox.notion.dates import instant
from adapters.sandbox.notion.errors import invalid, missing, too_long, wrong
from adapters.sandbox.notion.ids import checked_uuid
from adapters.sandbox.notion.workspace import EMOJI, Workspace, not_found
from adapters.sandbox.store import Doc

UPLOAD = "notion.file_upload"
MOST_NAME = 100
_HOST = "https://files.invalid/"
_OWN_ICON = re.compile(r"https://www\.notion\.so/icons/(?P<name>[a-z0-9-]+)_(?P<color>[a-z]+)\.svg")
"""The address of one of the service's own icons, which it recognises."""


def written_file(workspace: Workspace, value: object, path: str, *, named: bool = False) -> Doc:
    """Check a file object and return it as it is read."""
    if not isinstance(value, dict):
        raise wrong(path, "an object", value)
    kind = value.get("type") or next((name for name in ("external", "file_upload", "file") if name in value), None)
    if kind not in ("external", "file_upload", "file"):
        raise missing(f"{path}.external") if kind is None else wrong(f"{path}.type", "a file type", kind)
    content = value.get(kind)
    if not isinstance(content, dict):
        raise missing(f"{path}.{kind}")
    name = value.get("name")
    if name is not None and (not isinstance(name, str) or len(name) > MOST_NAME):
        raise too_long(f"{path}.name", MOST_NAME, len(str(name)))
    if kind == "file_upload":
        uploaded = _uploaded(workspace, content.get("id"), f"{path}.file_upload.id")
        name, kind, content = name or uploaded["filename"], "file", hosted(workspace, uploaded)
    else:
        url = content.get("url")
        if not isinstance(url, str) or not url:
            raise wrong(f"{path}.{kind}.url", "a string", url)
        if len(url) > 2000:
            raise too_long(f"{path}.{kind}.url", 2000, len(url))
    if not named:
        return {"type": kind, kind: content}
    if name is None:
        raise missing(f"{path}.name")
    return {"name": name, "type": kind, kind: content}


def hosted(workspace: Workspace, uploaded: Doc) -> Doc:
    """Return the address of an uploaded file: signed, and good for an hour."""
    file: Doc = {"type": "file", "file": {"url": f"{_HOST}{uploaded['id']}/{uploaded['filename']}"}}
    found: Doc = signed(workspace, file)["file"]
    return found


def signed(workspace: Workspace, file: Doc) -> Doc:
    """Return a file with a fresh signature, if it is a hosted one: its address is another at every read."""
    url = file["file"]["url"] if file.get("type") == "file" else ""
    if not url.startswith(_HOST):
        return file
    bare, until = url.partition("?")[0], instant(workspace.now() + timedelta(hours=1)).replace("+00:00", "Z")
    signature = uuid5(NAMESPACE_URL, f"{bare} {until}").hex[:8]
    return {**file, "file": {"url": f"{bare}?signed={signature}", "expiry_time": until}}


def _uploaded(workspace: Workspace, given: object, path: str) -> Doc:
    key = checked_uuid(given, path)
    uploaded = workspace.store.get(UPLOAD, key)
    if uploaded is None:
        raise not_found("file_upload", key)
    status = upload_status(uploaded, workspace.now())
    if status != "uploaded":
        raise invalid(f"The file upload {key} has not been uploaded; its status is {status}.")
    uploaded["expiry_time"] = None  # once attached it stays
    workspace.store.put(UPLOAD, key, uploaded)
    return uploaded


def upload_status(upload: Doc, now: datetime) -> str:
    """Return the status; what is not attached within an hour expires."""
    until = upload["expiry_time"]
    expired = until is not None and datetime.fromisoformat(until) <= now
    return "expired" if expired and upload["status"] in ("pending", "uploaded") else str(upload["status"])


def written_icon(workspace: Workspace, value: object, path: str) -> Any:  # noqa: ANN401 - stored JSON or None
    """Check an icon; null takes it away."""
    if value is None:
        return None
    if not isinstance(value, dict):
        raise wrong(path, "an object, `null`, or `undefined`", value)
    kind = value.get("type") or next(iter(value), None)
    content = value.get(str(kind))
    if kind == "emoji":
        if not isinstance(content, str) or not content:
            raise wrong(f"{path}.emoji", "an emoji", content)
        return {"type": "emoji", "emoji": content}
    if kind == "custom_emoji" and isinstance(content, dict):
        found = workspace.store.get(EMOJI, str(content.get("id")))
        return {"type": "custom_emoji", "custom_emoji": found or content}
    if kind == "icon" and isinstance(content, dict):
        return {"type": "icon", "icon": {"name": content.get("name"), "color": content.get("color", "gray")}}
    found = written_file(workspace, value, path)
    match = _OWN_ICON.match(found[found["type"]]["url"])
    if match is not None:
        return {"type": "icon", "icon": {"name": match["name"], "color": match["color"]}}
    return found


def written_cover(workspace: Workspace, value: object, path: str) -> Any:  # noqa: ANN401 - stored JSON or None
    return None if value is None else written_file(workspace, value, path)
