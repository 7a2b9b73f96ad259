"""Values of every type that can be written, those that hurt among them."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import TypeAlias
from urllib.parse import quote
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from mappings.codecs.places import Place
from mappings.fields import FieldType
from sync.model import Span, Value
from tests.mappings.codecs.notion_service import EMAILS

Values: TypeAlias = st.SearchStrategy[Value]

OPTIONS = ("Open", "Closed", "高", "a, b")

texts = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=60)
full_width = st.sampled_from(
    [
        "２０２６年７月４日",
        "令和八年",
        "１２３％",
        "高/中/低",
        "SEV１",
        "が",
        "か\u3099",
        "👩‍👩‍👧",
        "𠮷野家",
        "=1+1",
        "'x",
    ]
)
edges = st.sampled_from([1999, 2000, 2001, 4000]).flatmap(
    lambda size: st.sampled_from(["x" * size, "x" * (size - 1) + "😀", "𠮷" * (size // 2)])
)
long_texts = st.builds(lambda text, times: text * times, texts.filter(bool), st.integers(1, 200))
numbers = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False).map(
    lambda number: int(number) if number.is_integer() and abs(number) < 2**53 else number
)
words = texts.filter(bool) | full_width
long_names = st.sampled_from(["x" * 100, "漢" * 100, "😀" * 50])
names = (
    long_names
    | st.text(st.characters(codec="utf-8", exclude_characters=","), min_size=1, max_size=50).filter(
        lambda name: name.casefold() not in ("open", "closed")
    )
    | st.sampled_from(["Open", "高", "a, b"])
)
zones = st.sampled_from(
    [UTC, timezone(timedelta(hours=9)), timezone(timedelta(hours=-3, minutes=-30)), ZoneInfo("Europe/London")]
)
moments = st.datetimes(datetime(1900, 1, 2), datetime(2999, 12, 30), timezones=zones).map(  # noqa: DTZ001 - bounds
    lambda moment: moment.astimezone(UTC).replace(second=0, microsecond=0)
)
dates = st.dates(date(1000, 1, 1))
ranges = st.builds(lambda one, two: Span(min(one, two), max(one, two)), dates, dates) | st.builds(
    lambda one, two: Span(min(one, two), max(one, two)), moments, moments
)
spans = st.builds(Span, dates | moments) | ranges
uuids = st.uuids().map(str)


links = st.builds(
    "{}://{}/{}{}".format,
    st.sampled_from(["https", "http"]),
    st.sampled_from(["example.com", "例え.jp:8080", "user@[::1]"]),
    words.map(quote) | st.sampled_from(["報告書.pdf", "a,b;c", "x" * 1900, "", "%ff"]),
    st.sampled_from(["", "?id=1", "?id=2&v=,", "#page=3"]),
)
degrees = st.floats(-90, 90) | st.integers(-90, 90).map(float) | st.sampled_from([0.0, 1e-9, 52.52, -0.5])
places = st.builds(Place, degrees, degrees.map(lambda half: 2 * half), words | st.just(""), words | st.just("")).map(
    str
)


def lists(entries: st.SearchStrategy[str], most: int = 100) -> Values:
    return st.none() | st.lists(entries, min_size=1, max_size=most, unique=True).map(tuple)


VALUES: dict[FieldType, Values] = {
    FieldType.TITLE: st.none() | words | edges | long_texts,
    FieldType.RICH_TEXT: st.none() | words | edges | long_texts,
    FieldType.NUMBER: st.none() | numbers,
    FieldType.CHECKBOX: st.booleans(),
    FieldType.SELECT: st.none() | names,
    FieldType.MULTI_SELECT: lists(names),
    FieldType.STATUS: st.sampled_from(["Open", "Closed", "高"]),
    FieldType.DATE: st.none() | spans,
    FieldType.URL: st.none() | words | links,
    FieldType.EMAIL: st.none() | words,
    FieldType.PHONE: st.none() | words,
    FieldType.PEOPLE: lists(st.sampled_from(sorted(EMAILS))),
    FieldType.RELATION: lists(uuids),
    FieldType.FILES: lists(links, 5) | st.just(tuple(f"https://example.com/{number}" for number in range(100))),
    FieldType.PLACE: st.none() | places,
}
