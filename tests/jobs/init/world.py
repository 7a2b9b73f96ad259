"""Two tables in local services, and ``bothways init`` called on them as from cron: nobody answers."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from gspread.http_client import ParamsType
from typer.testing import CliRunner, Result

from adapters.sandbox.server import SandboxServer
from jobs.cli import app
from jobs.demo.clients import Clients
from jobs.settings import load
from jobs.sync import Outcome, plan_pair, sync_pair
from jobs.wiring import open_alone

SHEETS = "https://sheets.googleapis.com/v4/spreadsheets"


@dataclass
class World:
    server: SandboxServer
    clients: Clients
    folder: Path

    @property
    def file(self) -> Path:
        return self.folder / "bothways.toml"

    @property
    def env(self) -> dict[str, str]:
        return {
            "BOTHWAYS_NOTION__BASE_URL": self.server.notion_base,
            "BOTHWAYS_GOOGLE__BASE_URL": self.server.google_base,
            "BOTHWAYS_NOTION__CALLS_PER_MINUTE": "1000000",
            "BOTHWAYS_GOOGLE__READS_PER_MINUTE": "1000000",
            "BOTHWAYS_GOOGLE__WRITES_PER_MINUTE": "1000000",
        }

    def init(self, *words: str) -> Result:
        return CliRunner().invoke(app, ["init", *words, "--language", "en"])

    def proposed(self, *words: str) -> dict[str, Any]:
        """Return the proposal as JSON; nothing is written."""
        done = self.init(*words, "--dry-run", "--json")
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def run(self, *, writing: bool = True) -> dict[str, Outcome]:
        """Plan or sync every pair of the configuration that was written."""
        settings = load(self.file, self.env)
        found = {}
        for mapping in settings.mappings():
            with open_alone(mapping, settings) as tools:
                found[mapping.name] = (sync_pair if writing else plan_pair)(mapping, tools)
        return found

    def database(self, title: str, properties: Mapping[str, Any], pages: Sequence[Mapping[str, Any]] = ()) -> str:
        made: Any = self.clients.notion.databases.create(
            parent={"type": "page_id", "page_id": self.server.root_page_id},
            title=[{"text": {"content": title}}],
            initial_data_source={"properties": dict(properties)},
        )
        parent = {"type": "data_source_id", "data_source_id": made["data_sources"][0]["id"]}
        for page in pages:
            self.clients.notion.pages.create(parent=parent, properties=dict(page))
        return str(made["id"])

    def book(self, tabs: Mapping[str, Sequence[Sequence[object]]]) -> str:
        """Make a spreadsheet; each tab has the rows as somebody would have typed them."""
        body = {
            "properties": {"title": "book", "timeZone": "Asia/Tokyo"},
            "sheets": [{"properties": {"title": title}} for title in tabs],
        }
        key = str(self.clients.google.http_client.request("post", SHEETS, json=body).json()["spreadsheetId"])
        for title, rows in tabs.items():
            if rows:
                self.clients.google.http_client.values_update(
                    key, f"'{title}'!A1", params={"valueInputOption": "USER_ENTERED"}, body={"values": rows}
                )
        return key

    def values(self, key: str, tab: str) -> list[list[str]]:
        found = self.clients.google.http_client.values_get(key, f"'{tab}'")
        return [list(map(str, row)) for row in found.get("values", [])]

    def tab(self, key: str, title: str) -> dict[str, Any]:
        """Return a tab as the API shows it, cells and all."""
        params: ParamsType = {"includeGridData": "true", "ranges": f"'{title}'"}
        answer = self.clients.google.http_client.request("get", f"{SHEETS}/{key}", params=params).json()
        found: dict[str, Any] = answer["sheets"][0]
        return found

    def source(self, database: str) -> dict[str, Any]:
        made: Any = self.clients.notion.databases.retrieve(database)
        found: Any = self.clients.notion.data_sources.retrieve(made["data_sources"][0]["id"])
        return dict(found)

    def writes(self) -> list[str]:
        return [
            f"{call.method} {call.path}"
            for call in self.server.calls()
            if call.method != "GET" and not call.path.endswith("/query")
        ]


@contextmanager
def world(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[World]:
    with SandboxServer() as server, Clients(server.notion_base, server.google_base, server.token) as clients:
        made = World(server, clients, folder)
        for name in ("LC_ALL", "LC_MESSAGES", "LANG", "BOTHWAYS_CONFIG", "BOTHWAYS_LANGUAGE", "FORCE_COLOR"):
            patch.delenv(name, raising=False)
        for name, value in made.env.items():
            patch.setenv(name, value)
        patch.chdir(folder)
        yield made
