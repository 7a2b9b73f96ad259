"""Fixtures for those who test against these APIs: a sandbox for a test, or one for the whole session.

Only pytest loads this module, by the entry point of the distribution.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # the server is imported by the first test that asks for it
    from adapters.sandbox.server import SandboxServer

_MARK = (
    "sandbox(seed, token, faults, quotas, clock, store): what the `sandbox` fixture of this test is started with; "
    "the keywords of adapters.sandbox.server.SandboxServer"
)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", _MARK)


@pytest.fixture
def sandbox(request: pytest.FixtureRequest) -> "Iterator[SandboxServer]":
    """An empty Notion and Google on a free port of this machine, for one test."""
    from adapters.sandbox.server import SandboxServer  # noqa: PLC0415 - see above

    mark = request.node.get_closest_marker("sandbox")
    with SandboxServer(**(mark.kwargs if mark else {})) as server:
        yield server


@pytest.fixture(scope="session")
def session_sandbox() -> "Iterator[SandboxServer]":
    """One sandbox for all tests of the session, which keeps what they leave in it."""
    from adapters.sandbox.server import SandboxServer  # noqa: PLC0415 - see above

    with SandboxServer() as server:
        yield server
