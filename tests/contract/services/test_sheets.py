"""What Google Sheets makes of what is typed and written, and what its answers prove."""

import pytest

from tests.contract.services.desk import Desk, refused
from tests.contract.services.place import NO_SPREADSHEET


def test_what_is_typed_becomes_numbers_dates_and_booleans(desk: Desk) -> None:
    tab = desk.tab()
    tab.put([["3.5", "2026-01-05", "TRUE", "50%", "007", "'007", "=1+1", "text"]])
    assert tab.get() == [[3.5, 46027, True, 0.5, 7, "007", 2, "text"]]
    assert tab.get(how="FORMULA")[0][6] == "=1+1"


def test_what_is_written_raw_stays_text(desk: Desk) -> None:
    tab = desk.tab()
    tab.put([["3.5", "2026-01-05", "=1+1", True, 4]], how="RAW")
    assert tab.get() == [["3.5", "2026-01-05", "=1+1", True, 4]]


def test_empty_ends_are_left_out(desk: Desk) -> None:
    tab = desk.tab()
    tab.put([["a", "", "c", ""], [], ["", "b"]])
    assert tab.get() == [["a", "", "c"], [], ["", "b"]]


def test_a_formula_that_fails_shows_its_error(desk: Desk) -> None:
    tab = desk.tab()
    tab.put([["=1/0", "=NA()", "=SUM(2,3)"]])
    (row,) = tab.cells("effectiveValue,formattedValue")
    assert [each["effectiveValue"].get("errorValue", {}).get("type") for each in row] == ["DIVIDE_BY_ZERO", "N_A", None]
    assert [each["formattedValue"] for each in row] == ["#DIV/0!", "#N/A", "5"]


def test_the_text_format_keeps_what_is_typed(desk: Desk) -> None:
    tab = desk.tab()
    form = {"userEnteredFormat": {"numberFormat": {"type": "TEXT", "pattern": "@"}}}
    cells = {"range": tab.area(0, 5, 0, 1), "cell": form, "fields": "userEnteredFormat.numberFormat"}
    tab.batch({"repeatCell": cells})
    tab.put([["007"], ["2026-01-05"]])
    assert tab.get() == [["007"], ["2026-01-05"]]


def test_a_batch_is_carried_out_wholly_or_not_at_all(desk: Desk) -> None:
    tab = desk.tab(rows=5, columns=3)
    good = {"updateCells": {"range": tab.area(0, 1, 0, 1), "rows": [_row("a")], "fields": "userEnteredValue"}}
    bad = {"updateCells": {"range": tab.area(90, 91, 0, 1), "rows": [_row("b")], "fields": "userEnteredValue"}}
    assert refused(lambda: tab.batch(good, bad)) == (400, "INVALID_ARGUMENT")
    assert tab.get() == []


def test_the_answer_of_a_batch_shows_the_grid_as_it_left_it(desk: Desk) -> None:
    tab = desk.tab()
    wanted = {"updateCells": {"range": tab.area(0, 1, 0, 2), "rows": [_row("a", "b")], "fields": "userEnteredValue"}}
    answer = tab.batch(
        wanted,
        includeSpreadsheetInResponse=True,
        responseIncludeGridData=True,
        responseRanges=[f"'{tab.title}'!A1:B1"],
    )
    (sheet,) = answer["updatedSpreadsheet"]["sheets"]
    row = sheet["data"][0]["rowData"][0]["values"]
    assert [each["userEnteredValue"]["stringValue"] for each in row] == ["a", "b"]


def test_rows_are_appended_below_the_last_one_that_is_filled(desk: Desk) -> None:
    tab = desk.tab(rows=4)
    tab.put([["h"], ["a"]])
    tab.batch({"appendCells": {"sheetId": tab.number, "rows": [_row("b")], "fields": "userEnteredValue"}})
    assert tab.get() == [["h"], ["a"], ["b"]]


def test_rows_are_inserted_moved_and_deleted(desk: Desk) -> None:
    tab = desk.tab()
    tab.put([["h"], ["a"], ["b"], ["c"]])
    rows = {"sheetId": tab.number, "dimension": "ROWS"}
    tab.batch({"insertDimension": {"range": {**rows, "startIndex": 1, "endIndex": 2}, "inheritFromBefore": True}})
    assert tab.get() == [["h"], [], ["a"], ["b"], ["c"]]
    tab.batch(
        {"deleteDimension": {"range": {**rows, "startIndex": 1, "endIndex": 2}}},
        {"moveDimension": {"source": {**rows, "startIndex": 3, "endIndex": 4}, "destinationIndex": 1}},
    )
    assert tab.get() == [["h"], ["c"], ["a"], ["b"]]


