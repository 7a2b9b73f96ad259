"""Each public name of gspread 6.2.1 that talks to Google, called once against the sandbox; none is left out."""

import re
from collections.abc import Callable
from typing import Any

import gspread
import pytest
from google.auth.transport.requests import Request
from google.oauth2.credentials import Credentials
from gspread.cell import Cell
from gspread.http_client import BackOffHTTPClient, HTTPClient
from gspread.utils import (
    DateTimeOption,
    Dimension,
    ExportFormat,
    InsertDataOption,
    MergeType,
    PasteOrientation,
    PasteType,
    TableDirection,
    ValidationConditionType,
    ValueInputOption,
    ValueRenderOption,
)
from gspread.worksheet import ValueRange

from adapters.sandbox.server import SandboxServer
from tests.adapters.sandbox.google.client import Sheets, connect

Json = dict[str, Any]
Use = Callable[["Setting"], object]

RAW: dict[str, Any] = {"valueInputOption": "RAW"}
OTHER = "other@example.com"
BOLD = {"textFormat": {"bold": True}}


class Setting:
    """A spreadsheet with three rows, and the clients that reach it."""

    def __init__(self, base: str, sheets: Sheets) -> None:
        self.base = base
        self.client = connect(base)
        self.http: HTTPClient = self.client.http_client
        self.book = sheets.book
        self.tab = sheets.tab
        self.tab.update([["id", "score"], ["R-1", 5], ["R-2", 7]], "A1")

    @property
    def second(self) -> gspread.Worksheet:
        return self.book.add_worksheet("Second", 10, 5)

    @property
    def cell(self) -> Cell:
        return self.tab.acell("B2")

    @property
    def values(self) -> ValueRange:
        found = self.tab.get("A1:B3")
        assert isinstance(found, ValueRange)
        return found

    def last_update(self) -> str:
        with pytest.deprecated_call():
            return str(self.book.lastUpdateTime)

    def shared(self) -> str:
        """Share with another person and return the id of the permission."""
        self.book.share(OTHER, perm_type="user", role="writer", notify=False)
        return str(next(item["id"] for item in self.book.list_permissions() if item["emailAddress"] == OTHER))

    def named(self) -> str:
        self.tab.define_named_range("A1:B3", "scores")
        return str(self.book.list_named_ranges()[0]["namedRangeId"])

    def protected(self) -> str:
        self.tab.add_protected_range("A1:B1", [OTHER])
        return str(self.book.list_protected_ranges(self.tab.id)[0]["protectedRangeId"])


