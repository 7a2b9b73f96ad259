"""The only module that names a concrete adapter: what a run works with, put together from the settings."""

import secrets
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from urllib.parse import quote

from pydantic import SecretStr

from adapters.notion.client import Patience
from adapters.notion.client import connect as connect_notion
from adapters.notion.copying import copy_people, copy_source
from adapters.notion.table import NotionTable
from adapters.pace import Pace
from adapters.sandbox.faults.quota import Quotas
from adapters.sandbox.faults.script import ScriptError
from adapters.sandbox.loading import load as load_copies
from adapters.sandbox.server import SandboxServer, serve
from adapters.sandbox.store import Store as SandboxStore
from adapters.sheets.connect import connect as connect_sheets
from adapters.sheets.copying import copy_spreadsheet
from adapters.sheets.reader import spreadsheet_id
from adapters.sheets.table import SheetTable
from adapters.state.copying import copy_store, in_a_file
from adapters.state.memory import PairMemory
from adapters.state.store import Store, open_store
from jobs.rehearse.gathering import Readers, gather
from jobs.rehearse.stage import Stage, Start
from jobs.settings import Settings
from jobs.sync import Tools
from mappings.fields import PairMapping
from sync.errors import Misconfigured
from sync.message import say
from sync.model import FieldName, RecordId, Side
from sync.ports import Progress, Table, silent

NOTION = "https://api.notion.com"
_UNPACED = 1_000_000
"""Calls a minute of the local services, which need no sparing."""
_ALPHABET = "bcdfghjkmnpqrstvwxz"
"""No vowels, so no words; letters only, so that no sheet reads an id as a number or counts it up."""


def now() -> datetime:
    return datetime.now(UTC)


def new_id() -> RecordId:
    """Return an id for a new record: about 51 random bits."""
    return RecordId("bw-" + "".join(secrets.choice(_ALPHABET) for _ in range(12)))


def new_run() -> str:
    """Return a name for a run that sorts by time and is taken by no other process."""
    return f"{now():%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"


@contextmanager
def open_pair(mapping: PairMapping, settings: Settings) -> Iterator[Tools]:
    """Connect both sides and the store of one pair; nothing is read yet."""
    with ExitStack() as stack:
        store = stack.enter_context(open_store(settings.state_url()))
        memory = memory_of(store, mapping)
        known = memory.base().columns
        tables: dict[Side, Table] = {
            Side.NOTION: _notion(mapping, settings, known.get(Side.NOTION, {}), _relations(store, settings), stack),
            Side.SHEET: _sheet(mapping, settings, known.get(Side.SHEET, {}), stack),
        }
        yield Tools(tables, memory, now, new_id, new_run)


def memory_of(store: Store, mapping: PairMapping) -> PairMemory:
    sheet = f"{mapping.sheet.spreadsheet}/{quote(mapping.sheet.tab, safe='')}"
    return store.pair(mapping.name, mapping.notion.source, sheet)


def _keys(columns: Mapping[FieldName, object]) -> dict[FieldName, str]:
    return {name: key for name, column in columns.items() if (key := getattr(column, "key", ""))}


def _notion(
    mapping: PairMapping,
    settings: Settings,
    columns: Mapping[FieldName, object],
    relations: "Mapping[str, _Related]",
    stack: ExitStack,
) -> NotionTable:
    connection = connect_notion(
        settings.notion_token().get_secret_value(),
        settings.notion.base_url or NOTION,
        settings.notion.version,
        _pace(settings.notion.calls_per_minute),
        Patience(time.sleep, Random()),  # noqa: S311 - it spreads retries, it keeps no secret
    )
    stack.callback(connection.close)
    return NotionTable(connection, mapping, now, known=_keys(columns), relations=relations)


def _sheet(
    mapping: PairMapping, settings: Settings, columns: Mapping[FieldName, object], stack: ExitStack
) -> SheetTable:
    found = settings.google_credentials()
    client = connect_sheets(
        found.token.get_secret_value() if found.token is not None else dict(found.info or {}),
        random=Random(),  # noqa: S311 - it spreads retries, it keeps no secret
        base_url=settings.google.base_url,
        reads_a_minute=settings.google.reads_per_minute,
        writes_a_minute=settings.google.writes_per_minute,
    )
    stack.callback(client.close)
    return SheetTable(mapping, client, now=now, known=_keys(columns))


def _pace(calls: int) -> Pace:
    return Pace(calls, 60.0, monotonic=time.monotonic, sleep=time.sleep)


@dataclass(frozen=True, slots=True)
class _Related:
    """The records of another pair, by id and by page."""

    pages: Mapping[str, str]
    records: Mapping[str, str]

    def page_of(self, record_id: str) -> str | None:
        return self.pages.get(record_id)

    def record_of(self, page_id: str) -> str | None:
        return self.records.get(page_id)


