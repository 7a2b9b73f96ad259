"""Facts of the Sheets API that recordings do not show, each in a sentence; the other test files have the rest."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import gspread
import pytest
import requests
from gspread.utils import ValidationConditionType

from adapters.sandbox.server import SandboxServer
from tests.adapters.sandbox.google.client import Json, Sheets, connect
from tests.adapters.sandbox.google.test_batch import grid
from tests.adapters.sandbox.google.test_metadata import by_key
from tests.adapters.sandbox.google.test_structure import span, tagged

RED = {"rgbColor": {"red": 1}}
TEXT = {"userEnteredValue": {"stringValue": "x"}}


def resized(rows: int, columns: int) -> Json:
    size = {"rowCount": rows, "columnCount": columns}
    fields = "gridProperties(rowCount,columnCount)"
    return {"updateSheetProperties": {"properties": {"sheetId": 0, "gridProperties": size}, "fields": fields}}


def table(sheets: Sheets, **more: object) -> str:
    given = {"range": grid(top=0, bottom=3, left=0, right=2), **more}
    return str(sheets.batch({"addTable": {"table": given}})["replies"][0]["addTable"]["table"]["tableId"])


def appended(table_id: str, *texts: str) -> Json:
    rows = [{"values": [{"userEnteredValue": {"stringValue": text}}]} for text in texts]
    return {"appendCells": {"sheetId": 0, "tableId": table_id, "rows": rows, "fields": "userEnteredValue"}}


def end_row(sheets: Sheets) -> int:
    found = sheets.get(fields="sheets.tables.range.endRowIndex")["sheets"][0]["tables"]
    return int(found[0]["range"]["endRowIndex"])


def chip(start: int, **properties: Json) -> Json:
    return {"startIndex": start, "chip": properties}


def with_chips(text: str, *runs: Json) -> Json:
    cell = {"userEnteredValue": {"stringValue": text}, "chipRuns": list(runs)}
    where = {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}
    return {"updateCells": {"start": where, "rows": [{"values": [cell]}], "fields": "userEnteredValue,chipRuns"}}


# Limits


def test_a_batch_of_more_than_100000_requests_is_refused(sheets: Sheets) -> None:
    """One batchUpdate takes 100,000 requests; one more and the whole is a 400 that names the limit."""
    error = sheets.refused(*[{"clearBasicFilter": {"sheetId": 0}}] * 100_001)
    assert (error["code"], error["status"]) == (400, "INVALID_ARGUMENT")
    assert error["message"] == "Cannot exceed 100000 requests in a single batch."


def test_new_rows_are_counted_before_columns_go(sheets: Sheets) -> None:
    """The limit of ten million cells is held against the new rows while the old columns still stand."""
    error = sheets.refused(resized(500_000, 2))
    assert error["message"] == (
        "Invalid requests[0].updateSheetProperties: "
        "This action would increase the number of cells in the workbook above the limit of 10000000 cells."
    )
    sheets.batch(resized(1000, 2), resized(500_000, 2))
    assert sheets.book.sheet1.row_count == 500_000


def test_a_tab_has_no_column_after_zzz(sheets: Sheets) -> None:
    """Columns end at ZZZ, the 18,278th."""
    sheets.batch(resized(10, 18_278))
    assert sheets.get("/values/Sheet1!ZZZ1")["range"] == "Sheet1!ZZZ1"
    assert "18278" in sheets.refused(resized(10, 18_279))["message"]


def test_the_spreadsheet_itself_holds_30000_characters_of_metadata_beside_its_tabs(sheets: Sheets) -> None:
    """Keys and values of metadata may have 30,000 characters for each tab and 30,000 for the spreadsheet."""

    def request(place: Json) -> Json:
        value = {"metadataKey": "k", "metadataValue": "v" * 29_999, "visibility": "DOCUMENT", "location": place}
        return {"createDeveloperMetadata": {"developerMetadata": value}}

    sheets.batch(request({"sheetId": 0}), request({"spreadsheet": True}))
    assert sheets.refused(request({"spreadsheet": True}))["code"] == 400


# Values


def test_dates_are_days_since_the_end_of_1899_without_a_zone(sheets: Sheets) -> None:
    """Serial 0 is 30 December 1899; the zone of the spreadsheet changes nothing about a stored date."""
    sheets.type("A1", "1899-12-30", "1900-01-01", "2026-01-05 12:00:00")
    assert sheets.typed("A1:C1") == [[0, 2, 46027.5]]
    change = {"updateSpreadsheetProperties": {"properties": {"timeZone": "Asia/Tokyo"}, "fields": "timeZone"}}
    sheets.batch(change)
    assert sheets.typed("A1:C1") == [[0, 2, 46027.5]]


@pytest.mark.parametrize("option", ["SERIAL_NUMBER", "FORMATTED_STRING"])
def test_the_option_for_dates_says_nothing_where_values_are_shown_formatted(sheets: Sheets, option: str) -> None:
    """dateTimeRenderOption is ignored for FORMATTED_VALUE."""
    sheets.type("A1", "2026-01-05")
    assert sheets.get("/values/A1", dateTimeRenderOption=option)["values"] == [["2026-01-05"]]


def test_a_date_and_a_number_look_alike_in_values_and_only_the_format_tells(sheets: Sheets) -> None:
    """values.* gives the same 46027 for a date and a number; the number format's type is the difference."""
    sheets.type("A1", "2026-01-05", 46027)
    assert sheets.typed("A1:B1") == [[46027, 46027]]
    assert sheets.cell("A1", "effectiveFormat.numberFormat.type") == {
        "effectiveFormat": {"numberFormat": {"type": "DATE"}}
    }
    assert sheets.cell("B1", "effectiveFormat.numberFormat.type") == {"effectiveFormat": {}}


