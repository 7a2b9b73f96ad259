"""Requests on what lies over the cells: filters, views, rules, banding, charts, slicers, tables."""

from typing import Any

from adapters.sandbox.google.batch.context import Batch, Handler
from adapters.sandbox.google.batch.moves import sort_box
from adapters.sandbox.google.batch.tabs import new_sheet
from adapters.sandbox.google.errors import invalid
from adapters.sandbox.google.formats import canonical
from adapters.sandbox.google.masks import assign, update_mask
from adapters.sandbox.google.schema import tidy
from adapters.sandbox.google.sheet import Sheet
from adapters.sandbox.google.spans import bounds_of, grid_of
from adapters.sandbox.google.workbook import Workbook

Json = dict[str, Any]


def set_basic_filter(batch: Batch, request: Json) -> None:
    """Set the filter of a tab; its sort re-orders the rows themselves, below the header."""
    given = request.get("filter", {})
    grid = whole(batch.book, given.get("range", {}))
    sheet = batch.book.sheet(grid["sheetId"])
    sheet.parts["basicFilter"] = {**canonical(given), "range": grid}
    box = sheet.clip(bounds_of(grid))
    if given.get("sortSpecs") and box.height > 1:
        body = type(box)(box.top + 1, box.left, box.bottom, box.right)
        sort_box(batch.book, sheet, body, given["sortSpecs"])


def clear_basic_filter(batch: Batch, request: Json) -> None:
    batch.book.sheet(request.get("sheetId", 0)).parts.pop("basicFilter", None)


def add_filter_view(batch: Batch, request: Json) -> Json:
    given = canonical(request.get("filter", {}))
    sheet_id = batch.book.sheet(given.get("range", {}).get("sheetId", 0)).id
    sheet = batch.book.sheet(sheet_id)
    title = given.get("title") or f"Filter {len(sheet.listed('filterViews')) + 1}"
    view = {
        **given,
        "filterViewId": given.get("filterViewId") or batch.book.new_id(),
        "title": title,
        "range": whole(batch.book, given.get("range", {})),
    }
    sheet.listed("filterViews").append(view)
    return {"filter": tidy("FilterView", view)}


def duplicate_filter_view(batch: Batch, request: Json) -> Json:
    sheet, view = listed_item(batch.book, "filterViews", "filterViewId", request.get("filterId", 0), "filter view")
    copy = {**view, "filterViewId": batch.book.new_id(), "title": f"Copy of {view['title']}"}
    sheet.listed("filterViews").append(copy)
    return {"filter": tidy("FilterView", copy)}


def add_rule(batch: Batch, request: Json) -> None:
    rule = canonical(request.get("rule", {}))
    if not rule.get("ranges"):
        raise invalid("No ranges specified.")
    ranges = [{**grid, "sheetId": batch.book.sheet(grid.get("sheetId", 0)).id} for grid in rule["ranges"]]
    if len({grid["sheetId"] for grid in ranges}) > 1:
        raise invalid("All ranges of a rule must be on the same sheet.")
    rules = batch.book.sheet(ranges[0]["sheetId"]).listed("conditionalFormats")
    index = request.get("index", 0)
    if not 0 <= index <= len(rules):
        raise invalid(f"Index {index} is out of bounds.")
    rules.insert(index, {**rule, "ranges": ranges})


def update_rule(batch: Batch, request: Json) -> Json:
    rule = canonical(request.get("rule", {}))
    sheet_id = request.get("sheetId", (rule.get("ranges") or [{}])[0].get("sheetId", 0))
    rules, index = _rule(batch.book, sheet_id, request.get("index", 0))
    old = rules.pop(index)
    new_index = request.get("newIndex", index)
    new = rule or old
    rules.insert(new_index, new)
    reply = {"oldIndex": index, "newIndex": new_index, "oldRule": old, "newRule": new}
    return tidy("UpdateConditionalFormatRuleResponse", reply)


def delete_rule(batch: Batch, request: Json) -> Json:
    rules, index = _rule(batch.book, request.get("sheetId", 0), request.get("index", 0))
    return {"rule": tidy("ConditionalFormatRule", rules.pop(index))}


def add_banding(batch: Batch, request: Json) -> Json:
    given = canonical(request.get("bandedRange", {}))
    grid = whole(batch.book, given.get("range", {}))
    band = {**given, "bandedRangeId": given.get("bandedRangeId") or batch.book.new_id(), "range": grid}
    sheet = batch.book.sheet(grid["sheetId"])
    box = sheet.clip(bounds_of(grid))
    if any(sheet.clip(bounds_of(other["range"])).meets(box) for other in sheet.listed("bandedRanges")):
        raise invalid("You cannot add alternating background colors to a range that already has them.")
    sheet.listed("bandedRanges").append(band)
    return {"bandedRange": tidy("BandedRange", band)}


