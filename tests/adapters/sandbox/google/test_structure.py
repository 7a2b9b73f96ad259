"""What follows rows and columns when they are inserted, deleted, moved or sorted."""

from tests.adapters.sandbox.google.client import Json, Sheets


def span(dimension: str, start: int, end: int) -> Json:
    return {"sheetId": 0, "dimension": dimension, "startIndex": start, "endIndex": end}


def tagged(sheets: Sheets, dimension: str, index: int, key: str) -> Json:
    metadata = {
        "metadataKey": key,
        "visibility": "DOCUMENT",
        "location": {"dimensionRange": span(dimension, index, index + 1)},
    }
    done = sheets.batch({"createDeveloperMetadata": {"developerMetadata": metadata}})
    found: Json = done["replies"][0]["createDeveloperMetadata"]["developerMetadata"]
    return found


def where(sheets: Sheets, key: str) -> int | None:
    lookup = {"dataFilters": [{"developerMetadataLookup": {"metadataKey": key}}]}
    found = sheets.post("/developerMetadata:search", lookup).get("matchedDeveloperMetadata")
    if not found:
        return None
    at: int = found[0]["developerMetadata"]["location"]["dimensionRange"]["startIndex"]
    return at


def test_metadata_stays_with_its_row_through_inserts_deletes_and_moves_and_dies_with_it(sheets: Sheets) -> None:
    tagged(sheets, "ROWS", 4, "row")
    sheets.batch({"insertDimension": {"range": span("ROWS", 1, 3)}})
    assert where(sheets, "row") == 6
    sheets.batch({"deleteDimension": {"range": span("ROWS", 0, 2)}})
    assert where(sheets, "row") == 4
    sheets.batch({"moveDimension": {"source": span("ROWS", 4, 5), "destinationIndex": 0}})
    assert where(sheets, "row") == 0
    sheets.batch({"moveDimension": {"source": span("ROWS", 5, 8), "destinationIndex": 0}})
    assert where(sheets, "row") == 3
    sheets.batch({"deleteDimension": {"range": span("ROWS", 3, 4)}})
    assert where(sheets, "row") is None


def test_metadata_of_a_column_follows_a_moved_column(sheets: Sheets) -> None:
    sheets.tab.update([["id", "title", "owner"]], "A1")
    tagged(sheets, "COLUMNS", 2, "owner")
    sheets.batch({"moveDimension": {"source": span("COLUMNS", 2, 3), "destinationIndex": 1}})
    assert sheets.shown("A1:C1") == [["id", "owner", "title"]]
    assert where(sheets, "owner") == 1


def test_a_sort_moves_cells_and_leaves_metadata_and_row_heights_where_they_are(sheets: Sheets) -> None:
    sheets.tab.update([["b"], ["a"]], "A1")
    tagged(sheets, "ROWS", 0, "first")
    height = {"range": span("ROWS", 0, 1), "properties": {"pixelSize": 50}, "fields": "pixelSize"}
    sheets.batch({"updateDimensionProperties": height})
    sort = {"range": {"sheetId": 0, "endRowIndex": 2}, "sortSpecs": [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]}
    sheets.batch({"sortRange": sort})
    assert sheets.shown("A1:A2") == [["a"], ["b"]]
    assert where(sheets, "first") == 0
    meta = sheets.get(ranges="A1:A2", fields="sheets.data.rowMetadata.pixelSize")["sheets"][0]["data"][0]
    assert meta["rowMetadata"] == [{"pixelSize": 50}, {"pixelSize": 21}]


def test_a_sort_puts_numbers_before_texts_and_blanks_last_either_way(sheets: Sheets) -> None:
    sheets.tab.update([["b"], [10], [""], ["A"], [9], [True]], "A1")
    for order, wanted in (
        ("ASCENDING", [[9], [10], ["A"], ["b"], [True]]),
        ("DESCENDING", [[True], ["b"], ["A"], [10], [9]]),
    ):
        spec = {"dimensionIndex": 0, "sortOrder": order}
        sheets.batch({"sortRange": {"range": {"sheetId": 0, "endRowIndex": 6}, "sortSpecs": [spec]}})
        assert sheets.typed("A1:A6") == wanted


