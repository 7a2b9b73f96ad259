"""gspread's public interface, method by method, over loopback."""

import gspread
import pytest
from gspread.cell import Cell
from gspread.utils import DateTimeOption, MergeType, PasteType, ValidationConditionType, ValueRenderOption

from adapters.sandbox.server import SandboxServer
from tests.adapters.sandbox.google.client import Sheets, connect


def test_cells_rows_and_columns_are_read_and_written(sheets: Sheets) -> None:
    tab = sheets.tab
    tab.update_acell("A1", "name")
    tab.update_cell(1, 2, 42)
    tab.update_cells([Cell(2, 1, "x"), Cell(3, 2, "y")])
    tab.batch_update([{"range": "C1:C2", "values": [["c1"], ["c2"]]}])
    assert (tab.acell("A1").value, tab.cell(1, 2).value, tab.cell(1, 2).numeric_value) == ("name", "42", 42)
    assert (tab.row_values(1), tab.col_values(3)) == (["name", "42", "c1"], ["c1", "c2"])
    assert [cell.value for cell in tab.range("A1:B2")] == ["name", "42", "x", ""]
    assert [block.first() for block in tab.batch_get(["A1:B1", "C2"])] == ["name", "c2"]
    assert tab.get_all_values(combine_merged_cells=False)[2] == ["", "y", ""]
    found = tab.find("c2")
    assert found is not None
    assert (found.row, found.col) == (2, 3)
    assert len(tab.findall("x")) == 1
    assert len(tab.get_all_cells()) == 26_000
    assert tab.get("A1:B1", value_render_option=ValueRenderOption.unformatted) == [["name", 42]]
    assert tab.expand("A1")[0] == ["name", "42", "c1"]


def test_records_are_read_by_header(sheets: Sheets) -> None:
    sheets.tab.update([["id", "score"], ["R-1", 5], ["R-2", ""]], "A1")
    assert sheets.tab.get_all_records() == [{"id": "R-1", "score": 5}, {"id": "R-2", "score": ""}]


def test_rows_columns_and_the_grid_are_changed(sheets: Sheets) -> None:
    tab = sheets.tab
    tab.resize(10, 5)
    tab.update([["a", "b"], ["c", "d"]], "A1")
    tab.insert_row(["new"], 2)
    tab.insert_cols([["n1", "n2"]], 2)
    assert tab.get_all_values() == [["a", "n1", "b"], ["new", "n2", ""], ["c", "", "d"]]
    tab.delete_rows(2)
    tab.delete_columns(2)
    assert tab.get_all_values() == [["a", "b"], ["c", "d"]]
    tab.add_rows(5)
    tab.add_cols(1)
    fresh = sheets.book.sheet1
    assert (fresh.row_count, fresh.col_count) == (15, 6)
    tab.freeze(rows=1, cols=1)
    tab.hide_columns(1, 2)
    tab.unhide_columns(1, 2)
    tab.hide_rows(3, 4)
    tab.unhide_rows(3, 4)
    tab.columns_auto_resize(0, 2)
    tab.rows_auto_resize(0, 2)
    tab.add_dimension_group_rows(1, 3)
    assert len(tab.list_dimension_group_rows()) == 1
    tab.delete_dimension_group_rows(1, 3)
    tab.add_dimension_group_columns(1, 2)
    assert len(tab.list_dimension_group_columns()) == 1
    tab.delete_dimension_group_columns(1, 2)
    fresh = sheets.book.sheet1
    assert (fresh.frozen_row_count, fresh.frozen_col_count) == (1, 1)
    tab.sort((1, "des"), range="A1:B2")
    assert tab.get_all_values() == [["c", "d"], ["a", "b"]]


