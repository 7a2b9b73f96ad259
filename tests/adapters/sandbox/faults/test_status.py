"""What the real clients see of the services' errors."""

from typing import Any

import gspread
import httpx
import pytest
from notion_client.errors import APIResponseError, UnknownHTTPResponseError

from tests.adapters.sandbox.faults.world import Json, World, status_of

ANY_NOTION = (APIResponseError, UnknownHTTPResponseError)


def notion_error(world: World, script: str) -> tuple[Json, httpx.Headers]:
    world.server.script(script)
    with pytest.raises(ANY_NOTION) as caught:
        world.rename(world.pages[0], "New")
    failure: Any = caught.value
    body: Json = httpx.Response(200, content=failure.body).json()
    return body, failure.headers


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        ("400", 400, "validation_error"),
        ("401", 401, "unauthorized"),
        ("403", 403, "restricted_resource"),
        ("404", 404, "object_not_found"),
        ("409", 409, "conflict_error"),
        ("409 rows", 409, "row_limit_exceeded"),
        ("429", 429, "rate_limited"),
        ("500", 500, "internal_server_error"),
        ("502", 502, "bad_gateway"),
        ("503", 503, "service_unavailable"),
        ("503 database", 503, "database_connection_unavailable"),
        ("504", 504, "gateway_timeout"),
        ("529", 529, "service_overload"),
    ],
)
def test_notions_errors_have_its_codes_and_a_request_id(world: World, fault: str, status: int, code: str) -> None:
    body, headers = notion_error(world, f"notion PATCH /v1/pages/* once {fault}")
    assert (body["object"], body["status"], body["code"]) == ("error", status, code)
    assert body["request_id"] == headers["x-notion-request-id"]
    assert world.titles() == {"Login fails", "Disk full", "Slow query"}
    assert world.rename(world.pages[0], "New")["object"] == "page"


@pytest.mark.parametrize(
    ("fault", "header", "reason"),
    [
        ("429", "1", "public_api_request_rate_limit"),
        ("429 retry-after 120", "120", "public_api_request_rate_limit"),
        ("429 no retry-after", None, "public_api_request_rate_limit"),
        ("429 workspace retry-after 300", "300", "public_api_space_request_rate_limit"),
        ("429 endpoint", "1", "public_api_endpoint_rate_limit"),
        ("429 blocked", None, "public_api_request_blocked"),
    ],
)
def test_notion_says_why_there_were_too_many_calls_and_for_how_long(
    world: World, fault: str, header: str | None, reason: str
) -> None:
    body, headers = notion_error(world, f"notion * once {fault}")
    assert headers.get("retry-after") == header
    data = {"rate_limit_reason": reason}
    assert body["additional_data"] == (data if header is None else {**data, "retry_after": header})


@pytest.mark.parametrize(
    ("fault", "status", "name"),
    [
        ("400", 400, "INVALID_ARGUMENT"),
        ("401", 401, "UNAUTHENTICATED"),
        ("403", 403, "PERMISSION_DENIED"),
        ("404", 404, "NOT_FOUND"),
        ("409", 409, "ABORTED"),
        ("429", 429, "RESOURCE_EXHAUSTED"),
        ("500", 500, "INTERNAL"),
        ("503", 503, "UNAVAILABLE"),
        ("504", 504, "DEADLINE_EXCEEDED"),
    ],
)
def test_sheets_errors_have_googles_names(world: World, fault: str, status: int, name: str) -> None:
    world.server.script(f"google PUT * once {fault}")
    with pytest.raises(gspread.exceptions.APIError) as caught:
        world.write()
    assert status_of(caught.value) == status
    assert caught.value.error["status"] == name
    assert "retry-after" not in caught.value.response.headers
    world.write()


def test_googles_429_names_the_quota_of_reads_or_of_writes(world: World) -> None:
    world.server.script("google * 1st..2nd 429")
    with pytest.raises(gspread.exceptions.APIError) as caught:
        world.write()
    info = caught.value.error["details"][0]
    assert (info["reason"], info["metadata"]["quota_limit"]) == ("RATE_LIMIT_EXCEEDED", "WriteRequestsPerMinutePerUser")
    details = world.http.get(world.reading()).json()["error"]["details"]
    assert details[0]["metadata"]["quota_metric"] == "sheets.googleapis.com/read_requests"


def test_a_disabled_api_and_drives_quota_are_403s_of_their_own(world: World) -> None:
    world.server.script("google /v4/* once 403 disabled\ngoogle * once 403 quota\ngoogle /drive/* 2nd 403")
    assert world.http.get(world.reading()).json()["error"]["details"][0]["reason"] == "SERVICE_DISABLED"
    quota = world.http.get("/drive/v3/files").json()["error"]
    assert (quota["code"], quota["errors"][0]["domain"]) == (403, "usageLimits")
    assert world.http.get("/drive/v3/files").json()["error"]["errors"][0]["domain"] == "global"
    assert [fired.line for fired in world.server.fired()] == [1, 2, 3]