def _relations(store: Store, settings: Settings) -> dict[str, _Related]:
    """Return the records of every pair that a relation may point to, as they were last agreed on."""
    mappings = {mapping.name: mapping for mapping in settings.mappings()}
    wanted = {field.related for mapping in mappings.values() for field in mapping.fields if field.related}
    related = {}
    for name in sorted(wanted & mappings.keys()):
        records = memory_of(store, mappings[name]).base().records
        pages = {
            str(r): str(record.addresses[Side.NOTION])
            for r, record in records.items()
            if Side.NOTION in record.addresses
        }
        related[name] = _Related(pages, {page: record for record, page in pages.items()})
    return related


@contextmanager
def start_sandbox() -> Iterator[SandboxServer]:
    """Serve the local services in this process, on a free port."""
    with SandboxServer() as server:
        yield server


def serve_sandbox(
    *,
    port: int,
    store: Path | None,
    token: str | None,
    demo: bool,
    faults: Path | None = None,
    seed: int = 0,
    quotas: bool = False,
) -> None:
    """Serve the local services until SIGTERM or Ctrl+C; one JSON line on stdout says when they are ready.

    Raises ``Misconfigured`` where the script of faults has mistakes.
    """
    prepare = _fill if demo else None
    limits = Quotas() if quotas else None
    try:
        script = "" if faults is None else faults.read_bytes().decode("utf-8-sig")
        serve(port, store, token, sys.stdout, seed=seed, faults=script, quotas=limits, prepare=prepare)
    except UnicodeDecodeError as error:
        seen = say("{path} is not UTF-8 text (byte {place}).", path=faults, place=error.start)
        raise Misconfigured(seen, way_out=say("Save it as UTF-8.")) from None
    except ScriptError as error:
        mistakes = [
            say("line {line}: {seen}; allowed: {allowed}", line=each.line, seen=each.seen, allowed=each.allowed)
            for each in error.mistakes
        ]
        raise Misconfigured(say("The script of faults {file} has mistakes.", file=faults), mistakes) from None


def _fill(base: str, token: str) -> None:
    from jobs.demo.fill import fill_at  # noqa: PLC0415 - only a sandbox with the demo's tables needs it

    fill_at(base, base, token)


@contextmanager
def rehearsal(
    settings: Settings, mappings: Sequence[PairMapping], keep: Path | None = None, progress: Progress = silent
) -> Iterator[Stage]:
    """Copy the pairs' tables into local services, and the memory beside them. Only reads from the real ones.

    ``keep`` is a file, not there yet, in which the copied tables stay; all else is gone at the end.
    """
    with ExitStack() as stack:
        state = Path(stack.enter_context(TemporaryDirectory(prefix="bothways-rehearsal-"))) / "state.db"
        url = settings.state_url()
        start = Start.COPY if copy_store(url, state) else Start.FIRST if in_a_file(url) else Start.FORGOTTEN
        with ExitStack() as reading:
            gathered = gather(mappings, _readers(settings, state, progress, reading))
        store = SandboxStore(keep)
        stack.callback(store.close)
        server = stack.enter_context(SandboxServer(store=store))
        left = gathered.left + load_copies(server.notion, gathered.copies())
        yield Stage(_local(settings, server.url, state), start, left, gathered.errors)


def _readers(settings: Settings, state: Path, progress: Progress, stack: ExitStack) -> Readers:
    """Return what reads the real services, with the configuration's own connections, and the copied memory."""
    memory = stack.enter_context(open_store(str(state)))
    known = {mapping.name: mapping for mapping in settings.mappings()}

    def pages(pair: str) -> list[str]:
        records = memory_of(memory, known[pair]).base().records.values() if pair in known else ()
        return [str(record.addresses[Side.NOTION]) for record in records if Side.NOTION in record.addresses]

    found = settings.google_credentials()
    client = connect_sheets(
        found.token.get_secret_value() if found.token is not None else dict(found.info or {}),
        random=Random(),  # noqa: S311 - it spreads retries, it keeps no secret
        base_url=settings.google.base_url,
        reads_a_minute=settings.google.reads_per_minute,
    )
    stack.callback(client.close)
    connection = connect_notion(
        settings.notion_token().get_secret_value(),
        settings.notion.base_url or NOTION,
        settings.notion.version,
        _pace(settings.notion.calls_per_minute),
        Patience(time.sleep, Random()),  # noqa: S311 - as above
    )
    stack.callback(connection.close)
    return Readers(
        source=lambda text, expected: copy_source(connection, text, expected, progress),
        people=lambda: copy_people(connection),
        spreadsheet_id=spreadsheet_id,
        spreadsheet=lambda key, tabs: copy_spreadsheet(client, key, set(tabs)),
        pages=pages,
    )


def _local(settings: Settings, base_url: str, state: Path) -> Settings:
    """Return the settings with the local services and the copied memory in them, and no secret."""
    notion = {"token": None, "token_file": None, "token_command": None, "base_url": base_url}
    google = {"credentials": None, "credentials_file": None, **notion}
    del google["token_file"]
    quick = {"reads_per_minute": _UNPACED, "writes_per_minute": _UNPACED}
    return settings.model_copy(
        update={
            "state": settings.state.model_copy(update={"url": SecretStr(f"sqlite:///{state}")}),
            "notion": settings.notion.model_copy(update={**notion, "calls_per_minute": _UNPACED}),
            "google": settings.google.model_copy(update={**google, **quick}),
        }
    )
