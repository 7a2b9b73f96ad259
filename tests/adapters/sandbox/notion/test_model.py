"""The model of the API's objects: what documentation and published types have is taken, anything else is not."""

import copy
from typing import Any

import pytest

from adapters.sandbox.notion.model.objects import model, objects, problems

NEW, OLD, OLDEST = "2026-03-11", "2025-09-03", "2022-06-28"
KEY = "393abc1e-edcd-80f3-813b-e205934558c6"
WHEN = "2026-06-27T05:55:00.000Z"
BY = {"object": "user", "id": KEY}
EDITED = {"created_time": WHEN, "last_edited_time": WHEN, "created_by": BY, "last_edited_by": BY}
Json = dict[str, Any]


def page(**properties: Json) -> Json:
    return {
        "object": "page",
        "id": KEY,
        **EDITED,
        "cover": None,
        "icon": None,
        "parent": {"type": "data_source_id", "data_source_id": KEY, "database_id": KEY},
        "in_trash": False,
        "is_archived": False,
        "is_locked": False,
        "properties": properties,
        "url": "https://app.notion.com/p/x",
        "public_url": None,
    }


def block(kind: str, content: Json) -> Json:
    return {
        "object": "block",
        "id": KEY,
        **EDITED,
        "parent": {"type": "page_id", "page_id": KEY},
        "has_children": False,
        "in_trash": False,
        "type": kind,
        kind: content,
    }


def value(kind: str, content: object, **more: object) -> Json:
    return {"id": "a%3Ab", "type": kind, kind: content, **more}


DATE = {"start": "2026-06-27T07:55:00.000+02:00", "end": None, "time_zone": None}
VALUES = [
    value("number", None),
    value("checkbox", False),
    value("date", DATE),
    value("unique_id", {"prefix": None, "number": None}),
    value("button", {}),
    value("verification", {"state": "expired", "date": DATE, "verified_by": BY}),
    value("verification", None),
    value(
        "place", {"lat": 1, "lon": 2.5, "name": None, "address": None, "aws_place_id": None, "google_place_id": None}
    ),
    value("location", {"whatever": 1}),
    value("last_visited_time", WHEN),
    value("formula", {"type": "unsupported", "unsupported": {}}),
    value("formula", {"type": "boolean", "boolean": None}),
    value("rollup", {"type": "unsupported", "unsupported": {}, "function": "show_unique"}),
    value("rollup", {"type": "incomplete", "incomplete": {}, "function": "sum"}),
    value("rollup", {"type": "array", "array": [{"type": "number", "number": 3}], "function": "show_original"}),
    value("relation", [{"id": KEY}], has_more=True),
    value("people", [BY, {"object": "group", "id": KEY, "name": None}]),
    value("files", [{"name": "a", "type": "file", "file": {"url": "x", "expiry_time": "2026-06-27T07:55:12.345Z"}}]),
]


@pytest.mark.parametrize("given", VALUES, ids=lambda given: given["type"])
def test_documented_values_are_taken(given: Json) -> None:
    assert problems(page(X=given), NEW) == []


@pytest.mark.parametrize(
    "given",
    [
        value("number", "3"),
        value("checkbox", None),
        value("number", 3, has_more=False),
        value("date", {"start": "yesterday", "end": None, "time_zone": None}),
        value("formula", {"type": "array", "array": []}),
        value("rollup", {"type": "number", "number": 1}),
        value("select", {"id": "x", "name": "High", "color": "mauve"}),
        value("created_time", "2026-06-27T05:55:13.000Z"),
        {"id": "x", "type": "vote", "vote": 1},
        {"id": "x", "type": "number", "checkbox": True},
    ],
    ids=str,
)
def test_other_values_are_not(given: Json) -> None:
    assert problems(page(X=given), NEW)


@pytest.mark.parametrize("name", ["status_url", "archived"])
def test_a_key_that_is_not_described_is_a_problem(name: str) -> None:
    assert problems(page() | {name: False}, NEW) == [f"page.{name} is not a key there"]


def test_archived_is_a_key_until_2026_03_11() -> None:
    old = page() | {"archived": False}
    assert problems(old, OLD) == problems(old, OLDEST) == []
    assert problems(old, NEW)


@pytest.mark.parametrize("name", ["is_archived", "is_locked", "public_url"])
def test_a_missing_key_is_a_problem_unless_some_pages_lack_it(name: str) -> None:
    lacking = {key: item for key, item in page().items() if key != name}
    assert bool(problems(lacking, NEW)) is (name == "public_url")


def test_times_of_pages_and_blocks_are_floored_to_the_minute() -> None:
    assert problems(page() | {"last_edited_time": "2026-06-27T05:55:13.000Z"}, NEW)
    assert problems(block("divider", {}) | {"created_time": "2026-06-27T05:55:00.123Z"}, NEW)


def test_a_database_has_properties_before_2025_09_03_and_data_sources_since() -> None:
    own: Json = {
        "object": "database",
        "id": KEY,
        "title": [],
        "description": [],
        "parent": {"type": "workspace", "workspace": True},
        "is_inline": False,
        "in_trash": False,
        "icon": None,
        "cover": None,
        "url": "x",
        "public_url": None,
    }
    title = {"id": "title", "name": "Name", "type": "title", "title": {}}
    early = {**own, **EDITED, "archived": False, "properties": {"Name": title}}
    times = dict.fromkeys(("created_time", "last_edited_time"), "2026-06-27T05:55:12.345+00:00")
    late = {**own, **times, "is_locked": False, "data_sources": [{"id": KEY, "name": "x"}]}
    assert problems(early, OLDEST) == problems(late, NEW) == []
    assert problems(early, NEW)
    assert problems(late, OLDEST)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("unsupported", {"block_type": "ai_block"}),
        ("meeting_notes", {"title": [], "status": "notes_ready", "children": {"notes_block_id": KEY}}),
        ("transcription", {}),
        ("numbered_list_item", {"rich_text": [], "color": "default", "list_start_index": 3, "list_format": "roman"}),
        ("column", {"width_ratio": 0.5}),
        ("link_preview", {"url": "x"}),
        ("tab", {}),
        ("heading_4", {"rich_text": [], "color": "red_background", "is_toggleable": True}),
        ("synced_block", {"synced_from": {"type": "block_id", "block_id": KEY}}),
    ],
)
def test_documented_blocks_are_taken(kind: str, content: Json) -> None:
    assert problems(block(kind, content), NEW) == []
    assert problems(block(kind, content | {"surprise": 1}), NEW)


def test_a_list_says_what_it_is_of_and_only_then_how_complete_it_is() -> None:
    answer: Json = {"object": "list", "results": [], "next_cursor": None, "has_more": False}
    full = answer | {"type": "page_or_data_source", "page_or_data_source": {}, "request_id": "x"}
    assert problems(full, NEW) == []
    cut = {"type": "incomplete", "incomplete_reason": "query_result_limit_reached"}
    assert problems(full | {"request_status": cut}, NEW) == []
    assert problems(full | {"request_status": {"type": "perhaps"}}, NEW)
    assert problems(answer, NEW)


def test_every_shape_refuses_what_is_no_object() -> None:
    for kind, shape in model(NEW).items():
        assert list(shape({}, kind)), kind


def test_objects_are_found_wherever_they_stand() -> None:
    nested = {"results": [page(X=value("people", [BY]))]}
    assert [each["object"] for each in objects(nested)] == ["page", "user", "user", "user"]


def test_looking_changes_nothing() -> None:
    given = page(X=VALUES[2])
    before = copy.deepcopy(given)
    problems(given, NEW)
    assert given == before