def test_an_error_is_a_text_in_values_and_an_error_value_in_a_cell(sheets: Sheets) -> None:
    """values.* shows ``#DIV/0!`` for every render option but FORMULA; CellData has the kind and a message."""
    sheets.type("A1", "=1/0")
    assert sheets.shown("A1") == sheets.typed("A1") == [["#DIV/0!"]]
    assert sheets.cell("A1", "effectiveValue")["effectiveValue"]["errorValue"]["type"] == "DIVIDE_BY_ZERO"


def test_what_counts_as_written(sheets: Sheets) -> None:
    """A null is not counted as updated, an empty text is."""
    done = sheets.tab.update([["a", None, "b"]] * 3 + [["a", "b", "c"]] * 3, "A1")
    assert done["updatedCells"] == 15
    assert sheets.tab.update([["a", "b", "c", ""], ["a", "b", "c", "d"]], "A1")["updatedCells"] == 8


def test_a_decimal_text_is_another_number_under_a_comma_locale(sheets: Sheets) -> None:
    """``2.413`` typed where the dot groups thousands is 2413; as a JSON number it is itself everywhere."""
    sheets.book.update_locale("de_DE")
    sheets.type("A1", "2.413", 2.413)
    assert sheets.typed("A1:B1") == [[2413, 2.413]]


def test_a_column_of_empty_checkboxes_is_full_for_an_append(sheets: Sheets) -> None:
    """An empty checkbox is FALSE, which is a value: rows below the data count as taken."""
    sheets.tab.update([["id", "done"], ["R-1", ""]], "A1")
    sheets.tab.add_validation("B2:B10", ValidationConditionType.boolean, [])
    assert sheets.tab.append_row(["R-2"])["updates"]["updatedRange"] == "Sheet1!A11"


def test_a_checkbox_with_its_own_values_holds_those(sheets: Sheets) -> None:
    """A checkbox with two values of its own reads and takes these texts, not TRUE and FALSE."""
    sheets.tab.add_validation("A1:A2", ValidationConditionType.boolean, ["Yes", "No"])
    sheets.type("A1", "Yes")
    assert sheets.typed("A1:A2") == [["Yes"]]


def test_a_strict_rule_refuses_no_write_of_the_api(sheets: Sheets) -> None:
    """Data validation is kept and given back, and held against nothing that the API writes, strict or not."""
    sheets.tab.add_validation("A1", ValidationConditionType.one_of_list, ["open", "closed"], strict=True)
    sheets.tab.update([["something else"]], "A1")
    assert sheets.shown("A1") == [["something else"]]
    assert sheets.cell("A1", "dataValidation")["dataValidation"]["strict"] is True


# Chips, runs, links