def test_formulas_named_ranges_merges_and_protected_ranges_move_with_their_cells(sheets: Sheets) -> None:
    sheets.type("A1", 1, "=A1+A2", "=SUM(A1:A3)", "=$A$3")
    sheets.type("A2", 2)
    sheets.type("A3", 3)
    second = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 1}
    sheets.batch({"addNamedRange": {"namedRange": {"name": "second", "range": second}}})
    sheets.batch({"insertDimension": {"range": span("ROWS", 1, 2)}})
    assert sheets.formulas("B1:D1") == [["=A1+A3", "=SUM(A1:A4)", "=$A$4"]]
    assert sheets.get("/values/second")["range"] == "Sheet1!A3"
    sheets.batch({"deleteDimension": {"range": span("ROWS", 2, 3)}})
    assert sheets.formulas("B1:D1") == [["=A1+#REF!", "=SUM(A1:A3)", "=$A$3"]]
    assert sheets.shown("B1") == [["#REF!"]]
    assert "namedRanges" not in sheets.get()


def test_an_inserted_row_takes_the_format_of_the_row_before_when_asked_to(sheets: Sheets) -> None:
    sheets.tab.format("A1", {"textFormat": {"bold": True}})
    sheets.batch({"insertDimension": {"range": span("ROWS", 1, 2), "inheritFromBefore": True}})
    assert sheets.cell("A2", "userEnteredFormat") == {"userEnteredFormat": {"textFormat": {"bold": True}}}
    error = sheets.refused({"insertDimension": {"range": span("ROWS", 0, 1), "inheritFromBefore": True}})
    assert error["message"].startswith("Invalid requests[0].insertDimension: ")


def test_all_rows_cannot_be_deleted_nor_rows_that_are_not_there(sheets: Sheets) -> None:
    sheets.tab.resize(3, 3)
    everything = sheets.refused({"deleteDimension": {"range": span("ROWS", 0, 3)}})
    assert everything["message"] == "Invalid requests[0].deleteDimension: You can't delete all the rows on the sheet."
    assert sheets.refused({"deleteDimension": {"range": span("ROWS", 5, 6)}})["code"] == 400


def test_rows_cut_off_by_a_smaller_grid_go_as_if_deleted(sheets: Sheets) -> None:
    tagged(sheets, "ROWS", 8, "row")
    merge = {"sheetId": 0, "startRowIndex": 3, "endRowIndex": 9, "startColumnIndex": 0, "endColumnIndex": 1}
    sheets.batch({"mergeCells": {"range": merge, "mergeType": "MERGE_ALL"}})
    sheets.tab.resize(5, 5)
    assert where(sheets, "row") is None
    assert sheets.get(fields="sheets.merges.endRowIndex")["sheets"] == [{"merges": [{"endRowIndex": 5}]}]


def test_a_charts_own_tab_has_no_grid(sheets: Sheets) -> None:
    chart = {"spec": {"title": "x"}, "position": {"newSheet": True}}
    done = sheets.batch({"addChart": {"chart": chart}})["replies"][0]["addChart"]["chart"]
    number = done["position"]["sheetId"]
    rows = {"sheetId": number, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    error = sheets.refused({"insertDimension": {"range": rows}})
    assert error["message"] == f"Invalid requests[0].insertDimension: No grid with id: {number}"


def test_a_formula_follows_a_renamed_tab(sheets: Sheets) -> None:
    other = sheets.book.add_worksheet("Data", 5, 5)
    other.update([[42]], "A1")
    sheets.type("A1", "=Data!A1")
    other.update_title("My data")
    assert sheets.formulas("A1") == [["='My data'!A1"]]
    assert sheets.typed("A1") == [[42]]


def test_a_duplicated_tab_takes_values_and_metadata_along_and_leaves_its_source_alone(sheets: Sheets) -> None:
    sheets.tab.update([["R-1"]], "A1")
    tagged(sheets, "ROWS", 0, "row")
    copy = sheets.tab.duplicate(new_sheet_name="Second", insert_sheet_index=1)
    copy.update([["changed"]], "A1")
    assert sheets.shown("Sheet1!A1") == [["R-1"]]
    lookup = {"dataFilters": [{"developerMetadataLookup": {"metadataKey": "row"}}]}
    assert len(sheets.post("/developerMetadata:search", lookup)["matchedDeveloperMetadata"]) == 2
