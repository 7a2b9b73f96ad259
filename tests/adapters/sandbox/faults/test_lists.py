from typing import Any

import pytest
from notion_client.errors import APIResponseError

from tests.adapters.sandbox.faults.world import World


def test_a_cursor_is_refused_and_all_others_with_it(world: World) -> None:
    world.server.script("notion POST */query 1st bad cursor")
    first, other = world.query(page_size=1), world.query(page_size=2)
    for cursor in (first["next_cursor"], first["next_cursor"], other["next_cursor"]):
        with pytest.raises(APIResponseError, match="start_cursor provided is invalid") as caught:
            world.query(start_cursor=cursor)
        assert (caught.value.status, caught.value.code) == (400, "validation_error")
    assert len(world.server.fired()) == 1
    again = world.query(page_size=2)
    assert len(world.query(start_cursor=again["next_cursor"])["results"]) == 1


def test_only_calls_that_bring_a_cursor_count(world: World) -> None:
    world.server.script("any * 2nd bad cursor")
    world.query(page_size=2)
    cursor = world.query(page_size=1)["next_cursor"]
    world.query(start_cursor=cursor, page_size=1)
    with pytest.raises(APIResponseError):
        world.notion.users.list(start_cursor="5eed0000-0000-4000-8000-0000000000b0")


def test_drives_page_token_can_be_bad_too(world: World) -> None:
    world.server.script("google GET /drive/* once bad cursor")
    world.http.get("/drive/v3/files").raise_for_status()
    error = world.http.get("/drive/v3/files", params={"pageToken": "~!!~page-1"}).json()["error"]
    assert (error["code"], error["errors"][0]["location"]) == (400, "pageToken")


def names(answer: dict[str, Any]) -> set[str]:
    return {page["properties"]["Name"]["title"][0]["plain_text"] for page in answer["results"]}


def test_a_query_that_lags_does_not_show_the_last_write(world: World) -> None:
    world.server.script("notion POST */query always until 3 times lag")
    assert names(world.query()) == {"Login fails", "Disk full", "Slow query"}
    world.rename(world.pages[0], "Renamed")
    assert names(world.query()) == {"Login fails", "Disk full", "Slow query"}
    world.add("Created")
    assert names(world.query()) == {"Renamed", "Disk full", "Slow query"}
    world.notion.pages.update(world.pages[1], in_trash=True)
    assert names(world.query()) == {"Renamed", "Created", "Disk full", "Slow query"}
    assert names(world.query()) == {"Renamed", "Created", "Slow query"}


def test_a_lag_can_be_longer_and_pages_by_id_are_as_they_are(world: World) -> None:
    world.server.script("notion POST */query always lag 2")
    world.rename(world.pages[0], "One")
    world.rename(world.pages[0], "Two")
    world.rename(world.pages[0], "Three")
    assert "One" in names(world.query())
    page: Any = world.notion.pages.retrieve(world.pages[0])
    assert page["properties"]["Name"]["title"][0]["plain_text"] == "Three"


def test_a_write_that_was_refused_is_none_to_lag_behind(world: World) -> None:
    world.server.script("notion POST */query once lag")
    with pytest.raises(APIResponseError):
        world.notion.pages.update(world.pages[0], properties={"No such": {"number": 1}})
    world.query()
    assert world.server.fired() == []


def test_edits_by_other_people_lag_as_well(world: World) -> None:
    world.server.script(f"notion GET /v1/users before once page {world.pages[1]} trash\nnotion POST */query once lag")
    world.notion.users.list()
    assert names(world.query()) == {"Login fails", "Disk full", "Slow query"}
    assert names(world.query()) == {"Login fails", "Slow query"}
