"""USER_ENTERED: what typed texts become, in en_US and ja_JP."""

import pytest

from tests.adapters.sandbox.google.client import Sheets

EN = [
    ("12", 12, "12"),
    ("0012", 12, "12"),
    ("-1.5", -1.5, "-1.5"),
    ("(100)", -100, "-100"),
    ("2,000,000.01", 2000000.01, "2,000,000.01"),
    ("10%", 0.1, "10%"),
    ("12.5%", 0.125, "12.50%"),
    ("$100.15", 100.15, "$100.15"),
    ("1e5", 100000, "1.00E+05"),
    ("2026-01-05", 46027, "2026-01-05"),
    ("1/5/2026", 46027, "1/5/2026"),
    ("1/5", 46027, "1/5"),
    ("Jan 5 2026", 46027, "Jan 5 2026"),
    ("2026-01-05 06:00", 46027.25, "2026-01-05 06:00"),
    ("6:00", 0.25, "6:00"),
    ("6:30 PM", 0.7708333333333334, "6:30 PM"),
    ("true", True, "TRUE"),
    ("'0012", "0012", "0012"),
    ("3_1_0", "3_1_0", "3_1_0"),
    ("INC-12", "INC-12", "INC-12"),
    ("1.2.3", "1.2.3", "1.2.3"),
    ("2026-13-45", "2026-13-45", "2026-13-45"),
    ("+5", 5, "5"),
]
JA = [
    ("2026/1/5", 46027, "2026/01/05"),
    ("2026-01-05", 46027, "2026-01-05"),
    ("2026年1月5日", 46027, "2026年1月5日"),
    ("1月5日", 46027, "1月5日"),
    ("¥1,000", 1000, "¥1,000"),
    ("1,000円", 1000, "1,000円"),
    ("2026/1/5 9:00", 46027.375, "2026/01/05 9:00"),
    ("50%", 0.5, "50%"),
    ("１２３", 123, "123"),
]


@pytest.mark.parametrize(("text", "value", "shown"), EN, ids=[case[0] for case in EN])
def test_texts_typed_in_en_us(sheets: Sheets, text: str, value: object, shown: str) -> None:
    sheets.type("A1", text)
    assert (sheets.typed("A1"), sheets.shown("A1")) == ([[value]], [[shown]])


@pytest.mark.parametrize(("text", "value", "shown"), JA, ids=[case[0] for case in JA])
def test_texts_typed_in_ja_jp(japanese: Sheets, text: str, value: object, shown: str) -> None:
    japanese.type("A1", text)
    assert (japanese.typed("A1"), japanese.shown("A1")) == ([[value]], [[shown]])


def test_a_typed_date_brings_a_date_format_that_only_grid_data_tells(sheets: Sheets) -> None:
    sheets.type("A1", "2026-01-05", 46027)
    assert sheets.typed("A1:B1") == [[46027, 46027]]
    assert sheets.cell("A1", "userEnteredFormat.numberFormat.type") == {
        "userEnteredFormat": {"numberFormat": {"type": "DATE"}}
    }
    assert sheets.cell("B1", "userEnteredFormat") == {}


def test_a_cell_formatted_as_text_keeps_what_is_typed(sheets: Sheets) -> None:
    sheets.tab.format("A1", {"numberFormat": {"type": "TEXT"}})
    sheets.type("A1", "0012")
    assert sheets.typed("A1") == [["0012"]]


def test_a_number_written_raw_into_a_date_cell_shows_as_a_date_in_the_sheets_locale(japanese: Sheets) -> None:
    japanese.tab.format("A1:B1", {"numberFormat": {"type": "DATE"}})
    japanese.tab.format("C1", {"numberFormat": {"type": "DATE_TIME", "pattern": "yyyy/mm/dd(ddd) hh:mm"}})
    japanese.tab.update([[46027, "text", 46027.5]], "A1")
    assert japanese.shown("A1:C1") == [["2026/01/05", "text", "2026/01/05(月) 12:00"]]


def test_number_formats_show_values_by_their_pattern(sheets: Sheets) -> None:
    cases = [
        (1234.5, "#,##0.00", "1,234.50"),
        (0.256, "0.0%", "25.6%"),
        (-5, "0;[Red](0)", "(5)"),
        (5, '0"件"', "5件"),
        (1.5, "[h]:mm", "36:00"),
        (46027, "mmmm d, yyyy", "January 5, 2026"),
        (46027.7708333333, "h:mm am/pm", "6:30 PM"),
        (1234567, "0.00E+00", "1.23E+06"),
        (7, "000", "007"),
        (12345, "#,##0,", "12"),
    ]
    for index, (value, pattern, _) in enumerate(cases, start=1):
        sheets.tab.format(f"A{index}", {"numberFormat": {"type": "NUMBER", "pattern": pattern}})
        sheets.tab.update([[value]], f"A{index}")
    assert sheets.shown(f"A1:A{len(cases)}") == [[shown] for _, _, shown in cases]


def test_more_than_fifty_thousand_characters_in_a_cell_are_refused(sheets: Sheets) -> None:
    sheets.tab.update([["x" * 50_000]], "A1")
    start = {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}
    value = {"userEnteredValue": {"stringValue": "x" * 50_001}}
    error = sheets.refused(
        {"updateCells": {"start": start, "rows": [{"values": [value]}], "fields": "userEnteredValue"}}
    )
    assert error["message"] == (
        "Invalid requests[0].updateCells: Your input contains more than the maximum of 50000 characters in a single "
        "cell."
    )


def test_a_decimal_comma_locale_reads_and_shows_numbers_its_way(sheets: Sheets) -> None:
    sheets.book.update_locale("de_DE")
    sheets.type("A1", "1.234,5", "1234.1234")
    assert sheets.typed("A1") == [[1234.5]]
    assert sheets.shown("A1") == [["1.234,50"]]
