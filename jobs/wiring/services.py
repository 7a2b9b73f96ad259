"""The connections and the store of one command. All its pairs share them, and so their budgets of calls."""

import time
from collections.abc import Callable, Iterator
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
from adapters.state.reading import open_to_read
from adapters.state.store import Store, open_store
from jobs.settings import Settings
from jobs.sync.watch import Watch
from jobs.wiring.google import google_auth
from jobs.wiring.hours import Hours
from mappings.fields import PairMapping

NOTION = "https://api.notion.com"


def now() -> datetime:
    return datetime.now(UTC)


def watch(
    minutes: float | None = None,
    sleep: Callable[[float], None] = time.sleep,
    stopped: Callable[[], bool] = lambda: False,
) -> Watch:
    """Return the watch of a command that begins now and may last so many minutes; None is no deadline.

    ``stopped`` says whether the process was asked to end; ``sleep`` returns early then.
    """
    return Watch(now, sleep, None if minutes is None else timedelta(minutes=minutes), stopped)


@dataclass
class Services:
    """Each is connected when it is first asked for, so that a missing token stops only who needs it."""

    settings: Settings
    watch: Watch = field(default_factory=watch)
    reading: bool = False
    """Nothing is going to be written: the store may lie where it cannot be, and the clock may be wrong."""
    _stack: ExitStack = field(default_factory=ExitStack)
    _paces: dict[str, tuple[Pace, ...]] = field(default_factory=dict)
    hours: Hours = field(default_factory=lambda: Hours(now))

    def _check(self) -> None:
        self.watch.check()
        if not self.reading:
            self.hours.check()

    def close(self) -> None:
        for service, paces in self._paces.items():
            self.watch.count(service, sum(each.made for each in paces), sum(each.again for each in paces))
        self._paces.clear()
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
                check=self._check,
            ),
            Patience(self.watch.sleep, Random()),  # noqa: S311 - it spreads retries, it keeps no secret
        )
        connection.client.client.event_hooks["response"].append(lambda answer: self.hours.told(answer.headers))
        self._stack.callback(connection.close)
        self._paces["notion"] = (connection.pace,)
        return connection

    @cached_property
    def people(self) -> Directory:
        return Directory(self.notion)

    @cached_property
    def google(self) -> SheetsClient:
        client = connect_sheets(
            google_auth(self.settings),
            random=Random(),  # noqa: S311 - it spreads retries, it keeps no secret
            base_url=self.settings.google.base_url,
            sleep=self.watch.sleep,
            check=self.watch.check,
            reads_a_minute=self.settings.google.reads_per_minute,
            writes_a_minute=self.settings.google.writes_per_minute,
        )
        self._stack.callback(client.close)
        self._paces["sheets"] = client.paces
        return client

    @cached_property
    def store(self) -> Store:
        opened = open_to_read if self.reading else open_store
        return self._stack.enter_context(opened(self.settings.state_url()))


@contextmanager
def services(settings: Settings, watching: Watch | None = None, *, reading: bool = False) -> Iterator[Services]:
    """Yield what every pair of a command shares; nothing is connected yet.

    With ``reading`` the store is a copy in memory, which is forgotten.
    """
    made = Services(settings, watching or watch(), reading)
    try:
        yield made
    finally:
        made.close()


def memory_of(store: Store, mapping: PairMapping) -> PairMemory:
    sheet = f"{mapping.sheet.spreadsheet}/{quote(mapping.sheet.tab, safe='')}"
    return store.pair(mapping.name, mapping.notion.source, sheet)
