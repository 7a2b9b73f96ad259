from collections.abc import Iterator

import pytest

from adapters.sandbox.server import SandboxServer
from tests.adapters.sheets.world import ROWS, World, fill, person


@pytest.fixture(scope="module")
def server() -> Iterator[SandboxServer]:
    with SandboxServer() as running:
        yield running


@pytest.fixture
def empty(server: SandboxServer) -> World:
    """A spreadsheet with one empty tab of 30 rows."""
    book = person(server).create("Risks")
    book.share("worker@example.com", perm_type="anyone", role="writer")
    book.sheet1.update_title("Register")
    book.sheet1.resize(rows=30, cols=10)
    server.forget_calls()
    return World(server, book)


@pytest.fixture
def world(empty: World) -> World:
    """Three records, with a note and a formula beside the mapped columns."""
    fill(empty, ROWS)
    empty.server.forget_calls()
    return empty
