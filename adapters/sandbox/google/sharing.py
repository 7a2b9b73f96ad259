"""Drive permissions and comments of a file."""

from typing import Any

from adapters.sandbox.google.drive import cut, opened, permission_id, permissions
from adapters.sandbox.google.errors import DriveError
from adapters.sandbox.google.library import Library, role_of

Json = dict[str, Any]
COMMENTS = "google.comments"
_FIELDS = ("kind", "id", "type", "role")
_ROLES = ("owner", "organizer", "fileOrganizer", "writer", "commenter", "reader")


def list_permissions(library: Library, file_id: str, query: dict[str, str], caller: str) -> Json:
    found = permissions(opened(library, file_id, caller))
    fields = query.get("fields")
    shown = found if fields else [{key: item[key] for key in _FIELDS} for item in found]
    return cut({"kind": "drive#permissionList", "permissions": shown}, fields)


def add_permission(library: Library, file_id: str, given: Json, query: dict[str, str], caller: str) -> Json:
    """Share a file; the same address again changes its role, and a new owner makes the old one a writer."""
    file = dict(opened(library, file_id, caller, write=True))
    kind, role = given.get("type"), given.get("role")
    if kind not in ("user", "group", "domain", "anyone"):
        raise DriveError(400, "required", "The permission type field is required.", ("parameter", "permission.type"))
    if role not in _ROLES:
        raise DriveError(400, "required", "The permission role field is required.", ("parameter", "permission.role"))
    address = given.get("emailAddress", "")
    if kind in ("user", "group") and "@" not in address:
        raise DriveError(400, "invalidSharingRequest", "The specified emailAddress is invalid or not applicable.")
    name = address or given.get("domain") or "anyoneWithLink"
    number = "anyoneWithLink" if kind == "anyone" else permission_id(name)
    item = {"kind": "drive#permission", "id": number, "type": kind, "role": role, "deleted": False}
    item |= {key: given[key] for key in ("emailAddress", "domain") if given.get(key)}
    if kind in ("user", "group"):
        item["displayName"] = address
    if role == "owner" and address.casefold() != file["owner"].casefold():
        if query.get("transferOwnership", "").lower() != "true":
            text = "The transferOwnership parameter must be enabled when the permission role is 'owner'."
            raise DriveError(403, "forbidden", text, ("parameter", "transferOwnership"))
        _hand_over(file, address)
    elif address.casefold() != file["owner"].casefold():
        file["permissions"] = [*(other for other in file["permissions"] if other["id"] != number), item]
    library.touch(file, caller)
    return cut(item, query["fields"]) if query.get("fields") else {key: item[key] for key in _FIELDS}


def _hand_over(file: Json, address: str) -> None:
    old = {
        "kind": "drive#permission",
        "id": permission_id(file["owner"]),
        "type": "user",
        "role": "writer",
        "emailAddress": file["owner"],
        "displayName": file["owner"],
        "deleted": False,
    }
    number = permission_id(address)
    file["permissions"] = [*(other for other in file["permissions"] if other["id"] != number), old]
    file["owner"] = address


def change_permission(
    library: Library, file_id: str, number: str, given: Json, query: dict[str, str], caller: str
) -> Json:
    file = dict(opened(library, file_id, caller, write=True))
    item = _permission(file, number)
    changed = {**item, "role": given.get("role", item["role"])}
    file["permissions"] = [changed if other["id"] == number else other for other in file["permissions"]]
    library.touch(file, caller)
    return cut(changed, query["fields"]) if query.get("fields") else {key: changed[key] for key in _FIELDS}


def remove_permission(library: Library, file_id: str, number: str, caller: str) -> None:
    file = dict(opened(library, file_id, caller))
    item = _permission(file, number)
    if role_of(file, caller) not in ("owner", "writer") and item.get("emailAddress") != caller:
        raise DriveError(
            403, "insufficientFilePermissions", "The user does not have sufficient permissions for this file."
        )
    file["permissions"] = [other for other in file["permissions"] if other["id"] != number]
    library.touch(file, caller)


def get_permission(library: Library, file_id: str, number: str, query: dict[str, str], caller: str) -> Json:
    item = _permission(opened(library, file_id, caller), number)
    return cut(item, query["fields"]) if query.get("fields") else {key: item[key] for key in _FIELDS}


def _permission(file: Json, number: str) -> Json:
    for item in permissions(file):
        if item["id"] == number:
            return item
    raise DriveError(404, "notFound", f"Permission not found: {number}.", ("parameter", "permissionId"))


def list_comments(library: Library, file_id: str, query: dict[str, str], caller: str) -> Json:
    opened(library, file_id, caller)
    doc = library.store.get(COMMENTS, file_id) or {"comments": []}
    return cut({"kind": "drive#commentList", "comments": doc["comments"]}, query.get("fields"))


def add_comment(library: Library, file_id: str, given: Json, query: dict[str, str], caller: str) -> Json:
    opened(library, file_id, caller)
    if not query.get("fields"):
        raise DriveError(
            400, "required", "The 'fields' parameter is required for this method.", ("parameter", "fields")
        )
    doc = library.store.get(COMMENTS, file_id) or {"comments": []}
    now = library.stamp()
    comment = {
        "kind": "drive#comment",
        "id": "AAAA" + library.new_id()[:7],
        "content": given.get("content", ""),
        "htmlContent": given.get("content", ""),
        "author": {"kind": "drive#user", "displayName": caller, "me": True},
        "createdTime": now,
        "modifiedTime": now,
        "resolved": False,
        "deleted": False,
        "replies": [],
    }
    comment |= {key: given[key] for key in ("anchor", "quotedFileContent") if given.get(key)}
    library.store.put(COMMENTS, file_id, {"comments": [comment, *doc["comments"]]})
    return cut(comment, query.get("fields"))
