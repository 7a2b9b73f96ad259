from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from jobs.history.moments import moment
from sync.errors import Misconfigured

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-11-20", datetime(2026, 11, 19, 15, tzinfo=UTC)),
        ("2026-11-20 10:00", datetime(2026, 11, 20, 1, tzinfo=UTC)),
        ("2026-11-20T10:00:30", datetime(2026, 11, 20, 1, 0, 30, tzinfo=UTC)),
        ("2026-11-20T10:00Z", datetime(2026, 11, 20, 10, tzinfo=UTC)),
        ("2026-11-20 10:00+02:00", datetime(2026, 11, 20, 8, tzinfo=UTC)),
        (" 30m ", NOW - timedelta(minutes=30)),
        ("2h", NOW - timedelta(hours=2)),
        ("2 h ago", NOW - timedelta(hours=2)),
        ("3D", NOW - timedelta(days=3)),
        ("1w", NOW - timedelta(weeks=1)),
        ("2時間前", NOW - timedelta(hours=2)),
        ("10分", NOW - timedelta(minutes=10)),
    ],
)
def test_a_time_is_read_in_the_zone_of_the_configuration(text: str, meant: datetime) -> None:
    assert moment(text, NOW, TOKYO) == meant


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01", "10:00", "2x", "-2h", "2026-11-22 13:00", "999999w"])
def test_what_is_no_time_or_not_yet_is_refused(text: str) -> None:
    with pytest.raises(Misconfigured):
        moment(text, NOW, TOKYO)


def test_now_is_not_the_future() -> None:
    assert moment("2026-11-22 12:00", NOW, TOKYO) == NOW
