"""Protected ranges: who may edit them, and the refusal."""

from typing import Any

from adapters.sandbox.google.a1 import Box
from adapters.sandbox.google.errors import PROTECTED, invalid
from adapters.sandbox.google.sheet import Sheet
from adapters.sandbox.google.spans import bounds_of
from adapters.sandbox.google.workbook import Workbook

Json = dict[str, Any]


def can_edit(book: Workbook, protected: Json) -> bool:
    """The owner of the file and the editors named may edit; a file writer as such may not."""
    editors = protected.get("editors", {})
    named = {user.casefold() for user in editors.get("users", [])}
    return (
        book.caller.casefold() in {book.owner.casefold(), *named}
        or bool(protected.get("warningOnly"))
        or bool(editors.get("domainUsersCanEdit"))
    )


def check(book: Workbook, sheet: Sheet, box: Box) -> None:
    """Raise Google's 400 (not 403) where the box touches a range that the caller may not edit."""
    for protected in sheet.listed("protectedRanges"):
        if can_edit(book, protected):
            continue
        place = area(book, protected)
        if place is None or place[0] is not sheet or not place[1].meets(box):
            continue
        free = [sheet.clip(bounds_of(part)) for part in protected.get("unprotectedRanges", [])]
        if not any(part.covers(box) for part in free):
            raise invalid(PROTECTED)


def area(book: Workbook, protected: Json) -> tuple[Sheet, Box] | None:
    grid = protected.get("range")
    if grid is None:
        named = [item for item in book.named if item["namedRangeId"] == protected.get("namedRangeId")]
        if not named:
            return None
        grid = named[0]["range"]
    sheet = book.sheet(grid.get("sheetId", 0))
    return sheet, sheet.clip(bounds_of(grid))


def shown(book: Workbook, protected: Json) -> Json:
    """Return a protected range as the caller sees it: the editors are shown to those who may edit."""
    out = {key: value for key, value in protected.items() if key != "requestingUserCanEdit"}
    if can_edit(book, protected):
        out["requestingUserCanEdit"] = True
    else:
        out.pop("editors", None)
    return out
