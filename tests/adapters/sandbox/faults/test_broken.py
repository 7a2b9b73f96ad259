"""Broken lines, and answers that cannot be read, as the real clients see them; the log stays empty."""

import json
import logging
import threading
import time
from collections.abc import Callable

import httpx
import pytest
import requests

from adapters.sandbox.clock import TurnableClock
from adapters.sandbox.server import SandboxServer
from tests.adapters.sandbox.faults.conftest import START
from tests.adapters.sandbox.faults.world import World


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)


def test_a_connection_that_breaks_before_leaves_no_change(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.server.script("any write 1st..2nd drop before")
    with pytest.raises(httpx.RemoteProtocolError, match="disconnected"):
        world.add("Lost")
    with pytest.raises(requests.ConnectionError):
        world.write("F9", "lost")
    assert [call.status for call in world.server.calls()] == [0, 0]
    assert "Lost" not in world.titles()
    assert len(world.cells()) == 4
    assert caplog.records == []


def test_a_connection_that_breaks_after_leaves_the_change(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.server.script("any write 1st..2nd drop after")
    with pytest.raises(httpx.RemoteProtocolError, match="disconnected"):
        world.add("Kept")
    with pytest.raises(requests.ConnectionError):
        world.write("F9", "kept")
    assert "Kept" in world.titles()
    assert world.cells()[8][5] == "kept"
    assert caplog.records == []


def test_a_connection_can_be_reset(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.server.script("any write 1st drop after reset\nany write 2nd drop before reset")
    with pytest.raises(httpx.ReadError):
        world.add("Kept")
    with pytest.raises(requests.ConnectionError, match="reset"):
        world.write("F9", "lost")
    assert "Kept" in world.titles()
    assert len(world.cells()) == 4
    assert caplog.records == []


def test_a_broken_connection_harms_no_other(world: World) -> None:
    world.server.script("any * every 2nd drop before")
    results = []
    for _ in range(6):
        try:
            world.query()
            results.append(True)
        except httpx.RemoteProtocolError:
            results.append(False)
    assert results == [True, False] * 3


def test_an_answer_that_is_cut_is_shorter_than_it_said(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.server.script("any * 1st..2nd cut")
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete"):
        world.query()
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        world.book.values_get("Register!A1:C4")
    assert caplog.records == []


@pytest.mark.parametrize("fault", ["garbled", "empty", "html 200"])
def test_an_answer_that_is_no_json_is_a_success_to_look_at(world: World, fault: str) -> None:
    world.server.script(f"any * 1st..2nd {fault}")
    with pytest.raises(json.JSONDecodeError):
        world.query()
    with pytest.raises(ValueError):  # noqa: PT011 - which of json's or requests' errors it is, is theirs to say
        world.book.values_get("Register!A1:C4")
    assert [call.status for call in world.server.calls()] == [200, 200]


def test_a_garbled_answer_of_a_write_comes_after_the_change(world: World) -> None:
    world.server.script("notion * once garbled")
    with pytest.raises((json.JSONDecodeError, UnicodeDecodeError)):
        world.add("Kept")
    assert "Kept" in world.titles()


def test_a_slow_answer_outlasts_a_callers_patience_and_the_change_is_made(world: World) -> None:
    world.server.script("google PUT * once slow 5s")
    world.google.set_timeout(0.2)
    with pytest.raises(requests.ReadTimeout):
        world.write("F9", "kept")
    assert world.cells()[8][5] == "kept"


def test_a_slow_call_takes_its_time(world: World) -> None:
    world.server.script("any * 1st slow 200ms\nany * 2nd slow 0.2s before")
    for _ in range(2):
        start = time.monotonic()
        world.query()
        assert 0.2 <= time.monotonic() - start < 2


def test_virtual_time_passes_on_the_clock_only(world: World, clock: TurnableClock) -> None:
    world.server.script("any * 1st slow 90s virtual\nany * 2nd slow 10s virtual before")
    start = time.monotonic()
    world.query()
    assert (clock.now() - START).total_seconds() == 90
    page = world.rename(world.pages[0], "New")
    assert time.monotonic() - start < 2
    assert page["last_edited_time"] == "2026-11-20T09:32:00.000Z"


@pytest.mark.parametrize(("effect", "made"), [("before", False), ("after", True)])
def test_a_call_that_hangs_waits_until_its_caller_is_gone(world: World, effect: str, *, made: bool) -> None:
    world.server.script(f"notion POST /v1/pages once hang {effect}")
    body = {"parent": {"data_source_id": world.source}, "properties": {}}
    with pytest.raises(httpx.ReadTimeout):
        world.http.post("/v1/pages", json=body, timeout=0.2)
    assert [fired.what for fired in world.server.fired()] == [f"hang {effect}"]
    assert (len(world.server.notion.rows[world.source]) == 4) is made


def test_a_server_that_ends_lets_hanging_calls_go(caplog: pytest.LogCaptureFixture) -> None:
    def ask(url: str) -> None:
        with pytest.raises(httpx.RemoteProtocolError):
            httpx.get(f"{url}/v1/users/me", timeout=10)

    for fault in ("hang before", "slow 9s"):
        with SandboxServer(faults=f"any * once {fault}") as server:
            thread = _started(ask if "hang" in fault else lambda url: httpx.get(f"{url}/v1/users/me"), server.url)
            _until(lambda server=server: bool(server.fired()))  # type: ignore[misc]  # bound now
            start = time.monotonic()
        assert time.monotonic() - start < 5
        thread.join(5)
        assert not thread.is_alive()
    assert caplog.records == []


def test_taking_the_script_away_lets_hanging_calls_go(world: World) -> None:
    world.server.script("any * once hang before")
    seen: list[Exception] = []

    def ask(url: str) -> None:
        try:
            httpx.get(f"{url}/v1/users/me", timeout=10)
        except httpx.RemoteProtocolError as error:
            seen.append(error)

    thread = _started(ask, world.server.url)
    _until(lambda: bool(world.server.fired()))
    assert world.http.delete("/_sandbox/faults").status_code == 204
    thread.join(5)
    assert len(seen) == 1


def _started(ask: Callable[[str], object], url: str) -> threading.Thread:
    thread = threading.Thread(target=ask, args=(url,), daemon=True)
    thread.start()
    return thread


def _until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + 5
    while not done():
        assert time.monotonic() < end
        time.sleep(0.01)