def test_a_mark_on_a_column_goes_where_the_column_goes(desk: Desk) -> None:
    tab = desk.tab()
    column = {"sheetId": tab.number, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}
    mark = {"metadataKey": "contract", "metadataValue": "b", "visibility": "DOCUMENT"}
    tab.batch({"createDeveloperMetadata": {"developerMetadata": {**mark, "location": {"dimensionRange": column}}}})
    before = {"sheetId": tab.number, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
    tab.batch({"insertDimension": {"range": before, "inheritFromBefore": False}})
    answer = desk.google(
        "get",
        desk.place.spreadsheet,
        ranges=[f"'{tab.title}'!A1:H1"],
        fields="sheets(properties(sheetId),data(columnMetadata(developerMetadata)))",
    )
    columns = answer["sheets"][0]["data"][0]["columnMetadata"]
    marked = [place for place, each in enumerate(columns) if each.get("developerMetadata")]
    assert marked == [2]
    assert columns[2]["developerMetadata"][0]["metadataValue"] == "b"


def test_a_dropdown_is_read_as_it_was_set(desk: Desk) -> None:
    tab = desk.tab()
    values = [{"userEnteredValue": name} for name in ("High", "Low")]
    rule = {"condition": {"type": "ONE_OF_LIST", "values": values}, "strict": True, "showCustomUi": True}
    tab.batch({"setDataValidation": {"range": tab.area(0, 2, 0, 1), "rule": rule}})
    found = tab.cells("dataValidation", "A1:A2")
    assert [row[0]["dataValidation"]["condition"]["type"] for row in found] == ["ONE_OF_LIST"] * 2


def test_runs_of_format_and_links_are_read_as_they_were_written(desk: Desk) -> None:
    tab = desk.tab()
    runs = [{"startIndex": 0, "format": {"bold": True}}, {"startIndex": 4, "format": {"bold": False}}]
    cell = {"userEnteredValue": {"stringValue": "bold plain"}, "textFormatRuns": runs}
    given = {"range": tab.area(0, 1, 0, 1), "rows": [{"values": [cell]}], "fields": "userEnteredValue,textFormatRuns"}
    tab.batch({"updateCells": given})
    ((found,),) = tab.cells("userEnteredValue,textFormatRuns")
    assert found["userEnteredValue"] == {"stringValue": "bold plain"}
    assert found["textFormatRuns"][0]["format"]["bold"]


def test_merged_cells_have_their_value_in_the_first(desk: Desk) -> None:
    tab = desk.tab()
    tab.put([["a", "b"]])
    tab.batch({"mergeCells": {"range": tab.area(0, 1, 0, 2), "mergeType": "MERGE_ALL"}})
    assert tab.get() == [["a"]]


def test_writing_beyond_the_grid_is_refused(desk: Desk) -> None:
    tab = desk.tab(rows=3, columns=2)
    assert refused(lambda: tab.put([["x"]], place="D1")) == (400, "INVALID_ARGUMENT")


def test_what_is_not_there_is_told(desk: Desk) -> None:
    assert refused(lambda: desk.google("get", NO_SPREADSHEET, fields="spreadsheetId")) == (404, "NOT_FOUND")
    tab = desk.tab()
    assert refused(lambda: tab.get(place="A1:B2:C3")) == (400, "INVALID_ARGUMENT")


def test_a_token_that_is_none_is_refused(desk: Desk) -> None:
    answer = desk.bare("GET", f"/v4/spreadsheets/{desk.place.spreadsheet}?fields=spreadsheetId", "ya29.none")
    assert (answer.status_code, answer.json()["error"]["status"]) == (401, "UNAUTHENTICATED")


def test_a_field_that_is_none_is_refused(desk: Desk) -> None:
    call = lambda: desk.google("get", desk.place.spreadsheet, fields="sheets.nothing")  # noqa: E731 - one line
    assert refused(call) == (400, "INVALID_ARGUMENT")


@pytest.mark.parametrize("value", ["", None], ids=["empty text", "nothing"])
def test_a_cell_is_emptied_by_an_empty_text_and_left_by_nothing(desk: Desk, value: str | None) -> None:
    tab = desk.tab()
    tab.put([["a", "b"]])
    tab.put([[value, "c"]])
    assert tab.get() == [["", "c"] if value == "" else ["a", "c"]]


def _row(*texts: str) -> dict[str, list[dict[str, dict[str, str]]]]:
    return {"values": [{"userEnteredValue": {"stringValue": each}} for each in texts]}
