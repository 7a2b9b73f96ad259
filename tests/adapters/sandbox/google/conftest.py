from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial

import gspread
import pytest

from adapters.sandbox.clock import TurnableClock
from adapters.sandbox.server import SandboxServer
from tests.adapters.sandbox.google.client import Sheets, connect
from tests.conformance.discovery import NotInstalledError, document
from tests.conformance.witness import Witness, Witnessed

NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def clock() -> TurnableClock:
    return TurnableClock(NOON)


@pytest.fixture(scope="module")
def witness() -> Witness | None:
    """Who holds every exchange of these tests against Google's document; None where that is not installed."""
    try:
        document("sheets.v4")
    except NotInstalledError:
        return None
    return Witness()


@pytest.fixture(scope="module")
def server(clock: TurnableClock, witness: Witness | None) -> Iterator[SandboxServer]:
    wrappers = [] if witness is None else [partial(Witnessed, witness=witness)]
    with SandboxServer(clock=clock, wrappers=wrappers) as running:
        yield running


@pytest.fixture(autouse=True)
def _exchanges_are_googles(witness: Witness | None) -> Iterator[None]:
    yield
    if witness is not None:
        found = [f"{where}: {problem}" for where, problem in witness.problems]
        witness.problems.clear()
        assert not found


@pytest.fixture
def client(server: SandboxServer) -> gspread.Client:
    return connect(server.google_base)


@pytest.fixture
def sheets(server: SandboxServer, client: gspread.Client) -> Sheets:
    return Sheets(server.google_base, client.create("Register"))


@pytest.fixture
def japanese(sheets: Sheets) -> Sheets:
    properties = {"locale": "ja_JP", "timeZone": "Asia/Tokyo"}
    sheets.batch({"updateSpreadsheetProperties": {"properties": properties, "fields": "locale,timeZone"}})
    return sheets
