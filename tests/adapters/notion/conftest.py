from collections.abc import Iterator

import pytest

from adapters.sandbox.server import SandboxServer
from tests.adapters.notion.world import World


@pytest.fixture(scope="module")
def server() -> Iterator[SandboxServer]:
    with SandboxServer() as running:
        yield running


@pytest.fixture
def world(server: SandboxServer) -> Iterator[World]:
    made = World(server)
    yield made
    made.close()
