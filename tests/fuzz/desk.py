"""A pair that has something of everything to do, set back to the same state before each try."""

import pickle
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from adapters.sandbox.server import SandboxServer
from adapters.sandbox.store import Store
from adapters.sheets.connect import connect
from jobs.cli import app
from jobs.demo.clients import Clients
from jobs.demo.pages import written
from jobs.demo.proof import writing
from mappings.fields import FieldType
from tests.fuzz.recorder import Recorder
from tests.real.world import World

KINDS = {
    "title": FieldType.TITLE,
    "text": FieldType.RICH_TEXT,
    "score": FieldType.NUMBER,
    "level": FieldType.SELECT,
    "tags": FieldType.MULTI_SELECT,
    "due": FieldType.DATE,
    "owner": FieldType.PEOPLE,
    "link": FieldType.URL,
    "done": FieldType.CHECKBOX,
}
ROWS = 7
PEOPLE = ("misaki.sato@example.com", "kenta.suzuki@example.com")
State = dict[tuple[str, str, str], str]
"""What stands where: side, record by its title, field."""


def row(number: int) -> dict[str, str]:
    return {
        "id": f"r-{'abcdefghijk'[number]}",
        "title": f"record {number}",
        "text": f"text {number}",
        "score": str(number),
        "level": ("high", "middle", "low")[number % 3],
        "tags": ("api", "db", "web")[number % 3],
        "due": f"2026-03-{number + 1:02}",
        "owner": PEOPLE[number % 2],
        "link": f"https://example.com/{number}",
        "done": "",
    }


