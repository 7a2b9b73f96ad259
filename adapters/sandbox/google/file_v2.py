"""A file as the second version of Drive shows it after an upload."""

from typing import Any

from adapters.sandbox.google.drive import permission_id
from adapters.sandbox.google.drive_query import ROOT

Json = dict[str, Any]
_BASE = "https://www.googleapis.com/drive/v2/files"
_DOCS = "https://docs.google.com/spreadsheets"
_EXPORTS = {
    "application/x-vnd.oasis.opendocument.spreadsheet": "ods",
    "text/tab-separated-values": "tsv",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "text/csv": "csv",
    "application/zip": "zip",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
}


def file_v2(file: Json, caller: str) -> Json:
    """Return a file as the second version of the API shows it after an upload."""
    number = file["id"]
    user = _user(file, caller)
    exports = {kind: f"{_DOCS}/export?id={number}&exportFormat={ending}" for kind, ending in _EXPORTS.items()}
    return {
        "kind": "drive#file",
        "id": number,
        "title": file["name"],
        "mimeType": file["mimeType"],
        "userPermission": _permission(number),
        "selfLink": f"{_BASE}/{number}",
        "ownerNames": [file["owner"]],
        "owners": [user],
        "lastModifyingUser": {**user, "emailAddress": caller, "displayName": caller, "isAuthenticatedUser": True},
        "lastModifyingUserName": caller,
        "editable": True,
        "copyable": True,
        "writersCanShare": True,
        "shared": bool(file["permissions"]),
        "appDataContents": False,
        "copyRequiresWriterPermission": False,
        "explicitlyTrashed": file["trashed"],
        "spaces": ["drive"],
        "parents": [_parent(file)],
        "exportLinks": exports,
        "thumbnailLink": f"https://docs.google.com/feeds/vt?gd=true&id={number}&v=1&sz=s220",
        "iconLink": f"https://drive-thirdparty.googleusercontent.com/16/type/{file['mimeType']}",
        "alternateLink": f"{_DOCS}/d/{number}/edit?usp=drivesdk",
        "embedLink": f"{_DOCS}/d/{number}/htmlembed?ouid={permission_id(caller)}",
        "etag": f'"{permission_id(file["modifiedTime"])}"',
        "fileSize": "1024",
        "quotaBytesUsed": "1024",
        "version": str(file["version"]),
        "labels": {
            "viewed": True,
            "restricted": False,
            "starred": False,
            "hidden": False,
            "trashed": file["trashed"],
        },
        "createdDate": file["createdTime"],
        "modifiedDate": file["modifiedTime"],
        "modifiedByMeDate": file["modifiedTime"],
        "lastViewedByMeDate": file["modifiedTime"],
        "markedViewedByMeDate": "1970-01-01T00:00:00.000Z",
        "capabilities": {"canEdit": True, "canCopy": True},
    }


def _user(file: Json, caller: str) -> Json:
    return {
        "displayName": file["owner"],
        "kind": "drive#user",
        "isAuthenticatedUser": file["owner"] == caller,
        "permissionId": permission_id(file["owner"]),
        "emailAddress": file["owner"],
        "picture": {"url": "https://lh3.googleusercontent.com/a/default-user=s64"},
    }


def _permission(number: str) -> Json:
    return {
        "id": "me",
        "type": "user",
        "role": "owner",
        "kind": "drive#permission",
        "selfLink": f"{_BASE}/{number}/permissions/me",
        "etag": f'"{permission_id(number)}"',
        "pendingOwner": False,
    }


def _parent(file: Json) -> Json:
    return {
        "selfLink": f"{_BASE}/{file['id']}/parents/{file['parents'][0]}",
        "id": file["parents"][0],
        "isRoot": file["parents"][0] == ROOT,
        "kind": "drive#parentReference",
        "parentLink": f"{_BASE}/{file['parents'][0]}",
    }