def test_a_token_made_for_less_is_a_403_of_its_own(world: World) -> None:
    world.server.script("google * always 403 scope")
    error = world.http.get(world.reading()).json()["error"]
    assert (error["status"], error["details"][0]["reason"]) == ("PERMISSION_DENIED", "ACCESS_TOKEN_SCOPE_INSUFFICIENT")
    assert world.http.get("/drive/v3/files").json()["error"]["errors"][0]["reason"] == "insufficientPermissions"


@pytest.mark.parametrize("code", [400, 401, 403, 404, 409, 429, 500, 503, 504])
def test_drives_errors_are_lists(world: World, code: int) -> None:
    world.server.script(f"google /drive/* once {code}")
    answer = world.http.get("/drive/v3/files")
    assert answer.status_code == code == answer.json()["error"]["code"]
    assert answer.json()["error"]["errors"][0]["message"]


def test_a_created_page_that_was_saved_is_named_in_the_503(world: World) -> None:
    world.server.script("notion POST /v1/pages once 503 saved")
    with pytest.raises(APIResponseError) as caught:
        world.add("Kept")
    more: Any = caught.value.additional_data
    assert "Kept" in world.titles()
    assert world.page(more["committed_resource_id"])["properties"]["Name"]["title"][0]["plain_text"] == "Kept"
    assert more["retry_guidance"][1] == "Do not repeat the write."
    assert "saved" in str(caught.value)


def test_appended_blocks_that_were_saved_are_named_in_their_order(world: World) -> None:
    world.server.script("notion PATCH *children once 503 saved")
    with pytest.raises(APIResponseError) as caught:
        world.append("one", "two")
    more: Any = caught.value.additional_data
    assert more["committed_resource_id"] == world.pages[0]
    blocks: Any = world.notion.blocks.children.list(world.pages[0])
    assert [block["id"] for block in blocks["results"]] == more["committed_child_ids"]


def test_a_change_of_a_page_that_was_saved_has_guidance_only(world: World) -> None:
    body, _ = notion_error(world, "notion PATCH * once 503 saved")
    assert set(body["additional_data"]) == {"retry_guidance"}
    assert "New" in world.titles()


def test_a_write_that_is_refused_is_not_said_to_be_saved(world: World) -> None:
    world.server.script("notion PATCH * once 503 saved")
    with pytest.raises(APIResponseError) as caught:
        world.notion.pages.update(world.pages[0], properties={"No such": {"number": 1}})
    assert caught.value.status == 400
    assert len(world.server.fired()) == 1


def test_saved_counts_writes_only(world: World) -> None:
    world.server.script("any * once 503 saved")
    world.query()
    world.http.get(world.reading()).raise_for_status()
    with pytest.raises(gspread.exceptions.APIError) as caught:
        world.write("F9", "kept")
    assert caught.value.error["status"] == "UNAVAILABLE"
    assert world.cells()[8][5] == "kept"


@pytest.mark.parametrize("fault", ["500 after", "504 after", "html 502 after", "drop after"])
def test_after_means_that_it_was_carried_out(world: World, fault: str) -> None:
    world.server.script(f"any write 1st..2nd {fault}")
    with pytest.raises((*ANY_NOTION, httpx.TransportError)):
        world.rename(world.pages[0], "New")
    with pytest.raises((gspread.exceptions.APIError, OSError)):
        world.write("F9", "kept")
    assert "New" in world.titles()
    assert world.cells()[8][5] == "kept"


def test_a_query_is_told_to_ask_for_less(world: World) -> None:
    world.server.script("notion POST */query once 503 retry-after 5")
    with pytest.raises(APIResponseError) as caught:
        world.query()
    more: Any = caught.value.additional_data
    assert more["endpoint_name"] == "public_queryDataSource"
    assert caught.value.headers["retry-after"] == "5"


def test_a_page_before_notion_has_a_ray_and_no_request_id(world: World) -> None:
    world.server.script("notion * once html 502")
    with pytest.raises(UnknownHTTPResponseError) as caught:
        world.query()
    assert caught.value.body.startswith("<!DOCTYPE html>")
    assert "cf-ray" in caught.value.headers
    assert "x-notion-request-id" not in caught.value.headers


def test_a_page_before_google_is_no_json_and_has_code_minus_one_for_gspread(world: World) -> None:
    world.server.script("google * 1st html 429\ngoogle * 2nd 502")
    for status, text in ((429, "automated queries"), (502, "an error")):
        with pytest.raises(gspread.exceptions.APIError) as caught:
            world.write()
        assert (caught.value.code, status_of(caught.value)) == (-1, status)
        assert text in caught.value.response.text
