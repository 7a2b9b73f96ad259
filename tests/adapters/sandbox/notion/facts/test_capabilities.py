"""What a connection without a capability is told, and what it sees of people."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx
import pytest

from adapters.sandbox.clock import TurnableClock
from adapters.sandbox.server import SandboxServer

HEADERS = {"authorization": "Bearer not-a-real-token", "notion-version": "2026-03-11"}
NOTHING = "d0c70000-0000-4000-8000-000000000000"


def ask(sandbox: SandboxServer, method: str, path: str) -> httpx.Response:
    return httpx.request(method, sandbox.url + path, headers=HEADERS, json={} if method != "GET" else None)


def lack(sandbox: SandboxServer, *names: str) -> httpx.Response:
    return httpx.put(f"{sandbox.url}/_sandbox/capabilities", json={"lacks": names})


@pytest.mark.parametrize(
    ("lost", "method", "path"),
    [
        ("read_content", "GET", f"/v1/pages/{NOTHING}"),
        ("read_content", "POST", f"/v1/data_sources/{NOTHING}/query"),
        ("read_content", "POST", "/v1/search"),
        ("update_content", "PATCH", f"/v1/pages/{NOTHING}"),
        ("update_content", "PATCH", f"/v1/data_sources/{NOTHING}"),
        ("insert_content", "POST", "/v1/pages"),
        ("insert_content", "PATCH", f"/v1/blocks/{NOTHING}/children"),
        ("user_information", "GET", "/v1/users"),
    ],
)
def test_what_lacks_its_capability_is_refused_and_all_else_is_not(
    sandbox: SandboxServer, lost: str, method: str, path: str
) -> None:
    assert ask(sandbox, method, path).status_code != 403
    assert lack(sandbox, lost).json() == {"lacks": [lost]}
    refused = ask(sandbox, method, path)
    assert (refused.status_code, refused.json()["code"]) == (403, "restricted_resource")
    assert ask(sandbox, "GET", "/v1/users/me").status_code == 200
    lack(sandbox)
    assert ask(sandbox, method, path).status_code != 403


def test_without_addresses_people_are_shown_without_them(sandbox: SandboxServer) -> None:
    lack(sandbox, "user_emails")
    people = [each for each in ask(sandbox, "GET", "/v1/users").json()["results"] if each["type"] == "person"]
    assert people
    assert all(each["person"] == {} and each["name"] for each in people)
    one = ask(sandbox, "GET", f"/v1/users/{people[0]['id']}").json()
    assert one["person"] == {}


def test_a_capability_that_is_none_is_refused(sandbox: SandboxServer) -> None:
    assert lack(sandbox, "fly").status_code == 400


def test_answers_are_dated_by_the_sandboxs_clock() -> None:
    clock = TurnableClock(datetime(2030, 5, 6, 7, 8, 9, 999, tzinfo=UTC))
    with SandboxServer(clock=clock) as server:
        for path in ("/v1/users/me", "/v4/spreadsheets/none", "/nowhere"):
            dates = ask(server, "GET", path).headers.get_list("date")
            assert [parsedate_to_datetime(each) for each in dates] == [datetime(2030, 5, 6, 7, 8, 9, tzinfo=UTC)]
        clock.turn(timedelta(hours=1))
        assert ask(server, "GET", "/v1/users/me").headers["date"] == "Mon, 06 May 2030 08:08:09 GMT"
