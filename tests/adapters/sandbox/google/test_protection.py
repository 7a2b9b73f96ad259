"""Protected ranges: a 400 for whoever is not an editor of the range, for the whole request."""

import gspread
import pytest
from gspread.exceptions import APIError

from adapters.sandbox.server import SandboxServer
from tests.adapters.sandbox.google.client import Sheets, connect

MESSAGE = (
    "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if "
    "you need to edit."
)
GRID = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1}


@pytest.fixture
def theirs(server: SandboxServer) -> Sheets:
    """A spreadsheet of somebody else, shared with the default caller as a writer, its header protected."""
    owner = connect(server.google_base, "owner@example.com")
    book = owner.create("Theirs")
    book.share("person@example.com", perm_type="user", role="writer", notify=False)
    book.batch_update({"requests": [{"addProtectedRange": {"protectedRange": {"range": GRID}}}]})
    return Sheets(server.google_base, connect(server.google_base).open_by_key(book.id))


def test_a_writer_of_the_file_is_refused_with_400_inside_the_range_and_not_outside(theirs: Sheets) -> None:
    with pytest.raises(APIError) as refused:
        theirs.tab.update([["x"]], "A1")
    assert refused.value.error == {"code": 400, "message": MESSAGE, "status": "INVALID_ARGUMENT"}
    theirs.tab.update([["x"]], "A2")
    assert theirs.shown("Sheet1") == [[], ["x"]]


def test_a_batch_that_touches_a_protected_cell_writes_nothing_at_all(theirs: Sheets) -> None:
    value = {"rows": [{"values": [{"userEnteredValue": {"numberValue": 1}}]}], "fields": "userEnteredValue"}
    error = theirs.refused(
        {"updateCells": {"start": {"sheetId": 0, "rowIndex": 5}, **value}},
        {"updateCells": {"start": {"sheetId": 0}, **value}},
    )
    assert error["message"] == f"Invalid requests[1].updateCells: {MESSAGE}"
    assert theirs.shown("Sheet1") == []


def test_deleting_sorting_and_clearing_a_protected_row_are_refused(theirs: Sheets) -> None:
    row = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    assert MESSAGE in theirs.refused({"deleteDimension": {"range": row}})["message"]
    sort = {"range": {"sheetId": 0, "endRowIndex": 3}, "sortSpecs": [{"dimensionIndex": 0}]}
    assert MESSAGE in theirs.refused({"sortRange": sort})["message"]
    with pytest.raises(APIError, match="protected"):
        theirs.tab.clear()


def test_a_caller_sees_whether_it_may_edit_and_the_flag_is_left_out_when_not(
    server: SandboxServer, theirs: Sheets
) -> None:
    fields = "sheets.protectedRanges(range,requestingUserCanEdit)"
    assert "requestingUserCanEdit" not in theirs.get(fields=fields)["sheets"][0]["protectedRanges"][0]
    owner = connect(server.google_base, "owner@example.com").open_by_key(theirs.book.id)
    seen = owner.fetch_sheet_metadata({"fields": fields})["sheets"][0]["protectedRanges"]
    assert seen == [{"range": {"startRowIndex": 0, "endRowIndex": 1}, "requestingUserCanEdit": True}]
    owner.sheet1.update([["id"]], "A1")
    assert theirs.shown("A1") == [["id"]]


def test_an_editor_of_the_range_may_write_and_a_warning_blocks_nobody(server: SandboxServer, theirs: Sheets) -> None:
    owner = connect(server.google_base, "owner@example.com").open_by_key(theirs.book.id)
    listed = owner.fetch_sheet_metadata()["sheets"][0]["protectedRanges"][0]
    number = listed["protectedRangeId"]
    editors = {"protectedRangeId": number, "editors": {"users": ["person@example.com"]}}
    owner.batch_update({"requests": [{"updateProtectedRange": {"protectedRange": editors, "fields": "editors"}}]})
    theirs.tab.update([["id"]], "A1")
    owner.batch_update({"requests": [{"deleteProtectedRange": {"protectedRangeId": number}}]})
    warning = {"range": GRID, "warningOnly": True}
    owner.batch_update({"requests": [{"addProtectedRange": {"protectedRange": warning}}]})
    theirs.tab.update([["ID"]], "A1")
    assert theirs.shown("A1") == [["ID"]]


def test_a_spreadsheet_that_is_not_shared_is_403_and_a_reader_may_not_write(server: SandboxServer) -> None:
    owner = connect(server.google_base, "owner@example.com")
    book = owner.create("Private")
    with pytest.raises(PermissionError):
        connect(server.google_base).open_by_key(book.id)
    book.share("person@example.com", perm_type="user", role="reader", notify=False)
    mine: gspread.Spreadsheet = connect(server.google_base).open_by_key(book.id)
    with pytest.raises(APIError) as refused:
        mine.sheet1.update([["x"]], "A1")
    assert refused.value.error["message"] == "The caller does not have permission"
