"""One sandbox on loopback, a fresh world for each history, and runs of the program with its real clients."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Self
from urllib.parse import urlencode

import orjson
from sqlalchemy import delete
from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

from adapters.notion.client import Patience
from adapters.notion.client import connect as connect_notion
from adapters.pace import Pace
from adapters.sandbox.app import create_app
from adapters.sandbox.clock import TurnableClock
from adapters.sandbox.exchange import Request, answered
from adapters.sandbox.faults.running import Running
from adapters.sandbox.faults.script import Script
from adapters.sandbox.google.library import DEFAULT_USER
from adapters.sandbox.notion.workspace import BOT_ID, PAGE, ROOT_PAGE_ID, USER
from adapters.sandbox.server import FAKE_TOKEN, SandboxServer
from adapters.sandbox.store import Store
from adapters.sheets.connect import connect as connect_sheets
from adapters.state.store import Store as StateStore
from adapters.state.store import open_store
from adapters.state.tables import metadata, pairs
from jobs.sync import Outcome, OutcomeKind, plan_pair, sync_pair
from jobs.wiring.pairs import open_pair
from jobs.wiring.services import Services
from sync.model import Base, RecordId, Side, Snapshot
from tests.torture.configuration import configured
from tests.torture.desk import COLUMNS, KINDS, TAB, Desk
from tests.torture.ledger import Ledger, Sweep
from tests.torture.mortal import Fate, GoogleWire, Killed, NotionWire, mortal_memory, one_by_one
from tests.torture.people import do
from tests.torture.watcher import Meanwhile, Watcher
from tests.torture.words import heard

START = datetime(2026, 3, 2, 9, 0, 7, tzinfo=UTC)
Json = dict[str, Any]


class Refusal(Exception):
    """A service does not let a person do this."""


@dataclass
class Ran:
    """What a run came to. No outcome: it was killed."""

    outcome: Outcome | None
    writes: list[str]
    before: Base
    shown: dict[Side, Snapshot] = field(default_factory=dict)


class Stage:
    """A ``with`` block around any number of histories, one after the other."""

    def __init__(self) -> None:
        self.clock = TurnableClock(START)
        self.fate = Fate()
        self.watcher = Watcher(self)
        self.person = False
        self.app: Starlette = self._fresh_app()
        self.server = SandboxServer(wrappers=[lambda _: self._current])
        self.store: StateStore = open_store(":memory:")
        self.loop = asyncio.new_event_loop()
        self.number = 0
        self.jitter = Random(1)  # noqa: S311 - it spreads retries
        self._earlier = 0.0
        self._wires = NotionWire(self.fate), GoogleWire(self.fate)

    async def _current(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)

    def __enter__(self) -> Self:
        self.server.start()
        self.notion = connect_notion(
            FAKE_TOKEN,
            self.server.notion_base,
            "2026-03-11",
            self._pace(),
            Patience(self.sleep, self.jitter),
            transport=self._wires[0],
        )
        self.google = connect_sheets(
            FAKE_TOKEN,
            random=self.jitter,
            base_url=self.server.google_base,
            monotonic=self.seconds,
            sleep=self.sleep,
            reads_a_minute=10**6,
            writes_a_minute=10**6,
        )
        self.google.session.mount("http://", self._wires[1])
        return self

    def __exit__(self, *_: object) -> None:
        self.notion.close()
        self.google.close()
        self.server.stop()
        self.store.close()
        self.loop.close()

    def _pace(self) -> Pace:
        return Pace(10**6, 60.0, monotonic=self.seconds, sleep=self.sleep)

    def seconds(self) -> float:
        """Return a time that goes on from history to history, as the budgets of calls need it."""
        return self._earlier + (self.clock.now() - START).total_seconds()

    def sleep(self, seconds: float) -> None:
        self.clock.turn(timedelta(seconds=seconds))

    def _fresh_app(self) -> Starlette:
        return create_app(store=Store(), clock=self.clock, wrappers=[self.watcher.wrap])

    def begin(self, options: str, seed: int) -> None:
        """Make empty tables in a world of their own."""
        self._earlier = self.seconds() + 3600
        self.clock.set(START)
        self.jitter.seed(seed)
        self.number += 1
        self.random = Random(seed)  # noqa: S311 - it is to be repeatable
        self.options = options
        self.app = self._fresh_app()
        self.watcher.reset()
        self.fate.meet(0)
        self.loop.run_until_complete(self._furnish())
        self.mapping, self.settings = configured(options, self.server.notion_base, self.desk.source, self.desk.book)
        self._forget()

    def _forget(self) -> None:
        """Empty the store, which costs less than making one anew."""
        with self.store._database.writing() as connection:
            for table in reversed(metadata.sorted_tables):
                if "pair" in table.c or table is pairs:
                    connection.execute(delete(table))

    async def _furnish(self) -> None:
        schema: Json = {name: {kind: {}} for name, kind in KINDS.items()}
        schema |= {"id": {"rich_text": {}}, "aside": {"rich_text": {}}, "sum": {"formula": {"expression": "1+1"}}}
        made = await self.ask(
            "POST",
            "/v1/databases",
            {
                "parent": {"type": "page_id", "page_id": ROOT_PAGE_ID},
                "title": [{"text": {"content": "table"}}],
                "initial_data_source": {"properties": schema},
            },
        )
        grid = {"rowCount": 40, "columnCount": 14}
        tabs = [
            {"properties": {"title": "table", "sheetId": TAB, "gridProperties": grid}},
            {"properties": {"title": "other", "sheetId": 7, "gridProperties": {"rowCount": 5, "columnCount": 5}}},
        ]
        book = await self.ask("POST", "/v4/spreadsheets", {"properties": {"title": "book"}, "sheets": tabs})
        self.desk = Desk(self.ask, Ledger(), book["spreadsheetId"], made["data_sources"][0]["id"], self.trashed)
        data = [
            {"range": "'table'!A1", "values": [list(COLUMNS)]},
            {"range": "'other'!A1", "values": [["kept", "=COUNTA(table!A:A)"], ["as it is"]]},
        ]
        body = {"valueInputOption": "USER_ENTERED", "data": data}
        await self.ask("POST", f"/v4/spreadsheets/{self.desk.book}/values:batchUpdate", body)

    def trashed(self) -> list[str]:
        return [key for key, page in self.app.state.store.all(PAGE) if page["in_trash"]]

    async def ask(self, method: str, path: str, body: Json | None = None, **query: str) -> Json:
        """Call a service as a person does, past the program's faults."""
        user = DEFAULT_USER
        if path.startswith("/v1/"):
            user = next(each["id"] for _, each in self.app.state.store.all(USER) if each["id"] != BOT_ID)
        headers = {
            "authorization": f"Bearer {FAKE_TOKEN}",
            "content-type": "application/json",
            "notion-version": "2026-03-11",
            "x-sandbox-user": user,
        }
        scope: Scope = {
            "type": "http",
            "http_version": "1.1",
            "scheme": "http",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": urlencode(query).encode(),
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 2),
        }
        with self._as_person():
            answer = await answered(self.app, Request(scope, b"" if body is None else orjson.dumps(body)))
        if not answer.good:
            raise Refusal(f"{method} {path}: {answer.status} {answer.body[:300]!r}")
        return answer.doc

    @contextmanager
    def _as_person(self) -> Iterator[None]:
        faults, outer = self.app.state.faults, self.person
        running, faults.running, self.person = faults.running, Running(Script(), 0), True
        try:
            yield
        finally:
            faults.running, self.person = running, outer

    async def act(self, step: Sequence[str]) -> None:
        with suppress(Refusal):
            await do(self.desk, step)

    def do(self, step: Sequence[str]) -> None:
        self.loop.run_until_complete(self.act(step))

    async def standing(self) -> set[str]:
        """Return every word that stands on a side."""
        lines = [*(await self.desk.sheet()).lines, *await self.desk.pages()]
        return {word for line in lines for value in line.values.values() if value for word in heard(value)}

    def run(
        self,
        kind: str,
        *,
        faults: Sequence[str] = (),
        meanwhile: Sequence[Meanwhile] = (),
        die: int = 0,
    ) -> Ran:
        """Run the program as a fresh process would; ``die`` is the crossing at which it is killed."""
        self.watcher.reset(meanwhile)
        self.app.state.faults.play("\n".join(faults), self.random.randrange(10**6))
        self.desk.ledger.typed_at.clear()
        shown: dict[Side, Snapshot] = {}
        first = self.random.choice(list(Side))
        shared = Services(self.settings)
        shared.notion, shared.google, shared.store = self.notion, self.google, self.store
        mapping = self.mapping
        with open_pair(mapping, shared) as opened:
            base = opened.memory.base()
            for table in opened.tables.values():
                table._now = self.clock.now  # type: ignore[attr-defined]  # both tables keep their clock there
            memory = mortal_memory(opened.memory, self.fate)
            opened.desk.clock, opened.desk.memory = self.clock.now, memory  # type: ignore[attr-defined]  # as above
            tools = replace(
                opened,
                tables=one_by_one(opened.tables, first, shown),
                memory=memory,
                clock=self.clock.now,
                new_id=self.new_id,
                new_run=lambda: f"run-{self.number}-{self.random.randrange(10**9):09}",
                watch=None,
            )
            for wire in self._wires:
                wire.renew()
            self.fate.meet(die)
            try:
                outcome = (
                    plan_pair(mapping, tools) if kind == "plan" else sync_pair(mapping, tools, force=kind == "force")
                )
            except Killed:
                outcome = None
                self._leave_undone()
            finally:
                self.fate.meet(0)
                self.app.state.faults.play("")
        done = (OutcomeKind.CHANGED, OutcomeKind.IN_STEP, OutcomeKind.CONFLICTS)
        self.desk.agreed |= kind != "plan" and outcome is not None and outcome.kind in done
        return Ran(outcome, self.watcher.writes, base, shown)

    def _leave_undone(self) -> None:
        """What the last answer alone told of a call that overwrote it is known to nobody, now that the run is dead."""
        ledger = self.desk.ledger
        told = {word for word in ledger.told & ledger.typed_at.keys() & ledger.live.keys() if word not in ledger.swept}
        if told:
            gone = told - self.loop.run_until_complete(self.standing())
            ledger.swept |= dict.fromkeys(gone, Sweep.KILLED)

    def new_id(self) -> RecordId:
        return RecordId("bw-" + "".join(self.random.choice("bcdfghjkmnpqrstvwxz") for _ in range(12)))
