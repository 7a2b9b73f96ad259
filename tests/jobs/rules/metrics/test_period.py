from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from jobs.rules.metrics.period import Period, in_utc, is_over, minutes_between, moment_of
from sync.model import Span
from tests.jobs.rules.metrics.making import TOKYO, incident, moment, tokyo

BERLIN = ZoneInfo("Europe/Berlin")


def test_minutes_over_a_change_of_clocks_are_real_ones() -> None:
    """On 25 October 2026 the clocks of Berlin go back from 3:00 to 2:00: from 1:30 to 4:30 are four hours."""
    night = incident(
        "a",
        started=Span(datetime(2026, 10, 25, 1, 30, tzinfo=BERLIN)),
        resolved=Span(datetime(2026, 10, 25, 4, 30, tzinfo=BERLIN)),
    )
    assert minutes_between(night, ("started",), ("resolved",)) == 240


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-11-09T10:00", "2026-11-09T09:00"),
        ("2026-11-09", "2026-11-09T09:00"),
        ("0202-11-09T10:00", "2026-11-09T09:00"),
    ],
)
def test_what_is_impossible_or_a_mere_day_has_no_minutes(start: str, end: str) -> None:
    assert (
        minutes_between(incident("a", started=moment(start), resolved=moment(end)), ("started",), ("resolved",)) is None
    )


def test_the_first_filled_stamp_counts() -> None:
    one = incident("a", started=moment("2026-11-09T10:00"), impact_start=None, detected=moment("2026-11-09T10:07"))
    assert minutes_between(one, ("impact_start", "started"), ("detected",)) == 7
    assert moment_of(one, TOKYO, "declared", "started") == tokyo("2026-11-09T10:00").astimezone(UTC)


def test_a_day_is_over_when_the_next_one_begins() -> None:
    one = incident("a", due=moment("2026-11-15"))
    assert is_over(one, "due", tokyo("2026-11-15T23:59").astimezone(UTC), TOKYO) is False
    assert is_over(one, "due", tokyo("2026-11-16T00:00").astimezone(UTC), TOKYO) is True
    assert is_over(one, "next_review", tokyo("2026-11-16T00:00"), TOKYO) is None


def test_a_period_has_its_start_and_not_its_end() -> None:
    week = Period(datetime(2026, 11, 9, tzinfo=UTC), datetime(2026, 11, 16, tzinfo=UTC))
    assert datetime(2026, 11, 9, tzinfo=UTC) in week
    assert datetime(2026, 11, 16, tzinfo=UTC) not in week
    assert None not in week


def test_a_moment_without_a_zone_is_none() -> None:
    assert in_utc(datetime(2026, 1, 1, 9, 0), TOKYO) is None  # noqa: DTZ001 - what is asked
    assert in_utc(date(2026, 1, 1), TOKYO) == datetime(2025, 12, 31, 15, tzinfo=UTC)
