"""The values of a spreadsheet: spreadsheets.values and its methods by data filter."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from adapters.sandbox.google import metadata, values
from adapters.sandbox.google.a1 import Bounds
from adapters.sandbox.google.append import Target, find_target
from adapters.sandbox.google.append import append as append_rows
from adapters.sandbox.google.call import Call, input_option, option
from adapters.sandbox.google.errors import SheetsError, invalid
from adapters.sandbox.google.values import Written
from adapters.sandbox.google.workbook import Place, Workbook

Json = dict[str, Any]
_READ = ("valueRenderOption", "dateTimeRenderOption", "majorDimension")
_WRITE = (
    "valueInputOption",
    "includeValuesInResponse",
    "responseValueRenderOption",
    "responseDateTimeRenderOption",
)


def get(call: Call, spreadsheet_id: str, text: str) -> Json:
    call.check_query(*_READ)
    book = call.library.open(spreadsheet_id, call.caller)
    sheet, box = book.locate(text)
    return values.value_range(book, sheet, box, call.rendering(call.params))


def batch_get(call: Call, spreadsheet_id: str) -> Json:
    call.check_query("ranges", *_READ)
    book = call.library.open(spreadsheet_id, call.caller)
    rendering = call.rendering(call.params)
    places = [book.locate(text) for text in call.all("ranges")]
    ranges = [values.value_range(book, sheet, box, rendering) for sheet, box in places]
    return {"spreadsheetId": book.id, "valueRanges": ranges} if ranges else {"spreadsheetId": book.id}


def update(call: Call, spreadsheet_id: str, text: str) -> Json:
    call.check_query(*_WRITE)
    body = call.body("ValueRange", "data")
    chosen = input_option(call.params)
    book = call.library.open(spreadsheet_id, call.caller, write=True)
    if body.get("range") and body["range"] != text:
        raise invalid(f"Request range[{text}] does not match value's range[{body['range']}]")
    with _atomic(call, book):
        written = _written(call, book, text, body, chosen)
    return values.updated(book, written, call.response_rendering(call.params))


def batch_update(call: Call, spreadsheet_id: str) -> Json:
    call.check_query()
    body = call.body("BatchUpdateValuesRequest")
    chosen = input_option(body)
    book = call.library.open(spreadsheet_id, call.caller, write=True)
    written: list[Written] = []
    with _atomic(call, book):
        for index, data in enumerate(body.get("data", [])):
            with _place(f"data[{index}]"):
                written.append(_written(call, book, data.get("range", ""), data, chosen))
    rendering = call.response_rendering(body)
    responses = [values.updated(book, one, rendering) for one in written]
    out = {"spreadsheetId": book.id, **values.totals(written)}
    return {**out, "responses": responses} if responses else out


def append(call: Call, spreadsheet_id: str, text: str) -> Json:
    call.check_query("insertDataOption", *_WRITE)
    body = call.body("ValueRange", "data")
    chosen = input_option(call.params)
    insert = option(call.params, "insertDataOption") == "INSERT_ROWS"
    book = call.library.open(spreadsheet_id, call.caller, write=True)
    rows = values.rows_of(body.get("values", []), body.get("majorDimension"))
    with _atomic(call, book):
        sheet, box = book.locate(text)
        target = call.target or find_target(sheet, box)
        written = append_rows(book, sheet, target, rows, option=chosen, insert=insert, now=call.now)
    out: Json = {"spreadsheetId": book.id}
    if target.table:
        out["tableRange"] = book.text(sheet, target.table)
    return {**out, "updates": values.updated(book, written, call.response_rendering(call.params))}


def append_target(call: Call, spreadsheet_id: str, text: str) -> Target:
    """Find where an append would write now."""
    book = call.library.open(spreadsheet_id, call.caller, write=True)
    return find_target(*book.locate(text))


def clear(call: Call, spreadsheet_id: str, text: str) -> Json:
    call.check_query()
    call.body("ClearValuesRequest")
    cleared = _cleared(call, spreadsheet_id, lambda book: [book.locate(text)])
    return {"spreadsheetId": spreadsheet_id, "clearedRange": cleared[0]}


def batch_clear(call: Call, spreadsheet_id: str) -> Json:
    call.check_query()
    texts = call.body("BatchClearValuesRequest").get("ranges", [])
    cleared = _cleared(call, spreadsheet_id, lambda book: [book.locate(text) for text in texts])
    return {"spreadsheetId": spreadsheet_id, **({"clearedRanges": cleared} if cleared else {})}


def batch_get_by_data_filter(call: Call, spreadsheet_id: str) -> Json:
    call.check_query()
    body = call.body("BatchGetValuesByDataFilterRequest")
    book = call.library.open(spreadsheet_id, call.caller)
    rendering = call.rendering(body)
    found = []
    for place, filters in _by_place(book, body.get("dataFilters", [])):
        found.append({"valueRange": values.value_range(book, *place, rendering), "dataFilters": filters})
    return {"spreadsheetId": book.id, "valueRanges": found} if found else {"spreadsheetId": book.id}


def batch_update_by_data_filter(call: Call, spreadsheet_id: str) -> Json:
    """Write the values into every range a filter matches; more values than a range holds fail all."""
    call.check_query()
    body = call.body("BatchUpdateValuesByDataFilterRequest")
    chosen = input_option(body)
    book = call.library.open(spreadsheet_id, call.caller, write=True)
    done: list[tuple[Json, Written]] = []
    with _atomic(call, book):
        for index, data in enumerate(body.get("data", [])):
            rows = values.rows_of(data.get("values", []), data.get("majorDimension"))
            data_filter = data.get("dataFilter", {})
            with _place(f"data[{index}]"):
                for sheet, box in metadata.places(book, data_filter):
                    bounds = Bounds(box.top, box.left, box.bottom, box.right)
                    done.append((data_filter, values.write(book, sheet, bounds, rows, option=chosen, now=call.now)))
    rendering = call.response_rendering(body)
    responses = [{"dataFilter": by, **_without_id(values.updated(book, one, rendering))} for by, one in done]
    out = {"spreadsheetId": book.id, **values.totals([one for _, one in done])}
    return {**out, "responses": responses} if responses else out


def batch_clear_by_data_filter(call: Call, spreadsheet_id: str) -> Json:
    call.check_query()
    filters = call.body("BatchClearValuesByDataFilterRequest").get("dataFilters", [])
    cleared = _cleared(call, spreadsheet_id, lambda book: [place for place, _ in _by_place(book, filters)])
    return {"spreadsheetId": spreadsheet_id, **({"clearedRanges": cleared} if cleared else {})}


def _written(call: Call, book: Workbook, text: str, body: Json, chosen: str) -> Written:
    sheet, bounds = book.find(text)
    book.check_inside(sheet, bounds)
    rows = values.rows_of(body.get("values", []), body.get("majorDimension"))
    return values.write(book, sheet, bounds, rows, option=chosen, now=call.now)


def _cleared(call: Call, spreadsheet_id: str, find: Callable[[Workbook], Iterable[Place]]) -> list[str]:
    book = call.library.open(spreadsheet_id, call.caller, write=True)
    with _atomic(call, book):
        return [values.clear(book, sheet, box) for sheet, box in find(book)]


def _by_place(book: Workbook, filters: Iterable[Json]) -> list[tuple[Place, list[Json]]]:
    found: list[tuple[Place, list[Json]]] = []
    for data_filter in filters:
        for place in metadata.places(book, data_filter):
            known = [by for other, by in found if other == place]
            if known:
                known[0].append(data_filter)
            else:
                found.append((place, [data_filter]))
    return found


def _without_id(response: Json) -> Json:
    return {key: value for key, value in response.items() if key != "spreadsheetId"}


@contextmanager
def _atomic(call: Call, book: Workbook) -> Iterator[None]:
    """Keep all that is done within, or, on an error, nothing."""
    before = book.snapshot()
    try:
        yield
    except BaseException:
        book.restore(before)
        raise
    call.library.save(book, call.caller)


@contextmanager
def _place(place: str) -> Iterator[None]:
    try:
        yield
    except SheetsError as error:
        raise error.within(place) from error
