import json
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.live.shape import code, pattern, shape

SECRET = "高橋の秘密-4711"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.just(SECRET) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(string.ascii_lowercase, min_size=1), inner),
    max_leaves=12,
)


def test_a_shape_has_the_places_and_kinds_of_an_answer() -> None:
    page: dict[str, object] = {
        "object": "page",
        "id": "11111111-2222-4333-8444-555555555555",
        "created_time": "2026-01-05T10:00:00.000Z",
        "properties": {"件名": {"type": "title", "title": [{"plain_text": SECRET}]},
                       "Score": {"type": "number", "number": 3.5}},
        "icon": None,
        "list": [],
        "has_more": False,
    }  # fmt: skip
    assert shape(page) == {
        "object: page",
        "id: id",
        "created_time: 9999-99-99T99:99:99.999Z",
        "properties.{title}.type: title",
        "properties.{title}.title[].plain_text: text",
        "properties.{number}.type: number",
        "properties.{number}.number: decimal",
        "icon: null",
        "list: empty list",
        "has_more: boolean",
    }


@given(JSON)
def test_no_text_that_people_gave_is_in_a_shape(value: object) -> None:
    assert not [line for line in shape(value) if SECRET in line or "4711" in line]


@given(st.dictionaries(st.text(min_size=1).filter(lambda name: not name.isascii()), st.integers(), min_size=1))
def test_names_that_people_gave_are_no_places(value: dict[str, int]) -> None:
    assert shape(value) == {"{name}: integer"}


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/v1/pages/11111111222243338444555555555555", "/v1/pages/{id}"),
        ("/v1/pages/no-id/properties/%3Bab?page_size=100", "/v1/pages/{id}/properties/{property}?page_size"),
        ("/v1/users/me", "/v1/users/me"),
        ("/v1/blocks/1/children?start_cursor=x&page_size=9", "/v1/blocks/{id}/children?page_size&start_cursor"),
        ("/v4/spreadsheets/1AbC:batchUpdate?fields=a", "/v4/spreadsheets/{id}:batchUpdate?fields"),
        ("/v4/spreadsheets/1AbC/values/'secret/tab'!A1:append", "/v4/spreadsheets/{id}/values/{range}:append"),
        ("/v4/spreadsheets/1AbC/values/%27secret%27%21A1?a=F", "/v4/spreadsheets/{id}/values/{range}?a"),
        ("/v4/spreadsheets/1AbC/values:batchUpdate", "/v4/spreadsheets/{id}/values:batchUpdate"),
    ],
)  # fmt: skip
def test_a_pattern_has_no_ids_and_no_names(path: str, told: str) -> None:
    assert pattern(path) == told


def test_the_services_own_word_for_a_failure_is_taken() -> None:
    assert code({"object": "error", "code": "validation_error", "message": SECRET}) == "validation_error"
    assert code({"error": {"code": 400, "status": "INVALID_ARGUMENT"}}) == "INVALID_ARGUMENT"
    assert code(json.loads(f'{{"code": "{SECRET}"}}')) == code([]) == code(None) == ""
