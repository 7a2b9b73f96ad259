"""The connections and the store of one command. All its pairs share them, and so their budgets of calls."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from random import Random
from urllib.parse import quote

from adapters.notion.client import Connection, Patience
from adapters.notion.client import connect as connect_notion
from adapters.notion.people import Directory
from adapters.pace import Pace
from adapters.sheets.client import SheetsClient
from adapters.sheets.connect import connect as connect_sheets
from adapters.state.memory import PairMemory
from adapters.state.store import Store, open_store
from jobs.settings import Settings
from jobs.sync.watch import Watch
from mappings.fields import PairMapping

NOTION = "https://api.notion.com"


def now() -> datetime:
    return datetime.now(UTC)


def watch(minutes: float | None = None) -> Watch:
    """Return the watch of a command that begins now and may last so many minutes; None is no deadline."""
    return Watch(now, time.sleep, None if minutes is None else timedelta(minutes=minutes))


@dataclass
class Services:
    """Each is connected when it is first asked for, so that a missing token stops only who needs it."""

    settings: Settings
    watch: Watch = field(default_factory=watch)
    _stack: ExitStack = field(default_factory=ExitStack)

    def close(self) -> None:
        self._stack.close()

    @cached_property
    def notion(self) -> Connection:
        connection = connect_notion(
            self.settings.notion_token().get_secret_value(),
            self.settings.notion.base_url or NOTION,
            self.settings.notion.version,
            Pace(
                self.settings.notion.calls_per_minute,
                60.0,
                monotonic=time.monotonic,
                sleep=self.watch.sleep,
                check=self.watch.check,
            ),
            Patience(self.watch.sleep, Random()),  # noqa: S311 - it spreads retries, it keeps no secret
        )
        self._stack.callback(connection.close)
        return connection

    @cached_property
    def people(self) -> Directory:
        return Directory(self.notion)

    @cached_property
    def google(self) -> SheetsClient:
        found = self.settings.google_credentials()
        client = connect_sheets(
            found.token.get_secret_value() if found.token is not None else dict(found.info or {}),
            random=Random(),  # noqa: S311 - it spreads retries, it keeps no secret
            base_url=self.settings.google.base_url,
            sleep=self.watch.sleep,
            check=self.watch.check,
            reads_a_minute=self.settings.google.reads_per_minute,
            writes_a_minute=self.settings.google.writes_per_minute,
        )
        self._stack.callback(client.close)
        return client

    @cached_property
    def store(self) -> Store:
        return self._stack.enter_context(open_store(self.settings.state_url()))


@contextmanager
def services(settings: Settings, watching: Watch | None = None) -> Iterator[Services]:
    """Yield what every pair of a command shares; nothing is connected yet."""
    made = Services(settings, watching or watch())
    try:
        yield made
    finally:
        made.close()


def memory_of(store: Store, mapping: PairMapping) -> PairMemory:
    sheet = f"{mapping.sheet.spreadsheet}/{quote(mapping.sheet.tab, safe='')}"
    return store.pair(mapping.name, mapping.notion.source, sheet)
