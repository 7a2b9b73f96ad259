"""A data source and a spreadsheet in one sandbox, and the real clients of both services."""

import logging
from collections.abc import Callable
from typing import Any

import gspread
import httpx
from notion_client import Client

from adapters.sandbox.server import SandboxServer
from tests.adapters.sandbox.google.client import connect

Json = dict[str, Any]
NAMES = ["ID", "Name", "Score"]
ROWS = [["r1", "Login fails", 3], ["r2", "Disk full", 8], ["r3", "Slow query", 5]]
WRITER = "writer@example.com"
_logger = logging.getLogger("test-faults")
_logger.setLevel(logging.CRITICAL)


class World:
    def __init__(self, server: SandboxServer) -> None:
        self.server = server
        self.notion = Client(
            auth=server.token,
            base_url=server.notion_base,
            notion_version="2026-03-11",
            retry=False,
            logger=_logger,
        )
        self.google = connect(server.google_base)
        self.source = self._source()
        self.pages = [self.add(title) for title in ("Login fails", "Disk full", "Slow query")]
        self.book = self.google.create("Risks 2026")
        self.book.share(WRITER, perm_type="user", role="writer")
        tab = self.book.sheet1
        tab.update_title("Register")
        tab.resize(rows=12, cols=6)
        tab.update([NAMES, *ROWS])
        self.book.add_worksheet("Other", 2, 2)
        self.http = httpx.Client(
            base_url=server.url,
            headers={"authorization": f"Bearer {server.token}", "notion-version": "2026-03-11"},
            timeout=10,
        )
        server.forget_calls()

    def hurry(self, seconds: float) -> None:
        """Let every client wait so long for an answer, and no longer."""
        self.notion.client.timeout = httpx.Timeout(seconds)
        self.http.timeout = httpx.Timeout(seconds)
        self.google.set_timeout(seconds)

    def close(self) -> None:
        self.notion.close()
        self.http.close()
        self.google.http_client.session.close()

    def _source(self) -> str:
        made: Any = self.notion.databases.create(
            parent={"type": "page_id", "page_id": self.server.root_page_id},
            title=[{"text": {"content": "Risks"}}],
            initial_data_source={
                "properties": {
                    "Name": {"title": {}},
                    "Status": {"status": {}},
                    "Score": {"number": {}},
                    "Tags": {"multi_select": {}},
                    "Open": {"checkbox": {}},
                    "Due": {"date": {}},
                    "Owner": {"people": {}},
                }
            },
        )
        return str(made["data_sources"][0]["id"])

    def add(self, title: str) -> str:
        made: Any = self.notion.pages.create(
            parent={"type": "data_source_id", "data_source_id": self.source}, properties=titled(title)
        )
        return str(made["id"])

    def rename(self, page: str, title: str) -> Json:
        found: Any = self.notion.pages.update(page, properties=titled(title))
        return dict(found)

    def append(self, *texts: str) -> Json:
        found: Any = self.notion.blocks.children.append(
            self.pages[0], children=[{"paragraph": {"rich_text": [{"text": {"content": text}}]}} for text in texts]
        )
        return dict(found)

    def query(self, **more: object) -> Json:
        found: Any = self.notion.data_sources.query(self.source, **more)
        return dict(found)

    def titles(self) -> set[str]:
        """Read past all faults what the rows are called."""
        rows = self.server.notion.rows[self.source].values()
        return {row["values"]["title"][0]["plain_text"] for row in rows if not row["in_trash"]}

    def page(self, page: str) -> Json:
        """Read a page when the script is over."""
        self.server.script("")
        found: Any = self.notion.pages.retrieve(page)
        return dict(found)

    def cells(self, tab: str = "Register") -> list[list[Any]]:
        """Read a tab when the script is over."""
        self.server.script("")
        url = f"/v4/spreadsheets/{self.book.id}/values/{tab}"
        found: list[list[Any]] = self.http.get(url, params={"valueRenderOption": "UNFORMATTED_VALUE"}).json()["values"]
        return found

    def write(self, cell: str = "F1", text: str = "written") -> None:
        self.book.values_update(f"Register!{cell}", params={"valueInputOption": "RAW"}, body={"values": [[text]]})

    def batch(self) -> None:
        note = {"sheetId": 0, "title": "Register", "gridProperties": {"frozenRowCount": 1}}
        request = {"updateSheetProperties": {"properties": note, "fields": "gridProperties.frozenRowCount"}}
        self.book.batch_update({"requests": [request]})

    def reading(self) -> str:
        """Return the path of a read of the sheet."""
        return f"/v4/spreadsheets/{self.book.id}/values/Register!A1:C4"

    def many(self) -> list[Callable[[], object]]:
        """Return calls of every kind, each to be made for itself."""
        return [
            self.query,
            lambda: self.query(page_size=1),
            lambda: self.http.post(f"/v1/data_sources/{self.source}/query", json={"start_cursor": self.cursor()}),
            lambda: self.rename(self.pages[0], "Login fails"),
            lambda: self.add("Another"),
            lambda: self.append("one", "two"),
            lambda: self.notion.pages.retrieve(self.pages[1]),
            self.notion.users.list,
            lambda: self.http.get(self.reading()),
            self.write,
            self.batch,
            lambda: self.book.values_batch_update({"valueInputOption": "RAW", "data": []}),
            self.google.list_spreadsheet_files,
            lambda: self.http.get("/drive/v3/files", params={"pageToken": "~!!~page-1"}),
        ]

    def cursor(self) -> str:
        """Return a cursor that is good, got past all faults."""
        sessions = self.server.notion.sessions
        key, _ = sessions.begin(b"", -1, list(self.pages))
        return f"s:{key}:{self.pages[0]}"


def titled(title: str) -> Json:
    return {"Name": {"title": [{"text": {"content": title}}]}}


def status_of(failure: gspread.exceptions.APIError) -> int:
    return int(failure.response.status_code)