CLIENT: dict[str, Use] = {
    "copy": lambda at: at.client.copy(at.book.id, "Copy", copy_permissions=True),
    "create": lambda at: at.client.create("New").sheet1.row_count == 1000,
    "del_spreadsheet": lambda at: at.client.del_spreadsheet(at.book.id),
    "expiry": lambda at: gspread.Client(refreshed(at.base)).expiry is not None,
    "export": lambda at: at.client.export(at.book.id, ExportFormat.CSV),
    "get_file_drive_metadata": lambda at: at.client.get_file_drive_metadata(at.book.id)["createdTime"],
    "import_csv": lambda at: at.client.import_csv(at.book.id, "a,b\n1,2"),
    "insert_permission": lambda at: at.client.insert_permission(at.book.id, OTHER, perm_type="user", role="reader"),
    "list_permissions": lambda at: at.client.list_permissions(at.book.id),
    "list_spreadsheet_files": lambda at: at.client.list_spreadsheet_files("Register"),
    "open": lambda at: at.client.open("Register"),
    "open_by_key": lambda at: at.client.open_by_key(at.book.id),
    "open_by_url": lambda at: at.client.open_by_url(at.book.url),
    "openall": lambda at: at.client.openall("Register"),
    "remove_permission": lambda at: at.client.remove_permission(at.book.id, at.shared()),
    "set_timeout": lambda at: at.client.set_timeout((5, 10)),
}
HTTP: dict[str, Use] = {
    "batch_update": lambda at: at.http.batch_update(at.book.id, {"requests": [{"clearBasicFilter": {"sheetId": 0}}]}),
    "export": lambda at: at.http.export(at.book.id, ExportFormat.TSV),
    "fetch_sheet_metadata": lambda at: at.http.fetch_sheet_metadata(at.book.id),
    "get_file_drive_metadata": lambda at: at.http.get_file_drive_metadata(at.book.id),
    "import_csv": lambda at: at.http.import_csv(at.book.id, "a,b\n1,2"),
    "insert_permission": lambda at: at.http.insert_permission(at.book.id, OTHER, "user", "reader"),
    "list_permissions": lambda at: at.http.list_permissions(at.book.id),
    "login": lambda at: HTTPClient(credentials(at.base)).login(),
    "remove_permission": lambda at: at.http.remove_permission(at.book.id, at.shared()),
    "request": lambda at: at.http.request("get", f"https://sheets.googleapis.com/v4/spreadsheets/{at.book.id}").json(),
    "set_timeout": lambda at: at.http.set_timeout(5),
    "spreadsheets_get": lambda at: at.http.spreadsheets_get(at.book.id, {"includeGridData": "true"})["sheets"],
    "spreadsheets_sheets_copy_to": lambda at: at.http.spreadsheets_sheets_copy_to(at.book.id, 0, at.book.id),
    "values_append": lambda at: at.http.values_append(at.book.id, "A1", RAW, {"values": [["x"]]}),
    "values_batch_clear": lambda at: at.http.values_batch_clear(at.book.id, body={"ranges": ["A1"]}),
    "values_batch_get": lambda at: at.http.values_batch_get(at.book.id, ["A1", "B:B"]),
    "values_batch_update": lambda at: at.http.values_batch_update(
        at.book.id, {**RAW, "data": [{"range": "A1", "values": [["x"]]}]}
    ),
    "values_clear": lambda at: at.http.values_clear(at.book.id, "A1:B2"),
    "values_get": lambda at: at.http.values_get(at.book.id, "A1:B2")["values"] == [["id", "score"], ["R-1", "5"]],
    "values_update": lambda at: at.http.values_update(at.book.id, "A1", RAW, {"values": [["x"]]}),
}
SPREADSHEET: dict[str, Use] = {
    "accept_ownership": lambda at: handed_over(at).accept_ownership(at.shared()),
    "add_worksheet": lambda at: at.book.add_worksheet("New", 5, 5, index=0),
    "batch_update": lambda at: at.book.batch_update({"requests": [{"clearBasicFilter": {"sheetId": 0}}]}),
    "creationTime": lambda at: at.book.creationTime,
    "del_worksheet": lambda at: at.book.del_worksheet(at.second),
    "del_worksheet_by_id": lambda at: at.book.del_worksheet_by_id(at.second.id),
    "duplicate_sheet": lambda at: at.book.duplicate_sheet(0, 1, 77, "Twin").id == 77,
    "export": lambda at: at.book.export(ExportFormat.CSV),
    "fetch_sheet_metadata": lambda at: at.book.fetch_sheet_metadata({"includeGridData": "true"}),
    "get_lastUpdateTime": lambda at: at.book.get_lastUpdateTime(),
    "get_worksheet": lambda at: at.book.get_worksheet(0),
    "get_worksheet_by_id": lambda at: at.book.get_worksheet_by_id(0),
    "id": lambda at: at.book.id,
    "lastUpdateTime": lambda at: at.last_update(),
    "list_named_ranges": lambda at: [at.named() == item["namedRangeId"] for item in at.book.list_named_ranges()],
    "list_permissions": lambda at: at.book.list_permissions(),
    "list_protected_ranges": lambda at: at.protected() and at.book.list_protected_ranges(0)[0]["range"],
    "locale": lambda at: at.book.locale == "en_US",
    "named_range": lambda at: at.named() and len(at.book.named_range("scores")) == 6,
    "remove_permissions": lambda at: (
        at.book.remove_permissions(OTHER) == [] and at.shared() in at.book.remove_permissions(OTHER)
    ),
    "reorder_worksheets": lambda at: at.book.reorder_worksheets([at.second, at.tab]),
    "share": lambda at: at.book.share(OTHER, perm_type="user", role="writer", notify=True, email_message="hello"),
    "sheet1": lambda at: at.book.sheet1,
    "timezone": lambda at: at.book.timezone == "Etc/GMT",
    "title": lambda at: at.book.title == "Register",
    "transfer_ownership": lambda at: at.book.transfer_ownership(at.shared()),
    "update_drive_metadata": lambda at: at.book.update_drive_metadata(),
    "update_locale": lambda at: at.book.update_locale("ja_JP"),
    "update_timezone": lambda at: at.book.update_timezone("Asia/Tokyo"),
    "update_title": lambda at: at.book.update_title("New"),
    "url": lambda at: at.book.url.endswith(at.book.id),
    "values_append": lambda at: at.book.values_append("A1", RAW, {"values": [["x"]]}),
    "values_batch_clear": lambda at: at.book.values_batch_clear(body={"ranges": ["A1"]}),
    "values_batch_get": lambda at: at.book.values_batch_get(["A1", "B2"]),
    "values_batch_update": lambda at: at.book.values_batch_update(
        {**RAW, "data": [{"range": "A1", "values": [["x"]]}]}
    ),
    "values_clear": lambda at: at.book.values_clear("A1"),
    "values_get": lambda at: at.book.values_get("A1", {"majorDimension": "COLUMNS"}),
    "values_update": lambda at: at.book.values_update("A1", RAW, {"values": [["x"]]}),
    "worksheet": lambda at: at.book.worksheet("Sheet1"),
    "worksheets": lambda at: at.book.worksheets(exclude_hidden=True),
}
READS: dict[str, Use] = {
    "acell": lambda at: at.tab.acell("B2", ValueRenderOption.unformatted).numeric_value == 5,
    "batch_get": lambda at: at.tab.batch_get(["A1:B2", "B3"], major_dimension=Dimension.cols),
    "cell": lambda at: at.tab.cell(2, 1).value == "R-1",
    "col_count": lambda at: at.tab.col_count == 26,
    "col_values": lambda at: at.tab.col_values(1) == ["id", "R-1", "R-2"],
    "column_count": lambda at: at.tab.column_count == 26,
    "expand": lambda at: at.tab.expand("A1", TableDirection.down) == [["id"], ["R-1"], ["R-2"]],
    "find": lambda at: at.tab.find(re.compile("r-2", re.IGNORECASE)) is not None,
    "findall": lambda at: at.tab.findall("R-1", in_column=1),
    "frozen_col_count": lambda at: at.tab.frozen_col_count == 0,
    "frozen_row_count": lambda at: at.tab.frozen_row_count == 0,
    "get": lambda at: at.tab.get("A1:B2", date_time_render_option=DateTimeOption.formatted_string, pad_values=True),
    "get_all_cells": lambda at: at.tab.get_all_cells(),
    "get_all_records": lambda at: at.tab.get_all_records() == [{"id": "R-1", "score": 5}, {"id": "R-2", "score": 7}],
    "get_all_values": lambda at: at.tab.get_all_values(combine_merged_cells=True),
    "get_note": lambda at: at.tab.get_note("A1") == "",
    "get_notes": lambda at: at.tab.get_notes(grid_range="A1:B2") in ([], [[]], [[""]], [["", ""], ["", ""]]),
    "get_tab_color": lambda at: at.tab.get_tab_color() is None,
    "get_values": lambda at: at.tab.get_values("A1:C3", maintain_size=True),
    "id": lambda at: at.tab.id == 0,
    "index": lambda at: at.tab.index == 0,
    "isSheetHidden": lambda at: at.tab.isSheetHidden is False,
    "is_gridlines_hidden": lambda at: at.tab.is_gridlines_hidden is False,
    "list_dimension_group_columns": lambda at: at.tab.list_dimension_group_columns() == [],
    "list_dimension_group_rows": lambda at: at.tab.list_dimension_group_rows() == [],
    "range": lambda at: len(at.tab.range("A1:B3")) == 6,
    "row_count": lambda at: at.tab.row_count == 1000,
    "row_values": lambda at: at.tab.row_values(2, value_render_option=ValueRenderOption.formula) == ["R-1", 5],
    "spreadsheet": lambda at: at.tab.spreadsheet.id == at.book.id,
    "tab_color": lambda at: at.tab.tab_color is None,
    "title": lambda at: at.tab.title == "Sheet1",
    "url": lambda at: at.tab.url.endswith("gid=0"),
}
WRITES: dict[str, Use] = {
    "add_cols": lambda at: at.tab.add_cols(2),
    "add_dimension_group_columns": lambda at: at.tab.add_dimension_group_columns(1, 3),
    "add_dimension_group_rows": lambda at: at.tab.add_dimension_group_rows(1, 3),
    "add_protected_range": lambda at: at.tab.add_protected_range("A1:B1", [OTHER], description="header"),
    "add_rows": lambda at: at.tab.add_rows(2),
    "add_validation": lambda at: at.tab.add_validation("C1:C5", ValidationConditionType.one_of_list, ["a", "b"]),
    "append_row": lambda at: at.tab.append_row(["R-3", 9], insert_data_option=InsertDataOption.insert_rows),
    "append_rows": lambda at: at.tab.append_rows([["R-3"], ["R-4"]], table_range="A1:B1"),
    "batch_clear": lambda at: at.tab.batch_clear(["A1", "B2"]),
    "batch_format": lambda at: at.tab.batch_format([{"range": "A1", "format": BOLD}]),
    "batch_merge": lambda at: at.tab.batch_merge([{"range": "A5:B6"}], merge_type=MergeType.merge_rows),
    "batch_update": lambda at: at.tab.batch_update(
        [{"range": "A1", "values": [["x"]]}], value_input_option=ValueInputOption.user_entered
    ),
    "clear": lambda at: at.tab.clear(),
    "clear_basic_filter": lambda at: at.tab.clear_basic_filter(),
    "clear_note": lambda at: at.tab.clear_note("A1"),
    "clear_notes": lambda at: at.tab.clear_notes(["A1", "B2"]),
    "clear_tab_color": lambda at: at.tab.update_tab_color("#FF8000") and at.tab.clear_tab_color(),
    "columns_auto_resize": lambda at: at.tab.columns_auto_resize(0, 2),
    "copy_range": lambda at: at.tab.copy_range("A1:B2", "D1", PasteType.values, PasteOrientation.transpose),
    "copy_to": lambda at: at.tab.copy_to(at.book.id),
    "cut_range": lambda at: at.tab.cut_range("A1:B2", "D1"),
    "define_named_range": lambda at: at.tab.define_named_range("A1:B2", "block"),
    "delete_columns": lambda at: at.tab.delete_columns(2),
    "delete_dimension": lambda at: at.tab.delete_dimension(Dimension.rows, 2, 3),
    "delete_dimension_group_columns": lambda at: (
        at.tab.add_dimension_group_columns(1, 3),
        at.tab.delete_dimension_group_columns(1, 3),
    ),
    "delete_dimension_group_rows": lambda at: (
        at.tab.add_dimension_group_rows(1, 3),
        at.tab.delete_dimension_group_rows(1, 3),
    ),
    "delete_named_range": lambda at: at.tab.delete_named_range(at.named()),
    "delete_protected_range": lambda at: at.tab.delete_protected_range(at.protected()),
    "delete_rows": lambda at: at.tab.delete_rows(2, 3),
    "duplicate": lambda at: at.tab.duplicate(new_sheet_name="Twin"),
    "format": lambda at: at.tab.format(["A1", "B2:B3"], BOLD),
    "freeze": lambda at: at.tab.freeze(rows=1, cols=1),
    "hide": lambda at: at.second.hide(),
    "hide_columns": lambda at: at.tab.hide_columns(1, 2),
    "hide_gridlines": lambda at: at.tab.hide_gridlines(),
    "hide_rows": lambda at: at.tab.hide_rows(1, 2),
    "insert_cols": lambda at: at.tab.insert_cols([["x"]], 2),
    "insert_note": lambda at: at.tab.insert_note("A1", "note"),
    "insert_notes": lambda at: at.tab.insert_notes({"A1": "one", "B2": "two"}),
    "insert_row": lambda at: at.tab.insert_row(["R-0", 1], 2),
    "insert_rows": lambda at: at.tab.insert_rows([["R-0"], ["R-00"]], 2, inherit_from_before=True),
    "merge_cells": lambda at: at.tab.merge_cells("A5:B6"),
    "resize": lambda at: at.tab.resize(10, 5),
    "rows_auto_resize": lambda at: at.tab.rows_auto_resize(0, 2),
    "set_basic_filter": lambda at: at.tab.set_basic_filter(),
    "show": lambda at: (tab := at.second).hide() and tab.show(),
    "show_gridlines": lambda at: at.tab.show_gridlines(),
    "sort": lambda at: at.tab.sort((2, "des"), range="A2:B3"),
    "unhide_columns": lambda at: at.tab.unhide_columns(1, 2),
    "unhide_rows": lambda at: at.tab.unhide_rows(1, 2),
    "unmerge_cells": lambda at: at.tab.unmerge_cells("A5:B6"),
    "update": lambda at: at.tab.update([["x"]], "A1", include_values_in_response=True)["updatedData"],
    "update_acell": lambda at: at.tab.update_acell("A1", "x"),
    "update_cell": lambda at: at.tab.update_cell(1, 1, "x"),
    "update_cells": lambda at: at.tab.update_cells([Cell(1, 1, "x"), Cell.from_address("B2", "y")]),
    "update_index": lambda at: (at.second, at.tab.update_index(2)),
    "update_note": lambda at: at.tab.update_note("A1", "new"),
    "update_notes": lambda at: at.tab.update_notes({"A1": "new"}),
    "update_tab_color": lambda at: at.tab.update_tab_color("#FF8000"),
    "update_title": lambda at: at.tab.update_title("New"),
}
CELL: dict[str, Use] = {
    "address": lambda at: at.cell.address == "B2",
    "col": lambda at: at.cell.col == 2,
    "from_address": lambda at: at.cell.from_address("C3").row == 3,
    "numeric_value": lambda at: at.cell.numeric_value == 5,
    "row": lambda at: at.cell.row == 2,
}
VALUES: dict[str, Use] = {
    "first": lambda at: at.values.first() == "id",
    "from_json": lambda at: ValueRange.from_json(at.book.values_get("A1:B2")) == [["id", "score"], ["R-1", "5"]],
    "major_dimension": lambda at: at.values.major_dimension == "ROWS",
    "range": lambda at: at.values.range == "Sheet1!A1:B3",
}


