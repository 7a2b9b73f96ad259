"""What a test of the services' contract works with: both official clients, and tables of its own."""

import time
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any, Self, TypeAlias

import httpx
from gspread.exceptions import APIError
from notion_client.errors import APIResponseError

from jobs.demo.clients import Clients
from tests.contract.services.place import BOOK, Place

Json: TypeAlias = dict[str, Any]

VERSION = "2026-03-11"
_NUMBERS = count(1)
_PATIENCE = 60.0
"""Seconds after which what was written has to be found by a query."""
_LONGEST = 300.0
"""Seconds that a call may take: at a real place it may have to wait until the minute is over."""
_FIRST_TAB = 710_000_000


class Desk:
    """Everything a test makes is below the place's page, or in a tab of its own, and bears the place's mark."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.clients = Clients(place.notion, place.google, place.token)
        self.notion = self.clients.notion
        self.notion.client.timeout = httpx.Timeout(_LONGEST)
        self.clients.google.set_timeout(_LONGEST)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.clients.close()

    def title(self) -> str:
        return f"{self.place.mark}{next(_NUMBERS)}"

    def database(self, properties: Mapping[str, Any]) -> tuple[str, str]:
        """Make a database and return its id and that of its data source."""
        made: Any = self.notion.databases.create(
            parent={"type": "page_id", "page_id": self.place.page},
            title=[{"type": "text", "text": {"content": self.title()}}],
            initial_data_source={"properties": {"Name": {"title": {}}, **properties}},
        )
        return made["id"], made["data_sources"][0]["id"]

    def page(self, source: str, title: str, **properties: Any) -> Json:  # noqa: ANN401 - as the API takes them
        given = {"Name": {"title": text(title)}, **properties}
        made: Any = self.notion.pages.create(
            parent={"type": "data_source_id", "data_source_id": source}, properties=given
        )
        return dict(made)

    def below(self, children: Sequence[Json] = ()) -> Json:
        """Make a page below the place's page."""
        made: Any = self.notion.pages.create(
            parent={"type": "page_id", "page_id": self.place.page},
            properties={"title": {"title": text(self.title())}},
            children=list(children),
        )
        return dict(made)

    def rows(self, source: str, number: int, **query: Any) -> list[Json]:  # noqa: ANN401 - as the API takes them
        """Query until so many rows are found: what was just written may not be found at once."""
        return eventually(lambda: self.query(source, **query)["results"], lambda found: len(found) == number)

    def query(self, source: str, **query: Any) -> Json:  # noqa: ANN401 - as the API takes them
        answer: Any = self.notion.data_sources.query(source, **query)
        return dict(answer)

    def tab(self, rows: int = 20, columns: int = 8) -> "Sheet":
        number = _FIRST_TAB + next(_NUMBERS)
        title = self.title()
        grid = {"rowCount": rows, "columnCount": columns}
        sheet = Sheet(self, number, title)
        sheet.batch({"addSheet": {"properties": {"sheetId": number, "title": title, "gridProperties": grid}}})
        return sheet

    def google(self, method: str, path: str, body: Json | None = None, **params: Any) -> Json:  # noqa: ANN401 - as the API takes them
        answer = self.clients.google.http_client.request(method, f"{BOOK}/{path}", params=params, json=body)
        found: Json = answer.json()
        return found

    def bare(self, method: str, path: str, token: str, body: Json | None = None) -> httpx.Response:
        """Call either service without its client, as whoever has this token."""
        headers = {"Authorization": f"Bearer {token}", "Notion-Version": VERSION}
        base = self.place.google if path.startswith("/v4/") else self.place.notion
        return httpx.request(method, base + path, headers=headers, json=body, timeout=_LONGEST, trust_env=False)


class Sheet:
    """A tab of a test's own."""

    def __init__(self, desk: Desk, number: int, title: str) -> None:
        self._desk = desk
        self.number = number
        self.title = title

    def batch(self, *requests: Json, **more: Any) -> Json:  # noqa: ANN401 - as the API takes them
        body = {"requests": list(requests), **more}
        return self._desk.google("post", f"{self._desk.place.spreadsheet}:batchUpdate", body)

    def put(self, values: Sequence[Sequence[object]], how: str = "USER_ENTERED", place: str = "A1") -> Json:
        body = {"values": [list(row) for row in values]}
        return self._desk.google("put", self._at(place), body, valueInputOption=how)

    def get(self, place: str = "A1:Z", how: str = "UNFORMATTED_VALUE") -> list[list[Any]]:
        answer = self._desk.google("get", self._at(place), valueRenderOption=how)
        found: list[list[Any]] = answer.get("values", [])
        return found

    def cells(self, fields: str, place: str = "A1:H20") -> list[list[Json]]:
        """Return the cells of a range with these fields of theirs."""
        answer = self._desk.google(
            "get",
            self._desk.place.spreadsheet,
            ranges=[f"'{self.title}'!{place}"],
            fields=f"sheets.data.rowData.values({fields})",
        )
        rows = answer["sheets"][0].get("data", [{}])[0].get("rowData", [])
        return [row.get("values", []) for row in rows]

    def area(self, top: int, bottom: int, left: int, right: int) -> Json:
        return {
            "sheetId": self.number,
            "startRowIndex": top,
            "endRowIndex": bottom,
            "startColumnIndex": left,
            "endColumnIndex": right,
        }

    def _at(self, place: str) -> str:
        return f"{self._desk.place.spreadsheet}/values/'{self.title}'!{place}"


def text(content: str) -> list[Json]:
    return [{"type": "text", "text": {"content": content}}]


def eventually(look: Callable[[], list[Json]], right: Callable[[list[Json]], bool]) -> list[Json]:
    """Look until it is right, or patience runs out; return what was seen last."""
    began, wait = time.monotonic(), 0.2
    while True:
        found = look()
        if right(found) or time.monotonic() - began > _PATIENCE:
            return found
        time.sleep(wait)
        wait = min(5.0, wait * 2)


def refused(call: Callable[[], object]) -> tuple[int, str]:
    """Make a call that is refused and return the status and the service's word for it."""
    try:
        call()
    except APIResponseError as refusal:
        return refusal.status, str(refusal.code.value if hasattr(refusal.code, "value") else refusal.code)
    except APIError as refusal:
        return refusal.code, str(refusal.error.get("status", ""))
    raise AssertionError("the call was not refused")


def settings(desk: Desk, folder: Path, source: str, tab: str, fields: Mapping[str, str]) -> Path:
    """Write a configuration for one pair, and return the file."""
    mapped = "\n".join(f'[pairs.contract.fields.{name}]\ntype = "{kind}"' for name, kind in fields.items())
    file = folder / "bothways.toml"
    file.write_text(
        f"""
[notion]
base_url = "{desk.place.notion}"
[google]
base_url = "{desk.place.google}"
[pairs.contract]
[pairs.contract.notion]
source = "{source}"
id_property = "ID"
[pairs.contract.sheet]
spreadsheet = "{desk.place.spreadsheet}"
tab = "{tab}"
id_column = "ID"
conflicts_tab = ""
{mapped}
""",
        "utf-8",
    )
    return file
