from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from adapters.sandbox.clock import TurnableClock
from adapters.sandbox.server import SandboxServer
from tests.adapters.sandbox.faults.world import World

START = datetime(2026, 11, 20, 9, 30, 42, tzinfo=UTC)


@pytest.fixture
def clock() -> TurnableClock:
    return TurnableClock(START)


@pytest.fixture
def world(clock: TurnableClock) -> Iterator[World]:
    with SandboxServer(clock=clock, seed=7) as server:
        made = World(server)
        yield made
        made.close()
