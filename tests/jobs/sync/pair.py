"""A pair on loopback with the real clients, run under a watch of the test's own."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from jobs.settings import load
from jobs.sync import Outcome, Tools, sync_pair
from jobs.sync.watch import Watch
from jobs.wiring import open_pair, services
from mappings.fields import FieldType, PairMapping
from tests.real.world import World, fields_by_id, world

KINDS: Mapping[str, FieldType] = {"title": FieldType.TITLE, "score": FieldType.NUMBER}


def row(number: int, score: int = 1) -> dict[str, str]:
    return {"id": f"R-{number}x", "title": f"risk {number}", "score": str(score)}


@contextmanager
def pair(folder: Path, rows: int = 0, options: str = "") -> Iterator[World]:
    """Yield a world with so many equal records on both sides, agreed on."""
    with world(folder, KINDS, options) as made:
        if rows:
            made.type_rows([row(number) for number in range(rows)])
            made.sync()
        yield made


@contextmanager
def opened(
    made: World, watch: Watch, clock: Callable[[], datetime] | None = None
) -> Iterator[tuple[PairMapping, Tools]]:
    settings = load(made.settings_file(), {})
    (mapping,) = settings.mappings()
    with services(settings, watch) as shared, open_pair(mapping, shared) as tools:
        yield mapping, tools if clock is None else replace(tools, clock=clock)


def sync(made: World, watch: Watch, clock: Callable[[], datetime] | None = None) -> Outcome:
    with opened(made, watch, clock) as (mapping, tools):
        return sync_pair(mapping, tools)


def equal(made: World) -> dict[str, Mapping[str, object]]:
    """Return the records by id, which have to be the same on both sides, each once."""
    notion, sheet = map(fields_by_id, made.both())
    assert notion == sheet
    return notion
