"""A stage for the rehearsal: the pairs' tables copied into local services, and the memory beside them."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pydantic import SecretStr

from adapters.notion.copying import copy_people, copy_source
from adapters.sandbox.loading import load as load_copies
from adapters.sandbox.server import SandboxServer
from adapters.sandbox.store import Store as SandboxStore
from adapters.sheets.copying import copy_spreadsheet
from adapters.sheets.reader import spreadsheet_id
from adapters.state.copying import copy_store, in_a_file
from adapters.state.store import open_store
from jobs.rehearse.gathering import Readers, gather
from jobs.rehearse.stage import Stage, Start
from jobs.settings import Settings
from jobs.wiring.services import Services, memory_of, services
from mappings.fields import PairMapping
from sync.model import Side
from sync.ports import Progress, silent

_UNPACED = 1_000_000
"""Calls a minute of the local services, which need no sparing."""


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
            gathered = gather(mappings, _readers(reading.enter_context(services(settings)), state, progress, reading))
        store = SandboxStore(keep)
        stack.callback(store.close)
        server = stack.enter_context(SandboxServer(store=store))
        left = gathered.left + load_copies(server.notion, gathered.copies())
        yield Stage(_local(settings, server.url, state), start, left, gathered.errors)


def _readers(real: Services, state: Path, progress: Progress, stack: ExitStack) -> Readers:
    """Return what reads the real services, with the configuration's own connections, and the copied memory."""
    memory = stack.enter_context(open_store(str(state)))
    known = {mapping.name: mapping for mapping in real.settings.mappings()}

    def pages(pair: str) -> list[str]:
        records = memory_of(memory, known[pair]).base().records.values() if pair in known else ()
        return [str(record.addresses[Side.NOTION]) for record in records if Side.NOTION in record.addresses]

    def source(text: str, expected: Sequence[str]) -> dict[str, Any]:
        bases = (memory_of(memory, each).base() for each in known.values() if each.notion.source == text)
        before = next((site.table for base in bases if (site := base.sites.get(Side.NOTION)) is not None), None)
        return copy_source(real.notion, text, expected, progress, before)

    return Readers(
        source=source,
        people=lambda: copy_people(real.notion),
        spreadsheet_id=spreadsheet_id,
        spreadsheet=lambda key, tabs: copy_spreadsheet(real.google, key, set(tabs)),
        pages=pages,
    )


def _local(settings: Settings, base_url: str, state: Path) -> Settings:
    """Return the settings with the local services and the copied memory in them, and no secret."""
    notion = {"token": None, "token_file": None, "token_command": None, "base_url": base_url}
    google = {"credentials": None, "credentials_file": None, "application_default": False, **notion}
    del google["token_file"]
    quick = {"reads_per_minute": _UNPACED, "writes_per_minute": _UNPACED}
    return settings.model_copy(
        update={
            "state": settings.state.model_copy(update={"url": SecretStr(f"sqlite:///{state}")}),
            "notion": settings.notion.model_copy(update={**notion, "calls_per_minute": _UNPACED}),
            "google": settings.google.model_copy(update={**google, **quick}),
        }
    )
