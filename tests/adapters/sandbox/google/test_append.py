"""values.append and appendCells: where the next row goes."""

from typing import Any

from tests.adapters.sandbox.google.client import Sheets


def append(sheets: Sheets, text: str, *rows: list[Any], insert: bool = False) -> tuple[str | None, str]:
    params = {"valueInputOption": "RAW", "insertDataOption": "INSERT_ROWS" if insert else "OVERWRITE"}
    done = sheets.post(f"/values/{text}:append", {"values": list(rows)}, **params)
    return done.get("tableRange"), done["updates"]["updatedRange"]


def test_a_row_with_a_gap_makes_the_next_append_drift_to_its_last_block(sheets: Sheets) -> None:
    append(sheets, "Sheet1", ["a", "", "c"])
    assert append(sheets, "Sheet1", ["a", "", "c"]) == ("Sheet1!C1", "Sheet1!C2:E2")


def test_a_range_inside_the_first_block_anchors_the_append_there(sheets: Sheets) -> None:
    append(sheets, "Sheet1", ["a", "", "c"])
    assert append(sheets, "Sheet1!A1", ["a", "", "c"]) == ("Sheet1!A1", "Sheet1!A2:C2")


def test_of_two_tables_the_last_in_the_range_counts_and_a_cell_in_none_is_the_place_itself(sheets: Sheets) -> None:
    tables = [["x", "y", "z"], ["x", "y", "z"], [], ["", "x", "y", "z"], ["", "x", "y", "z"], ["", "x", "y", "z"]]
    for text, target in (
        ("Sheet1", "Sheet1!B7"),
        ("B4", "Sheet1!B7"),
        ("B2:D4", "Sheet1!B7"),
        ("A3:G10", "Sheet1!B7"),
        ("A1", "Sheet1!A3"),
        ("E4", "Sheet1!E4"),
        ("A4", "Sheet1!A4"),
    ):
        sheets.tab.clear()
        sheets.tab.update(tables, "A1")
        assert append(sheets, text, ["new"])[1] == target, text


def test_overwrite_overwrites_what_lies_below_and_insert_rows_pushes_it_down(sheets: Sheets) -> None:
    sheets.tab.update([["h"], ["1"], [""], ["total"]], "A1")
    append(sheets, "A1:A2", ["2"], ["3"])
    assert sheets.shown("A1:A6") == [["h"], ["1"], ["2"], ["3"]]
    sheets.tab.update([["h"], ["1"], [""], ["total"]], "A1")
    append(sheets, "A1:A2", ["2"], ["3"], insert=True)
    assert sheets.shown("A1:A6") == [["h"], ["1"], ["2"], ["3"], [], ["total"]]


def test_append_grows_the_grid_and_update_does_not(sheets: Sheets) -> None:
    sheets.tab.resize(2, 2)
    append(sheets, "Sheet1", ["a", "b"], ["c", "d"])
    assert append(sheets, "Sheet1", ["e", "f", "g"])[1] == "Sheet1!A3:C3"
    grid = sheets.get(fields="sheets.properties.gridProperties")["sheets"][0]["properties"]["gridProperties"]
    assert grid == {"rowCount": 3, "columnCount": 3}


def test_append_cells_goes_below_the_last_row_with_data_into_column_a(sheets: Sheets) -> None:
    sheets.tab.resize(5, 4)
    sheets.tab.update([["far"]], "D5")
    row = {"values": [{"userEnteredValue": {"stringValue": "R-1"}}]}
    reply = sheets.batch({"appendCells": {"sheetId": 0, "rows": [row], "fields": "userEnteredValue"}})
    assert reply["replies"] == [{}]
    assert sheets.shown("A5:D6") == [["", "", "", "far"], ["R-1"]]
    wide = {"values": [{"userEnteredValue": {"numberValue": 1}}] * 5}
    error = sheets.refused({"appendCells": {"sheetId": 0, "rows": [wide], "fields": "userEnteredValue"}})
    assert error["message"] == (
        "Invalid requests[0].appendCells: Attempting to write column: 4, beyond the last requested column of: 3"
    )


def test_gspreads_append_rows_and_insert_rows_work(sheets: Sheets) -> None:
    sheets.tab.append_rows([["a", 1], ["b", 2]])
    sheets.tab.insert_rows([["new", 0]], 2)
    assert sheets.tab.get_all_values() == [["a", "1"], ["new", "0"], ["b", "2"]]
