import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.codecs.notion import Lookup, Nobody, PageIds, read
from mappings.fields import FieldType
from sync.model import Span, Unreadable
from tests.mappings.codecs.notion_service import EMAILS, Staff
from tests.shared import shared

LOOKUP = Lookup(Staff(), PageIds())
ADA = EMAILS["person0@example.com"]

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(
        [*map(str, FieldType), "array", "string", "boolean", "unsupported", "file", "external", "2026-07-04"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    *("id", "name", "start", "end", "type", "person", "email", "text", "content", "number", "prefix"),
                    *(
                        "external",
                        "file",
                        "url",
                        "lat",
                        "lon",
                        "address",
                        "array",
                        "string",
                        "boolean",
                        "state",
                        "date",
                    ),
                    *(
                        "plain_text",
                        "mention",
                        "has_more",
                        "object",
                        "time_zone",
                        "select",
                        "files",
                        "rollup",
                        "formula",
                    ),
                ]
            )
            | st.text(max_size=4),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def prop(kind: FieldType, value: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    return {"id": "x", "type": kind.value, kind.value: value}


def file(url: str) -> dict[str, Any]:
    return {"name": "c", "type": "file", "file": {"url": url, "expiry_time": "2026-07-04T00:00:00.000Z"}}


ITEMS: list[dict[str, Any]] = [
    {"type": "title", "title": [{"plain_text": "a\nb"}]},
    {"type": "number", "number": 3},
    {"type": "number", "number": None},
    {"type": "checkbox", "checkbox": True},
    {"type": "select", "select": {"name": "High"}},
    {"type": "multi_select", "multi_select": [{"name": "x"}, {"name": "y"}]},
    {"type": "date", "date": {"start": "2026-07-04", "end": "2026-07-05"}},
    {"type": "people", "people": [{"id": "?", "name": "ada", "type": "bot"}]},
    {"type": "relation", "relation": [{"id": ADA}]},
    {"type": "formula", "formula": {"type": "number", "number": 7}},
    {"type": "new", "new": "?"},
]


@pytest.mark.parametrize("kind", FieldType)
@given(value=json_values)
def test_no_shape_of_a_property_raises(kind: FieldType, value: object) -> None:
    read(kind, prop(kind, value), LOOKUP)
    read(kind, value, LOOKUP)
    read(kind, [prop(kind, [value])], LOOKUP)
    read(kind, prop(kind, [value, value]), LOOKUP)
    for shape in ("array", "string", "number", "boolean", "date", "state", "lat"):
        read(kind, prop(kind, {"type": shape, shape: value, "date": value, "lon": value}), LOOKUP)
        read(kind, prop(kind, {"type": shape, shape: [value]}), LOOKUP)


@pytest.mark.parametrize("kind", FieldType)
def test_a_property_of_another_type_holds_the_field_and_says_both_types(kind: FieldType) -> None:
    other = "number" if kind is FieldType.CHECKBOX else "checkbox"
    found = read(kind, {"id": "x", "type": other, other: None}, LOOKUP)
    assert isinstance(found, Unreadable)
    assert other in str(found.why)
    assert kind.value in str(found.why)


@pytest.mark.parametrize(
    ("kind", "value", "meant"),
    [
        (FieldType.TITLE, [], None),
        (FieldType.TITLE, [{"plain_text": "a\r\nb\rc"}], "a\nb\nc"),
        (FieldType.RICH_TEXT, [{"plain_text": "停止 "}, {"type": "mention", "plain_text": "@Ada"}], "停止 @Ada"),
        (FieldType.RICH_TEXT, [{"plain_text": "  "}], "  "),
        (FieldType.NUMBER, 3.0, 3),
        (FieldType.NUMBER, 0.25, 0.25),
        (FieldType.NUMBER, 2**53, float(2**53)),
        (FieldType.URL, "", None),
        (FieldType.DATE, {"start": "2026-07-04", "end": None, "time_zone": None}, Span(date(2026, 7, 4))),
        (
            FieldType.DATE,
            {"start": "2026-07-04T05:53:59.999+09:00", "end": "2026-07-04T00:00:00Z", "time_zone": None},
            Span(datetime(2026, 7, 3, 20, 53, tzinfo=UTC), datetime(2026, 7, 4, tzinfo=UTC)),
        ),
        (
            FieldType.DATE,
            {"start": "2026-07-04T09:00:00", "end": None, "time_zone": "Asia/Tokyo"},
            Span(datetime(2026, 7, 4, tzinfo=UTC)),
        ),
        (FieldType.UNIQUE_ID, {"prefix": "RISK", "number": 12}, "RISK-12"),
        (FieldType.UNIQUE_ID, {"prefix": None, "number": 12}, "12"),
        (FieldType.UNIQUE_ID, {"prefix": None, "number": None}, None),
        (FieldType.CREATED_TIME, "2026-07-04T05:53:00.000Z", Span(datetime(2026, 7, 4, 5, 53, tzinfo=UTC))),
        (FieldType.STATUS, None, None),
        (FieldType.PEOPLE, [], None),
        (FieldType.PEOPLE, [{"object": "user", "id": ADA}], ("person0@example.com",)),
        (FieldType.RELATION, [{"id": ADA.replace("-", "").upper()}], (ADA,)),
        (FieldType.FILES, None, None),
        (FieldType.FILES, [], None),
        (
            FieldType.FILES,
            [{"external": {"url": "https://a/?id=1"}}, file("https://b/c?X-Sig=1")],
            ("https://a/?id=1", "https://b/c"),
        ),
        (FieldType.FILES, [file("https://b/c?1"), file("https://b/c?2")], ("https://b/c",)),
        (FieldType.PLACE, None, None),
        (FieldType.PLACE, {"lat": 52.52, "lon": 13.405, "name": None, "address": "Berlin"}, "| Berlin | 52.52, 13.405"),
        (FieldType.PLACE, {"lat": -0.0, "lon": 1e-7}, "0, 0.0000001"),
        (FieldType.PLACE, {"lat": 1, "lon": 2, "name": "a|b\\\n c"}, "a\\|b\\\\ c | 1, 2"),
        (FieldType.PLACE, {"name": "駅", "address": "東京"}, "駅 | 東京"),
        (FieldType.FORMULA, {"type": "string", "string": "a\r\n"}, "a\n"),
        (FieldType.FORMULA, {"type": "string", "string": None}, None),
        (FieldType.FORMULA, {"type": "number", "number": 2.0}, 2),
        (FieldType.FORMULA, {"type": "boolean", "boolean": False}, False),
        (FieldType.FORMULA, {"type": "date", "date": {"start": "2026-07-04"}}, Span(date(2026, 7, 4))),
        (FieldType.ROLLUP, {"type": "number", "number": None, "function": "sum"}, None),
        (FieldType.ROLLUP, {"type": "date", "date": {"start": "2026-07-04"}}, Span(date(2026, 7, 4))),
        (FieldType.ROLLUP, {"type": "array", "array": []}, None),
        (
            FieldType.ROLLUP,
            {"type": "array", "array": ITEMS},
            f"a b, 3, yes, High, x, y, 2026-07-04 → 2026-07-05, ada, {ADA}, 7, ?",
        ),
        (FieldType.CREATED_BY, {"object": "user", "id": ADA}, "person0@example.com"),
        (FieldType.CREATED_BY, {"object": "user", "id": "b", "type": "bot", "name": "Robot"}, "Robot"),
        (FieldType.LAST_EDITED_BY, {"id": "x", "type": "person", "person": {"email": "A@b.c"}}, "a@b.c"),
        (FieldType.VERIFICATION, None, None),
        (FieldType.VERIFICATION, {"state": "unverified", "date": None, "verified_by": None}, "unverified"),
        (
            FieldType.VERIFICATION,
            {"state": "verified", "date": {"start": "2026-07-04", "end": "2026-08-04"}},
            "verified until 2026-08-04",
        ),
        (FieldType.BUTTON, {}, None),
        (FieldType.UNKNOWN, {"b": 1, "a": "高"}, '{"a": "高", "b": 1}'),
        (FieldType.UNKNOWN, "soon", "soon"),
        (FieldType.UNKNOWN, None, None),
    ],
)
def test_a_property_is_read_as(kind: FieldType, value: object, meant: object) -> None:
    found = read(kind, prop(kind, value), LOOKUP)
    assert found == meant
    assert type(found) is type(meant)


def test_a_person_whose_address_is_hidden_holds_the_field_rather_than_being_dropped() -> None:
    ada = {"object": "user", "id": ADA, "type": "person", "name": "Ada", "person": {}}
    known = {"object": "user", "id": "x", "type": "person", "person": {"email": "a@example.com"}}
    found = read(FieldType.PEOPLE, prop(FieldType.PEOPLE, [known, ada]), Lookup(Nobody(), PageIds()))
    assert isinstance(found, Unreadable)
    assert "Ada" in str(found.why)


@pytest.mark.parametrize(
    "user", [{"object": "user", "type": "bot"}, {"object": "user", "type": "agent"}, {"object": "group"}]
)
def test_bots_agents_and_groups_are_nobody(user: dict[str, str]) -> None:
    found = read(FieldType.PEOPLE, prop(FieldType.PEOPLE, [{"id": ADA, **user}]), LOOKUP)
    assert isinstance(found, Unreadable)


def test_a_related_page_outside_the_related_table_holds_the_field() -> None:
    class Empty(PageIds):
        def record_of(self, page_id: str) -> str | None:
            return None

    found = read(FieldType.RELATION, prop(FieldType.RELATION, [{"id": ADA}]), Lookup(Staff(), Empty()))
    assert isinstance(found, Unreadable)
    assert ADA in str(found.why)


@pytest.mark.parametrize(
    ("kind", "value", "hint"),
    [
        (FieldType.FORMULA, {"type": "unsupported", "unsupported": {}}, "work"),
        (FieldType.ROLLUP, {"type": "unsupported", "unsupported": {}, "function": "median"}, "work"),
        (FieldType.ROLLUP, {"type": "incomplete", "incomplete": {}, "function": "sum"}, "work"),
        (
            FieldType.ROLLUP,
            {"type": "array", "array": [{"type": "relation", "relation": [], "has_more": True}]},
            "beginning",
        ),
        (
            FieldType.ROLLUP,
            {"type": "array", "array": [{"type": "formula", "formula": {"type": "unsupported"}}]},
            "work",
        ),
        (FieldType.CREATED_BY, {"object": "user", "id": "gone"}, "gone"),
        (FieldType.FILES, [{"name": "a.txt"}], "link"),
        (FieldType.PLACE, {}, "not known"),
    ],
)
def test_what_is_not_to_be_known_is_held_and_not_empty(kind: FieldType, value: object, hint: str) -> None:
    found = read(kind, prop(kind, value), LOOKUP)
    assert isinstance(found, Unreadable)
    assert hint in str(found.why)


def test_a_type_without_a_name_is_read_where_it_is_mapped_as_unknown() -> None:
    assert read(FieldType.UNKNOWN, {"id": "x", "type": "mood", "mood": {"a": 1}}, LOOKUP) == '{"a": 1}'
    long = read(FieldType.UNKNOWN, {"id": "x", "type": "mood", "mood": ["x" * 999]}, LOOKUP)
    assert isinstance(long, str)
    assert len(long) == 500


@pytest.mark.parametrize("kind", [FieldType.TITLE, FieldType.RICH_TEXT])
def test_an_item_of_the_property_endpoint_is_read_too(kind: FieldType) -> None:
    item = {"object": "property_item", "id": "x", "type": kind.value, kind.value: {"plain_text": "a"}}
    assert read(kind, item, LOOKUP) == "a"


def test_half_a_surrogate_pair_is_not_taken_for_text() -> None:
    for kind, value in (
        (FieldType.TITLE, [{"plain_text": "a\ud800"}]),
        (FieldType.URL, "\udc00"),
        (FieldType.SELECT, {"name": "\ud800"}),
    ):
        found = read(kind, prop(kind, value), LOOKUP)
        assert isinstance(found, Unreadable)
        found.seen.encode()


@pytest.mark.parametrize("name", ["ultimate-notion_2025-09-03", "sdk-py_2025-09-03"])
def test_every_recorded_property_of_a_known_type_is_understood(name: str) -> None:
    kinds = {kind.value for kind in FieldType}
    seen = 0
    odd = []
    with shared(f"recorded/notion/{name}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            for each in properties(json.loads(line)["response"]):
                if each["type"] in kinds:
                    seen += 1
                    found = read(FieldType(each["type"]), each, LOOKUP)
                    if isinstance(found, Unreadable):
                        odd.append(str(found.why))
    assert seen > 50
    assert [why for why in odd if "e-mail" not in why] == []


def properties(answer: object) -> list[dict[str, Any]]:
    if isinstance(answer, list):
        return [found for each in answer for found in properties(each)]
    if not isinstance(answer, dict):
        return []
    own = list((answer.get("properties") or {}).values()) if answer.get("object") == "page" else []
    return own + [found for each in answer.values() for found in properties(each)]