def test_a_chip_stands_on_an_at_sign_and_reads_as_text(sheets: Sheets) -> None:
    """A person is written on an ``@`` in the text; values.* has the text then, CellData all runs, plain ones empty."""
    sheets.batch(with_chips("💡 @ asks", chip(3, personProperties={"email": "ann@example.com"})))
    assert sheets.shown("A1") == [["💡 ann@example.com asks"]]
    assert sheets.cell("A1", "chipRuns")["chipRuns"] == [
        {"chip": {}},
        {"startIndex": 3, "chip": {"personProperties": {"email": "ann@example.com"}}},
        {"startIndex": 18, "chip": {}},
    ]


@pytest.mark.parametrize(
    "run",
    [
        chip(0, richLinkProperties={"uri": "https://example.com/page"}),
        chip(1, personProperties={"email": "ann@example.com"}),
        chip(0, richLinkProperties={"uri": "https://drive.google.com/" + "a" * 2000}),
    ],
)
def test_only_people_and_drive_files_are_written_as_chips(sheets: Sheets, run: Json) -> None:
    """Of links only those to Drive files of at most 2000 bytes can be written, and a run needs its ``@``."""
    assert sheets.refused(with_chips("@ x", run))["code"] == 400
    drive = chip(0, richLinkProperties={"uri": "https://docs.google.com/document/d/1a/edit"})
    sheets.batch(with_chips("@", drive))
    assert sheets.cell("A1", "chipRuns")["chipRuns"][0]["chip"] == drive["chip"]


def test_the_same_text_written_again_takes_chips_and_runs_away(sheets: Sheets) -> None:
    """Any new value, even the same text, erases text runs and chips; the note and the format stay."""
    sheets.batch(with_chips("@", chip(0, personProperties={"email": "ann@example.com"})))
    sheets.tab.update_note("A1", "kept")
    sheets.tab.update([["ann@example.com"]], "A1")
    assert sheets.cell("A1", "chipRuns,note") == {"note": "kept"}


def test_two_links_in_one_cell_leave_its_hyperlink_empty(sheets: Sheets) -> None:
    """``hyperlink`` is read only, and empty where a cell has more than one."""
    links = [{"startIndex": at, "format": {"link": {"uri": f"https://example.com/{at}"}}} for at in (0, 3)]
    cell = {"userEnteredValue": {"stringValue": "one two"}, "textFormatRuns": links}
    rows, where = [{"values": [cell]}], {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}
    sheets.batch({"updateCells": {"start": where, "rows": rows, "fields": "userEnteredValue,textFormatRuns"}})
    assert "hyperlink" not in sheets.cell("A1")


# Tables, filters, merges


def test_checkboxes_and_ratings_of_a_table_begin_with_false_and_zero(sheets: Sheets) -> None:
    """Empty cells of a checkbox column of a table are FALSE, those of a rating column 0, in appended rows too."""
    columns = [
        {"columnIndex": 0, "columnName": "done", "columnType": "BOOLEAN"},
        {"columnIndex": 1, "columnName": "stars", "columnType": "RATINGS_CHIP"},
    ]
    table_id = table(sheets, columnProperties=columns)
    assert sheets.typed("A1:B3") == [["done", "stars"], [False, 0], [False, 0]]
    sheets.batch(appended(table_id, "x"))
    assert sheets.typed("A4:B4") == [["x", 0]]


def test_rows_appended_to_a_table_go_above_its_footer(sheets: Sheets) -> None:
    """appendCells with a table writes into its body and moves the footer down."""
    sheets.tab.update([["id", "n"], ["R-1", 1], ["sum", 1]], "A1")
    table_id = table(sheets, rowsProperties={"footerColorStyle": RED})
    sheets.batch(appended(table_id, "R-2", "R-3"))
    assert sheets.shown("A1:A5") == [["id"], ["R-1"], ["R-2"], ["R-3"], ["sum"]]
    assert end_row(sheets) == 5


def test_rows_appended_to_a_table_push_down_what_stands_below(sheets: Sheets) -> None:
    """A table that grows inserts rows rather than write over what is below it."""
    sheets.tab.update([["id"], ["R-1"], ["R-2"], ["below"]], "A1")
    sheets.batch(appended(table(sheets), "R-3"))
    assert sheets.shown("A1:A5") == [["id"], ["R-1"], ["R-2"], ["R-3"], ["below"]]
    assert end_row(sheets) == 4


