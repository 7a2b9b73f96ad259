from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.codecs.notion import Lookup, PageIds, Unwritable, write
from mappings.codecs.notion.texts import split
from mappings.fields import FieldType
from sync.model import Span, Value
from tests.mappings.codecs.notion_service import EMAILS, Staff

LOOKUP = Lookup(Staff(), PageIds(), ("Open", "Closed"))
PAGE = "0f6a1b9c-7d43-4e21-8a5b-6c0d9e8f7a61"


@given(st.text(st.sampled_from("aあ😀𠮷\n"), max_size=9000))
def test_long_text_is_cut_into_parts_of_2000_utf_16_units_and_nothing_is_lost(text: str) -> None:
    parts = split(text)
    assert "".join(parts) == text
    assert all(0 < len(part.encode("utf-16-le")) // 2 <= 2000 for part in parts)
    for one, two in pairwise(parts):
        assert len((one + two[0]).encode("utf-16-le")) // 2 > 2000


@pytest.mark.parametrize(
    ("kind", "value", "wire"),
    [
        (FieldType.TITLE, None, []),
        (FieldType.TITLE, "a\r\nb", [{"type": "text", "text": {"content": "a\nb"}}]),
        (FieldType.NUMBER, None, None),
        (FieldType.NUMBER, 2**60, float(2**60)),
        (FieldType.CHECKBOX, None, False),
        (FieldType.SELECT, None, None),
        (FieldType.SELECT, "New", {"name": "New"}),
        (FieldType.MULTI_SELECT, None, []),
        (FieldType.STATUS, "Open", {"name": "Open"}),
        (FieldType.DATE, Span(date(2026, 1, 2)), {"start": "2026-01-02", "end": None}),
        (
            FieldType.DATE,
            Span(datetime(2026, 1, 2, 3, 4, 59, tzinfo=UTC)),
            {"start": "2026-01-02T03:04:00.000+00:00", "end": None},
        ),
        (FieldType.URL, None, None),
        (FieldType.EMAIL, "", None),
        (FieldType.PEOPLE, None, []),
        (FieldType.PEOPLE, ("Person1@Example.com",), [{"id": EMAILS["person1@example.com"]}]),
        (FieldType.RELATION, (PAGE,), [{"id": PAGE}]),
    ],
)
def test_a_value_is_sent_as(kind: FieldType, value: Value, wire: object) -> None:
    assert write(kind, value, LOOKUP) == {kind.value: wire}


@pytest.mark.parametrize(
    ("kind", "value", "hint"),
    [
        (FieldType.TITLE, 3, "text"),
        (FieldType.TITLE, "x" * 200_001, "200000"),
        (FieldType.TITLE, "a\ud800", "half a character"),
        (FieldType.NUMBER, "3", "number"),
        (FieldType.NUMBER, True, "number"),
        (FieldType.NUMBER, float("inf"), "finite"),
        (FieldType.NUMBER, 2**53 + 1, "digits"),
        (FieldType.NUMBER, 10**400, "digits"),
        (FieldType.CHECKBOX, "yes", "yes or no"),
        (FieldType.SELECT, "a,b", "comma"),
        (FieldType.SELECT, "x" * 101, "100"),
        (FieldType.SELECT, "😀" * 51, "100"),
        (FieldType.SELECT, "OPEN", "Open"),
        (FieldType.SELECT, ("Open",), "one option"),
        (FieldType.MULTI_SELECT, ("ok", "a,b"), "comma"),
        (FieldType.MULTI_SELECT, ("",), "name"),
        (FieldType.MULTI_SELECT, tuple(map(str, range(101))), "100"),
        (FieldType.STATUS, "Doing", "Open, Closed"),
        (FieldType.STATUS, None, "cannot be empty"),
        (FieldType.DATE, "2026-01-02", "date"),
        (FieldType.DATE, Span(datetime(2026, 1, 2)), "2026"),  # noqa: DTZ001 - a moment without a zone is the point
        (FieldType.URL, "x" * 2001, "2000"),
        (FieldType.PHONE, "0" * 201, "200"),
        (FieldType.PEOPLE, ("nobody@example.com",), "nobody@example.com"),
        (FieldType.PEOPLE, "person1@example.com", "list"),
        (FieldType.RELATION, ("not an id",), "not an id"),
        (FieldType.RELATION, (PAGE,) * 101, "100"),
        (FieldType.UNIQUE_ID, "RISK-1", "computes"),
        (FieldType.CREATED_TIME, None, "computes"),
        (FieldType.LAST_EDITED_TIME, None, "computes"),
    ],
)
def test_what_notion_would_refuse_is_refused_with_the_reason(kind: FieldType, value: Value, hint: str) -> None:
    found = write(kind, value, LOOKUP)
    assert isinstance(found, Unwritable)
    assert hint in str(found.why)
