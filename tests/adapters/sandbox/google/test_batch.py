"""batchUpdate: all or nothing, in order, a reply for each request, and the grid after it."""

from typing import Any

import pytest

from tests.adapters.sandbox.google.client import Json, Sheets


def write(row: int, column: int, *values: Any, fields: str = "userEnteredValue") -> Json:  # noqa: ANN401 - cell values
    cells = [{"userEnteredValue": {"numberValue" if isinstance(v, int) else "stringValue": v}} for v in values]
    start = {"sheetId": 0, "rowIndex": row, "columnIndex": column}
    return {"updateCells": {"start": start, "rows": [{"values": cells}], "fields": fields}}


def grid(**ends: int) -> Json:
    names = {"top": "startRowIndex", "bottom": "endRowIndex", "left": "startColumnIndex", "right": "endColumnIndex"}
    return {"sheetId": 0, **{names[key]: value for key, value in ends.items()}}


def test_one_bad_request_undoes_all_and_is_named_by_its_index_and_kind(sheets: Sheets) -> None:
    error = sheets.refused(
        write(0, 0, "x"),
        {"addSheet": {"properties": {"title": "New"}}},
        {"updateSheetProperties": {"properties": {"sheetId": 99, "title": "y"}, "fields": "title"}},
    )
    assert error == {
        "code": 400,
        "message": "Invalid requests[2].updateSheetProperties: No sheet with id: 99",
        "status": "INVALID_ARGUMENT",
    }
    assert [tab.title for tab in sheets.book.worksheets()] == ["Sheet1"]
    assert sheets.shown("Sheet1") == []


