"""Developer metadata, and the data filters that find it and the ranges it stands for."""

from typing import Any

from adapters.sandbox.google.a1 import Bounds, Box
from adapters.sandbox.google.errors import invalid, not_found
from adapters.sandbox.google.schema import tidy
from adapters.sandbox.google.sheet import Sheet
from adapters.sandbox.google.workbook import Place, Workbook

Json = dict[str, Any]
MAX_CHARACTERS = 30_000  # keys and values, of the spreadsheet itself and of each of its tabs


def location(book: Workbook, given: Json) -> Json:
    """Complete a location: its type, and indices that lie in the grid."""
    if "dimensionRange" in given:
        span = given["dimensionRange"]
        sheet = book.sheet(span.get("sheetId", 0))
        dimension = span.get("dimension", "ROWS")
        start, end = span.get("startIndex", 0), span.get("endIndex", 0)
        if end - start != 1 or end > sheet.length(dimension):
            raise invalid("Developer metadata can only be associated with a single row or column.")
        place = {"sheetId": sheet.id, "dimension": dimension, "startIndex": start, "endIndex": end}
        return {"locationType": "ROW" if dimension == "ROWS" else "COLUMN", "dimensionRange": place}
    if given.get("spreadsheet"):
        return {"locationType": "SPREADSHEET", "spreadsheet": True}
    if "sheetId" in given:
        return {"locationType": "SHEET", "sheetId": book.sheet(given["sheetId"]).id}
    raise invalid("Developer metadata must have a location.")


def one(book: Workbook, metadata_id: str) -> Json:
    for item in book.metadata:
        if str(item["metadataId"]) == metadata_id:
            return shown(item)
    raise not_found()


def shown(item: Json) -> Json:
    return tidy("DeveloperMetadata", item)


def at(book: Workbook, sheet: Sheet | None) -> list[Json]:
    """Return what is bound to a tab itself, or (without a tab) to the spreadsheet."""
    if sheet is None:
        return [shown(item) for item in book.metadata if item["location"].get("spreadsheet")]
    return [shown(item) for item in book.metadata if item["location"].get("sheetId") == sheet.id]


def by_index(book: Workbook, sheet: Sheet, dimension: str) -> dict[int, list[Json]]:
    """Return what is bound to the rows or columns of a tab, by their index."""
    found: dict[int, list[Json]] = {}
    for item in book.metadata:
        span = item["location"].get("dimensionRange")
        if span and span["sheetId"] == sheet.id and span["dimension"] == dimension:
            found.setdefault(span["startIndex"], []).append(shown(item))
    return found


def check_size(book: Workbook) -> None:
    used: dict[object, int] = {}
    for item in book.metadata:
        place = item["location"]
        where = place.get("dimensionRange", place).get("sheetId")
        used[where] = used.get(where, 0) + len(item["metadataKey"]) + len(item.get("metadataValue", ""))
    if any(size > MAX_CHARACTERS for size in used.values()):
        raise invalid("The developer metadata exceeds the limit of 30000 characters.")


def matching(book: Workbook, data_filter: Json) -> list[Json]:
    """Return the metadata a filter selects: by lookup, or all that meets a range."""
    lookup = data_filter.get("developerMetadataLookup")
    if lookup is not None:
        number = lookup.get("metadataId")
        known = book.metadata if number is None else [item for item in book.metadata if item["metadataId"] == number]
        return [item for item in known if _matches(book, item, lookup)]
    place = _range(book, data_filter)
    return [item for item in book.metadata if place and _meets(book, item, place)]


def places(book: Workbook, data_filter: Json) -> list[Place]:
    """Return the ranges a filter selects, each once."""
    if "developerMetadataLookup" not in data_filter:
        place = _range(book, data_filter)
        return [place] if place else []
    found: list[Place] = []
    for item in matching(book, data_filter):
        place = place_of(book, item)
        if place and place not in found:
            found.append(place)
    return found


def place_of(book: Workbook, item: Json) -> Place | None:
    span = item["location"].get("dimensionRange")
    if span is None:
        sheet_id = item["location"].get("sheetId")
        sheet = None if sheet_id is None else book.sheet(sheet_id)
        return (sheet, sheet.whole) if sheet else None
    sheet = book.sheet(span["sheetId"])
    if span["dimension"] == "ROWS":
        return sheet, sheet.clip(Bounds(span["startIndex"], 0, span["endIndex"], None))
    return sheet, sheet.clip(Bounds(0, span["startIndex"], None, span["endIndex"]))


def _range(book: Workbook, data_filter: Json) -> Place | None:
    if "a1Range" in data_filter:
        return book.locate(data_filter["a1Range"])
    if "gridRange" in data_filter:
        return book.place(data_filter["gridRange"])
    raise invalid("Must specify at least one data filter.")


def _matches(book: Workbook, item: Json, lookup: Json) -> bool:
    for key in ("metadataId", "metadataKey", "metadataValue", "visibility"):
        if key in lookup and item.get(key) != lookup[key]:
            return False
    if "locationType" in lookup and item["location"]["locationType"] != lookup["locationType"]:
        return False
    if "metadataLocation" not in lookup:
        return True
    wanted = location(book, lookup["metadataLocation"])
    if lookup.get("locationMatchingStrategy") == "EXACT_LOCATION":
        return bool(item["location"] == wanted)
    place = place_of(book, {"location": wanted})
    return place is None or _meets(book, item, place)


def _meets(book: Workbook, item: Json, place: tuple[Sheet, Box]) -> bool:
    own = place_of(book, item)
    return own is not None and own[0] is place[0] and own[1].meets(place[1])
