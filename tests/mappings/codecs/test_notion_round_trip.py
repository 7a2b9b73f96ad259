from datetime import UTC, date, datetime, timedelta, timezone
from typing import TypeAlias
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.codecs.notion import Lookup, PageIds, Unwritable, read, write
from mappings.fields import FieldType
from sync.model import Span, Value
from tests.mappings.codecs.notion_service import EMAILS, Staff, kept

Values: TypeAlias = st.SearchStrategy[Value]

LOOKUP = Lookup(Staff(), PageIds(), ("Open", "Closed", "高", "a, b"))

texts = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=60)
long_texts = st.builds(lambda text, times: text * times, texts.filter(bool), st.integers(1, 200))
numbers = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False).map(
    lambda number: int(number) if number.is_integer() and abs(number) < 2**53 else number
)
names = st.text(st.characters(codec="utf-8", exclude_characters=","), min_size=1, max_size=50).filter(
    lambda name: name.casefold() not in ("open", "closed")
) | st.sampled_from(["Open", "高", "a, b"])
zones = st.sampled_from(
    [UTC, timezone(timedelta(hours=9)), timezone(timedelta(hours=-3, minutes=-30)), ZoneInfo("Europe/London")]
)
moments = st.datetimes(datetime(1900, 1, 2), datetime(2999, 12, 30), timezones=zones).map(  # noqa: DTZ001 - bounds
    lambda moment: moment.astimezone(UTC).replace(second=0, microsecond=0)
)
dates = st.dates(date(1000, 1, 1))
spans = st.builds(Span, dates, st.none() | dates) | st.builds(Span, moments, st.none() | moments)
uuids = st.uuids().map(str)


def lists(entries: st.SearchStrategy[str]) -> Values:
    return st.none() | st.lists(entries, min_size=1, max_size=100, unique=True).map(tuple)


VALUES: dict[FieldType, Values] = {
    FieldType.TITLE: st.none() | texts.filter(bool) | long_texts,
    FieldType.RICH_TEXT: st.none() | texts.filter(bool) | long_texts,
    FieldType.NUMBER: st.none() | numbers,
    FieldType.CHECKBOX: st.booleans(),
    FieldType.SELECT: st.none() | names,
    FieldType.MULTI_SELECT: lists(names),
    FieldType.STATUS: st.sampled_from(["Open", "Closed", "高"]),
    FieldType.DATE: st.none() | spans,
    FieldType.URL: st.none() | texts.filter(bool),
    FieldType.EMAIL: st.none() | texts.filter(bool),
    FieldType.PHONE: st.none() | texts.filter(bool),
    FieldType.PEOPLE: lists(st.sampled_from(sorted(EMAILS))),
    FieldType.RELATION: lists(uuids),
}


@pytest.mark.parametrize("kind", VALUES)
@given(data=st.data())
def test_what_is_written_is_read_again_as_the_same_value(kind: FieldType, data: st.DataObject) -> None:
    value = data.draw(VALUES[kind])
    written = write(kind, value, LOOKUP)
    assert not isinstance(written, Unwritable), written
    found = read(kind, kept(kind, written), LOOKUP)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("kind", VALUES)
@given(data=st.data())
def test_what_is_about_to_be_sent_reads_as_what_was_meant(kind: FieldType, data: st.DataObject) -> None:
    value = data.draw(VALUES[kind])
    written = write(kind, value, LOOKUP)
    assert read(kind, written, LOOKUP) == value


@given(moment=st.datetimes(timezones=zones, min_value=datetime(1000, 1, 2), max_value=datetime(9000, 1, 1)))  # noqa: DTZ001 - bounds
def test_a_moment_keeps_its_instant_to_the_minute_in_every_zone(moment: datetime) -> None:
    written = write(FieldType.DATE, Span(moment), LOOKUP)
    assert not isinstance(written, Unwritable)
    found = read(FieldType.DATE, kept(FieldType.DATE, written), LOOKUP)
    assert isinstance(found, Span)
    assert isinstance(found.start, datetime)
    lost = moment.astimezone(UTC) - found.start
    assert timedelta() <= lost < timedelta(minutes=1)


def test_the_hour_that_comes_twice_stays_the_one_that_was_meant() -> None:
    london = ZoneInfo("Europe/London")
    for fold, hour in ((0, 0), (1, 1)):
        twice = datetime(2026, 10, 25, 1, 30, tzinfo=london, fold=fold)
        written = write(FieldType.DATE, Span(twice), LOOKUP)
        assert read(FieldType.DATE, written, LOOKUP) == Span(datetime(2026, 10, 25, hour, 30, tzinfo=UTC))