def test_a_footer_that_comes_or_goes_changes_the_range_by_a_row(sheets: Sheets) -> None:
    """A table that gets a footer has a row more, one that loses it a row less."""
    table_id = table(sheets)
    for rows, end in (({"footerColorStyle": RED}, 4), ({}, 3)):
        given = {"tableId": table_id, "rowsProperties": rows}
        sheets.batch({"updateTable": {"table": given, "fields": "rowsProperties"}})
        assert end_row(sheets) == end


def test_a_table_of_typed_columns_takes_what_is_written(sheets: Sheets) -> None:
    """Whether a typed column refuses a wrong type is not known; here it takes it, as validation does."""
    table(sheets, columnProperties=[{"columnIndex": 0, "columnName": "n", "columnType": "DOUBLE"}])
    sheets.tab.update([["text"]], "A2")
    assert sheets.shown("A2") == [["text"]]


def test_a_table_goes_with_its_dropdowns(sheets: Sheets) -> None:
    """The dropdown of a table's column belongs to the table: deleted with it."""
    rule = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "open"}]}}
    column = {"columnIndex": 0, "columnName": "state", "columnType": "DROPDOWN", "dataValidationRule": rule}
    table_id = table(sheets, columnProperties=[column])
    kept = sheets.get(fields="sheets.tables.columnProperties.dataValidationRule")["sheets"][0]["tables"][0]
    assert kept["columnProperties"][0] == {"dataValidationRule": rule}
    sheets.batch({"deleteTable": {"tableId": table_id}})
    assert "tables" not in sheets.get()["sheets"][0]
    assert sheets.cell("A2", "dataValidation") == {}


def test_a_filter_view_moves_no_rows_and_hides_none_from_values(sheets: Sheets) -> None:
    """A filter view sorts and hides for who looks through it only; a basic filter's sort moves the rows."""
    sheets.tab.update([["id"], ["R-2"], ["R-1"]], "A1")
    view = {"range": grid(top=0, bottom=3, left=0, right=1), "sortSpecs": [{"dimensionIndex": 0}]}
    sheets.batch({"addFilterView": {"filter": {**view, "criteria": {"0": {"hiddenValues": ["R-2"]}}}}})
    assert sheets.shown("A1:A3") == [["id"], ["R-2"], ["R-1"]]
    meta = sheets.get(ranges="A1:A3", fields="sheets.data.rowMetadata.hiddenByFilter")
    assert meta["sheets"][0]["data"][0]["rowMetadata"] == [{}, {}, {}]