def test_requests_apply_in_order_and_each_has_its_reply(sheets: Sheets) -> None:
    done = sheets.batch(
        write(0, 0, "first"),
        {"insertDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}}},
        write(0, 0, "above"),
        {"addSheet": {"properties": {"title": "New", "sheetId": 7}}},
    )
    assert [list(reply) for reply in done["replies"]] == [[], [], [], ["addSheet"]]
    assert done["replies"][3]["addSheet"]["properties"] == {
        "sheetId": 7,
        "title": "New",
        "index": 1,
        "sheetType": "GRID",
        "gridProperties": {"rowCount": 1000, "columnCount": 26},
    }
    assert sheets.shown("Sheet1") == [["above"], ["first"]]


def test_the_answer_can_hold_the_grid_as_it_is_after_the_updates(sheets: Sheets) -> None:
    sheets.tab.update([["id", "state"], ["R-1", "open"], ["R-2", "open"]], "A1")
    body = {
        "requests": [
            write(2, 1, "closed"),
            {"deleteDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}}},
        ],
        "includeSpreadsheetInResponse": True,
        "responseRanges": ["Sheet1!A1:B2"],
        "responseIncludeGridData": True,
    }
    done = sheets.post(":batchUpdate", body)
    rows = done["updatedSpreadsheet"]["sheets"][0]["data"][0]["rowData"]
    shown = [[cell["formattedValue"] for cell in row["values"]] for row in rows]
    assert shown == [["id", "state"], ["R-2", "closed"]]
    masked = sheets.post(":batchUpdate", body, fields="updatedSpreadsheet.sheets.data.rowData.values.formattedValue")
    header = {"values": [{"formattedValue": "id"}, {"formattedValue": "state"}]}
    assert masked == {
        "updatedSpreadsheet": {
            "sheets": [{"data": [{"rowData": [header, {"values": [{}, {"formattedValue": "closed"}]}]}]}]
        }
    }


def test_cells_of_a_range_that_the_rows_do_not_cover_are_cleared_for_the_masked_fields_only(sheets: Sheets) -> None:
    sheets.tab.update([["a", "b"], ["c", "d"]], "A1")
    sheets.tab.update_note("B2", "stays")
    sheets.batch(
        {
            "updateCells": {
                "range": grid(top=0, bottom=2, left=0, right=2),
                "rows": [{"values": [{"userEnteredValue": {"stringValue": "new"}}]}],
                "fields": "userEnteredValue",
            }
        }
    )
    assert sheets.shown("Sheet1") == [["new"]]
    assert sheets.tab.get_note("B2") == "stays"
    sheets.tab.update([["b"]], "B1")
    sheets.batch(write(0, 0, "again"))
    assert sheets.shown("Sheet1") == [["again", "b"]]


def test_literal_text_by_update_cells_is_never_parsed(sheets: Sheets) -> None:
    sheets.batch(write(0, 0, "=1+1", "'quoted", "0012"))
    assert sheets.shown("A1:C1") == [["=1+1", "'quoted", "0012"]]


@pytest.mark.parametrize("fields", ["", "bogus"])
def test_an_update_needs_a_mask_of_known_fields(sheets: Sheets, fields: str) -> None:
    message = sheets.refused(write(0, 0, "x", fields=fields))["message"]
    assert message.startswith("Invalid requests[0].updateCells: ")


def test_no_requests_and_unknown_kinds_are_refused_as_google_does(sheets: Sheets) -> None:
    assert sheets.refused()["message"] == "Must specify at least one request."
    unknown = sheets.refused({"fly": {}})
    text = "Invalid JSON payload received. Unknown name \"fly\" at 'requests[0]': Cannot find field."
    assert unknown["message"] == text
    assert unknown["details"][0]["fieldViolations"] == [{"field": "requests[0]", "description": text}]


def test_repeat_cell_formats_a_range_and_moves_its_formula(sheets: Sheets) -> None:
    sheets.tab.update([[1], [2], [3]], "A1")
    cell = {"userEnteredValue": {"formulaValue": "=A1*10"}}
    sheets.batch(
        {"repeatCell": {"range": grid(top=0, bottom=3, left=1, right=2), "cell": cell, "fields": "userEnteredValue"}}
    )
    assert sheets.formulas("B1:B3") == [["=A1*10"], ["=A2*10"], ["=A3*10"]]
    assert sheets.typed("B1:B3") == [[10], [20], [30]]


def test_copies_move_relative_references_and_keep_fixed_ones(sheets: Sheets) -> None:
    sheets.type("A1", 5, "=A1+$A$1")
    paste = {
        "source": grid(top=0, bottom=1, left=1, right=2),
        "destination": grid(top=1, bottom=3, left=1, right=2),
        "pasteType": "PASTE_NORMAL",
    }
    sheets.batch({"copyPaste": paste})
    assert sheets.formulas("B1:B3") == [["=A1+$A$1"], ["=A2+$A$1"], ["=A3+$A$1"]]
    values = {**paste, "destination": grid(top=4, bottom=5, left=1, right=2), "pasteType": "PASTE_VALUES"}
    sheets.batch({"copyPaste": values})
    assert sheets.formulas("B5") == [[10]]


def test_a_merge_keeps_the_top_left_value_and_refuses_to_cut_through_another(sheets: Sheets) -> None:
    sheets.tab.update([["a", "b"], ["c", "d"]], "A1")
    sheets.batch({"mergeCells": {"range": grid(top=0, bottom=2, left=0, right=2), "mergeType": "MERGE_ALL"}})
    assert sheets.shown("Sheet1") == [["a"]]
    assert sheets.get(fields="sheets.merges")["sheets"] == [
        {"merges": [{"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2}]}
    ]
    error = sheets.refused({"mergeCells": {"range": grid(top=1, bottom=3, left=0, right=1)}})
    assert error["message"].endswith("You must select all cells in a merged range to merge or unmerge them.")


def test_a_sort_over_merged_cells_is_refused(sheets: Sheets) -> None:
    sheets.batch({"mergeCells": {"range": grid(top=0, bottom=2, left=0, right=1), "mergeType": "MERGE_ALL"}})
    sort = {"range": grid(top=0, bottom=3, left=0, right=2), "sortSpecs": [{"dimensionIndex": 0}]}
    assert sheets.refused({"sortRange": sort})["code"] == 400


def test_validation_leaves_out_rows_that_a_filter_hides_unless_asked(sheets: Sheets) -> None:
    """A rule reaches rows that the filter hides only where the request includes them."""
    sheets.tab.update([["id"], ["R-1"], ["R-2"]], "A1")
    spec = {"columnIndex": 0, "filterCriteria": {"hiddenValues": ["R-1"]}}
    sheets.batch(
        {"setBasicFilter": {"filter": {"range": grid(top=0, bottom=3, left=0, right=1), "filterSpecs": [spec]}}}
    )
    rule = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "R-1"}]}}
    place = {"range": grid(top=0, bottom=3, left=0, right=1), "rule": rule}

    def ruled() -> list[bool]:
        rows = sheets.get(fields="sheets.data.rowData.values(userEnteredValue,dataValidation)")["sheets"][0]["data"][0]
        return ["dataValidation" in row["values"][0] for row in rows["rowData"]]

    sheets.batch({"setDataValidation": place})
    assert ruled() == [True, False, True]
    sheets.batch({"setDataValidation": {**place, "filteredRowsIncluded": True}})
    assert ruled() == [True, True, True]


def test_validation_does_not_refuse_a_write_and_an_empty_checkbox_is_false(sheets: Sheets) -> None:
    one_of = {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "open"}, {"userEnteredValue": "closed"}]}
    rule = {"condition": one_of, "strict": True, "showCustomUi": True}
    sheets.batch(
        {"setDataValidation": {"range": grid(top=0, bottom=1, left=0, right=1), "rule": rule}},
        {
            "setDataValidation": {
                "range": grid(top=0, bottom=1, left=1, right=2),
                "rule": {"condition": {"type": "BOOLEAN"}},
            }
        },
    )
    sheets.tab.update([["something else"]], "A1")
    assert sheets.shown("A1:B1") == [["something else", "FALSE"]]
    assert sheets.cell("A1", "dataValidation")["dataValidation"] == rule