def credentials(base: str) -> Credentials:
    """Return credentials that are refreshed at the sandbox's own token endpoint."""
    fake = {"client_id": "fake", "client_secret": "not-a-real-secret", "refresh_token": "not-a-real-token"}
    return Credentials(None, token_uri=f"{base}/token", **fake)  # type: ignore[no-untyped-call]  # google-auth


def refreshed(base: str) -> Credentials:
    found = credentials(base)
    found.refresh(Request())  # type: ignore[no-untyped-call]  # google-auth
    return found


def handed_over(at: Setting) -> gspread.Spreadsheet:
    """Offer the spreadsheet to the other person and return it as that person has it."""
    at.book.transfer_ownership(at.shared())
    return connect(at.base, OTHER).open_by_key(at.book.id)


def public(kind: type) -> set[str]:
    """Return the names of a class; what a ValueRange has as a list does not talk to Google."""
    inherited = dir(list) if issubclass(kind, list) else []
    return {name for name in dir(kind) if not name.startswith("_") and name not in inherited}


@pytest.fixture
def setting(server: SandboxServer, sheets: Sheets) -> Setting:
    return Setting(server.google_base, sheets)


def called(setting: Setting, use: Use) -> None:
    assert use(setting) is not False


@pytest.mark.parametrize(
    ("kind", "uses"),
    [
        (gspread.Client, CLIENT),
        (HTTPClient, HTTP),
        (BackOffHTTPClient, HTTP),
        (gspread.Spreadsheet, SPREADSHEET),
        (gspread.Worksheet, {**READS, **WRITES}),
        (Cell, CELL),
        (ValueRange, VALUES),
    ],
)
def test_no_public_name_is_left_out(kind: type, uses: dict[str, Use]) -> None:
    assert gspread.__version__ == "6.2.1"
    assert public(kind) == uses.keys()


