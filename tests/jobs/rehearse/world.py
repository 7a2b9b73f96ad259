"""A team's services, played by a sandbox that wants the right token, and the configuration of the demo."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from starlette.types import ASGIApp, Receive, Scope, Send

from adapters.sandbox.server import SandboxServer
from jobs.demo.clients import Clients
from jobs.demo.fill import fill
from jobs.demo.people import Team
from jobs.demo.proof import writing
from jobs.demo.tables import configuration
from jobs.rehearse import Act, Stage, rehearse_pair
from jobs.settings import Settings, load
from jobs.sync import Outcome, sync_pair
from jobs.wiring import open_alone, rehearsal
from mappings.fields import PairMapping
from sync.plan import Plan

TOKEN = "not-a-real-token-of-the-team"
Key = tuple[object, ...]
MADE_ANEW = ("edited", "number")
"""When a page was edited, and the number that Notion gives it, which goes by the order of the new ids."""


class Guard:
    """ASGI middleware: while it is shut, every call that could write is answered with 403 and counted."""

    def __init__(self) -> None:
        self.shut = False
        self.refused = 0

    def __call__(self, app: ASGIApp) -> ASGIApp:
        async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
            ours = scope["type"] == "http" and not scope["path"].startswith("/_sandbox/")
            if not (self.shut and ours and writing(scope["method"], scope["path"])):
                await app(scope, receive, send)
                return
            self.refused += 1
            body = orjson.dumps({"object": "error", "status": 403, "code": "restricted_resource", "message": "no"})
            headers = [(b"content-type", b"application/json"), (b"x-notion-request-id", b"1")]
            await send({"type": "http.response.start", "status": 403, "headers": headers})
            await send({"type": "http.response.body", "body": body})

        return guarded


@dataclass
class World:
    server: SandboxServer
    clients: Clients
    folder: Path
    guard: Guard

    @property
    def file(self) -> Path:
        return self.folder / "bothways.toml"

    @property
    def env(self) -> dict[str, str]:
        return {
            "BOTHWAYS_NOTION__TOKEN": TOKEN,
            "BOTHWAYS_GOOGLE__TOKEN": TOKEN,
            "BOTHWAYS_NOTION__BASE_URL": self.server.notion_base,
            "BOTHWAYS_GOOGLE__BASE_URL": self.server.google_base,
        }

    def settings(self, **more: str) -> Settings:
        return load(self.file, {**self.env, **{f"BOTHWAYS_{name}": text for name, text in more.items()}})

    def mapping(self, name: str) -> PairMapping:
        return next(each for each in self.settings().mappings() if each.name == name)

    def sync(self) -> dict[str, Outcome]:
        settings, found = self.settings(), {}
        for mapping in settings.mappings():
            with open_alone(mapping, settings) as tools:
                found[mapping.name] = sync_pair(mapping, tools)
        return found

    def edit(self) -> None:
        Team(self.clients).edit()

    def rehearse(self, keep: Path | None = None, **more: str) -> tuple[dict[str, Act], Stage]:
        settings = self.settings(**more)
        with rehearsal(settings, settings.mappings(), keep) as stage:
            acts = [rehearse_pair(each, opener(stage)) for each in settings.mappings()]
        return {act.pair: act for act in acts}, stage

    def dump(self) -> Mapping[str, bytes]:
        """Return everything that the services hold."""
        store = self.server.store
        return {kind: orjson.dumps(store.all(kind)) for kind in sorted(store._docs)}

    def files(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.folder.iterdir()}


def opener(stage: Stage) -> Callable[[PairMapping], Any]:
    return lambda mapping: open_alone(mapping, stage.settings)


@contextmanager
def team(folder: Path) -> Iterator[World]:
    """The demo's tables before Bothways is used for the first time."""
    guard = Guard()
    with (
        SandboxServer(token=TOKEN, wrappers=[guard]) as server,
        Clients(server.notion_base, server.google_base, TOKEN) as clients,
    ):
        fill(clients)
        (folder / "bothways.toml").write_text(configuration(), "utf-8")
        yield World(server, clients, folder, guard)


def said(plan: Plan, titles: Mapping[Any, str]) -> dict[str, list[Key]]:
    """Return all that a plan says, in an order of its own and without ids and times that every run makes anew."""
    changes: list[Key] = [
        (change.side, change.kind, titles.get(change.record), change.address, cell.field, cell.before, cell.after)
        for change in plan.changes
        for cell in change.cells
        if cell.field not in MADE_ANEW
    ]
    whole: list[Key] = [
        (change.side, change.kind, titles.get(change.record), change.address) for change in plan.changes
    ]
    conflicts: list[Key] = [(titles.get(c.record), c.field, str(c.values), str(c.why)) for c in plan.conflicts]
    held: list[Key] = [(h.code, titles.get(h.record), h.field, h.side, h.address, str(h.why)) for h in plan.held]
    lost: list[Key] = [(titles.get(each.record), each.field, each.side, str(each.value)) for each in plan.lost]
    found = {
        "changes": changes,
        "records": whole,
        "conflicts": conflicts,
        "held": held,
        "lost": lost,
    }
    return {name: sorted(entries, key=repr) for name, entries in found.items()}
