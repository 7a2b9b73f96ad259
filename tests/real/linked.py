"""Two pairs in the local services, of which one points to the other and to itself: ``backlog`` and ``risks``."""

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console

from adapters.sandbox.server import SandboxServer
from jobs.commands.run import Asked, run
from jobs.commands.terminal import Terminal
from jobs.demo.clients import Clients
from jobs.exits import Exit
from jobs.report.voice import Voice
from jobs.settings import load
from jobs.sync import Outcome, plan_pair, sync_pair
from jobs.wiring import open_alone
from tests.real.world import SHEETS

_RISKS = ("id", "title", "owner", "links", "parents", "children")
_TABS = {"backlog": ("id", "title", "risks"), "risks": _RISKS}
_TYPES = {"title": "title", "owner": "people"}
"""The others are relations."""


@dataclass
class Linked:
    """``more`` are further lines of a field's table in the configuration, by pair and field."""

    server: SandboxServer
    clients: Clients
    folder: Path
    fields: Sequence[str] = ("owner", "links")
    more: Mapping[str, str] = field(default_factory=dict)
    back: Sequence[str] = ()
    """Fields of the backlog beside its title."""
    sources: dict[str, str] = field(default_factory=dict)
    spreadsheet: str = ""

    def make(self, *, twofold: bool = False) -> None:
        self._database("backlog", {"title": {"title": {}}})
        target = {"data_source_id": self.sources["backlog"], "single_property": {}}
        self._database("risks", {"title": {"title": {}}, "owner": {"people": {}}, "links": {"relation": target}})
        if self.back:
            across = {"data_source_id": self.sources["backlog"], "dual_property": {"synced_property_name": "risks"}}
            self.clients.notion.data_sources.update(self.sources["risks"], properties={"links": {"relation": across}})
        if twofold:
            itself = {
                "data_source_id": self.sources["risks"],
                "dual_property": {"synced_property_name": "children"},
            }
            self.clients.notion.data_sources.update(self.sources["risks"], properties={"parents": {"relation": itself}})
        tabs = [{"properties": {"title": title}} for title in _TABS]
        made = self.clients.google.http_client.request(
            "post", SHEETS, json={"properties": {"title": "book"}, "sheets": tabs}
        )
        self.spreadsheet = made.json()["spreadsheetId"]
        for tab, header in _TABS.items():
            self.type_in(tab, "A1", [header])

    def _database(self, name: str, properties: Mapping[str, Any]) -> None:
        made: Any = self.clients.notion.databases.create(
            parent={"type": "page_id", "page_id": self.server.root_page_id},
            title=[{"text": {"content": name}}],
            initial_data_source={"properties": {**properties, "id": {"rich_text": {}}}},
        )
        self.sources[name] = made["data_sources"][0]["id"]

    def type_in(self, tab: str, place: str, rows: Sequence[Sequence[object]]) -> None:
        self.clients.google.http_client.values_update(
            self.spreadsheet, f"'{tab}'!{place}", params={"valueInputOption": "RAW"}, body={"values": rows}
        )

    def cell(self, place: str, tab: str = "risks") -> str:
        found = self.clients.google.http_client.values_get(self.spreadsheet, f"'{tab}'!{place}").get("values", [[""]])
        return str(found[0][0]) if found and found[0] else ""

    def add(self, name: str, record: str, title: str, **properties: object) -> str:
        """Create a page as a person does, and return its id."""
        given: dict[str, Any] = {"title": {"title": _text(title)}, "id": {"rich_text": _text(record)}, **properties}
        parent = {"type": "data_source_id", "data_source_id": self.sources[name]}
        made: Any = self.clients.notion.pages.create(parent=parent, properties=given)
        return str(made["id"])

    def edit(self, page: str, **properties: object) -> None:
        self.clients.notion.pages.update(page, properties=properties)

    def shown(self, page: str, name: str) -> Any:  # noqa: ANN401 - the service's JSON
        found: Any = self.clients.notion.pages.retrieve(page)
        return found["properties"][name][found["properties"][name]["type"]]

    def page(self, record: str, name: str = "risks") -> str:
        """Return the page that carries the record id."""
        condition = {"property": "id", "rich_text": {"equals": record}}
        found: Any = self.clients.notion.data_sources.query(self.sources[name], filter=condition)
        (page,) = found["results"]
        return str(page["id"])

    def sync(self, pair: str = "risks") -> Outcome:
        settings = load(self.settings_file(), {})
        mapping = next(each for each in settings.mappings() if each.name == pair)
        with open_alone(mapping, settings) as tools:
            return sync_pair(mapping, tools)

    def command(self) -> Exit:
        """Run ``bothways sync`` for both pairs, the backlog first."""
        screen = Terminal(Voice(), out=Console(file=io.StringIO()), err=Console(file=io.StringIO()))
        return run(Asked("sync", self.settings_file()), screen)

    def plan(self, pair: str = "risks") -> Outcome:
        settings = load(self.settings_file(), {})
        mapping = next(each for each in settings.mappings() if each.name == pair)
        with open_alone(mapping, settings) as tools:
            return plan_pair(mapping, tools)

    def settings_file(self) -> Path:
        file = self.folder / "bothways.toml"
        file.write_text(
            f"""
[notion]
base_url = "{self.server.notion_base}"
calls_per_minute = 1000000
[google]
base_url = "{self.server.google_base}"
reads_per_minute = 1000000
writes_per_minute = 1000000
{self._pair("backlog", ("title", *self.back))}
{self._pair("risks", ("title", *self.fields))}
""",
            "utf-8",
        )
        return file

    def _pair(self, pair: str, fields: Sequence[str]) -> str:
        tables = "\n".join(
            f'[pairs.{pair}.fields.{name}]\ntype = "{_TYPES.get(name, "relation")}"\n{self.more.get(name, "")}'
            for name in fields
        )
        return f"""
[pairs.{pair}]
[pairs.{pair}.notion]
source = "{self.sources[pair]}"
id_property = "id"
[pairs.{pair}.sheet]
spreadsheet = "{self.spreadsheet}"
tab = "{pair}"
id_column = "id"
{tables}
"""


def to(*pages: str) -> dict[str, Any]:
    return {"relation": [{"id": page} for page in pages]}


def who(*users: str) -> dict[str, Any]:
    return {"people": [{"id": user} for user in users]}


def _text(content: str) -> list[dict[str, Any]]:
    return [{"text": {"content": content}}]


@contextmanager
def linked(
    folder: Path, *fields: str, more: Mapping[str, str] | None = None, twofold: bool = False, back: Sequence[str] = ()
) -> Iterator[Linked]:
    with SandboxServer() as server, Clients(server.notion_base, server.google_base, server.token) as clients:
        made = Linked(server, clients, folder, fields or ("owner", "links"), more or {}, back)
        made.make(twofold=twofold)
        yield made
