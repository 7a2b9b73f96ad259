from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.codecs.notion import Lookup, PageIds, Unwritable, write
from mappings.fields import FieldType
from mappings.text.clusters import cut
from sync.model import Span, Value
from tests.mappings.codecs.notion_service import EMAILS, Staff
from tests.mappings.codecs.test_notion_read import json_values

LOOKUP = Lookup(Staff(), PageIds(), ("Open", "Closed"))
PAGE = "0f6a1b9c-7d43-4e21-8a5b-6c0d9e8f7a61"


@given(st.text(st.sampled_from("aあ😀𠮷\n"), max_size=9000))
def test_long_text_is_cut_into_parts_of_2000_utf_16_units_and_nothing_is_lost(text: str) -> None:
    parts = list(cut(text, 2000))
    assert "".join(parts) == text
    assert all(0 < len(part.encode("utf-16-le")) // 2 <= 2000 for part in parts)
    for one, two in pairwise(parts):
        assert len((one + two[0]).encode("utf-16-le")) // 2 > 2000


def link(name: str, url: str) -> dict[str, object]:
    return {"name": name, "type": "external", "external": {"url": url}}


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
        (FieldType.FILES, None, []),
        (FieldType.FILES, ("https://a.b/c%20d.pdf?x=1",), [link("c d.pdf", "https://a.b/c%20d.pdf?x=1")]),
        (FieldType.FILES, ("https://a.b/",), [link("a.b", "https://a.b/")]),
        (FieldType.FILES, ("https://a.b/" + "😀" * 60,), [link("😀" * 50, "https://a.b/" + "😀" * 60)]),
        (FieldType.PLACE, None, None),
        (FieldType.PLACE, "３５．６，１３９", {"lat": 35.6, "lon": 139.0, "name": None, "address": None}),
        (FieldType.PLACE, "駅|東京 |1,2", {"lat": 1.0, "lon": 2.0, "name": "駅", "address": "東京"}),
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
        (FieldType.FILES, "https://a.b/", "list"),
        (FieldType.FILES, ("a.pdf",), "https://"),
        (FieldType.FILES, ("javascript:alert(1)",), "https://"),
        (FieldType.FILES, ("https://a b/",), "https://"),
        (FieldType.FILES, ("https://[::1/",), "https://"),
        (FieldType.FILES, ("https://a.b/" + "x" * 2000,), "2000"),
        (FieldType.FILES, tuple(f"https://a.b/{number}" for number in range(101)), "100"),
        (FieldType.PLACE, "Tokyo", "latitude"),
        (FieldType.PLACE, "Tokyo | 91, 0", "latitude"),
        (FieldType.PLACE, "a | b | c | 1, 2", "latitude"),
        (FieldType.PLACE, 3, "place"),
        (FieldType.UNIQUE_ID, "RISK-1", "computes"),
        (FieldType.UNKNOWN, "x", "cannot be written"),
        (FieldType.BUTTON, "x", "cannot be written"),
        (FieldType.ROLLUP, 3, "computes"),
        (FieldType.CREATED_TIME, None, "computes"),
        (FieldType.LAST_EDITED_TIME, None, "computes"),
    ],
)
def test_what_notion_would_refuse_is_refused_with_the_reason(kind: FieldType, value: Value, hint: str) -> None:
    found = write(kind, value, LOOKUP)
    assert isinstance(found, Unwritable)
    assert hint in str(found.why)


def test_files_that_a_page_has_go_back_as_they_stand() -> None:
    own = {"name": "議事録", "type": "file", "file": {"url": "https://b/c?X-Sig=1", "expiry_time": "2026-07-04"}}
    current = [
        own,
        link("報告", "https://a/?id=1"),
        link("報告 2", "https://a/?id=1"),
        link("gone", "https://d/"),
        {"odd": 1},
    ]
    assert write(FieldType.FILES, ("https://a/?id=1", "https://b/c", "https://e/f"), LOOKUP, current) == {
        "files": [
            link("報告", "https://a/?id=1"),
            link("報告 2", "https://a/?id=1"),
            {"name": "議事録", "type": "file", "file": {"url": "https://b/c?X-Sig=1"}},
            link("f", "https://e/f"),
        ]
    }


def test_a_place_keeps_what_its_text_does_not_say() -> None:
    current = {
        "lat": 1,
        "lon": 2,
        "name": "a  b",
        "address": None,
        "google_place_id": "g",
        "aws_place_id": None,
        "new": 1,
    }
    same = write(FieldType.PLACE, "a b | 1, 2", LOOKUP, current)
    assert same == {"place": {key: value for key, value in current.items() if key != "new"}}
    renamed = write(FieldType.PLACE, "c | 1, 2", LOOKUP, current)
    assert renamed == {"place": {"lat": 1.0, "lon": 2.0, "name": "c", "address": None, "google_place_id": "g"}}
    moved = write(FieldType.PLACE, "a b | 1, 3", LOOKUP, current)
    assert moved == {"place": {"lat": 1.0, "lon": 3.0, "name": "a b", "address": None}}


def test_two_new_options_that_differ_only_by_case_are_not_sent_together() -> None:
    found = write(FieldType.MULTI_SELECT, ("新 A", "新 a"), LOOKUP)
    assert isinstance(found, Unwritable)
    assert "新 A" in str(found.why)
    assert write(FieldType.MULTI_SELECT, ("x", "x"), LOOKUP) == {"multi_select": [{"name": "x"}]}


@given(st.sampled_from(FieldType), json_values, st.none() | st.text(max_size=9) | st.tuples(st.text(max_size=9)))
def test_nothing_that_stands_in_a_page_makes_a_write_raise(kind: FieldType, current: object, value: Value) -> None:
    write(kind, value, LOOKUP, current)
    write(kind, value, LOOKUP, [current])
