"""A run whose time is over stops before the next call; what was proved is kept, and the next run does the rest."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from jobs.sync import OutcomeKind
from jobs.sync.watch import Watch
from sync.errors import OutOfTime
from tests.jobs.sync.pair import equal, pair, row, sync
from tests.jobs.sync.virtual import Virtual
from tests.real.world import World


@dataclass
class Ticking(Virtual):
    """Every look at it takes a second."""

    def now(self) -> datetime:
        self.pass_by(1)
        return self.at


def page_of(world: World, title: str) -> str:
    body = {"property": "title", "title": {"equals": title}}
    found: dict[str, list[dict[str, str]]] = world.clients.notion.data_sources.query(world.source, filter=body)  # type: ignore[assignment]  # the sync client returns no awaitable
    return found["results"][0]["id"]


@pytest.mark.parametrize("seconds", [1, 7, *range(13, 29)])
def test_wherever_the_time_ends_nothing_is_lost_or_entered_twice(tmp_path: Path, seconds: int) -> None:
    with pair(tmp_path, rows=3) as world:
        world.put([[row(0)["id"], "risk 0", 100]], "A2")
        world.put([["S-1x", "typed", 5]], "A5")
        world.create_pages([{"id": "N-1x", "title": "made", "score": "6"}])
        world.clients.notion.pages.update(page_of(world, "risk 1"), properties={"score": {"number": 101}})
        clock = Ticking()
        first = sync(world, Watch(clock.now, clock.sleep, timedelta(seconds=seconds)))
        assert first.kind in (OutcomeKind.UNFINISHED, OutcomeKind.CHANGED)
        assert isinstance(first.error, OutOfTime) == (first.kind is OutcomeKind.UNFINISHED)
        before = world.server.calls()
        assert world.sync().kind in (OutcomeKind.CHANGED, OutcomeKind.IN_STEP)
        records = equal(world)
        assert {name: record["score"] for name, record in records.items()} == {
            "R-0x": 100,
            "R-1x": 101,
            "R-2x": 1,
            "S-1x": 5,
            "N-1x": 6,
        }
        assert len(world.server.calls()) > len(before)
        assert world.sync().kind is OutcomeKind.IN_STEP


def test_a_wait_beyond_the_deadline_is_not_begun(tmp_path: Path) -> None:
    with pair(tmp_path) as world:
        world.type_rows([row(number) for number in range(4)])
        world.server.script("notion POST /v1/pages 2nd 429 retry-after 300")
        clock = Virtual()
        outcome = sync(world, Watch(clock.now, clock.sleep, timedelta(minutes=4)))
        assert outcome.kind is OutcomeKind.UNFINISHED
        assert "300 s" in str(outcome.error)
        assert all(slept < 10 for slept in clock.slept)
        assert 1 <= sum(receipt.done for receipt in outcome.receipts) <= 3
        world.server.script("")
        assert world.sync().kind is OutcomeKind.CHANGED
        assert len(equal(world)) == 4


def test_a_wait_within_the_deadline_is_waited_out(tmp_path: Path) -> None:
    with pair(tmp_path) as world:
        world.type_rows([row(number) for number in range(2)])
        world.server.script("notion POST /v1/pages 2nd 429 retry-after 300")
        clock = Virtual()
        assert sync(world, Watch(clock.now, clock.sleep, timedelta(minutes=30))).kind is OutcomeKind.CHANGED
        assert sum(clock.slept) >= 300
        assert len(equal(world)) == 2


def test_what_was_proved_before_the_end_is_not_written_again(tmp_path: Path) -> None:
    with pair(tmp_path) as world:
        world.type_rows([row(number) for number in range(6)])
        world.server.script("notion POST /v1/pages 4th 529 retry-after 9999")
        clock = Virtual()
        first = sync(world, Watch(clock.now, clock.sleep, timedelta(minutes=4)))
        made = {receipt.change.record for receipt in first.receipts if receipt.done}
        world.server.script("")
        second = world.sync()
        again = {change.record for change in second.plan.changes}
        assert made
        assert not made & again
        assert len(equal(world)) == 6
