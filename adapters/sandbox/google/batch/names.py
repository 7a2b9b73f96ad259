"""Requests on named ranges, protected ranges and developer metadata."""

import re
from typing import Any

from adapters.sandbox.google import metadata, protect
from adapters.sandbox.google.batch.context import Batch
from adapters.sandbox.google.errors import PROTECTED, invalid
from adapters.sandbox.google.masks import assign, update_mask
from adapters.sandbox.google.schema import tidy
from adapters.sandbox.google.sheet import Sheet
from adapters.sandbox.google.spans import bounds_of
from adapters.sandbox.google.workbook import Workbook

Json = dict[str, Any]
_NAME = re.compile(r"[^\W\d][\w]{0,249}")


def add_named_range(batch: Batch, request: Json) -> Json:
    book, given = batch.book, request.get("namedRange", {})
    _check_name(book, given.get("name", ""))
    named = {
        "namedRangeId": given.get("namedRangeId") or str(book.new_id()),
        "name": given["name"],
        "range": _range(book, given.get("range", {})),
    }
    book.named.append(named)
    return {"namedRange": tidy("NamedRange", named)}


def update_named_range(batch: Batch, request: Json) -> None:
    book, given = batch.book, request.get("namedRange", {})
    mask = update_mask(request.get("fields"), "NamedRange")
    named = _named(book, given.get("namedRangeId", ""))
    if "name" in mask and given.get("name") != named["name"]:
        _check_name(book, given.get("name", ""))
    changes = {**given, "range": _range(book, given["range"])} if "range" in given else given
    assign(named, changes, {name: below for name, below in mask.items() if name != "namedRangeId"})


def delete_named_range(batch: Batch, request: Json) -> None:
    named = _named(batch.book, request.get("namedRangeId", ""))
    batch.book.named = [other for other in batch.book.named if other is not named]


def add_protected_range(batch: Batch, request: Json) -> Json:
    """Protect a range; who asks becomes an editor of it, which the reply does not show yet."""
    book, given = batch.book, request.get("protectedRange", {})
    grid = given.get("range", {})
    if "range" in given:
        bounds_of(grid)
        grid = {**grid, "sheetId": book.sheet(grid.get("sheetId", 0)).id}
    elif "namedRangeId" in given:
        grid = _named(book, given["namedRangeId"])["range"]
    else:
        raise invalid("Must specify a range or a named range to protect.")
    sheet = book.sheet(grid["sheetId"])
    number = given.get("protectedRangeId") or book.new_id()
    protected = {**given, "protectedRangeId": number}
    if "range" in given:
        protected["range"] = grid
    reply = tidy("ProtectedRange", {**protected, "requestingUserCanEdit": True})
    _with_caller(book, protected)
    sheet.listed("protectedRanges").append(protected)
    return {"protectedRange": reply}


def update_protected_range(batch: Batch, request: Json) -> None:
    given = request.get("protectedRange", {})
    mask = update_mask(request.get("fields"), "ProtectedRange")
    sheet, protected = _protected(batch.book, given.get("protectedRangeId", 0))
    changed = dict(protected)
    assign(changed, given, {name: below for name, below in mask.items() if name != "protectedRangeId"})
    if "range" in changed:
        changed["range"] = {**changed["range"], "sheetId": changed["range"].get("sheetId", 0)}
    if "editors" in mask:
        _with_caller(batch.book, changed)
    sheet.parts["protectedRanges"] = [
        changed if item is protected else item for item in sheet.listed("protectedRanges")
    ]


def delete_protected_range(batch: Batch, request: Json) -> None:
    sheet, protected = _protected(batch.book, request.get("protectedRangeId", 0))
    sheet.parts["protectedRanges"] = [item for item in sheet.listed("protectedRanges") if item is not protected]


def create_metadata(batch: Batch, request: Json) -> Json:
    book, given = batch.book, request.get("developerMetadata", {})
    if not given.get("metadataKey"):
        raise invalid("Developer metadata must always have a key specified.")
    if given.get("visibility", "DEVELOPER_METADATA_VISIBILITY_UNSPECIFIED") not in ("DOCUMENT", "PROJECT"):
        raise invalid("Developer metadata must always have a visibility specified.")
    taken = {item["metadataId"] for item in book.metadata}
    number = given.get("metadataId") or book.new_id(taken)
    if number in taken:
        raise invalid(f"Developer metadata with id {number} already exists.")
    item = {**given, "metadataId": number, "location": metadata.location(book, given.get("location", {}))}
    book.metadata.append(item)
    metadata.check_size(book)
    return {"developerMetadata": metadata.shown(item)}


def update_metadata(batch: Batch, request: Json) -> Json:
    book, given = batch.book, request.get("developerMetadata", {})
    mask = update_mask(request.get("fields"), "DeveloperMetadata")
    changed = []
    for item in _selected(book, request.get("dataFilters", [])):
        assign(item, given, {name: below for name, below in mask.items() if name not in ("metadataId", "location")})
        if "location" in mask:
            item["location"] = metadata.location(book, given.get("location", {}))
        changed.append(metadata.shown(item))
    metadata.check_size(book)
    return {"developerMetadata": changed} if changed else {}


def delete_metadata(batch: Batch, request: Json) -> Json:
    gone = _selected(batch.book, [request.get("dataFilter", {})])
    batch.book.metadata = [item for item in batch.book.metadata if not any(item is other for other in gone)]
    return {"deletedDeveloperMetadata": [metadata.shown(item) for item in gone]} if gone else {}


def _selected(book: Workbook, filters: list[Json]) -> list[Json]:
    found: list[Json] = []
    for data_filter in filters:
        found.extend(item for item in metadata.matching(book, data_filter) if not any(item is other for other in found))
    return found


def _check_name(book: Workbook, name: str) -> None:
    if not _NAME.fullmatch(name):
        raise invalid(f"The name '{name}' is invalid. Named ranges cannot contain spaces or start with a number.")
    if any(named["name"].casefold() == name.casefold() for named in book.named):
        raise invalid(f"Cannot add named range with name {name}, a named range with that name already exists.")


def _range(book: Workbook, grid: Json) -> Json:
    bounds_of(grid)
    return {**grid, "sheetId": book.sheet(grid.get("sheetId", 0)).id}


def _named(book: Workbook, named_id: str) -> Json:
    for named in book.named:
        if named["namedRangeId"] == named_id:
            return named
    raise invalid(f"No named range with id: {named_id}")


def _protected(book: Workbook, number: int) -> tuple[Sheet, Json]:
    for sheet in book.sheets:
        for item in sheet.listed("protectedRanges"):
            if item["protectedRangeId"] == number:
                if not protect.can_edit(book, item):
                    raise invalid(PROTECTED)
                return sheet, item
    raise invalid(f"No protected range with id: {number}")


def _with_caller(book: Workbook, protected: Json) -> None:
    if protected.get("warningOnly"):
        return
    editors = protected.get("editors", {})
    users = editors.get("users", [])
    protected["editors"] = {**editors, "users": [*users, *([book.caller] if book.caller not in users else [])]}
