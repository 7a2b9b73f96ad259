"""values.*: what is trimmed, counted, skipped and cleared."""

import time

import pytest
import requests
from gspread.utils import Dimension

from tests.adapters.sandbox.google.client import Sheets
from tests.yardstick import yard


def test_trailing_empty_cells_and_rows_are_left_out_and_inner_ones_kept(sheets: Sheets) -> None:
    sheets.tab.update([["A1", "", "C1"], [], ["", "B3"], ["", ""]], "A1")
    assert sheets.shown("Sheet1") == [["A1", "", "C1"], [], ["", "B3"]]


def test_an_empty_range_has_no_values_key_and_the_range_is_clipped_to_the_grid(sheets: Sheets) -> None:
    assert sheets.get("/values/Sheet1!B2:ZZ5000") == {"range": "Sheet1!B2:Z1000", "majorDimension": "ROWS"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A1:B2", "Sheet1!A1:B2"),
        ("Sheet1", "Sheet1!A1:Z1000"),
        ("'Sheet1'!B:C", "Sheet1!B1:C1000"),
        ("Sheet1!2:3", "Sheet1!A2:Z3"),
        ("Sheet1!A2:2", "Sheet1!A2:Z2"),
        ("Sheet1!B5:B", "Sheet1!B5:B1000"),
        ("Sheet1!D4:A1", "Sheet1!A1:D4"),
        ("$A$1:$B$2", "Sheet1!A1:B2"),
        ("Sheet1!R2C1:R3C2", "Sheet1!A2:B3"),
        ("sheet1!C3", "Sheet1!C3"),
    ],
)
def test_every_form_of_a1_is_understood(sheets: Sheets, text: str, found: str) -> None:
    assert sheets.get(f"/values/{text}")["range"] == found


def test_titles_that_are_not_plain_names_are_quoted_and_a_tab_named_like_a_cell_is_the_cell_unquoted(
    sheets: Sheets,
) -> None:
    for title in ("It's mine", "P1", "リスク", "2026-01"):
        sheets.book.add_worksheet(title, 10, 5)
        quoted = "'" + title.replace("'", "''") + "'"
        assert sheets.get(f"/values/{quoted}!A1")["range"] == f"{quoted}!A1"
    assert sheets.get("/values/P1")["range"] == "Sheet1!P1"
    assert sheets.get("/values/リスク")["range"] == "'リスク'!A1:E10"


def test_null_is_skipped_and_not_counted_and_an_empty_string_clears_and_is_counted(sheets: Sheets) -> None:
    sheets.tab.update([["a", "b", "c"]], "A1")
    done = sheets.tab.update([["x", None, ""]], "A1")
    assert (done["updatedCells"], done["updatedColumns"], done["updatedRange"]) == (2, 2, "Sheet1!A1:C1")
    assert sheets.shown("Sheet1") == [["x", "b"]]


def test_raw_keeps_every_text_as_it_is(sheets: Sheets) -> None:
    texts = ["=1+2", "'abc", "0012", "2026-01-05", "TRUE", "+1", "10%", " x "]
    sheets.tab.update([texts], "A1")
    assert sheets.shown("Sheet1") == [texts]
    assert sheets.formulas("Sheet1") == [texts]


def test_the_three_render_options_differ_for_dates_numbers_booleans_and_formulas(sheets: Sheets) -> None:
    sheets.type("A1", "2026-01-05", "1,234.5", True, "=B1*2")
    assert sheets.shown("A1:D1") == [["2026-01-05", "1,234.50", "TRUE", "2469"]]
    assert sheets.typed("A1:D1") == [[46027, 1234.5, True, 2469]]
    assert sheets.formulas("A1:D1") == [[46027, 1234.5, True, "=B1*2"]]
    strings = sheets.get(
        "/values/A1:B1", valueRenderOption="UNFORMATTED_VALUE", dateTimeRenderOption="FORMATTED_STRING"
    )
    assert strings["values"] == [["2026-01-05", 1234.5]]


