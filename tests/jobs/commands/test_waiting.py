"""``--wait``: a pair that another run has."""

from datetime import timedelta

import pytest

from jobs.commands.waiting import patient
from jobs.sync import Outcome, OutcomeKind
from jobs.sync.watch import Watch
from sync.errors import Busy
from sync.message import say
from tests.jobs.report.example import SYNCED
from tests.jobs.sync.virtual import Virtual

BUSY = Outcome("risks", OutcomeKind.FAILED, error=Busy(say("another run is there")))
DONE = Outcome("risks", OutcomeKind.IN_STEP)


def tried(clock: Virtual, busy: int, wait: float, minutes: float | None = None) -> tuple[Outcome, int, int]:
    """Return the outcome, how often it was tried and how often the waiting was told."""
    tries: list[int] = []
    told: list[int] = []

    def attempt() -> Outcome:
        tries.append(1)
        return BUSY if len(tries) <= busy else DONE

    watch = Watch(clock.now, clock.sleep, None if minutes is None else timedelta(minutes=minutes))
    outcome = patient(attempt, timedelta(seconds=wait), watch, lambda: told.append(1))
    return outcome, len(tries), len(told)


def test_without_a_wait_it_leaves_at_once() -> None:
    clock = Virtual()
    assert tried(clock, busy=1, wait=0) == (BUSY, 1, 0)
    assert clock.slept == []


def test_it_comes_back_until_the_pair_is_free() -> None:
    clock = Virtual()
    assert tried(clock, busy=3, wait=60) == (DONE, 4, 1)
    assert sum(clock.slept) == 6


@pytest.mark.parametrize("wait", [1, 5, 61.5])
def test_it_waits_no_longer_than_it_was_told(wait: float) -> None:
    clock = Virtual()
    outcome, _, told = tried(clock, busy=1000, wait=wait)
    assert outcome is BUSY
    assert told == 1
    assert sum(clock.slept) == pytest.approx(wait)


def test_a_deadline_ends_the_waiting() -> None:
    clock = Virtual()
    assert tried(clock, busy=1000, wait=3600, minutes=1)[0] is BUSY
    assert sum(clock.slept) < 60


def test_a_run_that_lost_the_pair_half_way_is_not_begun_anew() -> None:
    clock = Virtual()
    lost = Outcome("risks", OutcomeKind.FAILED, SYNCED.plan, receipts=SYNCED.receipts, error=BUSY.error)
    watch = Watch(clock.now, clock.sleep)
    assert patient(lambda: lost, timedelta(minutes=1), watch) is lost
    assert clock.slept == []
