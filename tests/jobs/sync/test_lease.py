"""A run that lives keeps its lease through the longest wait; one that lost it writes nothing more."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.state.store import open_store
from jobs.settings import load
from jobs.sync import OutcomeKind
from jobs.sync.watch import Watch
from jobs.wiring.services import memory_of
from sync.errors import Busy
from tests.jobs.sync.pair import equal, pair, row, sync
from tests.jobs.sync.virtual import Virtual
from tests.real.world import World

LASTS = timedelta(minutes=10)


@dataclass
class Rival:
    """Another machine that shares the store."""

    world: World
    clock: Virtual
    stack: ExitStack

    def takes(self) -> bool:
        """Try to take the pair, and keep it."""
        settings = load(self.world.settings_file(), {})
        store = self.stack.enter_context(open_store(settings.state_url()))
        try:
            lease = memory_of(store, settings.mappings()[0]).lease("rival", self.clock.now, LASTS)
            self.stack.enter_context(lease)
        except Busy:
            return False
        return True


@dataclass
class Disturbed(Virtual):
    """The first sleep is disturbed by what somebody does meanwhile."""

    deed: Callable[[], object] = lambda: None

    def sleep(self, seconds: float) -> None:
        deed, self.deed = self.deed, lambda: None
        super().sleep(seconds)
        deed()


SCRIPTS = {
    "while it looks again": "notion POST */query 2nd 429 retry-after 3000",
    "while it writes to Notion": "notion POST /v1/pages 2nd 429 retry-after 3000",
    "while it writes to the sheet": "google POST *:batchUpdate once 429 retry-after 3000",
}


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_a_wait_longer_than_the_lease_does_not_lose_it(tmp_path: Path, script: str) -> None:
    with pair(tmp_path, rows=1) as world, ExitStack() as stack:
        world.put([["A-1x", "one", 1], ["A-2x", "two", 2]], "A3")
        world.create_pages([row(7)])
        world.server.script(script)
        clock = Virtual()
        taken: list[bool] = []
        rival = Rival(world, clock, stack)

        def nap(seconds: float) -> None:
            clock.sleep(seconds)
            taken.append(rival.takes())

        outcome = sync(world, Watch(clock.now, nap), clock.now)
        assert outcome.kind is OutcomeKind.CHANGED
        assert sum(clock.slept) >= 3000
        assert taken
        assert not any(taken)
        assert len(equal(world)) == 4


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_a_run_whose_machine_slept_notices_before_its_next_call(tmp_path: Path, script: str) -> None:
    with pair(tmp_path, rows=1) as world, ExitStack() as stack:
        world.put([["A-1x", "one", 1], ["A-2x", "two", 2]], "A3")
        world.create_pages([row(7)])
        world.server.script(script)
        clock = Disturbed()
        rival = Rival(world, clock, stack)
        calls: list[int] = []

        def slept() -> None:
            for _ in range(50):  # a call that was under way may still end, and renew the lease
                clock.pass_by(2 * LASTS.total_seconds())
                if rival.takes():
                    break
            else:
                raise AssertionError
            calls.append(len(world.server.calls()))

        clock.deed = slept
        outcome = sync(world, Watch(clock.now, clock.sleep), clock.now)
        assert isinstance(outcome.error, Busy)
        assert "rival took it over" in str(outcome.error)
        after = world.server.calls()[calls[0] :]
        assert [call for call in after if call.method != "GET" and not call.path.endswith("/query")] == []
        stack.close()
        world.server.script("")
        assert world.sync().kind is OutcomeKind.CHANGED
        assert len(equal(world)) == 4
