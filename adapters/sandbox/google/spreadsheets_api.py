"""spreadsheets.*: create, get, batchUpdate, copyTo, developer metadata."""

from collections.abc import Sequence
from typing import Any

from adapters.sandbox.google import masks, metadata
from adapters.sandbox.google.batch import entries, registry, tabs
from adapters.sandbox.google.batch.context import Batch
from adapters.sandbox.google.call import Call
from adapters.sandbox.google.drive import default_sheet, new_file
from adapters.sandbox.google.errors import invalid
from adapters.sandbox.google.formats import canonical
from adapters.sandbox.google.library import SPREADSHEET
from adapters.sandbox.google.masks import Mask
from adapters.sandbox.google.render import properties_of, spreadsheet
from adapters.sandbox.google.sheet import LISTS
from adapters.sandbox.google.workbook import Place, Workbook

Json = dict[str, Any]
_CELL_MASK: Mask = {
    name: {}
    for name in ("userEnteredValue", "userEnteredFormat", "note", "dataValidation", "textFormatRuns", "chipRuns")
}


def create(call: Call) -> Json:
    call.check_query()
    body = call.body("Spreadsheet")
    properties = canonical(body.get("properties", {}))
    name = properties.get("title") or "Untitled spreadsheet"
    file = new_file(call.library, {"name": name, "mimeType": SPREADSHEET}, call.caller, call.sandbox_id)
    locale = properties.get("locale", "en_US")
    given = body.get("sheets", [])
    book = call.library.create(file, {**properties, "title": name}, [] if given else [default_sheet(locale)])
    book.caller = book.owner = call.caller
    try:
        for index, item in enumerate(given):
            _add(call, book, index, item)
    except BaseException:
        call.library.delete(book.id)
        raise
    book.named = body.get("namedRanges", [])
    call.library.save(book, call.caller)
    return _response(call, book)


def _add(call: Call, book: Workbook, index: int, item: Json) -> None:
    known = item.get("properties", {})
    sheet = tabs.new_sheet(book, {"sheetId": 0 if index == 0 else None, **known, "index": index})
    for part in LISTS:
        if item.get(part):
            sheet.parts[part] = canonical(item[part])
    for data in item.get("data", []):
        start = {"sheetId": sheet.id, "rowIndex": data.get("startRow", 0), "columnIndex": data.get("startColumn", 0)}
        request = {"start": start, "rows": data.get("rowData", []), "fields": ",".join(_CELL_MASK)}
        entries.update_cells(Batch(book, call.now), request)


def get(call: Call, spreadsheet_id: str) -> Json:
    call.check_query("ranges", "includeGridData", "excludeTablesInBandedRanges", "commentsViewMode")
    book = call.library.open(spreadsheet_id, call.caller)
    places = [book.locate(text) for text in call.all("ranges") if text]
    return _response(call, book, places, grid=call.flag("includeGridData"))


def get_by_data_filter(call: Call, spreadsheet_id: str) -> Json:
    call.check_query()
    body = call.body("GetSpreadsheetByDataFilterRequest")
    book = call.library.open(spreadsheet_id, call.caller)
    filters = body.get("dataFilters", [])
    places = [place for data_filter in filters for place in metadata.places(book, data_filter)]
    out = _response(call, book, places, grid=bool(body.get("includeGridData")))
    if filters and not places:
        out.pop("sheets", None)
    return out


def batch_update(call: Call, spreadsheet_id: str) -> Json:
    call.check_query()
    body = call.body("BatchUpdateSpreadsheetRequest")
    book = call.library.open(spreadsheet_id, call.caller, write=True)
    replies = registry.run(book, body.get("requests", []), call.now)
    call.library.save(book, call.caller)
    out: Json = {"spreadsheetId": book.id, "replies": replies}
    if body.get("includeSpreadsheetInResponse"):
        places = [book.locate(text) for text in body.get("responseRanges", [])]
        mask = _mask(call)
        below = mask.get("updatedSpreadsheet", {}) if mask else None
        out["updatedSpreadsheet"] = spreadsheet(
            book, places, grid=bool(body.get("responseIncludeGridData")), mask=below or None
        )
    return out


def copy_to(call: Call, spreadsheet_id: str, sheet_id: str) -> Json:
    call.check_query()
    body = call.body("CopySheetToAnotherSpreadsheetRequest")
    source_book = call.library.open(spreadsheet_id, call.caller)
    source = source_book.sheet(int(sheet_id))
    book = call.library.open(body.get("destinationSpreadsheetId", ""), call.caller, write=True)
    title = f"Copy of {source.title}"
    number = 1
    while book.titled(title):
        number += 1
        title = f"Copy of {source.title} {number}"
    given = {key: value for key, value in source.properties.items() if key not in ("sheetId", "index")}
    sheet = tabs.new_sheet(book, {**given, "title": title})
    tabs.fill(book, sheet, source)
    call.library.save(book, call.caller)
    return properties_of(sheet)


def get_metadata(call: Call, spreadsheet_id: str, metadata_id: str) -> Json:
    call.check_query()
    return metadata.one(call.library.open(spreadsheet_id, call.caller), metadata_id)


def search_metadata(call: Call, spreadsheet_id: str) -> Json:
    call.check_query()
    filters = call.body("SearchDeveloperMetadataRequest").get("dataFilters", [])
    book = call.library.open(spreadsheet_id, call.caller)
    if not filters:
        raise invalid("Must specify at least one data filter.")
    selected = [(data_filter, metadata.matching(book, data_filter)) for data_filter in filters]
    matched = []
    for item in book.metadata:
        by = [data_filter for data_filter, items in selected if any(item is other for other in items)]
        if by:
            matched.append({"developerMetadata": metadata.shown(item), "dataFilters": by})
    return {"matchedDeveloperMetadata": matched} if matched else {}


def _mask(call: Call) -> Mask | None:
    fields = call.params.get("fields")
    return masks.parse(fields) if fields else None


def _response(call: Call, book: Workbook, places: Sequence[Place] = (), *, grid: bool = False) -> Json:
    return spreadsheet(book, places, grid=grid, mask=_mask(call))
