"""Takes away all that a check has made, and nothing else."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import httpx
from gspread.exceptions import GSpreadException
from notion_client.errors import HTTPResponseError, RequestTimeoutError
from requests import RequestException

from jobs.demo.clients import Clients
from tests.live.ledger import Ledger

SHEETS = "https://sheets.googleapis.com/v4/spreadsheets"
_KINDS = {"child_database": "databases", "child_page": "pages"}


def sweep(clients: Clients, ledger: Ledger) -> list[str]:
    """Move to the trash what lies below the page and bears the mark, remove the tabs; return what is left, by kind.

    What is not there any more counts as taken away. Nothing is erased that the ledger does not name.
    """
    left = [*_notion(clients, ledger), *_google(clients, ledger)]
    if not left:
        ledger.forget()
    return left


def _notion(clients: Clients, ledger: Ledger) -> Iterator[str]:
    try:
        for kind, key in _below(clients, ledger):
            ledger.add_below(kind, key)
    except _FAILURES as failure:
        yield f"what lies below the page could not be listed ({type(failure).__name__})"
    for key in ledger.databases:
        yield from _gone("a database", partial(clients.notion.databases.update, key, in_trash=True))
    for key in ledger.pages:
        yield from _gone("a page", partial(clients.notion.pages.update, key, in_trash=True))


def _below(clients: Clients, ledger: Ledger) -> Iterator[tuple[str, str]]:
    """Yield what lies right below the page and bears the mark: an answer may have been lost."""
    cursor: str | None = None
    while True:
        answer: Any = clients.notion.blocks.children.list(ledger.page, start_cursor=cursor, page_size=100)
        for block in answer["results"]:
            kind = block.get("type")
            if kind in _KINDS and block[kind]["title"].startswith(ledger.mark):
                yield _KINDS[kind], block["id"]
        cursor = answer["next_cursor"]
        if cursor is None:
            return


def _google(clients: Clients, ledger: Ledger) -> Iterator[str]:
    try:
        there = standing(clients, ledger.spreadsheet)
        requests: list[dict[str, Any]] = [
            {"deleteSheet": {"sheetId": each}}
            for each in there.tabs
            if each in ledger.tabs and each not in ledger.there
        ]
        requests += [
            {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": {"metadataId": number}}}}
            for number, mark in there.marks.items()
            if mark in ledger.marks and number not in ledger.before
        ]
        if requests:
            body = {"requests": requests}
            clients.google.http_client.request("post", f"{SHEETS}/{ledger.spreadsheet}:batchUpdate", json=body)
    except _FAILURES as failure:
        yield f"tabs of the spreadsheet ({type(failure).__name__})"


@dataclass(frozen=True, slots=True)
class Standing:
    """The tabs of a spreadsheet, and the developer metadata on it as a whole: key and value by number."""

    tabs: list[int]
    marks: dict[int, list[str]]


def standing(clients: Clients, spreadsheet: str) -> Standing:
    fields = "sheets.properties.sheetId,developerMetadata(metadataId,metadataKey,metadataValue)"
    found = clients.google.http_client.request("get", f"{SHEETS}/{spreadsheet}", params={"fields": fields}).json()
    tabs = [int(each["properties"].get("sheetId", 0)) for each in found["sheets"]]
    marks = {
        int(each["metadataId"]): [each.get("metadataKey", ""), each.get("metadataValue", "")]
        for each in found.get("developerMetadata", ())
    }
    return Standing(tabs, marks)


def _gone(what: str, trash: Callable[[], object]) -> Iterator[str]:
    try:
        trash()
    except HTTPResponseError as refusal:
        if refusal.status != 404:
            yield f"{what} ({refusal.status})"
    except _FAILURES as failure:
        yield f"{what} ({type(failure).__name__})"


_FAILURES = (
    HTTPResponseError,
    RequestTimeoutError,
    httpx.HTTPError,
    GSpreadException,
    RequestException,
    OSError,
    ValueError,
    KeyError,
)
