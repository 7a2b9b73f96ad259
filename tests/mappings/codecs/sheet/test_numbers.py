"""Numbers, amounts of money, percentages and durations."""

from dataclasses import replace
from datetime import UTC
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.codecs.sheet import CellData, format_type, misformatted, read_cell, write_cell
from mappings.fields import Field, FieldType, Unit
from sync.model import Unreadable, Value
from tests.mappings.codecs.sheet.cells import answered, field_of, number, read, text, why


def timed(unit: Unit, pattern: str | None = None) -> Field:
    return replace(field_of(FieldType.NUMBER), unit=unit, pattern=pattern)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("¥1,200", 1200),
        ("￥１，２００", 1200),
        ("$3.50", 3.5),
        ("-$3.50", -3.5),
        ("$-3.50", -3.5),
        ("US$ 3", 3),
        ("1,200円", 1200),
        ("3 ドル", 3),
        ("1200 JPY", 1200),
        ("€ 0.5", 0.5),
        ("▲1,200", -1200),
        ("1.5万", 15_000),
        ("3億", 300_000_000),
        ("1億2,000万円", 120_000_000),
        ("1万5000", 15_000),
        ("12.5%", 0.125),
        ("-0.1%", -0.001),
    ],
)
def test_an_amount_is_read_as_its_number(typed: str, expected: Value) -> None:
    assert read(text(typed), FieldType.NUMBER) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "1e9999999999",
        "1.234,56",
        "1 234",
        "10k",
        "3M",
        "¥1,200円",
        "+-3",
        "1.5万5000",
        "1億20000万",
        "約30",
        "3~5",
        "万",
        "円",
    ],
)
def test_an_amount_that_could_mean_two_things_is_held(typed: str) -> None:
    assert typed in why(read(text(typed), FieldType.NUMBER))


@pytest.mark.parametrize("typed", ["-", "--", "N/A", "NULL", "なし", "未定", "?", "不明", "―", "tbd", "Ｎ／Ａ"])
@pytest.mark.parametrize("kind", [FieldType.NUMBER, FieldType.DATE, FieldType.CHECKBOX])
def test_what_stands_for_nothing_is_held_and_not_taken_for_empty(typed: str, kind: FieldType) -> None:
    assert "stands for no value; empty the cell" in why(read(text(typed), kind))


@pytest.mark.parametrize("typed", ["-", "N/A", "未定", "?"])
@pytest.mark.parametrize("kind", [FieldType.TITLE, FieldType.RICH_TEXT, FieldType.SELECT, FieldType.STATUS])
def test_in_a_text_and_among_options_it_is_what_was_typed(typed: str, kind: FieldType) -> None:
    assert read(text(typed), kind) == typed


@pytest.mark.parametrize(("kind", "value"), [("PERCENT", 0.25), ("CURRENCY", 1200), ("SCIENTIFIC", 1e9), ("NUMBER", 3)])
def test_how_a_number_is_shown_does_not_change_it(kind: str, value: float) -> None:
    assert read(number(value, kind), FieldType.NUMBER) == value


def test_a_time_in_a_number_column_says_what_the_mapping_lacks() -> None:
    assert "`unit`" in why(read(number(0.5, "TIME"), FieldType.NUMBER))


@pytest.mark.parametrize(
    ("pattern", "kind"),
    [("0.0%", "PERCENT"), ("#,##0", "NUMBER"), ("¥#,##0", "CURRENCY"), ("0.0E+00", "SCIENTIFIC"), ('0" %"', "NUMBER")],
)
def test_the_mapping_chooses_how_a_number_is_shown(pattern: str, kind: str) -> None:
    cell = write_cell(0.25, replace(field_of(FieldType.NUMBER), pattern=pattern), UTC)
    assert cell["userEnteredFormat"]["numberFormat"] == {"type": kind, "pattern": pattern}
    assert misformatted(cell, {})
    assert misformatted(cell, number(1, "DATE"))
    assert not misformatted(cell, number(1, "CURRENCY"))


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("1h30m", 90),
        ("1h 30m", 90),
        ("90m", 90),
        ("90 min", 90),
        ("９０分", 90),
        ("1時間30分", 90),
        ("1時間半", 90),
        ("1.5 hours", 90),
        ("1 hour and 30 minutes", 90),
        ("1 hour, 30 minutes", 90),
        ("19 hours 43 minutes.", 1183),
        ("279 minutes [^3]", 279),
        ("11 Days", 15_840),
        ("2日3時間", 3060),
        ("1 week", 10_080),
        ("1:30:00", 90),
        ("-1:30:00", -90),
        ("0:00:30", 0.5),
        ("90", 90),
        ("1,090", 1090),
    ],
)
def test_a_duration_is_read_in_the_fields_unit(typed: str, minutes: Value) -> None:
    assert read_cell(text(typed), timed(Unit.MINUTES), UTC) == minutes


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("1:30", "1 hours 30 minutes, or 1 minutes 30 seconds"),
        ("約30分", "expected is a duration"),
        ("1 month", "expected is a duration"),
        ("30m1h", "expected is a duration"),
        ("1h1h", "expected is a duration"),
        ("3-4 days", "expected is a duration"),
        ("2営業日", "expected is a duration"),
        ("N/A", "stands for no value"),
    ],
)
def test_a_duration_that_cannot_be_told_is_held(typed: str, reason: str) -> None:
    assert reason in why(read_cell(text(typed), timed(Unit.MINUTES), UTC))


