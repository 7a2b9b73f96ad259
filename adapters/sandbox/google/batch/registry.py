"""batchUpdate: each request by its kind, in order, all or nothing."""

from datetime import datetime
from typing import Any

from adapters.sandbox.google.batch import (
    dimensions,
    entries,
    filling,
    merges,
    moves,
    names,
    objects,
    tables,
    tabs,
    texts,
)
from adapters.sandbox.google.batch.context import Batch, Handler
from adapters.sandbox.google.errors import SheetsError, invalid
from adapters.sandbox.google.schema import tidy
from adapters.sandbox.google.workbook import Workbook

Json = dict[str, Any]
MAX_REQUESTS = 100_000

HANDLERS: dict[str, Handler] = {
    "addSheet": tabs.add_sheet,
    "deleteSheet": tabs.delete_sheet,
    "duplicateSheet": tabs.duplicate_sheet,
    "updateSheetProperties": tabs.update_sheet_properties,
    "updateSpreadsheetProperties": tabs.update_spreadsheet_properties,
    "insertDimension": dimensions.insert,
    "deleteDimension": dimensions.delete,
    "moveDimension": dimensions.move,
    "appendDimension": dimensions.append,
    "updateDimensionProperties": dimensions.update_properties,
    "autoResizeDimensions": dimensions.auto_resize,
    "addDimensionGroup": dimensions.add_group,
    "deleteDimensionGroup": dimensions.delete_group,
    "updateDimensionGroup": dimensions.update_group,
    "updateCells": entries.update_cells,
    "appendCells": entries.append_cells,
    "repeatCell": entries.repeat_cell,
    "setDataValidation": entries.set_data_validation,
    "updateBorders": entries.update_borders,
    "autoFill": filling.auto_fill,
    "copyPaste": moves.copy_paste,
    "cutPaste": moves.cut_paste,
    "insertRange": moves.insert_range,
    "deleteRange": moves.delete_range,
    "sortRange": moves.sort_range,
    "randomizeRange": moves.randomize_range,
    "deleteDuplicates": moves.delete_duplicates,
    "mergeCells": merges.merge_cells,
    "unmergeCells": merges.unmerge_cells,
    "findReplace": texts.find_replace,
    "textToColumns": texts.text_to_columns,
    "pasteData": texts.paste_data,
    "trimWhitespace": texts.trim_whitespace,
    "addNamedRange": names.add_named_range,
    "updateNamedRange": names.update_named_range,
    "deleteNamedRange": names.delete_named_range,
    "addProtectedRange": names.add_protected_range,
    "updateProtectedRange": names.update_protected_range,
    "deleteProtectedRange": names.delete_protected_range,
    "createDeveloperMetadata": names.create_metadata,
    "updateDeveloperMetadata": names.update_metadata,
    "deleteDeveloperMetadata": names.delete_metadata,
    "setBasicFilter": objects.set_basic_filter,
    "clearBasicFilter": objects.clear_basic_filter,
    "addFilterView": objects.add_filter_view,
    "duplicateFilterView": objects.duplicate_filter_view,
    "updateFilterView": objects.updater("filterViews", "filter", "filterViewId", "FilterView", "filter view"),
    "deleteFilterView": objects.deleter("filterViews", "filterViewId", "filterId", "filter view"),
    "addConditionalFormatRule": objects.add_rule,
    "updateConditionalFormatRule": objects.update_rule,
    "deleteConditionalFormatRule": objects.delete_rule,
    "addBanding": objects.add_banding,
    "updateBanding": objects.updater("bandedRanges", "bandedRange", "bandedRangeId", "BandedRange", "banded range"),
    "deleteBanding": objects.deleter("bandedRanges", "bandedRangeId", "bandedRangeId", "banded range"),
    "addChart": objects.add_embedded("charts", "chart", "chartId", "EmbeddedChart"),
    "addSlicer": objects.add_embedded("slicers", "slicer", "slicerId", "Slicer"),
    "updateChartSpec": objects.update_chart,
    "updateSlicerSpec": objects.update_slicer,
    "updateEmbeddedObjectBorder": objects.update_border,
    "updateEmbeddedObjectPosition": objects.update_position,
    "deleteEmbeddedObject": objects.delete_embedded,
    "addTable": tables.add_table,
    "updateTable": tables.update_table,
    "deleteTable": objects.deleter("tables", "tableId", "tableId", "table"),
}


def run(book: Workbook, requests: list[Json], now: datetime) -> list[Json]:
    """Apply the requests in order and return a reply for each; on the first refusal nothing is left applied."""
    if not requests:
        raise invalid("Must specify at least one request.")
    if len(requests) > MAX_REQUESTS:
        raise invalid(f"Cannot exceed {MAX_REQUESTS} requests in a single batch.")
    before = book.snapshot()
    batch = Batch(book, now)
    replies = []
    try:
        for index, request in enumerate(requests):
            replies.append(_one(batch, index, request))
    except BaseException:
        book.restore(before)
        raise
    book.changed()
    return replies


def _one(batch: Batch, index: int, request: Json) -> Json:
    if len(request) != 1:
        raise invalid("No request set." if not request else "Only one request may be set.").within(f"requests[{index}]")
    kind, body = next(iter(request.items()))
    handler = HANDLERS.get(kind)
    if handler is None:
        raise SheetsError(501, "UNIMPLEMENTED", f"The sandbox does not do {kind}.")
    try:
        reply = handler(batch, body)
    except SheetsError as error:
        raise error.within(f"requests[{index}].{kind}") from error
    return {} if reply is None else tidy("Response", {kind: reply}) or {kind: reply}
