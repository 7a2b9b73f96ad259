"""Developer metadata, and the endpoints that address ranges by data filter."""

import requests

from tests.adapters.sandbox.google.client import Json, Sheets
from tests.adapters.sandbox.google.test_structure import span, tagged


def by_key(key: str) -> Json:
    return {"developerMetadataLookup": {"metadataKey": key}}


def test_the_caller_may_choose_the_id_and_an_id_is_unique(sheets: Sheets) -> None:
    metadata = {"metadataId": 12, "metadataKey": "k", "visibility": "DOCUMENT", "location": {"spreadsheet": True}}
    reply = sheets.batch({"createDeveloperMetadata": {"developerMetadata": metadata}})["replies"][0]
    whole = {**metadata, "location": {"locationType": "SPREADSHEET", "spreadsheet": True}}
    assert reply == {"createDeveloperMetadata": {"developerMetadata": whole}}
    assert sheets.get("/developerMetadata/12") == whole
    assert sheets.refused({"createDeveloperMetadata": {"developerMetadata": metadata}})["code"] == 400
    assert sheets.get()["developerMetadata"] == [whole]
    assert requests.get(f"{sheets.url}/developerMetadata/13", timeout=5).status_code == 404


def test_only_one_row_or_column_can_be_tagged(sheets: Sheets) -> None:
    metadata = {"metadataKey": "k", "visibility": "DOCUMENT", "location": {"dimensionRange": span("ROWS", 0, 2)}}
    assert sheets.refused({"createDeveloperMetadata": {"developerMetadata": metadata}})["code"] == 400


def test_row_metadata_comes_with_the_grid(sheets: Sheets) -> None:
    item = tagged(sheets, "ROWS", 1, "row")
    found = sheets.get(ranges="A1:A3", fields="sheets.data.rowMetadata.developerMetadata")
    assert found["sheets"][0]["data"][0]["rowMetadata"] == [{}, {"developerMetadata": [item]}, {}]


def test_values_are_written_to_the_row_that_carries_the_metadata_wherever_it_went(sheets: Sheets) -> None:
    sheets.tab.update([["R-1", "open"], ["R-2", "open"]], "A1")
    tagged(sheets, "ROWS", 1, "R-2")
    sheets.batch({"insertDimension": {"range": span("ROWS", 0, 3)}})
    body = {
        "valueInputOption": "RAW",
        "includeValuesInResponse": True,
        "data": [{"dataFilter": by_key("R-2"), "majorDimension": "ROWS", "values": [[None, "closed"]]}],
    }
    done = sheets.post("/values:batchUpdateByDataFilter", body)
    response = done["responses"][0]
    assert (done["totalUpdatedCells"], response["updatedRange"]) == (1, "Sheet1!A5:B5")
    assert response["dataFilter"] == by_key("R-2")
    assert response["updatedData"]["values"] == [["R-2", "closed"]]
    assert sheets.shown("A4:B5") == [["R-1", "open"], ["R-2", "closed"]]


def test_more_values_than_a_matched_range_holds_fail_the_request(sheets: Sheets) -> None:
    tagged(sheets, "ROWS", 1, "row")
    body = {"valueInputOption": "RAW", "data": [{"dataFilter": by_key("row"), "values": [["a"], ["b"]]}]}
    answer = requests.post(f"{sheets.url}/values:batchUpdateByDataFilter", json=body, timeout=5)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"] == (
        "Invalid data[0]: Requested writing within range [Sheet1!A2:Z2], but tried writing to row [3]"
    )


def test_ranges_are_read_and_cleared_by_filter_with_the_filters_that_matched(sheets: Sheets) -> None:
    sheets.tab.update([["a", "b"], ["c", "d"]], "A1")
    tagged(sheets, "COLUMNS", 1, "column")
    filters = [by_key("column"), {"a1Range": "A1:A2"}, by_key("nothing")]
    done = sheets.post("/values:batchGetByDataFilter", {"dataFilters": filters})
    assert [(item["valueRange"]["range"], item["dataFilters"]) for item in done["valueRanges"]] == [
        ("Sheet1!B1:B1000", [by_key("column")]),
        ("Sheet1!A1:A2", [{"a1Range": "A1:A2"}]),
    ]
    cleared = sheets.post("/values:batchClearByDataFilter", {"dataFilters": [by_key("column")]})
    assert cleared["clearedRanges"] == ["Sheet1!B1:B1000"]
    assert sheets.shown("Sheet1") == [["a"], ["c"]]


def test_a_spreadsheet_is_read_by_filter(sheets: Sheets) -> None:
    sheets.tab.update([["a"], ["b"]], "A1")
    tagged(sheets, "ROWS", 1, "row")
    body = {"dataFilters": [by_key("row")], "includeGridData": True}
    found = sheets.post(":getByDataFilter", body, fields="sheets.data(startRow,rowData.values.formattedValue)")
    assert found["sheets"] == [{"data": [{"startRow": 1, "rowData": [{"values": [{"formattedValue": "b"}]}]}]}]


def test_metadata_is_changed_and_deleted_by_filter(sheets: Sheets) -> None:
    tagged(sheets, "ROWS", 0, "old")
    change = {"dataFilters": [by_key("old")], "developerMetadata": {"metadataValue": "v"}, "fields": "metadataValue"}
    done = sheets.batch({"updateDeveloperMetadata": change})["replies"][0]
    assert done["updateDeveloperMetadata"]["developerMetadata"][0]["metadataValue"] == "v"
    gone = sheets.batch({"deleteDeveloperMetadata": {"dataFilter": by_key("old")}})["replies"][0]
    assert len(gone["deleteDeveloperMetadata"]["deletedDeveloperMetadata"]) == 1
    assert sheets.post("/developerMetadata:search", {"dataFilters": [by_key("old")]}) == {}


def test_a_tab_holds_thirty_thousand_characters_of_metadata(sheets: Sheets) -> None:
    def request(row: int) -> Json:
        place = {"dimensionRange": span("ROWS", row, row + 1)}
        value = {"metadataKey": "k" * 100, "visibility": "DOCUMENT", "location": place}
        return {"createDeveloperMetadata": {"developerMetadata": value}}

    sheets.batch(*(request(row) for row in range(300)))
    assert sheets.refused(request(300))["code"] == 400
