from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from jobs.report.voice import show
from sync.model import Span, Value

TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    ("value", "en", "ja"),
    [
        (None, "(empty)", "（空）"),
        (True, "yes", "はい"),
        (False, "no", "いいえ"),
        (0, "0", "0"),
        (1.5, "1.5", "1.5"),
        ("対応中", "対応中", "対応中"),
        (" a\u3000", "␣a␣", "␣a␣"),
        ("   ", "␣␣␣", "␣␣␣"),
        (("決済", "注文"), "決済, 注文", "決済、注文"),
        (Span(date(2026, 3, 1)), "2026-03-01", "2026-03-01"),
        (Span(date(2026, 3, 1), date(2026, 3, 5)), "2026-03-01 – 2026-03-05", "2026-03-01 – 2026-03-05"),
        (Span(datetime(2026, 3, 1, 15, 30, tzinfo=UTC)), "2026-03-02 00:30 JST", "2026-03-02 00:30 JST"),
    ],
)
def test_values_are_shown_as_people_write_them(value: Value, en: str, ja: str) -> None:
    assert show(value, "en", TOKYO) == en
    assert show(value, "ja", TOKYO) == ja
