from collections.abc import Callable
from contextlib import suppress

import gspread
import httpx
import pytest
from notion_client.errors import APIResponseError, UnknownHTTPResponseError

from adapters.sandbox.clock import TurnableClock
from adapters.sandbox.faults.running import Fired
from adapters.sandbox.server import SandboxServer
from tests.adapters.sandbox.faults.conftest import START
from tests.adapters.sandbox.faults.world import World

SCRIPT = """
any read  20%            500
any write 20%            drop after
any *     10% until 4 times  429
notion *  before 30%     source "Risks" add "x"
"""
FAILURES = (APIResponseError, UnknownHTTPResponseError, gspread.exceptions.APIError, httpx.HTTPError, OSError)


def history(seed: int) -> tuple[list[Fired], list[object]]:
    with SandboxServer(clock=TurnableClock(START), seed=seed) as server:
        world = World(server)
        server.script(SCRIPT)
        calls: list[Callable[[], object]] = [
            world.query,
            lambda: world.rename(world.pages[0], "New"),
            lambda: world.http.get(world.reading()),
            world.batch,
        ]
        for number in range(60):
            with suppress(*FAILURES):
                calls[number % 4]()
        world.close()
        for fired in server.fired():
            fired.path = fired.path.replace(world.book.id, "BOOK")
        return server.fired(), list(server.calls())


def test_the_same_seed_script_and_calls_give_the_same_faults() -> None:
    first = history(7)
    assert len(first[0]) > 15
    assert first == history(7)


def test_another_seed_gives_others() -> None:
    assert [(fired.line, fired.nth) for fired in history(7)[0]] != [(fired.line, fired.nth) for fired in history(8)[0]]


def test_a_script_that_is_put_again_starts_again(world: World) -> None:
    seen = []
    for _ in range(2):
        world.server.script("notion * 30% 500")
        seen.append([world.http.get("/v1/users/me").status_code for _ in range(30)])
    assert seen[0] == seen[1]
    assert {200, 500} == set(seen[0])
    world.server.script("notion * 30% 500", seed=99)
    assert [world.http.get("/v1/users/me").status_code for _ in range(30)] != seen[0]


def test_a_rules_random_share_does_not_depend_on_what_other_rules_do(world: World) -> None:
    def hits(script: str) -> list[int]:
        world.server.script(script)
        for _ in range(40):
            world.http.get("/v1/users/me")
        return [fired.nth for fired in world.server.fired() if fired.what == "500"]

    alone = hits("notion * 30% 500\nnotion * 50% 409")
    assert alone == hits("notion * 30% 500\nnotion * every 2nd 409")


def test_a_share_is_about_as_large_as_it_says(world: World) -> None:
    world.server.script("notion * 20% 500")
    for _ in range(300):
        world.http.get("/v1/users/me")
    assert 40 <= len(world.server.fired()) <= 80


def test_the_first_line_wins_and_every_rule_counts_each_call(world: World) -> None:
    world.server.script("notion * every 2nd 500\nnotion * 2nd..3rd 409\nnotion GET * 4th.. 404")
    found = [world.http.get("/v1/users/me").status_code for _ in range(5)]
    assert found == [200, 500, 409, 500, 404]


def test_googles_sign_in_is_spared_unless_it_is_named(world: World) -> None:
    world.server.script("google * once 500")
    assert world.http.post("/token").status_code == 200
    assert world.http.get(world.reading()).status_code == 500
    world.server.script("google /token once 500")
    assert world.http.post("/token").status_code == 500


@pytest.mark.parametrize("text", ["", "# nothing"])
def test_an_empty_script_does_nothing(world: World, text: str) -> None:
    world.server.script(text)
    assert world.query()["results"]
    assert world.server.fired() == []