def test_find_and_replace_counts_what_it_changed_and_can_swap_one_whole_cell(sheets: Sheets) -> None:
    sheets.tab.update([["free", "free lunch"], ["FREE"]], "A1")
    swap = {"find": "free", "replacement": "held by 1", "matchEntireCell": True, "matchCase": True}
    done = sheets.batch({"findReplace": {**swap, "range": grid(top=0, bottom=1, left=0, right=1)}})
    counts = {"valuesChanged": 1, "rowsChanged": 1, "sheetsChanged": 1, "occurrencesChanged": 1}
    assert done["replies"] == [{"findReplace": counts}]
    again = sheets.batch({"findReplace": {**swap, "range": grid(top=0, bottom=1, left=0, right=1)}})
    assert again["replies"] == [{"findReplace": {}}]
    assert sheets.shown("Sheet1") == [["held by 1", "free lunch"], ["FREE"]]


def test_ten_million_cells_are_the_limit_of_a_spreadsheet(sheets: Sheets) -> None:
    big = {"sheetId": 0, "gridProperties": {"rowCount": 400_000, "columnCount": 26}}
    error = sheets.refused(
        {"updateSheetProperties": {"properties": big, "fields": "gridProperties(rowCount,columnCount)"}}
    )
    assert error["message"] == (
        "Invalid requests[0].updateSheetProperties: This action would increase the number of cells in the workbook "
        "above the limit of 10000000 cells."
    )


def test_the_last_visible_tab_can_be_neither_hidden_nor_removed(sheets: Sheets) -> None:
    hide = {"updateSheetProperties": {"properties": {"sheetId": 0, "hidden": True}, "fields": "hidden"}}
    assert sheets.refused(hide)["message"].endswith("You can't hide all the sheets in a document.")
    assert sheets.refused({"deleteSheet": {"sheetId": 0}})["code"] == 400


def test_text_is_split_into_columns_and_pasted_data_is_typed_in(sheets: Sheets) -> None:
    sheets.tab.update([["a,2,2026-01-05"]], "A1")
    sheets.batch(
        {"textToColumns": {"source": grid(top=0, bottom=1, left=0, right=1), "delimiterType": "COMMA"}},
        {
            "pasteData": {
                "coordinate": {"sheetId": 0, "rowIndex": 1, "columnIndex": 0},
                "data": "x\t10%\ny",
                "delimiter": "\t",
                "type": "PASTE_NORMAL",
            }
        },
    )
    assert sheets.typed("Sheet1") == [["a", 2, 46027], ["x", 0.1], ["y"]]


def test_ranges_of_cells_can_be_shifted_in_and_out(sheets: Sheets) -> None:
    sheets.tab.update([["a", "x"], ["b", "y"]], "A1")
    sheets.batch({"insertRange": {"range": grid(top=0, bottom=1, left=0, right=1), "shiftDimension": "ROWS"}})
    assert sheets.shown("Sheet1") == [["", "x"], ["a", "y"], ["b"]]
    sheets.batch({"deleteRange": {"range": grid(top=0, bottom=1, left=0, right=1), "shiftDimension": "COLUMNS"}})
    assert sheets.shown("Sheet1") == [["x"], ["a", "y"], ["b"]]


