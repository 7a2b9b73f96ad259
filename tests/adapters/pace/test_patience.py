from collections.abc import Callable, Sequence

import pytest

from adapters.pace import Advice, Kind, Pace, patiently
from tests.adapters.pace.clock import StandingClock, dice


class Failure(Exception):
    def __init__(self, kind: Kind, after: float | None = None) -> None:
        super().__init__(kind, after)
        self.advice = Advice(kind, after)


def judge(failure: Exception) -> Advice:
    return failure.advice if isinstance(failure, Failure) else Advice(Kind.STOP)


def scripted(steps: Sequence[Exception | str]) -> tuple[Callable[[], str], list[int]]:
    calls: list[int] = []

    def attempt() -> str:
        step = steps[len(calls)]
        calls.append(len(calls))
        if isinstance(step, Exception):
            raise step
        return step

    return attempt, calls


def run(steps: Sequence[Exception | str], clock: StandingClock, attempts: int = 6, longest: float = 60.0) -> str:
    attempt, _ = scripted(steps)
    pace = Pace(1000, 60, monotonic=clock.monotonic, sleep=clock.sleep)
    return patiently(
        attempt, judge=judge, pace=pace, sleep=clock.sleep, random=dice(), attempts=attempts, longest=longest
    )


def test_a_call_that_succeeds_is_made_once_and_waits_for_nothing() -> None:
    clock = StandingClock()
    assert run(["done"], clock) == "done"
    assert clock.slept == []


def test_what_the_service_asked_for_is_waited_however_long() -> None:
    clock = StandingClock()
    assert run([Failure(Kind.RETRY, 120.0), "done"], clock) == "done"
    assert clock.slept == [120.0]


def test_the_back_off_doubles_with_jitter_up_to_the_longest() -> None:
    clock = StandingClock()
    run([Failure(Kind.RETRY)] * 5 + ["done"], clock, longest=4.0)
    for slept, most in zip(clock.slept, [1, 2, 4, 4, 4], strict=True):
        assert most / 2 <= slept <= most
    assert len(set(clock.slept)) == 5


def test_a_short_wish_does_not_undercut_the_back_off() -> None:
    clock = StandingClock()
    run([Failure(Kind.RETRY, 0.0), "done"], clock)
    assert clock.slept[0] >= 0.5


@pytest.mark.parametrize("kind", [Kind.REREAD, Kind.HOLD, Kind.STOP])
def test_what_no_repetition_helps_is_raised_at_once_as_it_is(kind: Kind) -> None:
    clock = StandingClock()
    failure = Failure(kind)
    with pytest.raises(Failure) as raised:
        run([failure, "never"], clock)
    assert raised.value is failure
    assert clock.slept == []


def test_patience_ends_and_the_last_failure_is_raised_itself() -> None:
    clock = StandingClock()
    failures = [Failure(Kind.RETRY) for _ in range(3)]
    with pytest.raises(Failure) as raised:
        run(failures, clock, attempts=3)
    assert raised.value is failures[-1]
    assert len(clock.slept) == 2


def test_an_interrupt_is_not_judged() -> None:
    def interrupted() -> str:
        raise KeyboardInterrupt

    clock = StandingClock()
    pace = Pace(1, 60, monotonic=clock.monotonic, sleep=clock.sleep)
    with pytest.raises(KeyboardInterrupt):
        patiently(interrupted, judge=judge, pace=pace, sleep=clock.sleep, random=dice())


def test_when_one_call_is_told_to_wait_the_others_of_the_connection_wait_too() -> None:
    clock = StandingClock()
    pace = Pace(1000, 60, monotonic=clock.monotonic, sleep=clock.slept.append)
    attempt, _ = scripted([Failure(Kind.RETRY, 30.0), "done"])

    def others_meanwhile(_seconds: float) -> None:
        pace.spend()

    patiently(attempt, judge=judge, pace=pace, sleep=others_meanwhile, random=dice())
    assert clock.slept[0] == 30.0


def test_every_attempt_is_paid_from_the_budget() -> None:
    clock = StandingClock()
    attempt, calls = scripted([Failure(Kind.RETRY), Failure(Kind.RETRY), "done"])
    pace = Pace(1, 60, monotonic=clock.monotonic, sleep=clock.sleep)
    patiently(attempt, judge=judge, pace=pace, sleep=clock.sleep, random=dice())
    assert len(calls) == 3
    assert clock.now - 100.0 == pytest.approx(120)
