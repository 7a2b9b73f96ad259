"""What a checkup looks at, through connections of its own that soon give up."""

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from random import Random
from typing import TypeVar
from zoneinfo import available_timezones

from adapters.notion.checkup import look_at_connection, look_at_source
from adapters.notion.client import Connection, Patience
from adapters.notion.client import connect as connect_notion
from adapters.pace import Pace
from adapters.sheets.checkup import look_at_tab
from adapters.sheets.client import SheetsClient
from adapters.sheets.connect import connect as connect_sheets
from jobs.doctor.facts import Connected, Examined, Moment, Surroundings
from jobs.settings import Settings
from jobs.wiring.google import google_auth
from jobs.wiring.services import NOTION
from jobs.wiring.services import now as current
from jobs.wiring.stored import Known, Remembered, remembered
from mappings.fields import PairMapping
from mappings.live import LiveSource, LiveTab
from sync.errors import BothwaysError, OutOfReach
from sync.model import Side

_LIBRARIES = ("notion-client", "gspread", "google-auth", "SQLAlchemy", "pydantic", "rich", "tzdata")
Seen = TypeVar("Seen")
_ATTEMPTS = 2
_LONGEST = 2.0
"""Seconds between the two: somebody is waiting for the answer."""


def surroundings() -> Surroundings:
    return Surroundings(sys.version_info[:3], {name: _version(name) for name in _LIBRARIES}, len(available_timezones()))


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def examine(
    settings: Settings,
    mappings: Sequence[PairMapping],
    *,
    now: Callable[[], datetime] = current,
    sleep: Callable[[float], None] = time.sleep,
) -> Examined:
    """Look at everything. Nothing that is not there or says no keeps the rest from being looked at."""
    return _Examination(settings, mappings, now, sleep).done(remembered(settings, mappings))


@dataclass
class _Examination:
    settings: Settings
    mappings: Sequence[PairMapping]
    now: Callable[[], datetime]
    sleep: Callable[[float], None]
    moments: list[Moment] = field(default_factory=list)

    def done(self, memory: Remembered) -> Examined:
        there = {side for mapping in self.mappings for side in mapping.sides}
        notion, sources = self._notion(memory.known) if Side.NOTION in there else (None, {})
        google, tabs = self._google(memory.known) if Side.SHEET in there else (None, {})
        return Examined(
            self.now(),
            surroundings(),
            memory.store,
            notion,
            google,
            memory.unusable,
            sources,
            tabs,
            tuple(self.moments),
        )

    def _notion(
        self, known: Mapping[str, Known]
    ) -> tuple[Connected | BothwaysError, dict[str, LiveSource | BothwaysError]]:
        try:
            connection = self._connect()
        except BothwaysError as error:
            return error, {}
        try:
            connection.client.client.event_hooks["response"].append(
                lambda answer: self._note("Notion", answer.headers.get("date"))
            )
            standing = look_at_connection(connection)
            connected = Connected(
                standing.name,
                standing.workspace,
                standing.people,
                standing.addresses,
                standing.updates,
                standing.inserts,
            )
            return connected, self._each(
                Side.NOTION, lambda each, last: look_at_source(connection, each, last.properties, last.source), known
            )
        except BothwaysError as error:
            return error, {}
        finally:
            connection.close()

    def _connect(self) -> Connection:
        return connect_notion(
            self.settings.notion_token().get_secret_value(),
            self.settings.notion.base_url or NOTION,
            self.settings.notion.version,
            self._pace(self.settings.notion.calls_per_minute),
            Patience(self.sleep, Random(), _ATTEMPTS, _LONGEST),  # noqa: S311 - it spreads retries, it keeps no secret
        )

    def _google(self, known: Mapping[str, Known]) -> tuple[str | BothwaysError, dict[str, LiveTab | BothwaysError]]:
        try:
            client = self._sheets()
        except BothwaysError as error:
            return error, {}
        client.attempts = _ATTEMPTS
        try:
            client.session.hooks["response"].append(
                lambda answer, **_: self._note("Google", answer.headers.get("date"))
            )
            found = self._each(Side.SHEET, lambda each, last: look_at_tab(client, each, last.columns, last.site), known)
            return client.account, found
        finally:
            client.close()

    def _sheets(self) -> SheetsClient:
        return connect_sheets(
            google_auth(self.settings),
            random=Random(),  # noqa: S311 - as above
            base_url=self.settings.google.base_url,
            sleep=self.sleep,
            reads_a_minute=self.settings.google.reads_per_minute,
            writes_a_minute=self.settings.google.writes_per_minute,
        )

    def _pace(self, calls: int) -> Pace:
        return Pace(calls, 60.0, monotonic=time.monotonic, sleep=self.sleep)

    def _note(self, service: str, date: str | None) -> None:
        """Keep what time it was there; an answer without a date, or with a damaged one, says nothing."""
        with suppress(ValueError, TypeError):
            theirs = parsedate_to_datetime(date or "")
            self.moments.append(Moment(service, theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC), self.now()))

    def _each(
        self, side: Side, look: Callable[[PairMapping, Known], Seen], known: Mapping[str, Known]
    ) -> dict[str, Seen | BothwaysError]:
        """Look at every table of a side; a service that does not answer is not asked again."""
        found: dict[str, Seen | BothwaysError] = {}
        silent: BothwaysError | None = None
        for mapping in (each for each in self.mappings if side in each.sides):
            try:
                found[mapping.name] = silent or look(mapping, known.get(mapping.name, Known()))
            except OutOfReach as error:
                found[mapping.name] = silent = error
            except BothwaysError as error:
                found[mapping.name] = error
        return found
