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
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "name", "start", "end", "type", "person", "email", "text", "content", "number", "prefix"]
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


@given(kind=st.sampled_from(FieldType), value=json_values)
def test_no_shape_of_a_property_raises(kind: FieldType, value: object) -> None:
    read(kind, prop(kind, value), LOOKUP)
    read(kind, value, LOOKUP)
    read(kind, [prop(kind, [value])], LOOKUP)
    read(kind, prop(kind, [value, value]), LOOKUP)


@pytest.mark.parametrize("kind", FieldType)
def test_a_property_of_another_type_holds_the_field_and_says_both_types(kind: FieldType) -> None:
    found = read(kind, {"id": "x", "type": "verification", "verification": None}, LOOKUP)
    assert isinstance(found, Unreadable)
    assert "verification" in str(found.why)
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
