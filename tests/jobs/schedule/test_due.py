from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from jobs.schedule import JobName, Planned, Times, cron_of, due, wake
from jobs.schedule.due import pause
from sync.turns import Standing, Turn, TurnKind

TOKYO = ZoneInfo("Asia/Tokyo")
DIGEST = Planned(JobName.DIGEST, Times((cron_of(["monday"], "07:00"),), None, TOKYO))
NIGHTLY = Planned(JobName.SYNC, Times(("0 3 * * *",), None, TOKYO))
MONDAY = datetime(2026, 11, 16, 7, tzinfo=TOKYO)
MINUTE = timedelta(minutes=1)


def ended(at: datetime, kind: TurnKind = TurnKind.SETTLED) -> Turn:
    return Turn("r", "digest", at, at + MINUTE, kind, 0)


def settled(at: datetime) -> Standing:
    return Standing().after(ended(at))


def test_a_job_is_due_once_for_each_time() -> None:
    done = settled(MONDAY - timedelta(days=7))
    assert not due(DIGEST, done, MONDAY - MINUTE).now
    assert due(DIGEST, done, MONDAY).since == MONDAY
    assert not due(DIGEST, settled(MONDAY), MONDAY + MINUTE).now


def test_what_was_missed_for_weeks_is_caught_up_once() -> None:
    now = MONDAY + timedelta(days=24)
    assert due(DIGEST, settled(MONDAY - timedelta(days=7)), now).now
    after = settled(now)
    assert not due(DIGEST, after, now + MINUTE).now
    assert due(DIGEST, after, now + MINUTE).next == MONDAY + timedelta(days=28)


def test_without_memory_only_what_fell_due_within_a_day_is_done() -> None:
    assert due(DIGEST, Standing(), MONDAY + timedelta(hours=23)).now
    assert not due(DIGEST, Standing(), MONDAY + timedelta(days=3)).now
    assert due(NIGHTLY, Standing(), datetime(2026, 11, 18, 20, tzinfo=TOKYO)).now


def test_a_job_without_a_time_is_always_due() -> None:
    assert due(Planned(JobName.SYNC), settled(MONDAY), MONDAY + timedelta(seconds=1)).now


def test_a_turn_that_failed_or_was_cut_short_leaves_the_job_due() -> None:
    for kind in (TurnKind.FAILED, TurnKind.DEFERRED):
        standing = settled(MONDAY - timedelta(days=7)).after(ended(MONDAY, kind))
        assert due(DIGEST, standing, MONDAY + timedelta(hours=1)).now


def test_a_clock_that_was_far_ahead_does_not_stop_a_job() -> None:
    assert due(NIGHTLY, settled(MONDAY + timedelta(days=365)), MONDAY).now


def test_a_worker_waits_longer_after_each_failure_but_not_beyond_the_next_time() -> None:
    standing = settled(MONDAY - timedelta(days=7))
    waits = []
    for _ in range(8):
        standing = standing.after(ended(MONDAY, TurnKind.FAILED))
        again = wake(DIGEST, standing, MONDAY, MONDAY)
        assert again is not None
        waits.append((again - MONDAY).total_seconds() / 60)
    assert waits == [5, 10, 20, 40, 80, 160, 240, 240]
    often = Planned(JobName.SYNC, Times((), timedelta(minutes=15)))
    assert wake(often, standing, MONDAY, MONDAY) == MONDAY + timedelta(minutes=15)
    assert wake(DIGEST, standing, MONDAY) == MONDAY  # a new process tries at once
    assert pause(10**6) == timedelta(hours=4)


def test_a_worker_sleeps_until_the_next_time() -> None:
    assert wake(DIGEST, settled(MONDAY), MONDAY + MINUTE) == MONDAY + timedelta(days=7)
