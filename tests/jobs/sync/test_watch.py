"""The deadline and the lease, asked before every call and during every wait."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.sync.watch import Watch
from sync.errors import Busy, OutOfTime
from sync.message import say
from tests.jobs.sync.virtual import Virtual

MINUTE = timedelta(minutes=1)


def test_without_a_deadline_everything_may_go() -> None:
    clock = Virtual()
    watch = Watch(clock.now, clock.sleep)
    watch.check(1e6)
    watch.sleep(100_000)
    assert clock.slept == [100_000]


def test_a_call_at_the_deadline_does_not_go() -> None:
    clock = Virtual()
    watch = Watch(clock.now, clock.sleep, MINUTE)
    clock.pass_by(59.9)
    watch.check()
    clock.pass_by(0.1)
    with pytest.raises(OutOfTime, match="1 minutes"):
        watch.check()


@given(seconds=st.floats(0, 7200), lasts=st.floats(1, 3600))
def test_no_wait_begins_that_ends_after_the_deadline(seconds: float, lasts: float) -> None:
    clock = Virtual()
    watch = Watch(clock.now, clock.sleep, timedelta(seconds=lasts))
    ends = clock.now() + timedelta(seconds=lasts)
    try:
        watch.sleep(seconds)
    except OutOfTime:
        assert clock.slept == []
    assert clock.now() <= ends


@given(waits=st.lists(st.floats(0, 5000), min_size=1, max_size=8))
def test_a_lease_that_is_watched_is_never_older_than_its_turn_and_a_wait(waits: list[float]) -> None:
    clock = Virtual()
    watch = Watch(clock.now, clock.sleep)
    renewed = [clock.now()]
    with watch.holding(lambda: renewed.append(clock.now()), 2 * MINUTE):
        for seconds in waits:
            watch.sleep(seconds)
            watch.check()
    gaps = [later - earlier for earlier, later in zip(renewed, [*renewed[1:], clock.now()], strict=True)]
    assert max(gaps) <= 4 * MINUTE


def test_nothing_is_renewed_that_is_fresh_or_no_longer_held() -> None:
    clock = Virtual()
    watch = Watch(clock.now, clock.sleep)
    renewed: list[int] = []
    with watch.holding(lambda: renewed.append(1), MINUTE):
        watch.check()
        clock.pass_by(59)
        watch.check()
        assert renewed == []
        clock.pass_by(1)
        watch.check()
        watch.check()
        assert renewed == [1]
    clock.pass_by(600)
    watch.check()
    assert renewed == [1]


def test_a_clock_that_was_set_back_does_not_let_the_lease_run_out() -> None:
    clock = Virtual()
    watch = Watch(clock.now, clock.sleep)
    renewed: list[int] = []
    with watch.holding(lambda: renewed.append(1), MINUTE):
        clock.pass_by(-7200)
        watch.check()
    assert renewed == [1]


def test_a_lease_that_was_taken_over_stops_this_call_and_every_later_one() -> None:
    clock = Virtual()
    watch = Watch(clock.now, clock.sleep)

    def lost() -> None:
        raise Busy(say("taken over"))

    with watch.holding(lost, MINUTE):
        clock.pass_by(60)
        for _ in range(2):
            with pytest.raises(Busy):
                watch.check()
