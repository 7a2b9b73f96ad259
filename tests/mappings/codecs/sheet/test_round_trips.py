"""decode(encode(v)) == v, for every type of field."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.codecs.sheet import CODECS, read_cell, read_id, write_cell, write_id
from mappings.fields import FieldType
from sync.model import RecordId, Span, Value
from sync.values import same
from tests.mappings.codecs.sheet.cells import answered, field_of

ZONES = [
    ZoneInfo(name)
    for name in ("UTC", "Asia/Tokyo", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Europe/Amsterdam")
]
zones = st.sampled_from(ZONES)
characters = st.characters(exclude_categories=["Cs"], exclude_characters="\r")
texts = st.text(characters, min_size=1, max_size=40) | st.sampled_from(
    ["=1+2", "+81", "-1", "@x", "'x", "0012", "1e5", "TRUE", "１２３", "2026-01-05", " ", "高、中", "a\nb"]
)
names = texts.filter(lambda text: bool(text.strip()))
numbers = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False).map(
    lambda number: int(number) if number.is_integer() and abs(number) < 2**53 else number
)
days = st.dates(date(1901, 1, 1), date(9998, 12, 31))
moments = st.datetimes(
    datetime(1901, 1, 2),  # noqa: DTZ001 - made aware by the next argument
    datetime(9998, 12, 30),  # noqa: DTZ001 - made aware by the next argument
    timezones=st.just(UTC),
).map(lambda moment: moment.replace(second=0, microsecond=0))
ends = st.tuples(days, days) | st.tuples(moments, moments)
spans = days.map(Span) | moments.map(Span) | ends.map(lambda pair: Span(*sorted(pair)))
emails = st.from_regex(r"[a-z0-9.]{1,8}@[a-z0-9]{1,8}\.[a-z]{2,3}", fullmatch=True)


def lists(entries: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(entries, min_size=1, max_size=5, unique=True).map(tuple)


addresses = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]) | st.sampled_from(',"、()?&=日 ')).map(
    lambda tail: f"https://example.com/{tail}".strip()
) | st.sampled_from(
    ["https://example.com/a,b.pdf", "https://example.com/a, b", "file:///x", "https://a.example/,https://b.example/"]
)
entries = texts | st.sampled_from(["Science, Math", '5" disk', " padded ", '""', ",", "、", "a\n"])
VALUES: dict[FieldType, st.SearchStrategy[Value]] = {
    **dict.fromkeys(
        (
            FieldType.TITLE,
            FieldType.RICH_TEXT,
            FieldType.URL,
            FieldType.EMAIL,
            FieldType.PHONE,
            FieldType.UNIQUE_ID,
        ),
        texts | st.none(),
    ),
    **dict.fromkeys((FieldType.SELECT, FieldType.STATUS), names | st.none()),
    **dict.fromkeys((FieldType.MULTI_SELECT, FieldType.RELATION), lists(entries) | st.none()),
    **dict.fromkeys((FieldType.DATE, FieldType.CREATED_TIME, FieldType.LAST_EDITED_TIME), spans | st.none()),
    **dict.fromkeys((FieldType.FORMULA, FieldType.ROLLUP), texts | numbers | spans | st.booleans() | st.none()),
    **dict.fromkeys(
        (
            FieldType.PLACE,
            FieldType.CREATED_BY,
            FieldType.LAST_EDITED_BY,
            FieldType.VERIFICATION,
            FieldType.BUTTON,
            FieldType.UNKNOWN,
        ),
        texts | st.none(),
    ),
    FieldType.FILES: lists(addresses) | st.none(),
    FieldType.PEOPLE: lists(emails) | st.none(),
    FieldType.NUMBER: numbers | st.none(),
    FieldType.CHECKBOX: st.booleans(),
}


@pytest.mark.parametrize("kind", FieldType)
def test_what_is_written_is_read_back(kind: FieldType) -> None:
    field = field_of(kind)

    @given(VALUES[kind], zones)
    def holds(value: Value, zone: ZoneInfo) -> None:
        found = read_cell(answered(write_cell(value, field, zone)), field, zone)
        assert found == value
        assert same(found, value)

    run: Callable[[], None] = holds
    run()


@pytest.mark.parametrize("kind", FieldType)
def test_text_is_never_entered_as_a_formula(kind: FieldType) -> None:
    field = field_of(kind)

    @given(VALUES[kind])
    def holds(value: Value) -> None:
        assert "formulaValue" not in write_cell(value, field, UTC).get("userEnteredValue", {})

    run: Callable[[], None] = holds
    run()


@pytest.mark.parametrize("kind", FieldType)
def test_every_type_has_a_codec(kind: FieldType) -> None:
    assert kind in CODECS


@given(st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True))
def test_an_id_is_read_back(name: str) -> None:
    assert read_id(answered(write_id(RecordId(name)))) == name
