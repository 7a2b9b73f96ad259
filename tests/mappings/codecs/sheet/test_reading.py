"""What people type, and what comes of it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from mappings.codecs.sheet import CellData, format_type, holds_formula, misformatted, read_id, write_cell
from mappings.codecs.sheet.cell import Unwritable
from mappings.fields import FieldType
from sync.model import Span, Unreadable, Value
from tests.mappings.codecs.sheet.cells import answered, field_of, number, read, text, why

TOKYO = ZoneInfo("Asia/Tokyo")
NEW_YORK = ZoneInfo("America/New_York")
FORMULA: CellData = {"userEnteredValue": {"formulaValue": "=1+2"}, "effectiveValue": {"numberValue": 3}}
BROKEN: CellData = {
    "userEnteredValue": {"formulaValue": "=A0"},
    "effectiveValue": {"errorValue": {"type": "REF", "message": "Reference does not exist"}},
}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("１２３", 123),
        ("1,234", 1234),
        ("-1,234.50", -1234.5),
        ("50%", 0.5),
        (" ５０％ ", 0.5),
        ("1e5", 100_000),
        ("−3", -3),
        (" ", None),
        ("9007199254740993", 9007199254740992.0),
    ],
)
def test_a_text_that_is_a_number_is_read_as_one(typed: str, expected: Value) -> None:
    assert read(text(typed), FieldType.NUMBER) == expected


@pytest.mark.parametrize("typed", ["十", "1,5", "3 days", "N/A", "?", "--", "1_000", "nan", "inf", "1e999"])
def test_another_text_in_a_number_column_is_held(typed: str) -> None:
    assert typed in why(read(text(typed), FieldType.NUMBER))


@pytest.mark.parametrize("kind", ["DATE", "DATE_TIME", "TIME"])
def test_a_date_in_a_number_column_is_held(kind: str) -> None:
    assert isinstance(read(number(46027, kind), FieldType.NUMBER), Unreadable)


@pytest.mark.parametrize("kind", FieldType)
def test_an_error_holds_its_field_and_is_named(kind: FieldType) -> None:
    found = read(BROKEN, kind)
    assert isinstance(found, Unreadable)
    assert found.seen == "#REF!"
    assert str(found.why) == "the cell shows the error #REF!"


def test_a_formula_gives_its_result() -> None:
    assert read(FORMULA, FieldType.NUMBER) == 3
    assert holds_formula(FORMULA)
    assert not holds_formula(number(3))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("High", ("High",)),
        ("High, Low", ("High", "Low")),
        ("高、中\n低", ("高", "中", "低")),
        ('"Science, Math", Art', ("Science, Math", "Art")),
        ("a,,b, a ,", ("a", "b")),
        ('5" disk', ('5" disk',)),
        (' "a" , b', ("a", "b")),
        ('"a"\nb', ("a", "b")),
        (" , ", None),
    ],
)
def test_entries_are_told_apart(typed: str, expected: Value) -> None:
    assert read(text(typed), FieldType.MULTI_SELECT) == expected


@pytest.mark.parametrize("typed", ['"open', '"a" b', 'x, "y'])
def test_quotes_that_do_not_close_are_held(typed: str) -> None:
    assert "quotes" in why(read(text(typed), FieldType.MULTI_SELECT))


def test_an_entry_with_a_comma_is_quoted() -> None:
    written = write_cell(("Science, Math", "Art"), field_of(FieldType.MULTI_SELECT), UTC)
    assert written == {"userEnteredValue": {"stringValue": '"Science, Math", Art'}}


def test_a_number_in_a_list_column_is_one_entry() -> None:
    assert read({**number(1234), "formattedValue": "1,234"}, FieldType.MULTI_SELECT) == ("1234",)


def test_people_are_addresses_in_small_letters() -> None:
    assert read(text("Sato@Example.jp、sato@example.jp"), FieldType.PEOPLE) == ("sato@example.jp",)
    assert "e-mail" in why(read(text("佐藤"), FieldType.PEOPLE))


@pytest.mark.parametrize("word", ["TRUE", "はい", "✓", "済", "ＴＲＵＥ", "Yes", "○"])
def test_words_that_tick_a_box(word: str) -> None:
    assert read(text(word), FieldType.CHECKBOX) is True


@pytest.mark.parametrize("word", ["FALSE", "いいえ", "", " ", "No", "未", "×"])
def test_words_that_do_not(word: str) -> None:
    assert read(text(word), FieldType.CHECKBOX) is False


def test_other_words_in_a_checkbox_are_held() -> None:
    assert read({}, FieldType.CHECKBOX) is False
    assert read(number(1), FieldType.CHECKBOX) is True
    assert isinstance(read(text("たぶん"), FieldType.CHECKBOX), Unreadable)
    assert isinstance(read(number(2), FieldType.CHECKBOX), Unreadable)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026-01-05", date(2026, 1, 5)),
        ("2026/1/5", date(2026, 1, 5)),
        ("2026.1.5", date(2026, 1, 5)),
        ("２０２６年１月５日（月）", date(2026, 1, 5)),
        ("令和8年1月5日", date(2026, 1, 5)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("㋿8年1月5日", date(2026, 1, 5)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("R8.1.5", date(2026, 1, 5)),
        ("H30/4/1", date(2018, 4, 1)),
        ("2024-01-05 10:00", datetime(2024, 1, 5, 1, 0, tzinfo=UTC)),
        ("2024-01-05 10:00 JST", datetime(2024, 1, 5, 1, 0, tzinfo=UTC)),
        ("2019/05/20 09:00 JST", datetime(2019, 5, 20, 0, 0, tzinfo=UTC)),
        ("2024-01-05T07:00:00-00:00", datetime(2024, 1, 5, 7, 0, tzinfo=UTC)),
        ("2024-01-05T07:00:59.123Z", datetime(2024, 1, 5, 7, 0, tzinfo=UTC)),
        ("2024-01-05 7:00+0530", datetime(2024, 1, 5, 1, 30, tzinfo=UTC)),
        ("2026年1月5日10時30分", datetime(2026, 1, 5, 1, 30, tzinfo=UTC)),
        ("2026年1月5日 10時", datetime(2026, 1, 5, 1, 0, tzinfo=UTC)),
        ("2026-01-05 23:59 UTC", datetime(2026, 1, 5, 23, 59, tzinfo=UTC)),
    ],
)
def test_dates_as_people_type_them(typed: str, expected: date) -> None:
    assert read(text(typed), FieldType.DATE, TOKYO) == Span(expected)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-02-30",
        "0202-11-20",
        "1/5",
        "元年5月1日",
        "2026-01-05 25:00",
        "2026-01-05 10:00 IST",
        "2026-01-0510:00",
        "2026-01-05 →",
        "2026-01-05 → 2026-01-06 → 2026-01-07",
        "2026/1-5",
        "11 Days",
        "20260105",
        "2026-01-05 10:00+99:00",
    ],
)
def test_what_is_no_date_is_held_with_what_was_seen(typed: str) -> None:
    found = why(read(text(typed), FieldType.DATE))
    assert typed in found
    assert "2026-01-05 → 2026-01-09" in found


@pytest.mark.parametrize("arrow", [" → ", "→", " -> ", "〜", "～", "~", " - ", " – "])
def test_ranges_as_people_type_them(arrow: str) -> None:
    assert read(text(f"2026/1/5{arrow}2026-01-09"), FieldType.DATE) == Span(date(2026, 1, 5), date(2026, 1, 9))


def test_a_range_that_ends_before_it_starts_is_held_both_ways() -> None:
    assert "ends before" in why(read(text("2026-01-09 → 2026-01-05"), FieldType.DATE))
    with pytest.raises(Unwritable, match="ends before"):
        write_cell(Span(date(2026, 1, 9), date(2026, 1, 5)), field_of(FieldType.DATE), UTC)


def test_the_format_says_whether_a_serial_is_a_day_or_a_moment() -> None:
    assert read(number(46027, "DATE"), FieldType.DATE, TOKYO) == Span(date(2026, 1, 5))
    moment = Span(datetime(2026, 1, 4, 15, 0, tzinfo=UTC))
    assert read(number(46027, "DATE_TIME"), FieldType.DATE, TOKYO) == moment
    assert read(number(46027), FieldType.DATE, TOKYO) == Span(date(2026, 1, 5))
    assert read(number(46027.5), FieldType.DATE) == Span(datetime(2026, 1, 5, 12, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("value", "kind"), [(2026, ""), (5, ""), (20260105, ""), (0.5, "TIME"), (1, "DATE"), (1e300, "DATE")]
)
def test_a_number_that_nobody_would_see_as_a_date_is_held(value: float, kind: str) -> None:
    assert isinstance(read(number(value, kind), FieldType.DATE), Unreadable)


def test_a_moment_is_a_serial_in_the_pairs_zone() -> None:
    written = write_cell(Span(datetime(2026, 1, 5, 3, 0, tzinfo=UTC)), field_of(FieldType.DATE), TOKYO)
    assert written["userEnteredValue"] == {"numberValue": 46027.5}
    assert format_type(written) == "DATE_TIME"


def test_an_hour_that_the_clock_shows_twice_is_written_so_that_it_can_be_told() -> None:
    second = Span(datetime(2026, 11, 1, 6, 30, tzinfo=UTC))
    written = write_cell(second, field_of(FieldType.DATE), NEW_YORK)
    assert written == {"userEnteredValue": {"stringValue": "2026-11-01 06:30Z"}}
    assert read(answered(written), FieldType.DATE, NEW_YORK) == second


def test_a_zone_that_was_off_by_seconds_does_not_shift_a_moment() -> None:
    old = Span(datetime(1937, 1, 1, 0, 0, tzinfo=UTC))
    written = write_cell(old, field_of(FieldType.DATE), ZoneInfo("Europe/Amsterdam"))
    assert written == {"userEnteredValue": {"stringValue": "1937-01-01 00:00Z"}}


def test_a_date_before_1900_is_not_written() -> None:
    with pytest.raises(Unwritable, match="1900"):
        write_cell(Span(date(202, 11, 20)), field_of(FieldType.DATE), UTC)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (FieldType.NUMBER, "12"),
        (FieldType.NUMBER, True),
        (FieldType.NUMBER, float("nan")),
        (FieldType.CHECKBOX, None),
        (FieldType.TITLE, 3),
        (FieldType.MULTI_SELECT, "a"),
        (FieldType.DATE, "2026-01-05"),
        (FieldType.TITLE, "x" * 50_001),
    ],
)
def test_a_value_that_does_not_fit_is_refused(kind: FieldType, value: Value) -> None:
    with pytest.raises(Unwritable):
        write_cell(value, field_of(kind), UTC)


def test_numbers_and_dates_in_a_text_column_are_read_as_they_are_shown() -> None:
    assert read({**number(0.5, "PERCENT"), "formattedValue": "50%"}, FieldType.TITLE) == "50%"
    assert read(number(46027, "DATE"), FieldType.TITLE) == "2026-01-05"
    assert read(number(46027.5, "DATE_TIME"), FieldType.TITLE) == "2026-01-05 12:00"
    assert read(number(1e22), FieldType.TITLE) == "10000000000000000000000"
    assert read({"effectiveValue": {"boolValue": True}}, FieldType.TITLE) == "TRUE"


def test_line_breaks_have_one_form() -> None:
    assert read(text("a\r\nb\rc"), FieldType.RICH_TEXT) == "a\nb\nc"


@pytest.mark.parametrize(("typed", "expected"), [(" Ｒ-１ ", "R-1"), ("", None), ("　", None)])
def test_an_id_has_no_width_and_no_blanks_around_it(typed: str, expected: str | None) -> None:
    assert read_id(text(typed)) == expected


def test_an_id_that_became_a_number_is_plain_and_an_error_is_none() -> None:
    assert read_id({**number(1234), "formattedValue": "1,234"}) == "1234"
    assert read_id(BROKEN) is None


def test_a_cells_format_is_changed_only_where_it_would_mislead() -> None:
    day = write_cell(Span(date(2026, 1, 5)), field_of(FieldType.DATE), UTC)
    assert misformatted(day, number(1))
    assert misformatted(day, number(1, "DATE_TIME"))
    assert not misformatted(day, number(1, "DATE"))
    count = write_cell(3, field_of(FieldType.NUMBER), UTC)
    assert misformatted(count, number(1, "DATE"))
    assert not misformatted(count, number(1, "CURRENCY"))
    assert not misformatted(write_cell("a", field_of(FieldType.TITLE), UTC), number(1, "DATE"))
