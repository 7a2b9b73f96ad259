"""What values are, read and written: dates, errors, decimals, checkboxes, validation."""

import pytest
from gspread.utils import ValidationConditionType

from tests.adapters.sandbox.google.client import Sheets


def test_dates_are_days_since_the_end_of_1899_without_a_zone(sheets: Sheets) -> None:
    """Serial 0 is 30 December 1899; the zone of the spreadsheet changes nothing about a stored date."""
    sheets.type("A1", "1899-12-30", "1900-01-01", "2026-01-05 12:00:00")
    assert sheets.typed("A1:C1") == [[0, 2, 46027.5]]
    change = {"updateSpreadsheetProperties": {"properties": {"timeZone": "Asia/Tokyo"}, "fields": "timeZone"}}
    sheets.batch(change)
    assert sheets.typed("A1:C1") == [[0, 2, 46027.5]]


@pytest.mark.parametrize("option", ["SERIAL_NUMBER", "FORMATTED_STRING"])
def test_the_option_for_dates_says_nothing_where_values_are_shown_formatted(sheets: Sheets, option: str) -> None:
    """dateTimeRenderOption is ignored for FORMATTED_VALUE."""
    sheets.type("A1", "2026-01-05")
    assert sheets.get("/values/A1", dateTimeRenderOption=option)["values"] == [["2026-01-05"]]


def test_a_date_and_a_number_look_alike_in_values_and_only_the_format_tells(sheets: Sheets) -> None:
    """values.* gives the same 46027 for a date and a number; the number format's type is the difference."""
    sheets.type("A1", "2026-01-05", 46027)
    assert sheets.typed("A1:B1") == [[46027, 46027]]
    assert sheets.cell("A1", "effectiveFormat.numberFormat.type") == {
        "effectiveFormat": {"numberFormat": {"type": "DATE"}}
    }
    assert sheets.cell("B1", "effectiveFormat.numberFormat.type") == {"effectiveFormat": {}}


def test_an_error_is_a_text_in_values_and_an_error_value_in_a_cell(sheets: Sheets) -> None:
    """values.* shows ``#DIV/0!`` for every render option but FORMULA; CellData has the kind and a message."""
    sheets.type("A1", "=1/0")
    assert sheets.shown("A1") == sheets.typed("A1") == [["#DIV/0!"]]
    assert sheets.cell("A1", "effectiveValue")["effectiveValue"]["errorValue"]["type"] == "DIVIDE_BY_ZERO"


def test_what_counts_as_written(sheets: Sheets) -> None:
    """A null is not counted as updated, an empty text is."""
    done = sheets.tab.update([["a", None, "b"]] * 3 + [["a", "b", "c"]] * 3, "A1")
    assert done["updatedCells"] == 15
    assert sheets.tab.update([["a", "b", "c", ""], ["a", "b", "c", "d"]], "A1")["updatedCells"] == 8


def test_a_decimal_text_is_another_number_under_a_comma_locale(sheets: Sheets) -> None:
    """``2.413`` typed where the dot groups thousands is 2413; as a JSON number it is itself everywhere."""
    sheets.book.update_locale("de_DE")
    sheets.type("A1", "2.413", 2.413)
    assert sheets.typed("A1:B1") == [[2413, 2.413]]


def test_a_column_of_empty_checkboxes_is_full_for_an_append(sheets: Sheets) -> None:
    """An empty checkbox is FALSE, which is a value: rows below the data count as taken."""
    sheets.tab.update([["id", "done"], ["R-1", ""]], "A1")
    sheets.tab.add_validation("B2:B10", ValidationConditionType.boolean, [])
    assert sheets.tab.append_row(["R-2"])["updates"]["updatedRange"] == "Sheet1!A11"


def test_a_checkbox_with_its_own_values_holds_those(sheets: Sheets) -> None:
    """A checkbox with two values of its own reads and takes these texts, not TRUE and FALSE."""
    sheets.tab.add_validation("A1:A2", ValidationConditionType.boolean, ["Yes", "No"])
    sheets.type("A1", "Yes")
    assert sheets.typed("A1:A2") == [["Yes"]]


def test_a_strict_rule_refuses_no_write_of_the_api(sheets: Sheets) -> None:
    """Data validation is kept and given back, and held against nothing that the API writes, strict or not."""
    sheets.tab.add_validation("A1", ValidationConditionType.one_of_list, ["open", "closed"], strict=True)
    sheets.tab.update([["something else"]], "A1")
    assert sheets.shown("A1") == [["something else"]]
    assert sheets.cell("A1", "dataValidation")["dataValidation"]["strict"] is True
