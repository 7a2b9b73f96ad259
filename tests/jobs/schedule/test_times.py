from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.schedule import Times, WrongTimes, cron_of

TOKYO, NEW_YORK, LORD_HOWE = ZoneInfo("Asia/Tokyo"), ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe")
CRONS = ["0 7 * * 1", "30 2 * * *", "30 1 * * *", "*/15 * * * *", "0 * * * *", "15,45 1-3 * * *", "0 0 29 2 *"]


def at(text: str, zone: ZoneInfo = NEW_YORK) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def test_mondays_at_seven_in_tokyo() -> None:
    times = Times((cron_of(["monday"], "07:00"),), None, TOKYO)
    now = datetime(2026, 11, 22, 21, 59, 59, tzinfo=UTC)
    assert times.next(now) == at("2026-11-23T07:00", TOKYO)
    assert times.last(now) == at("2026-11-16T07:00", TOKYO)
    assert times.last(now + timedelta(seconds=1)) == at("2026-11-23T07:00", TOKYO)


def test_what_falls_into_the_skipped_hour_comes_right_after_it() -> None:
    times = Times(("30 2 * * *",), None, NEW_YORK)
    days = list(times.between(at("2026-03-07T12:00"), at("2026-03-09T12:00")))
    assert days == [at("2026-03-08T03:00"), at("2026-03-09T02:30")]
    assert times.last(at("2026-03-08T03:10")) == at("2026-03-08T03:00")


def test_what_falls_into_the_hour_that_comes_twice_comes_once() -> None:
    times = Times(("30 1 * * *",), None, NEW_YORK)
    days = list(times.between(at("2026-10-31T12:00"), at("2026-11-02T12:00")))
    assert days == [datetime(2026, 11, 1, 5, 30, tzinfo=UTC), datetime(2026, 11, 2, 6, 30, tzinfo=UTC)]
    second = datetime(2026, 11, 1, 6, 10, tzinfo=UTC)  # 01:10 for the second time
    assert times.last(second) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert times.next(second) == datetime(2026, 11, 2, 6, 30, tzinfo=UTC)


def test_every_quarter_follows_real_time_through_both_changes() -> None:
    times = Times(("*/15 * * * *",), None, NEW_YORK)
    for start in (datetime(2026, 3, 8, 4, tzinfo=UTC), datetime(2026, 11, 1, 3, tzinfo=UTC)):
        found = list(times.between(start, start + timedelta(hours=6)))
        assert found == [start + timedelta(minutes=15) * step for step in range(1, 25)]


def test_every_so_many_minutes_is_not_moved_by_a_run_that_came_late() -> None:
    times = Times((), timedelta(minutes=60))
    assert times.last(datetime(2026, 11, 22, 11, 0, 1, tzinfo=UTC)) == datetime(2026, 11, 22, 11, tzinfo=UTC)
    assert times.next(datetime(2026, 11, 22, 11, 0, 1, tzinfo=UTC)) == datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize("cron", ["", "x", "* * * *", "* * * * * *", "61 * * * *", "0 0 30 2 *", "@daily"])
def test_what_is_no_expression_or_never_comes_is_refused(cron: str) -> None:
    with pytest.raises(WrongTimes):
        Times((cron,))


@given(
    cron=st.sampled_from(CRONS),
    zone=st.sampled_from([TOKYO, NEW_YORK, LORD_HOWE]),
    start=st.sampled_from([datetime(2026, 3, 8, 3, tzinfo=UTC), datetime(2026, 11, 1, 2, tzinfo=UTC)]),
    seconds=st.one_of(st.integers(0, 8 * 3600), st.integers(0, 400 * 86400)),
)
def test_the_last_time_is_the_one_before_the_next(cron: str, zone: ZoneInfo, start: datetime, seconds: int) -> None:
    now = start + timedelta(seconds=seconds)
    times = Times((cron,), None, zone)
    last, upcoming = times.last(now), times.next(now)
    assert last is not None
    assert upcoming is not None
    assert last <= now < upcoming
    assert times.next(last) == upcoming
    assert times.last(upcoming) == upcoming
