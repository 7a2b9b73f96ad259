from datetime import timedelta

import gspread
import httpx
import pytest
from notion_client.errors import APIResponseError

from adapters.sandbox.clock import TurnableClock
from adapters.sandbox.faults.quota import Quotas
from tests.adapters.sandbox.faults.world import WRITER, World


def statuses(world: World, count: int, path: str = "/v1/users/me", **headers: str) -> list[int]:
    return [world.http.get(path, headers=headers).status_code for _ in range(count)]


def test_there_are_no_quotas_unless_they_are_asked_for(world: World) -> None:
    assert set(statuses(world, 200)) == {200}
    assert world.http.get("/_sandbox/quotas").json() == {"quotas": None}


def test_notion_takes_180_calls_in_a_window_of_a_minute(world: World, clock: TurnableClock) -> None:
    world.server.limit(Quotas())
    assert statuses(world, 181) == [200] * 180 + [429]
    with pytest.raises(APIResponseError) as caught:
        world.query()
    assert (caught.value.status, caught.value.code) == (429, "rate_limited")
    assert caught.value.headers["retry-after"] == "18"  # it is 09:30:42
    assert caught.value.additional_data == {"rate_limit_reason": "public_api_request_rate_limit", "retry_after": "18"}
    clock.turn(timedelta(seconds=17))
    assert statuses(world, 1) == [429]
    clock.turn(timedelta(seconds=1))
    assert statuses(world, 181) == [200] * 180 + [429]


def test_each_connection_has_a_quota_of_its_own(world: World) -> None:
    world.server.limit(Quotas(notion=2))
    assert statuses(world, 3) == [200, 200, 429]
    assert statuses(world, 3, authorization="Bearer another") == [200, 200, 429]


def test_sheets_takes_60_reads_and_60_writes_a_minute_of_a_user(world: World, clock: TurnableClock) -> None:
    world.server.limit(Quotas())
    assert statuses(world, 61, world.reading()) == [200] * 60 + [429]
    for _ in range(60):
        world.batch()
    with pytest.raises(gspread.exceptions.APIError) as caught:
        world.batch()
    assert caught.value.error["message"].startswith(
        "Quota exceeded for quota metric 'Write requests' and limit 'Write requests per minute per user'"
    )
    assert "retry-after" not in caught.value.response.headers
    assert statuses(world, 1, world.reading(), **{"x-sandbox-user": WRITER}) == [200]
    clock.turn(timedelta(seconds=60))
    world.batch()


def test_drive_and_the_sandboxs_own_endpoints_are_not_counted(world: World) -> None:
    world.server.limit(Quotas(0, 0, 0))
    assert statuses(world, 2, "/drive/v3/files") == [200, 200]
    assert statuses(world, 2, "/_sandbox/info") == [200, 200]
    assert statuses(world, 1) == [429]


def test_calls_over_the_quota_are_not_seen_by_the_script(world: World) -> None:
    world.server.limit(Quotas(notion=1))
    world.server.script("notion * 2nd 500")
    assert statuses(world, 3) == [200, 429, 429]
    assert world.server.fired() == []


def test_quotas_are_set_and_taken_away_over_the_admin_endpoint(world: World) -> None:
    assert world.http.put("/_sandbox/quotas", json={"notion": 1}).json() == {
        "quotas": {"notion": 1, "reads": 60, "writes": 60}
    }
    assert statuses(world, 2) == [200, 429]
    assert world.http.delete("/_sandbox/quotas").status_code == 204
    assert statuses(world, 2) == [200, 200]


@pytest.mark.parametrize("body", ["[]", "{", '{"notion": -1}', '{"notion": "9"}', '{"notion": true}', '{"drive": 1}'])
def test_quotas_that_make_no_sense_are_refused(world: World, body: str) -> None:
    assert world.http.put("/_sandbox/quotas", content=body).status_code == 400
    assert world.http.get("/_sandbox/quotas").json() == {"quotas": None}


def test_the_clock_is_turned_over_the_admin_endpoint(world: World) -> None:
    world.server.limit(Quotas(notion=1))
    assert statuses(world, 2) == [200, 429]
    answer = world.http.post("/_sandbox/clock", json={"turn": 60})
    assert answer.json() == {"now": "2026-11-20T09:31:42+00:00"} == world.http.get("/_sandbox/clock").json()
    assert statuses(world, 1) == [200]


@pytest.mark.parametrize(
    "body", ["{}", "[]", "nonsense", '{"turn": -1}', '{"turn": "1"}', '{"turn": true}', '{"turn": 1e12}']
)
def test_a_clock_cannot_be_turned_by_nonsense(world: World, body: str) -> None:
    answer: httpx.Response = world.http.post("/_sandbox/clock", content=body)
    assert answer.status_code == 400
