from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.digest.window import between, last_full_week, week, windows_before
from sync.errors import Misconfigured

TOKYO, BERLIN, BEIRUT = ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Beirut")
ZONES = [TOKYO, BERLIN, BEIRUT, ZoneInfo("America/Sao_Paulo"), ZoneInfo("Pacific/Apia"), ZoneInfo("America/Havana")]
SUNDAY = 6


def test_the_last_full_week_is_that_of_the_teams_zone() -> None:
    """On Sunday at 15:00 in London it is Monday in Tokyo, and the week is over."""
    evening = datetime(2026, 11, 15, 15, 0, tzinfo=UTC)
    assert last_full_week(evening, TOKYO).name == "2026-W46"
    assert last_full_week(evening - timedelta(minutes=1), TOKYO).name == "2026-W45"
    assert last_full_week(evening, UTC).name == "2026-W45"
    found = last_full_week(evening, TOKYO)
    assert (found.start, found.end) == (datetime(2026, 11, 9, tzinfo=TOKYO), datetime(2026, 11, 16, tzinfo=TOKYO))


def test_a_week_by_its_name() -> None:
    assert week("2026-W46", TOKYO) == last_full_week(datetime(2026, 11, 16, 7, 0, tzinfo=TOKYO), TOKYO)
    assert week("2026w1", TOKYO).start == datetime(2025, 12, 29, tzinfo=TOKYO)
    assert week("2026-W53", UTC).start.date() == date(2026, 12, 28)


@pytest.mark.parametrize("name", ["2025-W53", "2026-W54", "2026-W00", "last", "", "2026-46", "0000-W01"])
def test_what_is_no_week_is_refused(name: str) -> None:
    with pytest.raises(Misconfigured):
        week(name, TOKYO)


def test_a_week_from_sunday_has_the_name_of_the_iso_week_with_most_of_its_days() -> None:
    found = week("2026-W46", TOKYO, SUNDAY)
    assert (found.start.date(), found.end.date(), found.name) == (date(2026, 11, 8), date(2026, 11, 15), "2026-W46")


@given(st.dates(date(2001, 1, 1), date(2060, 1, 1)), st.integers(0, 6))
def test_every_week_has_one_name(day: date, first: int) -> None:
    found = last_full_week(datetime(day.year, day.month, day.day, 12, tzinfo=UTC), UTC, first)
    assert week(found.name, UTC, first) == found
    assert found.start.weekday() == first


def test_a_week_with_a_change_of_clocks_is_a_week() -> None:
    """The clocks of Berlin go back on 25 October 2026: the week has 169 hours."""
    found = week("2026-W43", BERLIN)
    assert found.end.astimezone(UTC) - found.start.astimezone(UTC) == timedelta(hours=169)
    assert (found.start.hour, found.end.hour) == (0, 0)


def test_where_clocks_skip_midnight_the_day_begins_after_it() -> None:
    """In Beirut 29 March 2026 begins at 1:00."""
    found = between(date(2026, 3, 29), date(2026, 3, 29), BEIRUT)
    assert found.start.astimezone(UTC) == datetime(2026, 3, 28, 22, tzinfo=UTC)
    assert found.end.astimezone(UTC) - found.start.astimezone(UTC) == timedelta(hours=23)


@given(st.dates(date(2005, 1, 1), date(2030, 1, 1)), st.integers(1, 40), st.sampled_from(ZONES))
def test_the_windows_before_lead_up_without_a_gap(start: date, days: int, zone: ZoneInfo) -> None:
    found = between(start, start + timedelta(days=days - 1), zone)
    every = [*windows_before(found, zone), found]
    assert len(every) == 14
    assert all(a.end.astimezone(UTC) == b.start.astimezone(UTC) for a, b in pairwise(every))
    assert all(each.start.astimezone(UTC) < each.end.astimezone(UTC) or zone.key == "Pacific/Apia" for each in every)


def test_days_that_are_no_week_have_both_their_days_as_a_name() -> None:
    assert between(date(2026, 11, 1), date(2026, 11, 9), TOKYO).name == "2026-11-01/2026-11-09"
    assert between(date(2026, 11, 9), date(2026, 11, 15), TOKYO) == week("2026-W46", TOKYO)
    with pytest.raises(Misconfigured):
        between(date(2026, 11, 9), date(2026, 11, 8), TOKYO)
