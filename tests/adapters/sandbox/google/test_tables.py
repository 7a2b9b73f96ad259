"""Tables, filters, filter views and merged cells."""

from tests.adapters.sandbox.google.client import Json, Sheets
from tests.adapters.sandbox.google.test_batch import grid

RED = {"rgbColor": {"red": 1}}


def table(sheets: Sheets, **more: object) -> str:
    given = {"range": grid(top=0, bottom=3, left=0, right=2), **more}
    return str(sheets.batch({"addTable": {"table": given}})["replies"][0]["addTable"]["table"]["tableId"])


def appended(table_id: str, *texts: str) -> Json:
    rows = [{"values": [{"userEnteredValue": {"stringValue": text}}]} for text in texts]
    return {"appendCells": {"sheetId": 0, "tableId": table_id, "rows": rows, "fields": "userEnteredValue"}}


def end_row(sheets: Sheets) -> int:
    found = sheets.get(fields="sheets.tables.range.endRowIndex")["sheets"][0]["tables"]
    return int(found[0]["range"]["endRowIndex"])


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
