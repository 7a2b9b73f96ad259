import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.pace import Pace
from tests.adapters.pace.clock import StandingClock


def test_a_budget_is_spent_in_one_burst_without_waiting() -> None:
    clock = StandingClock()
    pace = Pace(180, 60, monotonic=clock.monotonic, sleep=clock.sleep)
    for _ in range(180):
        pace.spend()
    assert clock.slept == []


def test_the_call_past_the_budget_waits_for_the_window_to_end() -> None:
    clock = StandingClock()
    pace = Pace(2, 60, monotonic=clock.monotonic, sleep=clock.sleep)
    pace.spend()
    clock.now += 10
    pace.spend()
    pace.spend()
    assert clock.slept == [50]
    pace.spend()
    assert clock.slept == [50, 10]


@given(calls=st.integers(1, 5), gaps=st.lists(st.floats(0, 30), max_size=40))
def test_no_window_ever_holds_more_calls_than_the_budget(calls: int, gaps: list[float]) -> None:
    clock = StandingClock()
    pace = Pace(calls, 60, monotonic=clock.monotonic, sleep=clock.sleep)
    went = []
    for gap in gaps:
        clock.now += gap
        pace.spend()
        went.append(clock.now)
    for first, past in zip(went, went[calls:], strict=False):
        assert past - first >= 60 - 1e-6


def test_a_rest_holds_the_next_call_and_no_longer() -> None:
    clock = StandingClock()
    pace = Pace(10, 60, monotonic=clock.monotonic, sleep=clock.sleep)
    pace.rest(120)
    pace.rest(5)
    pace.spend()
    pace.spend()
    assert clock.slept == [120]


def test_threads_share_one_budget() -> None:
    pace = Pace(4, 0.2, monotonic=time.monotonic, sleep=time.sleep)
    went: list[float] = []

    def work() -> None:
        for _ in range(3):
            pace.spend()
            went.append(time.monotonic())

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    went.sort()
    assert len(went) == 12
    assert went[-1] - went[0] >= 0.35


def test_a_budget_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="lets no call go"):
        Pace(0, 60, monotonic=time.monotonic, sleep=time.sleep)


def test_a_check_that_raises_lets_no_call_go_and_spends_nothing() -> None:
    clock = StandingClock()
    open_ = [True]

    def check() -> None:
        if not open_[0]:
            raise RuntimeError("closed")

    pace = Pace(2, 60, monotonic=clock.monotonic, sleep=clock.sleep, check=check)
    pace.spend()
    open_[0] = False
    for _ in range(5):
        with pytest.raises(RuntimeError, match="closed"):
            pace.spend()
    open_[0] = True
    pace.spend()
    assert clock.slept == []