@dataclass
class Desk:
    world: World
    recorder: Recorder
    users: dict[str, str] = field(default_factory=dict)
    start: bytes = b""

    @property
    def server(self) -> SandboxServer:
        return self.world.server

    @property
    def folder(self) -> Path:
        return self.world.folder

    def begin(self) -> None:
        """Bring the pair in step, let people edit both sides, and remember this moment."""
        listed: Any = self.world.clients.notion.users.list()
        self.users = {each["person"]["email"]: each["id"] for each in listed["results"] if each["type"] == "person"}
        self.world.create_pages([])
        for number in range(ROWS):
            self._page(row(number), with_id=True)
        assert self.run("sync").exit_code == 0
        assert self.run("sync").exit_code == 0
        self._edit()
        self.start = pickle.dumps(self.server.store._docs)
        for file in self.folder.glob("bothways-state.db*"):
            shutil.copy(file, self.folder / f"kept-{file.name}")

    def _page(self, values: Mapping[str, str], *, with_id: bool) -> None:
        made = {name: written(kind, values[name], self.users) for name, kind in KINDS.items() if values[name]}
        if with_id:
            made["id"] = written(FieldType.RICH_TEXT, values["id"], {})
        parent = {"type": "data_source_id", "data_source_id": self.world.source}
        answer: Any = self.world.clients.notion.pages.create(parent=parent, properties=made)
        self.world.pages[values["id"]] = answer["id"]

    def _edit(self) -> None:
        """Edit fields on both sides, one of them on both; create, delete and trash."""
        pages, update = self.world.pages, self.world.clients.notion.pages.update
        update(pages["r-a"], properties={"text": written(FieldType.RICH_TEXT, "from Notion", {})})
        update(pages["r-b"], properties={"level": {"select": {"name": "low"}}, "done": {"checkbox": True}})
        update(pages["r-d"], properties={"text": written(FieldType.RICH_TEXT, "one", {})})
        update(pages["r-g"], in_trash=True)
        self._page({**row(8), "title": "new page"}, with_id=False)
        self.world.put([["two"]], "C5")
        self.world.put([[77]], "D4")
        self.world.put([["", "new row", "text", 9, "low", "api", "2026-04-01", PEOPLE[0]]], f"A{ROWS + 2}")
        place = {"sheetId": self.tab, "dimension": "ROWS", "startIndex": 6, "endIndex": 7}
        self.world.clients.google.http_client.batch_update(
            self.world.spreadsheet, {"requests": [{"deleteDimension": {"range": place}}]}
        )

    @property
    def tab(self) -> int:
        book = self.world.clients.google.http_client.fetch_sheet_metadata(self.world.spreadsheet)
        return int(book["sheets"][0]["properties"].get("sheetId", 0))

    def again(self) -> None:
        """Set both tables and the memory back to the moment that was remembered: in a new sandbox, which knows no more.

        One that is used further would still have its spreadsheets in memory.
        """
        self.close()
        store = Store()
        store._docs = pickle.loads(self.start)  # noqa: S301 - we wrote it ourselves
        self._serve(store)
        for file in self.folder.glob("bothways-state.db*"):
            file.unlink()
        for file in self.folder.glob("kept-*"):
            shutil.copy(file, self.folder / file.name.removeprefix("kept-"))
        self.recorder.forget()

    def _serve(self, store: Store) -> None:
        server = self.world.server = SandboxServer(store=store, wrappers=[self.recorder.wrap]).start()
        self.world.clients = Clients(server.notion_base, server.google_base, server.token)

    def close(self) -> None:
        self.world.clients.close()
        self.world.server.stop()

    def run(self, *words: str) -> Result:
        file = self.world.settings_file()
        if words[0] == "init":  # it proposes the very pair that the other commands have already
            connections = file.read_text("utf-8").partition("[pairs")[0]
            file = self.folder / "connections.toml"
            file.write_text(connections, "utf-8")
        return CliRunner().invoke(app, [*words, "--config", str(file), "--language", "en"])

    def writes(self) -> int:
        return sum(writing(call.method, call.path) for call in self.server.calls())

    def state(self) -> State:
        """Look at both tables past all faults."""
        return {**self._pages(), **self._rows()}

    def _pages(self) -> State:
        found: State = {}
        for page in self.server.notion.rows[self.world.source].values():
            values = page["values"]
            title = _plain(values.get("title"))
            name = title if ("notion", title, "") not in found else f"{title} again"
            found["notion", name, ""] = "trash" if page["in_trash"] else "here"
            found |= {("notion", name, str(key)): repr(value) for key, value in values.items()}
        return found

    def _rows(self) -> State:
        client = self.world.clients.google.http_client
        answer = client.values_get(self.world.spreadsheet, "'table'", params={"valueRenderOption": "UNFORMATTED_VALUE"})
        header, *rows = answer["values"]
        found: State = {}
        for cells in rows:
            record = dict(zip(header, map(str, cells), strict=False))
            title = record.get("title", "")
            name = title if ("sheet", title, "") not in found else f"{title} again"
            found["sheet", name, ""] = "here"
            found |= {("sheet", name, key): text for key, text in record.items() if text not in ("", "False")}
        return found


def _plain(parts: object) -> str:
    return "".join(part["plain_text"] for part in parts) if isinstance(parts, list) else ""


@contextmanager
def desk(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[Desk]:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "BOTHWAYS_CONFIG", "BOTHWAYS_LANGUAGE", "FORCE_COLOR"):
        patch.delenv(name, raising=False)
    patch.chdir(folder)
    _hurry(patch)
    recorder = Recorder()
    server = SandboxServer(wrappers=[recorder.wrap]).start()
    clients = Clients(server.notion_base, server.google_base, server.token)
    made = World(server, clients, folder, KINDS, options='deletes = "propagate"\nmatch_on = ["title"]')
    made.more = {"tags": 'on_conflict = "merge"'}
    found = Desk(made, recorder)
    try:
        made.make()
        found.begin()
        yield found
    finally:
        found.close()


def _hurry(patch: pytest.MonkeyPatch) -> None:
    """Let the program wait for nothing."""
    clock = SimpleNamespace(monotonic=time.monotonic, sleep=lambda _seconds: None)
    patch.setattr(import_module("jobs.wiring.services"), "time", clock)
    patch.setitem(connect.__kwdefaults__ or {}, "sleep", lambda _seconds: None)
