"""spreadsheets.get: field masks, grid data, and what a cell tells of itself."""

import pytest
import requests

from tests.adapters.sandbox.google.client import Sheets


def test_masks_take_dots_slashes_commas_and_brackets(sheets: Sheets) -> None:
    wanted = {"sheets": [{"properties": {"sheetId": 0, "title": "Sheet1"}}], "spreadsheetId": sheets.book.id}
    for mask in (
        "spreadsheetId,sheets.properties.sheetId,sheets.properties.title",
        "spreadsheetId,sheets/properties/sheetId,sheets/properties/title",
        "spreadsheetId,sheets(properties(sheetId,title))",
        "spreadsheetId,sheets.properties(sheetId,title)",
    ):
        assert sheets.get(fields=mask) == wanted


def test_a_mask_that_names_what_is_not_there_is_refused_with_the_path(sheets: Sheets) -> None:
    answer = requests.get(sheets.url, params={"fields": "sheets.sheetProperties"}, timeout=5)
    description = "Error expanding 'fields' parameter. Cannot find matching fields for path 'sheets.sheetProperties'."
    assert answer.status_code == 400
    assert answer.json()["error"] == {
        "code": 400,
        "message": "Request contains an invalid argument.",
        "status": "INVALID_ARGUMENT",
        "details": [
            {
                "@type": "type.googleapis.com/google.rpc.BadRequest",
                "fieldViolations": [{"field": "sheets.sheetProperties", "description": description}],
            }
        ],
    }


def test_a_message_that_is_there_stays_even_if_the_mask_leaves_nothing_of_it(sheets: Sheets) -> None:
    assert sheets.get(fields="sheets.properties.tabColorStyle") == {"sheets": [{"properties": {}}]}


def test_with_a_mask_grid_data_comes_if_the_mask_asks_whatever_include_grid_data_says(sheets: Sheets) -> None:
    sheets.tab.update([["x"]], "A1")
    assert "data" not in sheets.get()["sheets"][0]
    assert "data" not in sheets.get(fields="sheets.properties", includeGridData="true")["sheets"][0]
    data = sheets.get(fields="sheets.data.rowData.values.formattedValue")["sheets"][0]["data"]
    assert data == [{"rowData": [{"values": [{"formattedValue": "x"}]}]}]


def test_ranges_limit_tabs_and_grid_and_zero_starts_are_left_out(sheets: Sheets) -> None:
    second = sheets.book.add_worksheet("Second", 5, 5)
    second.update([["", ""], ["", "b2"]], "A1")
    found = sheets.get(ranges="Second!B2:C3", fields="sheets(properties.title,data)")
    assert [tab["properties"]["title"] for tab in found["sheets"]] == ["Second"]
    data = found["sheets"][0]["data"][0]
    assert (data["startRow"], data["startColumn"], len(data["rowMetadata"]), len(data["columnMetadata"])) == (
        1,
        1,
        2,
        2,
    )
    first = sheets.get(ranges="Second!A1:A2", fields="sheets.data(startRow,startColumn,rowMetadata)")
    assert first["sheets"][0]["data"] == [{"rowMetadata": [{"pixelSize": 21}] * 2}]


def test_a_cell_tells_what_was_entered_what_it_came_to_and_what_it_shows(sheets: Sheets) -> None:
    sheets.type("A1", "2026-01-05", "=A1+1", "=1/0", True)
    fields = "userEnteredValue,effectiveValue,formattedValue"
    assert sheets.cell("A1", fields) == {
        "userEnteredValue": {"numberValue": 46027},
        "effectiveValue": {"numberValue": 46027},
        "formattedValue": "2026-01-05",
    }
    assert sheets.cell("B1", fields) == {
        "userEnteredValue": {"formulaValue": "=A1+1"},
        "effectiveValue": {"numberValue": 46028},
        "formattedValue": "2026-01-06",
    }
    failed = sheets.cell("C1", fields)
    assert failed["effectiveValue"]["errorValue"]["type"] == "DIVIDE_BY_ZERO"
    assert failed["formattedValue"] == "#DIV/0!"
    assert sheets.cell("D1", fields)["effectiveValue"] == {"boolValue": True}


