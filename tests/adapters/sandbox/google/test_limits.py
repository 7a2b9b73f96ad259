"""How much a batch, a spreadsheet and its metadata hold."""

from tests.adapters.sandbox.google.client import Json, Sheets


def resized(rows: int, columns: int) -> Json:
    size = {"rowCount": rows, "columnCount": columns}
    fields = "gridProperties(rowCount,columnCount)"
    return {"updateSheetProperties": {"properties": {"sheetId": 0, "gridProperties": size}, "fields": fields}}


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
