"""Notion's clients for the rows, each over a service that was told what to answer."""

from collections.abc import Callable

import httpx

from adapters.notion.client import Connection, Patience, connect
from adapters.notion.judge import judge_create, judge_read, judge_write
from adapters.pace import Advice, Pace
from adapters.sandbox.server import SandboxServer
from tests.adapters.notion.world import VERSION, World
from tests.adapters.pace.clock import StandingClock, dice

JUDGES: dict[str, Callable[[Exception], Advice]] = {"read": judge_read, "write": judge_write, "create": judge_create}
ENDPOINTS = {"read": "GET /v1/data_sources/*", "write": "PATCH /v1/pages/*", "create": "POST /v1/pages"}
REFUSED = "http://127.0.0.1:9"
"""A port at which nobody listens."""


def connection(server: SandboxServer, clock: StandingClock, attempts: int, *, refused: bool = False) -> Connection:
    """Return the real client; it waits half a second for an answer, not seventy."""
    pace = Pace(10_000, 60, monotonic=clock.monotonic, sleep=clock.sleep)
    made = connect(
        server.token,
        REFUSED if refused else server.notion_base,
        VERSION,
        pace,
        Patience(clock.sleep, dice(), attempts),
        transport=httpx.HTTPTransport(),
    )
    made.client.client.timeout = httpx.Timeout(0.5)
    return made


def call(made: Connection, kind: str, world: World, page: str) -> object:
    if kind == "read":
        return made.data_source(world.source)
    title = {"件名": {"title": [{"text": {"content": "new"}}]}}
    return made.patch(page, properties=title) if kind == "write" else made.create(world.source, title)
