"""What a spreadsheet is exported to, read back with nothing but the standard library."""

from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import gspread
import pytest
from gspread.utils import ExportFormat

from tests.adapters.sandbox.google.client import Sheets

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def exported(sheets: Sheets) -> Sheets:
    sheets.type("A1", "id", "期日", "<b>&", "=1+2")
    sheets.type("A2", "R-1", "2026-01-05", "10%", '=A2&"x"', "TRUE", "=1/0")
    sheets.tab.merge_cells("A5:B6")
    sheets.book.add_worksheet("二枚目", 5, 5).hide()
    return sheets


def opened(client: gspread.Client, sheets: Sheets, kind: ExportFormat) -> ZipFile:
    return ZipFile(BytesIO(bytes(client.export(sheets.book.id, kind))))


def test_a_workbook_has_values_formulas_number_formats_and_merges(exported: Sheets, client: gspread.Client) -> None:
    archive = opened(client, exported, ExportFormat.EXCEL)
    sheet = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - the sandbox's own
    cells = {cell.get("r"): cell for cell in sheet.iter(f"{MAIN}c")}
    found = {
        place: (cell.get("t"), cell.findtext(f"{MAIN}f"), cell.findtext(f"{MAIN}v")) for place, cell in cells.items()
    }
    assert found["D1"] == (None, "1+2", "3")
    assert found["D2"] == ("str", 'A2&"x"', "R-1x")
    assert found["E2"] == ("b", None, "1")
    assert found["F2"] == ("e", "1/0", "#DIV/0!")
    assert found["B2"] == (None, None, "46027")
    assert cells["C1"].findtext(f"{MAIN}is/{MAIN}t") == "<b>&"
    styles = ET.fromstring(archive.read("xl/styles.xml"))  # noqa: S314 - the sandbox's own
    patterns = [form.get("formatCode") for form in styles.iter(f"{MAIN}numFmt")]
    assert patterns[int(cells["B2"].get("s", "")) - 1] == "yyyy-mm-dd"
    assert patterns[int(cells["C2"].get("s", "")) - 1] == "0%"
    assert [merge.get("ref") for merge in sheet.iter(f"{MAIN}mergeCell")] == ["A5:B6"]


def test_tabs_keep_their_names_and_a_hidden_one_is_hidden(exported: Sheets, client: gspread.Client) -> None:
    book = ET.fromstring(opened(client, exported, ExportFormat.EXCEL).read("xl/workbook.xml"))  # noqa: S314 - own
    tabs = [(tab.get("name"), tab.get("state")) for tab in book.iter(f"{MAIN}sheet")]
    assert tabs == [("Sheet1", None), ("二枚目", "hidden")]


@pytest.mark.parametrize(
    ("kind", "file"), [(ExportFormat.OPEN_OFFICE_SHEET, "content.xml"), (ExportFormat.ZIPPED_HTML, "Sheet1.html")]
)
def test_pages_show_what_the_cells_show(
    exported: Sheets, client: gspread.Client, kind: ExportFormat, file: str
) -> None:
    content = opened(client, exported, kind).read(file).decode()
    for shown in ("R-1x", "期日", "2026-01-05", "10%", "#DIV/0!", "&lt;b&gt;&amp;"):
        assert shown in content


def test_a_pdf_has_a_line_for_each_row(exported: Sheets, client: gspread.Client) -> None:
    content = bytes(client.export(exported.book.id, ExportFormat.PDF))
    assert "期日".encode("utf-16-be").hex().encode() in content
    assert content.endswith(b"%%EOF\n")


def test_only_the_first_tab_is_exported_as_tsv(exported: Sheets, client: gspread.Client) -> None:
    content = bytes(client.export(exported.book.id, ExportFormat.TSV)).decode()
    assert content.split("\r\n")[1] == "R-1\t2026-01-05\t10%\tR-1x\tTRUE\t#DIV/0!"