def test_values_can_be_written_and_read_by_columns(sheets: Sheets) -> None:
    sheets.tab.update([["a", "b"], ["c"]], "B2", major_dimension=Dimension.cols)
    assert sheets.shown("Sheet1") == [[], ["", "a", "c"], ["", "b"]]
    by_columns = sheets.get("/values/B2:C3", majorDimension="COLUMNS")
    assert by_columns["values"] == [["a", "b"], ["c"]]


def test_a_batch_counts_rows_and_columns_written_twice_once(sheets: Sheets) -> None:
    data = [
        {"range": "Sheet1!A1:A4", "majorDimension": "COLUMNS", "values": [["Item", "Wheel", "Door", "Engine"]]},
        {"range": "Sheet1!B1:D2", "values": [["Cost", "Stocked", "Ship Date"], ["$20.50", "4", "3/1/2016"]]},
    ]
    done = sheets.post("/values:batchUpdate", {"valueInputOption": "USER_ENTERED", "data": data})
    totals = {key: done[key] for key in done if key.startswith("total")}
    assert totals == {
        "totalUpdatedRows": 4,
        "totalUpdatedColumns": 4,
        "totalUpdatedCells": 10,
        "totalUpdatedSheets": 1,
    }


def test_a_batch_of_values_is_all_or_nothing(sheets: Sheets) -> None:
    data = [{"range": "Sheet1!A1", "values": [["x"]]}, {"range": "Nope!A1", "values": [["y"]]}]
    body = {"valueInputOption": "RAW", "data": data}
    answer = requests.post(f"{sheets.url}/values:batchUpdate", json=body, timeout=10)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"] == "Invalid data[1]: Unable to parse range: Nope!A1"
    assert sheets.shown("Sheet1") == []


def test_what_was_written_can_come_back_in_the_answer(sheets: Sheets) -> None:
    answer = requests.put(
        f"{sheets.url}/values/A1:C3",
        params={"valueInputOption": "USER_ENTERED", "includeValuesInResponse": "true"},
        json={"values": [["1,000", "x"]]},
        timeout=10,
    ).json()
    assert answer["updatedData"] == {
        "range": "Sheet1!A1:B1",
        "majorDimension": "ROWS",
        "values": [["1,000", "x"]],
    }


def test_clear_takes_values_and_leaves_formats_notes_and_validation(sheets: Sheets) -> None:
    sheets.type("A1", "x")
    sheets.tab.format("A1", {"textFormat": {"bold": True}})
    sheets.tab.update_note("A1", "keep me")
    assert sheets.tab.batch_clear(["A1:B2"])["clearedRanges"] == ["Sheet1!A1:B2"]
    data = sheets.cell("A1", "userEnteredValue,userEnteredFormat,note")
    assert data == {"userEnteredFormat": {"textFormat": {"bold": True}}, "note": "keep me"}


def test_a_write_by_values_keeps_formats_and_notes_and_erases_text_runs_and_chips(sheets: Sheets) -> None:
    cell = {
        "userEnteredValue": {"stringValue": "@ and text"},
        "note": "n",
        "textFormatRuns": [{"startIndex": 2, "format": {"bold": True}}],
        "chipRuns": [{"startIndex": 0, "chip": {"personProperties": {"email": "person@example.com"}}}],
    }
    start = {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}
    sheets.batch({"updateCells": {"start": start, "rows": [{"values": [cell]}], "fields": "*"}})
    assert {"textFormatRuns", "chipRuns", "note"} <= sheets.cell("A1").keys()
    sheets.tab.update([["@ and text"]], "A1")
    assert sheets.cell("A1", "textFormatRuns,chipRuns,note") == {"note": "n"}


def test_ten_thousand_rows_are_read_quickly(sheets: Sheets) -> None:
    sheets.tab.resize(10_000, 20)
    sheets.tab.update([[f"{row}-{column}" for column in range(20)] for row in range(10_000)], "A1")
    start = time.monotonic()
    assert len(sheets.shown("Sheet1")) == 10_000
    assert time.monotonic() - start < 40 * yard()
