"""drive.files, permissions, comments and uploads."""

from typing import Any

import orjson

from adapters.sandbox.google import drive, sharing, transfer
from adapters.sandbox.google.call import Call
from adapters.sandbox.google.file_v2 import file_v2

Json = dict[str, Any]


def create(call: Call) -> Json:
    file = drive.create(call.library, call.json(), call.caller, call.sandbox_id)
    return drive.shown(file, call.caller, call.params.get("fields"))


def get(call: Call, file_id: str) -> Json:
    file = drive.opened(call.library, file_id, call.caller)
    return drive.shown(file, call.caller, call.params.get("fields"))


def listed(call: Call) -> Json:
    return drive.listed(call.library, call.params, call.caller)


def update(call: Call, file_id: str) -> Json:
    file = drive.update(call.library, file_id, call.json(), call.params, call.caller)
    return drive.shown(file, call.caller, call.params.get("fields"))


def delete(call: Call, file_id: str) -> None:
    drive.delete(call.library, file_id, call.caller)


def copy(call: Call, file_id: str) -> Json:
    file = drive.copy(call.library, file_id, call.json(), call.caller)
    return drive.shown(file, call.caller, call.params.get("fields"))


def export(call: Call, file_id: str) -> bytes:
    return transfer.export(call.library, file_id, call.params.get("mimeType", ""), call.caller)


def permissions(call: Call, file_id: str) -> Json:
    return sharing.list_permissions(call.library, file_id, call.params, call.caller)


def share(call: Call, file_id: str) -> Json:
    return sharing.add_permission(call.library, file_id, call.json(), call.params, call.caller)


def permission(call: Call, file_id: str, number: str) -> Json:
    return sharing.get_permission(call.library, file_id, number, call.params, call.caller)


def change_permission(call: Call, file_id: str, number: str) -> Json:
    return sharing.change_permission(call.library, file_id, number, call.json(), call.params, call.caller)


def unshare(call: Call, file_id: str, number: str) -> None:
    sharing.remove_permission(call.library, file_id, number, call.caller)


def comments(call: Call, file_id: str) -> Json:
    return sharing.list_comments(call.library, file_id, call.params, call.caller)


def comment(call: Call, file_id: str) -> Json:
    return sharing.add_comment(call.library, file_id, call.json(), call.params, call.caller)


def upload_v2(call: Call, file_id: str) -> Json:
    """Replace what a file holds; gspread's import of CSV."""
    kind = call.headers.get("content-type", "text/csv").split(";")[0]
    transfer.import_into(call.library, file_id, call.raw, kind, call.caller)
    return file_v2(drive.opened(call.library, file_id, call.caller), call.caller)


def upload(call: Call, file_id: str | None = None) -> Json:
    """Create or replace a file by the third version's upload, as media or as multipart."""
    kind = call.headers.get("content-type", "text/csv")
    given: Json = {}
    data = call.raw
    if kind.startswith("multipart/"):
        text, data, kind = transfer.multipart(call.raw, kind)
        given = orjson.loads(text or "{}")
    kind = kind.split(";")[0]
    if file_id is None:
        file = transfer.create_from(call.library, given, data, kind, call.caller, call.sandbox_id)
    else:
        transfer.import_into(call.library, file_id, data, kind, call.caller)
        file = drive.opened(call.library, file_id, call.caller)
    return drive.shown(file, call.caller, call.params.get("fields"))
