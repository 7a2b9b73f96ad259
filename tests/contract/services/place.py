"""Where the contract of the services is held against: two addresses, and what may be used behind them."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TypeAlias

import pytest

from adapters.sandbox.server import SandboxServer
from jobs.demo.clients import Clients

TOKEN = "token-of-the-sandbox"
NO_PAGE = "00000000-0000-4000-8000-00000000dead"
NO_SPREADSHEET = "1" + "x" * 43
"""Ids that nothing has: the suite asks for them to see how that is refused."""
BOOK = "https://sheets.googleapis.com/v4/spreadsheets"


@dataclass(frozen=True, slots=True)
class Place:
    """``page`` is a Notion page that things may be made below; ``mark`` begins the title of each of them."""

    notion: str
    google: str
    token: str
    page: str
    spreadsheet: str
    mark: str


Places: TypeAlias = Mapping[str, Callable[[], AbstractContextManager[Place]]]


@contextmanager
def sandbox() -> Iterator[Place]:
    with SandboxServer(token=TOKEN) as server:
        yield Place(server.url, server.url, server.token, server.root_page_id, spreadsheet(server), "contract ")


def spreadsheet(server: SandboxServer) -> str:
    """Make an empty spreadsheet in a sandbox and return its id."""
    with Clients(server.notion_base, server.google_base, server.token) as clients:
        body = {"properties": {"title": "contract", "locale": "en_US", "timeZone": "Asia/Tokyo"}}
        answer = clients.google.http_client.request("post", BOOK, json=body)
        return str(answer.json()["spreadsheetId"])


PLACES: pytest.StashKey[Places] = pytest.StashKey()
"""Other places than the sandbox, for whoever runs the suite (tests/live)."""
USUAL: Places = {"sandbox": sandbox}
