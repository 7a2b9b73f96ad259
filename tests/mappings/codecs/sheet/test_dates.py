"""Dates in many forms: what is told is read, what may be two things is held with both."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from mappings.codecs.sheet import CellData, misformatted, read_cell, write_cell
from mappings.fields import FieldType
from sync.model import Span, Value
from tests.mappings.codecs.sheet.cells import answered, field_of, number, read, text, why

TOKYO = ZoneInfo("Asia/Tokyo")


def at(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("30/Sep/21 17:20", at(2021, 9, 30, 8, 20)),
        ("08/Sep/21", date(2021, 9, 8)),
        ("1 Jan 99", date(1999, 1, 1)),
        ("29/2/2016 01:16", at(2016, 2, 28, 16, 16)),
        ("2/29/2016", date(2016, 2, 29)),
        ("5/5/2016", date(2016, 5, 5)),
        ("31.12.2025", date(2025, 12, 31)),
        ("Aug 28, 2024 - 13:36 PDT", at(2024, 8, 28, 20, 36)),
        ("August 28th, 2024", date(2024, 8, 28)),
        ("Sept. 1 2024 9am", at(2024, 9, 1, 0)),
        ("28-Aug-2024", date(2024, 8, 28)),
        ("2024-Aug-28", date(2024, 8, 28)),
        ("Fri, 5 Jan 2024 10:00:00 GMT", at(2024, 1, 5, 10)),
        ("2020-06-13 15:54:00", at(2020, 6, 13, 6, 54)),
        ("2024-01-05T07:00:00-00:00", at(2024, 1, 5, 7)),
        ("2024-01-05 10:00 (JST)", at(2024, 1, 5, 1)),
        ("2024-01-05 10:00 UTC+9", at(2024, 1, 5, 1)),
        ("2024-01-05 10:00 GMT-3", at(2024, 1, 5, 13)),
        ("2024/1/5 3:05 PM", at(2024, 1, 5, 6, 5)),
        ("2024/1/5 12:00 am", at(2024, 1, 4, 15)),
        ("令和６年１月５日（金）", date(2024, 1, 5)),
        ("2024年1月5日金曜日", date(2024, 1, 5)),
        ("2026年1月12日(月・祝)", date(2026, 1, 12)),
        ("2024年1月5日 午後3時半", at(2024, 1, 5, 6, 30)),
        ("2024年1月5日午前10時5分", at(2024, 1, 5, 1, 5)),
        ("R6.1.5", date(2024, 1, 5)),
        ("S64.1.7", date(1989, 1, 7)),
        ("大正15年12月25日", date(1926, 12, 25)),
    ],
)
def test_a_date_that_means_one_day_is_read(typed: str, expected: date) -> None:
    assert read(text(typed), FieldType.DATE, TOKYO) == Span(expected)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("3/4/2016", "may be 2016-03-04 or 2016-04-03"),
        ("03.04.2016 10:00", "may be 2016-03-04 or 2016-04-03"),
        ("15/Mar/45", "may be of 1945 or 2045"),
        ("24/1/5", "not written in full"),
        ("05-06-07", "not written in full"),
        ("1/5", "names no year"),
        ("1月5日", "names no year"),
        ("１月５日（月）", "names no year"),
        ("Jan 5", "names no year"),
        ("5 Jan", "names no year"),
        ("12/25 10:00", "names no year"),
        ("2024年1月", "names no day"),
        ("2024-01", "names no day"),
        ("2026-02-30", "no such day"),
        ("31/4/2024", "no such day"),
        ("2024/13/1", "no such day"),
        ("0202-11-20", "before 1900"),
        ("元年5月1日", "names no era"),
        ("R2024.1.5", "no era had a year 2024"),
        ("2026-01-05 10:00:61", "expected is a date"),
        ("2026-01-05 25:00", "no such time"),
        ("2026-01-05 13:00 pm", "no such time"),
        ("2026-01-05 10:00 IST", "time zone IST"),
        ("2026-01-05 10:00 CST", "time zone CST"),
        ("2024年1月5日(木)", "金 / Fri"),
        ("Mon, 5 Jan 2024", "金 / Fri"),
        ("2026-12-28〜1/5", "names no year"),
        ("2026-01-09 〜 2026-01-05", "ends before"),
        ("2026-01-05 10:00 〜 09:00", "ends before"),
        ("N/A", "stands for no value"),
        ("未定", "stands for no value"),
        ("--", "stands for no value"),
        ("?", "stands for no value"),
        ("Posted 3 days ago. Aug 28, 2024 - 13:36 PDT", "expected is a date"),
        ("2026-01-05 10:00 → 12:00 JST", "expected is a date"),
    ],
)
def test_a_date_that_does_not_is_held_with_the_reason(typed: str, reason: str) -> None:
    assert reason in why(read(text(typed), FieldType.DATE, TOKYO))


@pytest.mark.parametrize("typed", ["2026-01-05 10:00 〜 12:00", "2026-01-05 10:00 - 12:00", "2026/1/5 10時 → 12時"])
def test_a_range_may_end_with_a_time_of_the_same_day(typed: str) -> None:
    assert read(text(typed), FieldType.DATE) == Span(at(2026, 1, 5, 10), at(2026, 1, 5, 12))


def written(value: Value, pattern: str) -> CellData:
    return write_cell(value, replace(field_of(FieldType.DATE), pattern=pattern), UTC)


@pytest.mark.parametrize(
    ("value", "pattern", "kind", "expected"),
    [
        (date(2026, 1, 5), "yyyy年m月d日", "DATE", "yyyy年m月d日"),
        (date(2026, 1, 5), "yyyy/mm/dd hh:mm", "DATE", "yyyy-mm-dd"),
        (at(2026, 1, 5, 10), "yyyy年m月d日", "DATE_TIME", "yyyy年m月d日 hh:mm"),
        (at(2026, 1, 5, 10), "m/d h:mm", "DATE_TIME", "m/d h:mm"),
        (date(2026, 1, 5), 'yyyy"hour"mm', "DATE", 'yyyy"hour"mm'),
    ],
)
def test_the_mapping_chooses_how_a_date_is_shown(value: date, pattern: str, kind: str, expected: str) -> None:
    cell = written(Span(value), pattern)
    assert cell["userEnteredFormat"]["numberFormat"] == {"type": kind, "pattern": expected}
    assert read_cell(answered(cell), field_of(FieldType.DATE), UTC) == Span(value)


def test_a_format_that_people_chose_stays_whatever_the_pattern() -> None:
    cell = written(Span(date(2026, 1, 5)), "yyyy年m月d日")
    chosen = {"effectiveFormat": {"numberFormat": {"type": "DATE", "pattern": "d mmm"}}}
    assert not misformatted(cell, chosen)
    assert misformatted(cell, number(1, "DATE_TIME"))
    assert misformatted(cell, {})