@pytest.mark.parametrize(
    ("unit", "expected"), [(Unit.SECONDS, 5400), (Unit.MINUTES, 90), (Unit.HOURS, 1.5), (Unit.DAYS, 0.0625)]
)
def test_a_time_in_a_cell_is_a_number_of_the_unit(unit: Unit, expected: float) -> None:
    assert read_cell(number(0.0625, "TIME"), timed(unit), UTC) == expected
    assert read_cell(number(90), timed(unit), UTC) == 90


def test_a_format_that_counts_on_beyond_a_day_shows_a_time_whatever_its_type() -> None:
    cell = number(1.25)
    elapsed = {**cell, "effectiveFormat": {"numberFormat": {"type": "NUMBER", "pattern": "[h]:mm"}}}
    assert read_cell(elapsed, timed(Unit.HOURS), UTC) == 30
    assert isinstance(read(elapsed, FieldType.NUMBER), Unreadable)
    assert isinstance(read(elapsed, FieldType.DATE), Unreadable)


@pytest.mark.parametrize("cell", [number(46027, "DATE"), number(46027.5, "DATE_TIME"), number(1e300, "TIME")])
def test_a_day_is_no_duration(cell: CellData) -> None:
    assert isinstance(read_cell(cell, timed(Unit.HOURS), UTC), Unreadable)


@pytest.mark.parametrize(("value", "pattern"), [(1830, "[h]:mm"), (0.5, "[h]:mm:ss"), (1.1, "[h]:mm")])
def test_a_duration_is_written_as_a_time_that_counts_on_beyond_a_day(value: float, pattern: str) -> None:
    unit = Unit.HOURS if value == 1.1 else Unit.MINUTES
    cell = write_cell(value, timed(unit), UTC)
    assert format_type(cell) == "TIME"
    assert cell["userEnteredFormat"]["numberFormat"]["pattern"] == pattern
    assert read_cell(answered(cell), timed(unit), UTC) == value


@given(st.integers(-(10**7), 10**7) | st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(Unit))
def test_every_number_of_a_unit_is_read_back(value: float, unit: Unit) -> None:
    field = timed(unit)
    found = read_cell(answered(write_cell(value, field, UTC)), field, UTC)
    assert found == value


def test_a_cell_in_which_people_count_stays_a_count() -> None:
    assert write_cell(120, timed(Unit.MINUTES), UTC, current=number(90)) == number_only(120)
    assert format_type(write_cell(120, timed(Unit.MINUTES), UTC, current=number(0.0625, "TIME"))) == "TIME"
    assert format_type(write_cell(120, timed(Unit.MINUTES), UTC, current=text("90 minutes"))) == "TIME"
    assert write_cell(120, timed(Unit.MINUTES, "0"), UTC)["userEnteredValue"] == {"numberValue": 120}
    assert format_type(write_cell(120, timed(Unit.MINUTES, "[mm]:ss"), UTC)) == "TIME"


def number_only(value: float) -> dict[str, Any]:
    return {"userEnteredValue": {"numberValue": value}}


def test_a_format_that_hides_whole_days_does_not_fit_long_durations() -> None:
    short, long = (write_cell(hours, timed(Unit.HOURS), UTC) for hours in (2, 30))
    clock = {"effectiveFormat": {"numberFormat": {"type": "TIME", "pattern": "h:mm"}}}
    elapsed = {"effectiveFormat": {"numberFormat": {"type": "TIME", "pattern": "[hh]:mm:ss"}}}
    assert not misformatted(short, clock)
    assert misformatted(long, clock)
    assert not misformatted(long, elapsed)
    assert misformatted(short, number(1, "DATE"))
