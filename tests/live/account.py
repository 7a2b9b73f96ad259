"""What the environment says of the real services: where, as whom, and what may be used."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Lock

from google.auth.credentials import Credentials
from google.auth.transport.requests import Request

from adapters.notion.source import id_in
from adapters.pace import Pace
from adapters.sheets.connect import connect
from jobs.settings import load_connections
from jobs.wiring.google import google_auth
from sync.errors import BothwaysError
from tests.live.gate import Headers, Upstream

TOKEN, PAGE, SPREADSHEET = "BOTHWAYS_LIVE_NOTION_TOKEN", "BOTHWAYS_LIVE_NOTION_PAGE", "BOTHWAYS_LIVE_SPREADSHEET"
NOTION_URL, GOOGLE_URL = "BOTHWAYS_LIVE_NOTION_URL", "BOTHWAYS_LIVE_GOOGLE_URL"
_SHEET = re.compile(r"(?:.*/spreadsheets/d/)?([A-Za-z0-9_-]{20,})(?:[/?#].*)?")
_NOTION, _GOOGLE = "https://api.notion.com", "https://sheets.googleapis.com"
_CALLS = {"notion": 170, "google": 55}
"""A little less than the services allow in a minute: others may use the same connection."""

_UNLIMITED = 1_000_000
"""For what stands in for the services."""


class Missing(Exception):
    """The environment does not say enough."""


@dataclass(frozen=True)
class Account:
    notion: Upstream = field(repr=False)
    google: Upstream = field(repr=False)
    page: str
    spreadsheet: str
    secrets: tuple[str, ...] = field(repr=False)
    """What must not stand in any report."""


def account(environment: Mapping[str, str]) -> Account:
    """Read the environment; nothing is called. Raises ``Missing`` with all that is missing or wrong."""
    absent = [name for name in (TOKEN, PAGE, SPREADSHEET) if not environment.get(name, "").strip()]
    if absent:
        raise Missing(f"not set: {', '.join(absent)} (docs/live.md)")
    book = _SHEET.fullmatch(environment[SPREADSHEET].strip())
    if book is None:
        raise Missing(f"{SPREADSHEET} is neither the address nor the id of a spreadsheet")
    token = environment[TOKEN].strip()
    notion_url, google_url = environment.get(NOTION_URL, _NOTION), environment.get(GOOGLE_URL, _GOOGLE)
    given = {name: value for name, value in environment.items() if name.startswith("BOTHWAYS_GOOGLE__")}
    if google_url != _GOOGLE:
        given = {"BOTHWAYS_GOOGLE__TOKEN": environment.get("BOTHWAYS_GOOGLE__TOKEN", "stand-in")}
    try:
        page = id_in(environment[PAGE])
        settings = load_connections(Path("no-file-is-read.toml"), given)
        credentials = connect(google_auth(settings), random=Random(0)).auth  # noqa: S311 - nothing is called with it
    except BothwaysError as wrong:
        raise Missing(str(wrong)) from wrong
    calls = pace(_CALLS["notion"] if notion_url == _NOTION else _UNLIMITED)
    notion = Upstream(notion_url.rstrip("/"), lambda _method, _url: {"Authorization": f"Bearer {token}"}, calls, calls)
    reads, writes = (pace(_CALLS["google"] if google_url == _GOOGLE else _UNLIMITED) for _ in range(2))
    google = Upstream(google_url.rstrip("/"), _signed(credentials), reads, writes)
    return Account(notion, google, page, book[1], (token, *given.values()))


def pace(calls: int) -> Pace:
    """Return a budget of so many calls a minute."""
    return Pace(calls, 60.0, monotonic=time.monotonic, sleep=time.sleep)


def _signed(credentials: Credentials) -> Callable[[str, str], Headers]:
    """Return what signs a call; a token that has expired is renewed. Threads may sign at once."""
    asking, lock = Request(), Lock()

    def sign(method: str, url: str) -> Headers:
        headers: dict[str, str] = {}
        with lock:
            credentials.before_request(asking, method, url, headers)  # type: ignore[no-untyped-call]  # google-auth
        return {"Authorization": headers["authorization"]}

    return sign
