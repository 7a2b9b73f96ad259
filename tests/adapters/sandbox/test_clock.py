from datetime import UTC, datetime, timedelta, timezone

import pytest

from adapters.sandbox.clock import Clock, TurnableClock


def test_the_real_clock_is_aware_and_in_utc() -> None:
    assert Clock().now().tzinfo is UTC


def test_a_turnable_clock_stands_still_until_it_is_turned() -> None:
    clock = TurnableClock(datetime(2026, 1, 1, 9, tzinfo=timezone(timedelta(hours=9))))
    assert clock.now() == datetime(2026, 1, 1, tzinfo=UTC)
    clock.turn(timedelta(minutes=90))
    assert clock.now() == datetime(2026, 1, 1, 1, 30, tzinfo=UTC)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        TurnableClock(datetime(2026, 1, 1))  # noqa: DTZ001 - the mistake under test
