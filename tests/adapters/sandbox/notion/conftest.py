import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from notion_client import Client

from adapters.sandbox.clock import TurnableClock
from adapters.sandbox.server import SandboxServer
from tests.adapters.sandbox.notion.checked import Checked

START = datetime(2026, 11, 20, 9, 30, 42, 123456, tzinfo=UTC)
Json = dict[str, Any]
Connect = Callable[..., Client]


@pytest.fixture
def clock() -> TurnableClock:
    return TurnableClock(START)


@pytest.fixture
def sandbox(clock: TurnableClock) -> Iterator[SandboxServer]:
    """Return a sandbox; at the end every answer it gave has to be as its own model has it."""
    noted: list[str] = []
    with SandboxServer(clock=clock, wrappers=(lambda app: Checked(app, noted),)) as server:
        yield server
    assert noted == []


@pytest.fixture
def connect(sandbox: SandboxServer) -> Iterator[Connect]:
    """Return what makes clients, and close them at the end."""
    made: list[Client] = []
    logger = logging.getLogger("test-notion-client")
    logger.setLevel(logging.CRITICAL)

    def new(version: str = "2026-03-11") -> Client:
        client = Client(
            auth=sandbox.token, base_url=sandbox.notion_base, notion_version=version, retry=False, logger=logger
        )
        made.append(client)
        return client

    yield new
    for client in made:
        client.close()


@pytest.fixture
def notion(connect: Connect) -> Client:
    return connect()