@pytest.mark.parametrize("name", CLIENT)
def test_a_method_of_the_client(setting: Setting, name: str) -> None:
    called(setting, CLIENT[name])


@pytest.mark.parametrize("name", HTTP)
def test_a_method_of_the_http_client(setting: Setting, name: str) -> None:
    called(setting, HTTP[name])


@pytest.mark.parametrize("name", SPREADSHEET)
def test_a_method_of_a_spreadsheet(setting: Setting, name: str) -> None:
    called(setting, SPREADSHEET[name])


@pytest.mark.parametrize("name", READS)
def test_a_reading_method_of_a_worksheet(setting: Setting, name: str) -> None:
    called(setting, READS[name])


@pytest.mark.parametrize("name", WRITES)
def test_a_writing_method_of_a_worksheet(setting: Setting, name: str) -> None:
    called(setting, WRITES[name])


@pytest.mark.parametrize("name", CELL)
def test_a_part_of_a_cell(setting: Setting, name: str) -> None:
    called(setting, CELL[name])


@pytest.mark.parametrize("name", VALUES)
def test_a_part_of_a_value_range(setting: Setting, name: str) -> None:
    called(setting, VALUES[name])


@pytest.mark.parametrize("kind", ExportFormat)
def test_a_spreadsheet_is_exported(setting: Setting, kind: ExportFormat) -> None:
    beginnings = {
        ExportFormat.CSV: b"id,score\r\nR-1,5",
        ExportFormat.TSV: b"id\tscore\r\nR-1\t5",
        ExportFormat.EXCEL: b"PK\x03\x04",
        ExportFormat.OPEN_OFFICE_SHEET: b"PK\x03\x04",
        ExportFormat.ZIPPED_HTML: b"PK\x03\x04",
        ExportFormat.PDF: b"%PDF-",
    }
    exported = setting.client.export(setting.book.id, kind)
    assert isinstance(exported, bytes)
    assert exported.startswith(beginnings[kind])
