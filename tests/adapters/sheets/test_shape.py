"""Answers of another form than the service's are refused before anything is read in them."""

from typing import Any

import pytest

from adapters.sheets.grid import TAB, Grid
from adapters.sheets.rows import _hollow
from adapters.sheets.shape import misshapen

MASK = f"sheets({TAB})"
PLAIN: dict[str, Any] = {
    "sheets": [
        {
            "properties": {"sheetId": 0, "title": "Register", "gridProperties": {"rowCount": 9, "columnCount": 2}},
            "data": [{"rowData": [{"values": [{"userEnteredValue": {"stringValue": "x"}, "x_new": [1]}, {}]}, {}]}],
        }
    ]
}


def with_cell(cell: object) -> dict[str, Any]:
    return {"sheets": [{**PLAIN["sheets"][0], "data": [{"rowData": [{"values": [cell]}]}]}]}


def test_what_is_not_known_is_tolerated() -> None:
    assert misshapen(PLAIN, MASK) is None
    assert misshapen({}, "spreadsheetId") is None
    assert misshapen({"updatedSpreadsheet": PLAIN, "replies": None}, f"updatedSpreadsheet.{MASK}") is None


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        (None, "values.0"),
        ([], "values.0"),
        ({"userEnteredValue": None}, "userEnteredValue"),
        ({"effectiveValue": {"numberValue": "7"}}, "numberValue"),
        ({"effectiveValue": {"boolValue": 1}}, "boolValue"),
        ({"effectiveFormat": {"numberFormat": "TEXT"}}, "numberFormat"),
        ({"chipRuns": [{"startIndex": -1}]}, "startIndex"),
        ({"dataValidation": {"condition": {"values": ["a"]}}}, "values.0"),
    ],
)
def test_the_place_of_a_misfit_is_named(cell: object, place: str) -> None:
    found = misshapen(with_cell(cell), MASK)
    assert found is not None
    assert found.startswith("sheets.0.data.0.rowData.0.values.0")
    assert found.endswith(place)


def test_a_tab_without_its_title_is_a_misfit_where_titles_were_asked_for() -> None:
    untitled = {"sheets": [{"properties": {"sheetId": 0}}]}
    assert misshapen(untitled, MASK) == "sheets.properties.title"
    assert misshapen(untitled, "sheets.data.rowData.values(formattedValue)") is None


def test_a_cell_that_shows_something_and_has_no_value_is_not_blank() -> None:
    assert _hollow({"formattedValue": "x"})
    assert _hollow({"formattedValue": "x", "effectiveValue": {}})
    assert not _hollow({"formattedValue": "x", "effectiveValue": {"stringValue": "x"}})
    assert not _hollow(Grid(0, "", 0, 0, []).cell(0, 0))