def test_a_colour_comes_back_in_steps_of_a_255th_beside_its_style_and_without_its_zeros(sheets: Sheets) -> None:
    sheets.tab.format("A1", {"backgroundColor": {"red": 1, "green": 0, "blue": 0.5}, "textFormat": {"bold": False}})
    colour = {"red": 1, "blue": 0.49803922}
    assert sheets.cell("A1", "userEnteredFormat")["userEnteredFormat"] == {
        "backgroundColor": colour,
        "backgroundColorStyle": {"rgbColor": colour},
        "textFormat": {"bold": False},
    }
    effective = sheets.cell("A1", "effectiveFormat")["effectiveFormat"]
    assert effective["backgroundColor"] == colour
    assert effective["textFormat"]["fontSize"] == 10


def test_borders_come_back_with_width_and_colour_style(sheets: Sheets) -> None:
    line = {"style": "SOLID", "color": {"red": 1}}
    grid = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}
    sheets.batch({"updateBorders": {"range": grid, "bottom": line}})
    assert sheets.cell("A1", "userEnteredFormat.borders")["userEnteredFormat"]["borders"] == {
        "bottom": {"style": "SOLID", "width": 1, "color": {"red": 1}, "colorStyle": {"rgbColor": {"red": 1}}}
    }


def test_the_effective_format_says_how_a_value_stands_by_its_kind(sheets: Sheets) -> None:
    sheets.type("A1", "text", 1, True, "=1/0")
    stands = [
        sheets.cell(cell, "effectiveFormat.horizontalAlignment")["effectiveFormat"]["horizontalAlignment"]
        for cell in ("A1", "B1", "C1", "D1")
    ]
    assert stands == ["LEFT", "RIGHT", "CENTER", "CENTER"]


def test_links_come_from_formulas_text_formats_and_plain_addresses(sheets: Sheets) -> None:
    sheets.type("A1", '=HYPERLINK("https://example.com/1","one")', "https://example.com/2", "text")
    assert sheets.cell("A1", "hyperlink,formattedValue") == {
        "hyperlink": "https://example.com/1",
        "formattedValue": "one",
    }
    assert sheets.cell("B1", "hyperlink") == {"hyperlink": "https://example.com/2"}
    assert sheets.cell("C1", "hyperlink") == {}


def test_notes_and_hidden_rows_are_seen_in_grid_data(sheets: Sheets) -> None:
    sheets.tab.update_notes({"B2": "a note"})
    sheets.tab.hide_rows(0, 1)
    found = sheets.get(ranges="A1:B2", fields="sheets.data(rowData.values.note,rowMetadata.hiddenByUser)")
    assert found["sheets"][0]["data"] == [
        {"rowData": [{}, {"values": [{}, {"note": "a note"}]}], "rowMetadata": [{"hiddenByUser": True}, {}]}
    ]


def test_a_spreadsheet_can_be_created_with_its_tabs_and_cells(sheets: Sheets) -> None:
    cells = [{"userEnteredValue": {"stringValue": "ID"}, "note": "key"}, {"userEnteredValue": {"numberValue": 1}}]
    body = {
        "properties": {"title": "台帳", "locale": "ja_JP", "timeZone": "Asia/Tokyo"},
        "sheets": [
            {"properties": {"title": "リスク"}, "data": [{"rowData": [{"values": cells}]}]},
            {"properties": {"title": "障害", "gridProperties": {"rowCount": 5, "columnCount": 3}}},
        ],
    }
    made = requests.post(f"{sheets.base}/v4/spreadsheets", json=body, timeout=5).json()
    assert made["properties"]["locale"] == "ja_JP"
    assert [tab["properties"]["title"] for tab in made["sheets"]] == ["リスク", "障害"]
    assert made["sheets"][0]["properties"]["sheetId"] == 0
    url = f"{sheets.base}/v4/spreadsheets/{made['spreadsheetId']}/values/リスク"
    assert requests.get(url, timeout=5).json()["values"] == [["ID", "1"]]


@pytest.mark.parametrize(("locale", "title"), [("ja_JP", "シート1"), ("en_US", "Sheet1")])
def test_the_first_tab_is_named_in_the_language_of_the_spreadsheet(sheets: Sheets, locale: str, title: str) -> None:
    body = {"properties": {"title": "x", "locale": locale}}
    made = requests.post(f"{sheets.base}/v4/spreadsheets", json=body, timeout=5).json()
    assert made["sheets"][0]["properties"]["title"] == title