def test_a_merged_range_has_its_value_in_the_first_cell_only(sheets: Sheets) -> None:
    """values.* shows a merged range as one value and empty cells; ``merges`` tells where it is."""
    sheets.tab.update([["a", "b"], ["c", "d"]], "A1")
    sheets.tab.merge_cells("A1:B2")
    assert sheets.shown("A1:B2") == [["a"]]
    merges = sheets.get(fields="sheets.merges")["sheets"][0]["merges"]
    assert merges == [{"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2}]


def test_zeros_of_a_range_stay_and_the_zero_of_its_tab_goes(sheets: Sheets) -> None:
    """An answer leaves out ``sheetId: 0`` within a range, and keeps its zero indices and the tab's own id."""
    sheets.tab.define_named_range("A1:B2", "block")
    found = sheets.get(fields="namedRanges.range,sheets.properties(sheetId,index)")
    assert found["namedRanges"][0]["range"] == {
        "startRowIndex": 0,
        "endRowIndex": 2,
        "startColumnIndex": 0,
        "endColumnIndex": 2,
    }
    assert found["sheets"][0]["properties"] == {"sheetId": 0, "index": 0}


# Metadata


def test_metadata_is_copied_with_the_file_and_the_tab_and_with_no_cells(sheets: Sheets, client: gspread.Client) -> None:
    """Row metadata comes along with a copy of the file or of the tab; copied or cut cells do not carry it."""
    sheets.tab.update([["R-1"]], "A1")
    tagged(sheets, "ROWS", 0, "row")
    copied = Sheets(sheets.base, client.copy(sheets.book.id, "Copy"))
    assert (
        len(copied.post("/developerMetadata:search", {"dataFilters": [by_key("row")]})["matchedDeveloperMetadata"]) == 1
    )
    sheets.tab.copy_range("A1:Z1", "A5:Z5")
    sheets.tab.cut_range("A1:Z1", "A7")
    found = sheets.post("/developerMetadata:search", {"dataFilters": [by_key("row")]})["matchedDeveloperMetadata"]
    places = [item["developerMetadata"]["location"]["dimensionRange"]["startIndex"] for item in found]
    assert places == [0]


def test_metadata_is_lost_when_the_file_is_uploaded_anew(sheets: Sheets, client: gspread.Client) -> None:
    """An upload replaces all tabs, and what hung on their rows."""
    tagged(sheets, "ROWS", 0, "row")
    client.import_csv(sheets.book.id, "a,b")
    assert sheets.post("/developerMetadata:search", {"dataFilters": [by_key("row")]}) == {}


def test_a_lookup_takes_the_exact_place_or_all_that_meets_it(sheets: Sheets) -> None:
    """EXACT_LOCATION finds what is bound to that very row, INTERSECTING_LOCATION what meets it too."""
    tagged(sheets, "ROWS", 1, "k")
    tagged(sheets, "COLUMNS", 1, "k")
    place = {"dimensionRange": span("ROWS", 1, 2)}

    def found(strategy: str) -> int:
        lookup = {"metadataKey": "k", "metadataLocation": place, "locationMatchingStrategy": strategy}
        done = sheets.post("/developerMetadata:search", {"dataFilters": [{"developerMetadataLookup": lookup}]})
        return len(done["matchedDeveloperMetadata"])

    assert (found("EXACT_LOCATION"), found("INTERSECTING_LOCATION")) == (1, 2)


def test_rows_can_be_pinned_proved_written_and_unpinned(sheets: Sheets) -> None:
    """Pins come back with the ID column of their rows; a row that comes above does not lead the write astray."""
    sheets.tab.update([["id", "state"], ["R-1", "open"], ["R-2", "open"]], "A1")
    pin = {
        "metadataId": 7,
        "metadataKey": "p",
        "visibility": "DOCUMENT",
        "location": {"dimensionRange": span("ROWS", 2, 3)},
    }
    fields = "updatedSpreadsheet.sheets.data(rowMetadata.developerMetadata.metadataId,rowData.values.formattedValue)"
    body = {
        "requests": [{"createDeveloperMetadata": {"developerMetadata": pin}}],
        "includeSpreadsheetInResponse": True,
        "responseRanges": ["A1:A4"],
    }
    data = sheets.post(":batchUpdate", body, fields=fields)["updatedSpreadsheet"]["sheets"][0]["data"][0]
    pinned = [at for at, row in enumerate(data["rowMetadata"]) if row.get("developerMetadata") == [{"metadataId": 7}]]
    assert [data["rowData"][at]["values"] for at in pinned] == [[{"formattedValue": "R-2"}]]
    sheets.tab.insert_row(["R-0", "new"], 2)
    by_id = {"developerMetadataLookup": {"metadataId": 7}}
    write = {"valueInputOption": "RAW", "data": [{"dataFilter": by_id, "values": [[None, "closed"]]}]}
    done = sheets.post("/values:batchUpdateByDataFilter", {**write, "includeValuesInResponse": True})
    assert done["responses"][0]["updatedData"]["values"] == [["R-2", "closed"]]
    sheets.batch({"deleteDeveloperMetadata": {"dataFilter": by_id}})
    assert sheets.shown("A1:B4") == [["id", "state"], ["R-0", "new"], ["R-1", "open"], ["R-2", "closed"]]


# Writing


def test_a_mask_overrides_what_the_body_says_of_grid_data(sheets: Sheets) -> None:
    """With a field mask responseIncludeGridData is ignored; the mask itself asks for cells or does not."""
    body = {
        "requests": [{"clearBasicFilter": {"sheetId": 0}}],
        "includeSpreadsheetInResponse": True,
        "responseIncludeGridData": True,
    }
    masked = sheets.post(":batchUpdate", body, fields="updatedSpreadsheet.sheets.properties.title")
    assert masked == {"updatedSpreadsheet": {"sheets": [{"properties": {"title": "Sheet1"}}]}}


def test_there_is_no_way_to_compare_and_set(sheets: Sheets) -> None:
    """No answer carries an etag or a revision, and a condition in the request's headers changes nothing."""
    url = f"{sheets.url}/values/A1"
    read = requests.get(url, timeout=5)
    assert not {"etag", "last-modified"} & {name.lower() for name in read.headers}
    condition = {"If-Match": '"another"', "If-Unmodified-Since": "Mon, 01 Jan 2024 00:00:00 GMT"}
    written = requests.put(
        url, params={"valueInputOption": "RAW"}, json={"values": [["x"]]}, headers=condition, timeout=5
    )
    assert written.status_code == 200
    assert not {"etag", "version", "revision"} & written.json().keys()


def test_an_append_sent_twice_is_there_twice(sheets: Sheets) -> None:
    """values.append is not idempotent: a retry after a lost answer doubles the row."""
    for _ in range(2):
        sheets.tab.append_row(["R-1"])
    assert sheets.shown("A1:A3") == [["R-1"], ["R-1"]]


def at_once(sheets: Sheets, option: str) -> list[Any]:
    """Append two rows that find their place before either is written."""

    def send(text: str) -> int:
        return requests.post(
            f"{sheets.url}/values/A1:append",
            params={"valueInputOption": "RAW", "insertDataOption": option},
            json={"values": [[text]]},
            headers={"X-Sandbox-Together": "2"},
            timeout=10,
        ).status_code

    sheets.tab.update([["id"]], "A1")
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(send, ["R-1", "R-2"])) == [200, 200]
    return sorted(row[0] for row in sheets.shown("A2:A9") if row)


def test_appends_at_the_same_time_overwrite_each_other(sheets: Sheets) -> None:
    """Two OVERWRITE appends at once find the same free row; one of them is lost, and both were answered 200."""
    assert len(at_once(sheets, "OVERWRITE")) == 1


def test_appends_that_insert_rows_keep_both(sheets: Sheets) -> None:
    """With INSERT_ROWS each makes its own row."""
    assert at_once(sheets, "INSERT_ROWS") == ["R-1", "R-2"]


def test_gspreads_insert_rows_are_two_calls(server: SandboxServer, sheets: Sheets) -> None:
    """gspread's insert_rows is an insertDimension and then an append: not atomic."""
    tab = sheets.tab
    server.forget_calls()
    tab.insert_rows([["x"]], 1)
    assert [call.path.partition(sheets.book.id)[2].rpartition(":")[2] for call in server.calls("google")] == [
        "batchUpdate",
        "append",
    ]


def test_gspread_turns_403_and_404_into_its_own_errors_when_it_opens(server: SandboxServer, sheets: Sheets) -> None:
    """open_by_key raises PermissionError for 403 and SpreadsheetNotFound for 404; later calls a plain APIError."""
    stranger = connect(server.google_base, "stranger@example.com")
    with pytest.raises(PermissionError):
        stranger.open_by_key(sheets.book.id)
    with pytest.raises(gspread.SpreadsheetNotFound):
        stranger.open_by_key("1" * 44)


@pytest.mark.parametrize(
    ("request_", "place", "kind", "value"),
    [
        (
            {"mergeCells": {"range": grid(top=0, bottom=2), "mergeType": "MERGE"}},
            "merge_cells.merge_type",
            "MergeCellsRequest.MergeType",
            "MERGE",
        ),
        (
            {"addChart": {"chart": {"spec": {"basicChart": {"chartType": "PIE"}}}}},
            "add_chart.chart.spec.basic_chart.chart_type",
            "BasicChartType",
            "PIE",
        ),
        (
            {"insertDimension": {"range": {"dimension": "ROW", "startIndex": 0, "endIndex": 1}}},
            "insert_dimension.range.dimension",
            "Dimension",
            "ROW",
        ),
    ],
)
def test_a_value_that_is_none_of_an_enum_is_refused(
    sheets: Sheets, request_: Json, place: str, kind: str, value: str
) -> None:
    """A word that the field's enum does not have is a 400 that names the field, the type and the word."""
    named = f"type.googleapis.com/google.apps.sheets.v4.{kind}"
    assert sheets.refused(request_)["message"] == f"Invalid value at 'requests[0].{place}' ({named}), \"{value}\""


def test_a_field_a_chart_does_not_have_is_refused(sheets: Sheets) -> None:
    """What is kept as an object is checked like the rest: a chart takes no field the API does not know."""
    error = sheets.refused({"addChart": {"chart": {"spec": {"colors": ["red"]}}}})
    assert error["message"] == (
        "Invalid JSON payload received. Unknown name \"colors\" at 'requests[0].add_chart.chart.spec': "
        "Cannot find field."
    )
