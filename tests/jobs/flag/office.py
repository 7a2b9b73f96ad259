"""Two pairs on loopback, risks and backlog, with fields of our own, worked on by the commands with the real clients."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from adapters.sandbox.server import SandboxServer
from jobs.cli import app
from jobs.demo.clients import Clients
from jobs.settings import load
from jobs.sync import Outcome, sync_pair
from jobs.wiring import open_pair, services
from sync.model import Side
from tests.real.world import SHEETS

FIELDS: Mapping[str, Mapping[str, str]] = {
    "risks": {
        "title": "title",
        "summary": "rich_text",
        "owner": "rich_text",
        "backlog": "relation",
        "flags": "multi_select",
        "flag_note": "rich_text",
        "suggestions": "rich_text",
        "link_accept": "checkbox",
        "link_dismiss": "checkbox",
        "similar": "rich_text",
        "duplicate_dismiss": "checkbox",
    },
    "backlog": {"title": "title", "description": "rich_text", "status": "select", "risks": "relation"},
}
_OWN = (
    "flags",
    "flag_note",
    "suggestions",
    "link_accept",
    "link_dismiss",
    "similar",
    "duplicate_dismiss",
    "backlog",
    "risks",
)
_RECORD = {"risks": "risk", "backlog": "backlog"}
RULES = """
[rules]
defaults = false
meaning = false
[rules.checks."risk.R1"]
kind = "filled"
record = "risk"
roles = ["owner"]
family = "incomplete"
"""


@dataclass
class Town:
    server: SandboxServer
    clients: Clients
    folder: Path
    extra: str = RULES
    sources: dict[str, str] = field(default_factory=dict)
    databases: dict[str, str] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    spreadsheet: str = ""

    def make(self) -> None:
        for table in ("backlog", "risks"):
            plain: dict[str, Any] = {n: {kind: {}} for n, kind in FIELDS[table].items() if kind != "relation"}
            made: Any = self.clients.notion.databases.create(
                parent={"type": "page_id", "page_id": self.server.root_page_id},
                title=[{"text": {"content": table}}],
                initial_data_source={"properties": {**plain, "id": {"rich_text": {}}}},
            )
            self.databases[table], self.sources[table] = made["id"], made["data_sources"][0]["id"]
        for table, name, other in (("risks", "backlog", "backlog"), ("backlog", "risks", "risks")):
            relation = {"data_source_id": self.sources[other], "type": "single_property", "single_property": {}}
            self.clients.notion.data_sources.update(self.sources[table], properties={name: {"relation": relation}})
        sheets = [{"properties": {"title": table}} for table in FIELDS]
        answer = self.clients.google.http_client.request(
            "post", SHEETS, json={"properties": {"title": "book"}, "sheets": sheets}
        )
        self.spreadsheet = answer.json()["spreadsheetId"]
        for table, fields in FIELDS.items():
            self.put(table, [["id", *fields]])
        self.file.write_text(self._text(), "utf-8")

    @property
    def file(self) -> Path:
        return self.folder / "bothways.toml"

    def _text(self) -> str:
        pairs = "\n".join(self._pair(table) for table in FIELDS)
        return f"""
[notion]
base_url = "{self.server.notion_base}"
calls_per_minute = 1000000
[google]
base_url = "{self.server.google_base}"
reads_per_minute = 1000000
writes_per_minute = 1000000
{self.extra}
{pairs}
"""

    def _pair(self, table: str) -> str:
        text = f"""
[pairs.{table}]
record = "{_RECORD[table]}"
[pairs.{table}.notion]
source = "{self.databases[table]}"
id_property = "id"
[pairs.{table}.sheet]
spreadsheet = "{self.spreadsheet}"
tab = "{table}"
id_column = "id"
"""
        for name, kind in FIELDS[table].items():
            text += f'[pairs.{table}.fields.{name}]\ntype = "{kind}"\n'
            text += "own = true\n" if name in _OWN else ""
            text += f'related = "{name}"\n' if kind == "relation" else ""
        return text

    def put(self, table: str, values: Sequence[Sequence[object]], place: str = "A1") -> None:
        self.clients.google.http_client.values_update(
            self.spreadsheet, f"'{table}'!{place}", params={"valueInputOption": "RAW"}, body={"values": values}
        )

    def rows(self, table: str, *rows: Mapping[str, str]) -> None:
        """Type rows into the sheet; the next sync makes their pages."""
        self.put(table, [[row["id"], *(row.get(name, "") for name in FIELDS[table])] for row in rows], "A2")

    def cell(self, table: str, record: str, name: str, value: object) -> None:
        """Edit the sheet as a person would."""
        found = self.grid(table)
        at = next(number for number, row in enumerate(found, 1) if row and row[0] == record)
        self.put(table, [[value]], f"{chr(ord('B') + list(FIELDS[table]).index(name))}{at}")

    def page(self, record: str, **properties: Mapping[str, object]) -> None:
        """Edit a page as a person would."""
        self.clients.notion.pages.update(self.ids()[record], properties=properties)

    def ids(self) -> dict[str, str]:
        found = {}
        for source in self.sources.values():
            answer: Any = self.clients.notion.data_sources.query(source)
            for page in answer["results"]:
                text = "".join(part["plain_text"] for part in page["properties"]["id"]["rich_text"])
                found[text] = page["id"]
        return found

    def grid(self, table: str) -> list[list[str]]:
        answer = self.clients.google.http_client.values_get(self.spreadsheet, f"'{table}'")
        return [list(map(str, row)) for row in answer.get("values", [])]

    def sync(self) -> list[Outcome]:
        settings = load(self.file, {})
        outcomes = []
        with services(settings) as shared:
            for mapping in reversed(settings.mappings()):
                with open_pair(mapping, shared) as tools:
                    outcomes.append(sync_pair(mapping, tools))
        assert [outcome.error for outcome in outcomes] == [None] * len(outcomes)
        return outcomes

    def both(self, table: str, record: str, name: str) -> list[object]:
        """Return what a field holds in Notion and in the sheet."""
        settings = load(self.file, {})
        mapping = next(each for each in settings.mappings() if each.name == table)
        found = []
        with services(settings) as shared, open_pair(mapping, shared) as tools:
            for side in Side:
                read = {each.id: each for each in tools.tables[side].read().records}
                found.append(read[record].fields.get(name))  # type: ignore[call-overload, index]  # ids are their text
        return found

    def command(self, *words: str, code: int = 0) -> Any:  # noqa: ANN401 - JSON
        result = CliRunner().invoke(app, [*words, "--config", str(self.file), "--json"])
        assert result.exit_code == code, result.output
        return json.loads(result.stdout)

    def writes(self) -> int:
        """Count the calls that wrote since the last count."""
        calls = [c for c in self.server.calls() if not (c.method == "GET" or c.path.endswith("/query"))]
        self.server.forget_calls()
        return len(calls)


@contextmanager
def town(folder: Path, extra: str = RULES) -> Iterator[Town]:
    with SandboxServer() as server, Clients(server.notion_base, server.google_base, server.token) as clients:
        made = Town(server, clients, folder, extra)
        made.make()
        yield made
