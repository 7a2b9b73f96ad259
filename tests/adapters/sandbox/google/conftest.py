from collections.abc import Iterator
from datetime import UTC, datetime

import gspread
import pytest

from adapters.sandbox.clock import TurnableClock
from adapters.sandbox.server import SandboxServer
from tests.adapters.sandbox.google.client import Sheets, connect

NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def clock() -> TurnableClock:
    return TurnableClock(NOON)


@pytest.fixture(scope="module")
def server(clock: TurnableClock) -> Iterator[SandboxServer]:
    with SandboxServer(clock=clock) as running:
        yield running


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