def add_embedded(part: str, key: str, id_key: str, message: str) -> Handler:
    """Return the handler that adds a chart or a slicer, to a tab or (a chart) to a tab of its own."""

    def add(batch: Batch, request: Json) -> Json:
        given = canonical(request.get(key, {}))
        item = {**given, id_key: given.get(id_key) or batch.book.new_id()}
        position = dict(given.get("position", {}))
        if position.get("newSheet"):
            sheet = new_sheet(batch.book, {"sheetType": "OBJECT", "title": f"Chart{len(batch.book.sheets)}"})
            position = {"sheetId": sheet.id}
        else:
            overlay = position.get("overlayPosition", {})
            sheet = batch.book.sheet(overlay.get("anchorCell", position).get("sheetId", 0))
            size = {"widthPixels": 600, "heightPixels": 371} if part == "charts" else {}
            position = {"overlayPosition": {**size, **overlay}}
        item["position"] = position
        sheet.listed(part).append(item)
        return {key: tidy(message, item)}

    return add


def update_chart(batch: Batch, request: Json) -> None:
    _, chart = listed_item(batch.book, "charts", "chartId", request.get("chartId", 0), "chart")
    chart["spec"] = canonical(request.get("spec", {}))


def update_slicer(batch: Batch, request: Json) -> None:
    mask = update_mask(request.get("fields"), "SlicerSpec")
    _, slicer = listed_item(batch.book, "slicers", "slicerId", request.get("slicerId", 0), "slicer")
    slicer["spec"] = dict(slicer.get("spec", {}))
    assign(slicer["spec"], canonical(request.get("spec", {})), mask)


def update_border(batch: Batch, request: Json) -> None:
    mask = update_mask(request.get("fields"), "EmbeddedObjectBorder")
    item = _embedded(batch.book, request.get("objectId", 0))
    item["border"] = dict(item.get("border", {}))
    assign(item["border"], canonical(request.get("border", {})), mask)


def update_position(batch: Batch, request: Json) -> Json:
    overlay = request.get("newPosition", {}).get("overlayPosition", {})
    position = _embedded(batch.book, request.get("objectId", 0))["position"]
    position["overlayPosition"] = {**position.get("overlayPosition", {}), **overlay}
    return {"position": tidy("EmbeddedObjectPosition", position)}


def _embedded(book: Workbook, number: int) -> Json:
    for sheet in book.sheets:
        for part, key in (("charts", "chartId"), ("slicers", "slicerId")):
            for item in sheet.listed(part):
                if item[key] == number:
                    return item
    raise invalid(f"No object with id: {number}")


def delete_embedded(batch: Batch, request: Json) -> None:
    number = request.get("objectId", 0)
    for sheet in batch.book.sheets:
        for part, key in (("charts", "chartId"), ("slicers", "slicerId")):
            kept = [item for item in sheet.listed(part) if item[key] != number]
            if len(kept) < len(sheet.listed(part)):
                sheet.parts[part] = kept
                return
    raise invalid(f"No object with id: {number}")


def updater(part: str, key: str, id_key: str, message: str, noun: str) -> Handler:
    """Return the handler that changes the masked fields of a listed object."""

    def update(batch: Batch, request: Json) -> None:
        given = canonical(request.get(key, {}))
        mask = update_mask(request.get("fields"), message)
        _, item = listed_item(batch.book, part, id_key, given.get(id_key, 0), noun)
        assign(item, given, {name: below for name, below in mask.items() if name != id_key})
        if "range" in mask and "range" in given:
            item["range"] = whole(batch.book, given["range"])

    return update


def deleter(part: str, id_key: str, request_key: str, noun: str) -> Handler:
    def delete(batch: Batch, request: Json) -> None:
        sheet, item = listed_item(batch.book, part, id_key, request.get(request_key, 0), noun)
        sheet.parts[part] = [other for other in sheet.listed(part) if other is not item]

    return delete


def listed_item(book: Workbook, part: str, key: str, number: object, noun: str) -> tuple[Sheet, Json]:
    for sheet in book.sheets:
        for item in sheet.listed(part):
            if item[key] == number:
                return sheet, item
    raise invalid(f"No {noun} with id: {number}")


def _rule(book: Workbook, sheet_id: int, index: int) -> tuple[list[Json], int]:
    rules = book.sheet(sheet_id).listed("conditionalFormats")
    if not 0 <= index < len(rules):
        raise invalid(f"No conditional format on sheet: {sheet_id} at index: {index}")
    return rules, index


def whole(book: Workbook, grid: Json) -> Json:
    """Fill in the ends that a range leaves open."""
    sheet, box = book.place(grid)
    return grid_of(sheet.id, box)
