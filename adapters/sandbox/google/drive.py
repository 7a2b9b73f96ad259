"""Drive v3: files of any type, in which the spreadsheets are found, copied, trashed and deleted."""

import re
from typing import Any

import orjson

from adapters.sandbox.google import masks
from adapters.sandbox.google.batch.tabs import fill
from adapters.sandbox.google.drive_query import ROOT, meets
from adapters.sandbox.google.errors import DriveError, file_not_found
from adapters.sandbox.google.library import FILES, SPREADSHEET, Library, role_of
from adapters.sandbox.google.sheet import Sheet

Json = dict[str, Any]
DEFAULT_FIELDS = ("kind", "id", "name", "mimeType")
MAX_PAGE = 1000


def new_file(library: Library, given: Json, caller: str, file_id: str | None = None) -> Json:
    now = library.stamp()
    number = file_id or given.get("id") or library.new_id()
    if library.file(number) is not None:
        raise DriveError(409, "fileIdInUse", "A file already exists with the provided ID.")
    return {
        "id": number,
        "name": given.get("name") or "Untitled",
        "mimeType": given.get("mimeType") or "application/octet-stream",
        "parents": given.get("parents") or [ROOT],
        "createdTime": now,
        "modifiedTime": now,
        "trashed": False,
        "owner": caller,
        "permissions": [],
        "version": 0,
        "properties": given.get("properties", {}),
        "appProperties": given.get("appProperties", {}),
        "description": given.get("description"),
    }


def create(library: Library, given: Json, caller: str, file_id: str | None = None) -> Json:
    file = new_file(library, given, caller, file_id)
    if file["mimeType"] == SPREADSHEET:
        library.create(file, {}, [default_sheet("en_US")])
    else:
        library.touch(file, caller)
    return opened(library, file["id"], caller)


def default_sheet(locale: str) -> Sheet:
    title = "シート1" if locale.startswith("ja") else "Sheet1"
    grid = {"rowCount": 1000, "columnCount": 26}
    return Sheet({"sheetId": 0, "title": title, "index": 0, "sheetType": "GRID", "gridProperties": grid})


def opened(library: Library, file_id: str, caller: str, *, write: bool = False) -> Json:
    """Return a file; who may not see it is told that there is none."""
    file = library.file(file_id)
    role = role_of(file, caller) if file else None
    if file is None or role is None:
        raise file_not_found(file_id)
    if write and role in ("reader", "commenter"):
        raise DriveError(
            403, "insufficientFilePermissions", "The user does not have sufficient permissions for this file."
        )
    return file


def update(library: Library, file_id: str, given: Json, query: dict[str, str], caller: str) -> Json:
    file = dict(opened(library, file_id, caller, write=True))
    for key in ("name", "trashed", "description", "properties", "appProperties"):
        if key in given:
            file[key] = {**file.get(key, {}), **given[key]} if isinstance(given[key], dict) else given[key]
    removed = query.get("removeParents", "").split(",")
    added = [parent for parent in query.get("addParents", "").split(",") if parent]
    file["parents"] = [parent for parent in file["parents"] if parent not in removed] + added
    library.touch(file, caller)
    if file["mimeType"] == SPREADSHEET and "name" in given:
        book = library.open(file_id, caller)
        book.properties["title"] = file["name"]
        library.save(book, caller)
    return opened(library, file_id, caller)


def copy(library: Library, file_id: str, given: Json, caller: str) -> Json:
    source = opened(library, file_id, caller)
    name = given.get("name") or f"Copy of {source['name']}"
    file = new_file(library, {**source, "id": None, **given, "name": name}, caller)
    if source["mimeType"] != SPREADSHEET:
        library.touch(file, caller)
        return opened(library, file["id"], caller)
    book = library.open(file_id, caller)
    parts: list[Any] = orjson.loads(orjson.dumps([book.properties, book.named, book.metadata]))
    sheets = [Sheet(orjson.loads(orjson.dumps(sheet.properties))) for sheet in book.sheets]
    twin = library.create(file, {**parts[0], "title": name}, sheets)
    twin.named, twin.metadata = parts[1], parts[2]
    for sheet, original in zip(sheets, book.sheets, strict=True):
        fill(twin, sheet, original)
    library.save(twin, caller)
    return opened(library, file["id"], caller)


def delete(library: Library, file_id: str, caller: str) -> None:
    file = opened(library, file_id, caller)
    if role_of(file, caller) != "owner":
        raise DriveError(
            403, "insufficientFilePermissions", "The user does not have sufficient permissions for this file."
        )
    library.delete(file_id)


def listed(library: Library, query: dict[str, str], caller: str) -> Json:
    """Return a page of the files that the query finds, the latest change first."""
    found = [file for _, file in library.store.all(FILES) if role_of(file, caller)]
    found = [file for file in found if meets(file, query.get("q", ""))]
    for key in reversed((query.get("orderBy") or "modifiedTime desc").split(",")):
        name, _, way = key.strip().partition(" ")
        found.sort(key=lambda file: str(file.get(name, "")), reverse=way == "desc")
    size = min(max(int(query.get("pageSize") or 100), 1), MAX_PAGE)
    start = _page_start(query.get("pageToken"))
    page = [resource(file, caller) for file in found[start : start + size]]
    out: Json = {"kind": "drive#fileList", "incompleteSearch": False, "files": page}
    if start + size < len(found):
        out["nextPageToken"] = f"~!!~page-{start + size}"
    if not query.get("fields"):
        out["files"] = [{key: file[key] for key in DEFAULT_FIELDS} for file in page]
    return cut(out, query.get("fields"))


def resource(file: Json, caller: str) -> Json:
    """Return all that is known of a file, as Drive's File."""
    user = {"kind": "drive#user", "displayName": file["owner"], "emailAddress": file["owner"]}
    role = role_of(file, caller)
    out = {
        **{key: value for key, value in file.items() if key != "owner" and value not in (None, {})},
        "kind": "drive#file",
        "version": str(file["version"]),
        "owners": [{**user, "me": file["owner"] == caller}],
        "ownedByMe": role == "owner",
        "shared": bool(file["permissions"]),
        "starred": False,
        "explicitlyTrashed": file["trashed"],
        "webViewLink": f"https://docs.google.com/spreadsheets/d/{file['id']}/edit?usp=drivesdk",
        "capabilities": {"canEdit": role in ("owner", "writer"), "canCopy": True},
        "permissions": permissions(file),
    }
    out["lastModifyingUser"] = {"kind": "drive#user", "emailAddress": file.get("lastModifyingUser", caller)}
    return out


def permissions(file: Json) -> list[Json]:
    owner = {
        "kind": "drive#permission",
        "id": permission_id(file["owner"]),
        "type": "user",
        "role": "owner",
        "emailAddress": file["owner"],
        "displayName": file["owner"],
        "deleted": False,
    }
    return [owner, *file["permissions"]]


def permission_id(name: str) -> str:
    return f"{sum(ord(letter) * 131**index for index, letter in enumerate(name)) % 10**20:020d}"


def shown(file: Json, caller: str, fields: str | None) -> Json:
    whole = resource(file, caller)
    return cut(whole, fields) if fields else {key: whole[key] for key in DEFAULT_FIELDS}


def cut(doc: Json, fields: str | None) -> Json:
    out: Json = masks.project(doc, masks.parse(fields)) if fields else doc
    return out


def _page_start(token: str | None) -> int:
    if not token:
        return 0
    found = re.fullmatch(r"~!!~page-(\d+)", token)
    if not found:
        raise DriveError(400, "invalid", "Invalid Value", ("parameter", "pageToken"))
    return int(found.group(1))
