"""Both services on loopback, the official clients, and a configuration as a team would write it."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adapters.sandbox.server import SandboxServer
from jobs.demo.clients import Clients
from jobs.demo.pages import written
from jobs.settings import load
from jobs.sync import Outcome, plan_pair, sync_pair
from jobs.wiring import open_alone
from mappings.fields import FieldType
from sync.model import Record, Side, Snapshot

Row = Mapping[str, str]
SHEETS = "https://sheets.googleapis.com/v4/spreadsheets"
_SCHEMA: dict[FieldType, dict[str, Any]] = {FieldType.NUMBER: {"number": {"format": "number"}}}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def as_number(text: str) -> float | int:
    return float(text) if "." in text else int(text)


@dataclass
class World:
    """A pair called ``table`` whose columns and properties are called like its fields; ``id`` carries the id."""

    server: SandboxServer
    clients: Clients
    folder: Path
    kinds: Mapping[str, FieldType]
    options: str = ""
    id_property: bool = True
    """Whether a property carries the record id; else the page's own id serves."""
    more: dict[str, str] = field(default_factory=dict)
    """More lines of a field's table in the configuration."""
    database: str = ""
    source: str = ""
    spreadsheet: str = ""
    pages: dict[str, str] = field(default_factory=dict)

    def make(self) -> None:
        """Make an empty database and an empty tab with a header."""
        schema = {name: _SCHEMA.get(kind, {str(kind): {}}) for name, kind in self.kinds.items()}
        made: Any = self.clients.notion.databases.create(
            parent={"type": "page_id", "page_id": self.server.root_page_id},
            title=[{"text": {"content": "table"}}],
            initial_data_source={"properties": {**schema, "id": {"rich_text": {}}}},
        )
        self.database, self.source = made["id"], made["data_sources"][0]["id"]
        answer = self.clients.google.http_client.request(
            "post", SHEETS, json={"properties": {"title": "book"}, "sheets": [{"properties": {"title": "table"}}]}
        )
        self.spreadsheet = answer.json()["spreadsheetId"]
        self.put([["id", *self.kinds]])

    def put(self, values: Sequence[Sequence[object]], place: str = "A1") -> None:
        """Type values into the tab as a person would see them typed: plain text stays text."""
        self.clients.google.http_client.values_update(
            self.spreadsheet, f"'table'!{place}", params={"valueInputOption": "RAW"}, body={"values": values}
        )

    def type_rows(self, rows: Sequence[Row]) -> None:
        """Put whole records below the header."""
        self.put([[row["id"], *(self.cell(name, row[name]) for name in self.kinds)] for row in rows], "A2")

    def cell(self, name: str, text: str) -> object:
        return as_number(text) if self.kinds[name] is FieldType.NUMBER and text else text

    def properties(self, row: Row, *, clear: bool = False) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name, kind in self.kinds.items():
            if row[name]:
                made[name] = written(kind, row[name], {})
            elif clear:
                texts = kind in (FieldType.TITLE, FieldType.RICH_TEXT, FieldType.MULTI_SELECT)
                made[name] = {str(kind): [] if texts else None}
        return made

    def create_pages(self, rows: Sequence[Row]) -> None:
        for row in rows:
            properties = self.properties(row)
            if self.id_property:
                properties["id"] = written(FieldType.RICH_TEXT, row["id"], {})
            parent = {"type": "data_source_id", "data_source_id": self.source}
            answer: Any = self.clients.notion.pages.create(parent=parent, properties=properties)
            self.pages[row["id"]] = answer["id"]

    def settings_file(self) -> Path:
        file = self.folder / "bothways.toml"
        fields = "\n".join(
            f'[pairs.table.fields.{name}]\ntype = "{kind}"\n{self.more.get(name, "")}'
            for name, kind in self.kinds.items()
        )
        file.write_text(
            f"""
[notion]
base_url = "{self.server.notion_base}"
calls_per_minute = 1000000
[google]
base_url = "{self.server.google_base}"
reads_per_minute = 1000000
writes_per_minute = 1000000
[pairs.table]
{self.options}
[pairs.table.notion]
source = "{self.database}"
{'id_property = "id"' if self.id_property else ""}
[pairs.table.sheet]
spreadsheet = "{self.spreadsheet}"
tab = "table"
id_column = "id"
{fields}
""",
            "utf-8",
        )
        return file

    def sync(self, *, force: bool = False) -> Outcome:
        settings = load(self.settings_file(), {})
        (mapping,) = settings.mappings()
        with open_alone(mapping, settings) as tools:
            return sync_pair(mapping, tools, force=force)

    def plan(self) -> Outcome:
        settings = load(self.settings_file(), {})
        (mapping,) = settings.mappings()
        with open_alone(mapping, settings) as tools:
            return plan_pair(mapping, tools)

    def both(self) -> tuple[Snapshot, Snapshot]:
        """Read both sides as they are now, through a store of its own that remembers nothing."""
        settings = load(self.settings_file(), {"BOTHWAYS_STATE__URL": f"sqlite:///{self.folder / 'looking.db'}"})
        (mapping,) = settings.mappings()
        with open_alone(mapping, settings) as tools:
            return tools.tables[Side.NOTION].read(), tools.tables[Side.SHEET].read()

    def write_calls(self) -> dict[str, int]:
        """Count the calls that wrote, by service."""
        found = {"notion": 0, "google": 0}
        for call in self.server.calls():
            reading = call.method == "GET" or call.path.endswith("/query")
            found[call.service] += not reading
        return found

    def read_calls(self) -> dict[str, int]:
        writes = self.write_calls()
        return {name: len(self.server.calls(name)) - writes[name] for name in writes}


@contextmanager
def world(folder: Path, kinds: Mapping[str, FieldType], options: str = "", token: str | None = None) -> Iterator[World]:
    with SandboxServer(token=token) as server, Clients(server.notion_base, server.google_base, server.token) as clients:
        made = World(server, clients, folder, kinds, options)
        made.make()
        yield made


def fields_by_id(snapshot: Snapshot) -> dict[str, Mapping[str, object]]:
    """Return the records by id; an id twice raises."""
    found: dict[str, Mapping[str, object]] = {}
    for record in snapshot.records:
        assert record.id is not None
        assert record.id not in found
        found[record.id] = plain(record)
    return found


def plain(record: Record) -> Mapping[str, object]:
    return {str(name): value for name, value in record.fields.items()}