def test_formats_notes_merges_filters_and_rules_are_set(sheets: Sheets) -> None:
    tab = sheets.tab
    tab.batch_format([{"range": "A1", "format": {"textFormat": {"bold": True}}}])
    tab.insert_note("A1", "one")
    tab.update_notes({"B1": "two"})
    assert tab.get_notes() == [["one", "two"]]
    tab.clear_note("A1")
    assert tab.get_note("A1") == ""
    tab.merge_cells("A3:B4", merge_type=MergeType.merge_all)
    tab.unmerge_cells("A3:B4")
    tab.set_basic_filter("A1:B2")
    tab.clear_basic_filter()
    tab.add_validation("C1:C5", ValidationConditionType.one_of_list, ["a", "b"], strict=True, showCustomUi=True)
    tab.add_protected_range("A1:B1", editor_users_emails=["person@example.com"])
    protected = sheets.book.list_protected_ranges(tab.id)
    assert protected[0]["editors"] == {"users": ["person@example.com"]}
    tab.delete_protected_range(protected[0]["protectedRangeId"])
    tab.copy_range("A1:B1", "A5:B5", PasteType.normal)
    tab.cut_range("A5:B5", "A7")
    tab.hide_gridlines()
    tab.show_gridlines()
    tab.update_tab_color("#FF8000")
    assert sheets.book.sheet1.get_tab_color() == "#FF8000"
    tab.clear_tab_color()
    assert sheets.book.sheet1.get_tab_color() is None


def test_tabs_are_added_found_moved_hidden_copied_and_removed(sheets: Sheets, client: gspread.Client) -> None:
    book = sheets.book
    second = book.add_worksheet("Second", 5, 5, index=0)
    third = book.add_worksheet("Third", 5, 5)
    assert [tab.title for tab in book.worksheets()] == ["Second", "Sheet1", "Third"]
    book.reorder_worksheets([third, second, book.worksheet("Sheet1")])
    assert [tab.title for tab in book.worksheets()] == ["Third", "Second", "Sheet1"]
    third.update_index(3)
    assert [tab.title for tab in book.worksheets()] == ["Second", "Sheet1", "Third"]
    second.hide()
    assert book.worksheet("Second").isSheetHidden
    assert book.get_worksheet_by_id(third.id).title == "Third"
    other = client.create("Other")
    copied = third.copy_to(other.id)
    assert copied["title"] == "Copy of Third"
    assert [tab.title for tab in other.worksheets()] == ["Sheet1", "Copy of Third"]
    book.del_worksheet(third)
    book.del_worksheet_by_id(second.id)
    assert [tab.title for tab in book.worksheets()] == ["Sheet1"]
    with pytest.raises(gspread.WorksheetNotFound):
        book.worksheet("Third")


def test_a_spreadsheet_as_a_whole(sheets: Sheets, client: gspread.Client) -> None:
    book = sheets.book
    book.update_locale("ja_JP")
    book.update_timezone("Asia/Tokyo")
    again = client.open_by_url(book.url)
    assert (again.locale, again.timezone, again.title) == ("ja_JP", "Asia/Tokyo", "Register")
    book.values_update("A1", {"valueInputOption": "RAW"}, {"values": [["a", 46027]]})
    book.values_append("A1", {"valueInputOption": "RAW"}, {"values": [["b"]]})
    got = book.values_batch_get(["A1:A2", "B1"], {"valueRenderOption": ValueRenderOption.unformatted})
    assert [item["values"] for item in got["valueRanges"]] == [[["a"], ["b"]], [[46027]]]
    book.values_batch_clear(body={"ranges": ["A2"]})
    assert book.values_get("A1:B2", {"dateTimeRenderOption": DateTimeOption.serial_number})["values"] == [
        ["a", "46027"]
    ]
    book.values_clear("A1:B2")
    book.sheet1.define_named_range("A1:B2", "block")
    assert [named["name"] for named in book.list_named_ranges()] == ["block"]
    assert book.named_range("block")[0].address == "A1"
    book.sheet1.delete_named_range(book.list_named_ranges()[0]["namedRangeId"])
    assert book.get_lastUpdateTime() >= book.creationTime
    assert book.id in {item["id"] for item in client.list_spreadsheet_files()}
    assert book.id in {found.id for found in client.openall()}


def test_ownership_is_handed_over(server: SandboxServer, sheets: Sheets) -> None:
    sheets.book.share("next@example.com", perm_type="user", role="writer", notify=False)
    roles = {item["emailAddress"]: item["role"] for item in sheets.book.list_permissions()}
    assert roles == {"person@example.com": "owner", "next@example.com": "writer"}
    assert connect(server.google_base, "next@example.com").open_by_key(sheets.book.id).title == "Register"