def test_a_basic_filter_hides_rows_in_grid_data_only_and_its_sort_moves_them_for_all(sheets: Sheets) -> None:
    sheets.tab.update([["id", "state"], ["R-2", "closed"], ["R-1", "open"]], "A1")
    criteria = {"1": {"hiddenValues": ["closed"]}}
    flt = {"range": grid(top=0, bottom=3, left=0, right=2), "sortSpecs": [{"dimensionIndex": 0}], "criteria": criteria}
    sheets.batch({"setBasicFilter": {"filter": flt}})
    assert sheets.shown("A1:A3") == [["id"], ["R-1"], ["R-2"]]
    meta = sheets.get(ranges="A1:B3", fields="sheets.data.rowMetadata.hiddenByFilter")
    assert meta["sheets"][0]["data"][0]["rowMetadata"] == [{}, {}, {"hiddenByFilter": True}]
    sheets.batch({"clearBasicFilter": {"sheetId": 0}})
    assert sheets.get(fields="sheets.basicFilter") == {"sheets": [{}]}


def test_objects_over_the_cells_are_kept_and_come_back(sheets: Sheets) -> None:
    anchor = {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 1, "columnIndex": 3}}}
    rule = {
        "ranges": [grid(top=1, bottom=9)],
        "booleanRule": {"condition": {"type": "NOT_BLANK"}, "format": {"backgroundColor": {"red": 1}}},
    }
    done = sheets.batch(
        {"addChart": {"chart": {"spec": {"title": "Open risks"}, "position": anchor}}},
        {"addConditionalFormatRule": {"rule": rule, "index": 0}},
        {"addBanding": {"bandedRange": {"range": grid(top=0, bottom=5, left=0, right=2)}}},
        {"addFilterView": {"filter": {"title": "Mine", "range": grid(top=0, bottom=5)}}},
        {"addTable": {"table": {"name": "Risks", "range": grid(top=0, bottom=3, left=5, right=7)}}},
    )
    replies = done["replies"]
    assert replies[0]["addChart"]["chart"]["spec"] == {"title": "Open risks"}
    assert replies[4]["addTable"]["table"]["columnProperties"][1]["columnName"] == "Column 2"
    tab = sheets.get()["sheets"][0]
    assert {"charts", "conditionalFormats", "bandedRanges", "filterViews", "tables"} <= tab.keys()
    sheets.batch(
        {"deleteEmbeddedObject": {"objectId": replies[0]["addChart"]["chart"]["chartId"]}},
        {"deleteConditionalFormatRule": {"sheetId": 0, "index": 0}},
        {"deleteBanding": {"bandedRangeId": replies[2]["addBanding"]["bandedRange"]["bandedRangeId"]}},
        {"deleteFilterView": {"filterId": replies[3]["addFilterView"]["filter"]["filterViewId"]}},
        {"deleteTable": {"tableId": replies[4]["addTable"]["table"]["tableId"]}},
    )
    assert sheets.get()["sheets"][0].keys() == {"properties"}


def test_rows_appended_to_a_table_extend_it_and_values_written_below_do_not(sheets: Sheets) -> None:
    sheets.tab.update([["id"], ["R-1"]], "A1")
    table = sheets.batch({"addTable": {"table": {"range": grid(top=0, bottom=2, left=0, right=1)}}})
    table_id = table["replies"][0]["addTable"]["table"]["tableId"]
    row = {"values": [{"userEnteredValue": {"stringValue": "R-2"}}]}
    sheets.batch({"appendCells": {"sheetId": 0, "tableId": table_id, "rows": [row], "fields": "userEnteredValue"}})
    sheets.tab.update([["R-3"]], "A4")
    found = sheets.get(fields="sheets.tables.range.endRowIndex")
    assert found["sheets"] == [{"tables": [{"range": {"endRowIndex": 3}}]}]
    assert sheets.shown("A1:A4") == [["id"], ["R-1"], ["R-2"], ["R-3"]]
