"""Where developer metadata goes and does not go, and what it is good for."""

import gspread

from tests.adapters.sandbox.google.client import Sheets
from tests.adapters.sandbox.google.test_metadata import by_key
from tests.adapters.sandbox.google.test_structure import span, tagged


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
