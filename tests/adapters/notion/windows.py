"""How wide the window is in which a person's edit of Notion can be overwritten unseen, measured from a seed.

A run writes pages one after another, each call takes ``CALL``, and people edit pages at random before every call, most
of them the very property that is written. Whatever a write replaced was typed after the last look and before the write.

``python -m tests.adapters.notion.windows 200 --seed 1`` measures many runs, each with the looks and without them.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from unittest.mock import patch

from adapters.notion import freshness
from adapters.notion.freshness import EVERY
from adapters.notion.table import NotionTable
from adapters.sandbox.server import SandboxServer
from mappings.fields import FieldType
from sync.changes import Kind
from tests.adapters.notion.world import Was, World, change, name_of, text

CALL = timedelta(seconds=0.4)
"""Notion takes three calls a second on average."""
TITLE, NUMBER = name_of(FieldType.TITLE), name_of(FieldType.NUMBER)


@dataclass
class Clock:
    """The service's own time, and as much later as calls took."""

    later: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.later


@dataclass
class People:
    """They edit the title, which is written, or the number, which is not. ``typed`` is when they edited a title."""

    world: World
    random: Random
    clock: Clock
    pages: list[str]
    often: float
    typed: dict[str, datetime] = field(default_factory=dict)
    counted: dict[str, int] = field(default_factory=dict)

    def work(self) -> None:
        self.clock.later += CALL
        while self.random.random() < self.often:
            page = self.random.choice(self.pages)
            if self.random.random() < 0.7:
                self.world.raw("PATCH", f"pages/{page}", properties={"件名": {"title": text("theirs")}})
                self.typed[page] = self.clock()
            else:
                self.counted[page] = self.random.randint(100, 999)
                self.world.raw("PATCH", f"pages/{page}", properties={"Count": {"number": self.counted[page]}})


@dataclass
class Figures:
    """What became of edits that were made before the page was written, and the ages of those that were overwritten."""

    kept: int = 0
    ages: list[timedelta] = field(default_factory=list)
    others_lost: int = 0
    said_wrongly: int = 0
    calls: int = 0
    writes: int = 0

    def line(self, name: str) -> str:
        seconds = sorted(age.total_seconds() for age in self.ages)
        whole = self.kept + len(seconds)
        ages = f"typed {seconds[0]:.1f} to {seconds[-1]:.1f} s before" if seconds else "-"
        return (
            f"{name}: {len(seconds)} of {whole} edits of the very property overwritten ({ages}); "
            f"{self.others_lost} of other properties; {self.said_wrongly} receipts wrong; "
            f"{self.calls} calls for {self.writes} writes"
        )


def measure(server: SandboxServer, seed: int, figures: Figures, *, count: int = 30, often: float = 0.3) -> None:
    """Carry out one run and add what became of people's edits to the figures."""
    random = Random(seed)  # noqa: S311 - a game of chance
    world, clock = World(server), Clock()
    try:
        pages = {f"r{number}z": world.add("old", f"r{number}z") for number in range(count)}
        table = NotionTable(world.connection, world.mapping(FieldType.TITLE, FieldType.NUMBER), clock)
        seen = table.recheck(table.read())
        world.transport.forget()
        people = People(world, random, clock, list(pages.values()), often)
        for name, page in pages.items():
            with _disturbed(world, people):
                [receipt] = table.write([change(Kind.UPDATE, name, page, {FieldType.TITLE: Was("old", "ours")})], seen)
            _judge(world, page, people, figures, said=TITLE in receipt.written)
            figures.calls += len(world.transport.sent)
            figures.writes += 1
            world.transport.forget()
        shown = {page: world.raw("GET", f"pages/{page}")["properties"]["Count"]["number"] for page in people.counted}
        figures.others_lost += sum(shown[page] != number for page, number in people.counted.items())
    finally:
        world.close()


@contextmanager
def _disturbed(world: World, people: People) -> Iterator[None]:
    """Let people work before each call of a write; theirs are not among them."""
    real, busy = world.transport.handle_request, [False]

    def handle(request: object) -> object:
        if not busy[0]:
            busy[0] = True
            people.work()
            busy[0] = False
        return real(request)  # type: ignore[arg-type]  # whatever httpx gives goes on

    with patch.object(world.transport, "handle_request", handle):
        yield


def _judge(world: World, page: str, people: People, figures: Figures, *, said: bool) -> None:
    """``said``: the receipt says that the title was written."""
    title = world.raw("GET", f"pages/{page}")["properties"]["件名"]["title"][0]["plain_text"]
    figures.said_wrongly += said != (title == "ours")
    typed = people.typed.get(page)
    if typed is None:
        return
    if title == "ours":
        figures.ages.append(people.clock() - typed)
    else:
        figures.kept += 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", type=int)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    looking, blind = Figures(), Figures()
    with SandboxServer() as server:
        for seed in range(given.seed, given.seed + given.runs):
            measure(server, seed, looking)
            with patch.object(freshness, "EVERY", timedelta(days=1)):
                measure(server, seed, blind)
    print(looking.line(f"a look every {EVERY.total_seconds():.0f} s"))  # noqa: T201 - a program for people
    print(blind.line("one look before the first write"))  # noqa: T201 - as above
    return int(bool(looking.others_lost or looking.said_wrongly))


if __name__ == "__main__":
    sys.exit(main())
