from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from jobs.digest.model import Term, Unit, Window
from jobs.digest.render import Words
from mappings.scales import Scale, scale
from sync.message import say
from tests.jobs.digest.samples import TOKYO, WEEK, sample

EN, JA = Words("en", TOKYO), Words("ja", TOKYO)


@pytest.mark.parametrize(
    ("length", "english", "japanese"),
    [
        (timedelta(days=3), "3 days", "3日"),
        (timedelta(hours=1, minutes=30), "1 hr 30 min", "1時間30分"),
        (timedelta(minutes=1), "1 min", "1分"),
        (timedelta(hours=26), "26 hr", "26時間"),
        (timedelta(days=2, hours=4, minutes=29), "2 days 4 hr", "2日4時間"),
        (timedelta(seconds=59.9), "1 min", "1分"),
        (timedelta(seconds=3), "0 min", "0分"),
        (timedelta(hours=-2), "−2 hr", "−2時間"),
    ],
)
def test_durations_are_told_in_their_two_greatest_units(length: timedelta, english: str, japanese: str) -> None:
    assert (EN.duration(length), JA.duration(length)) == (english, japanese)


@pytest.mark.parametrize(
    ("value", "unit", "english", "japanese"),
    [
        (12345.0, Unit.COUNT, "12,345", "12,345"),
        (7.25, Unit.COUNT, "7.2", "7.2"),
        (62.5, Unit.PERCENT, "62.5%", "62.5%"),
        (0.0, Unit.PERCENT, "0%", "0%"),
        (76.4, Unit.MINUTES, "1 hr 16 min", "1時間16分"),
        (1.5, Unit.HOURS, "1 hr 30 min", "1時間30分"),
        (1.0, Unit.DAYS, "1 day", "1日"),
        (23.5, Unit.DAYS, "23.5 days", "23.5日"),
        (2.714, Unit.RATIO, "2.71×", "2.71×"),
    ],
)
def test_figures_have_their_unit(value: float, unit: Unit, english: str, japanese: str) -> None:
    assert (EN.measured(value, unit), JA.measured(value, unit)) == (english, japanese)


def test_days_and_windows_are_written_as_the_language_does() -> None:
    assert (EN.day(date(2026, 11, 16)), JA.day(date(2026, 11, 16))) == ("Mon, Nov 16", "11月16日(月)")
    assert JA.window(WEEK) == "2026年11月9日(月)～15日(日)"
    assert EN.window(WEEK).replace("\u2009", " ") == "Mon, Nov 9 – Sun, Nov 15, 2026"


def test_a_window_is_told_in_the_zone_and_a_single_day_once() -> None:
    day = Window(datetime(2026, 11, 8, 15, tzinfo=UTC), datetime(2026, 11, 9, 15, tzinfo=UTC), "2026-11-09")
    assert JA.window(day) == "2026年11月9日(月)"
    part = Window(datetime(2026, 11, 9, tzinfo=TOKYO), datetime(2026, 11, 10, 12, tzinfo=TOKYO), "x")
    assert JA.window(part) == "2026年11月9日(月)～10日(火)"


def test_moments_are_those_of_the_zone() -> None:
    moment = datetime(2026, 11, 15, 22, tzinfo=UTC)
    assert JA.moment(moment) == "11月16日(月) 07:00"
    assert Words("en", ZoneInfo("America/New_York")).moment(moment) == "Sun, Nov 15 17:00"


def test_days_of_another_year_have_it() -> None:
    words = Words.of(sample("ja"), "ja")
    assert (words.day(date(2026, 1, 5)), words.day(date(2023, 7, 3))) == ("1月5日(月)", "2023年7月3日(月)")


def test_values_in_a_sentence_are_written_as_the_language_does() -> None:
    inner = say("{days} late", days=timedelta(days=3))
    message = say("{what}, {n} of {names} on {day}", what=inner, n=1200, names=("a", "b"), day=date(2026, 11, 16))
    assert EN(message) == "3 days late, 1,200 of a, b on Mon, Nov 16"
    assert JA(message) == "3日 late, 1,200 of a、b on 11月16日(月)"
    assert EN(say("{n:.2f} {y!r}", n=2, y="z")) == "2.00 'z'"


def test_the_plural_form_follows_the_language() -> None:
    forms = (say("{count} record"), say("{count} records"))
    assert [EN.counted(n, *forms) for n in (0, 1, 2)] == ["0 records", "1 record", "2 records"]
    assert JA.counted(1, *forms) == "1 records"


def test_an_age_is_told_in_whole_days() -> None:
    assert EN.age(timedelta(days=1, hours=23)) == "1 day"
    assert JA.age(timedelta(hours=9, minutes=36)) == "9時間36分"


def test_an_option_is_called_what_its_table_calls_it_else_what_the_language_does() -> None:
    closed = Term("Closed", "risk_status")
    assert (EN.term(closed), JA.term(closed)) == ("Closed", "完了")
    assert JA.term(replace(closed, written="済")) == "済"
    assert JA.term(Term("Blocked", "risk_status")) == "Blocked"
    assert JA.term(Term("Closed")) == "Closed"
    assert JA(say("{option}", option=closed)) == "完了"
    assert JA.label(say("not set")) == "未設定"
    assert not JA.is_time(say("not set"))


@pytest.mark.parametrize("name", list(Scale))
def test_every_option_has_a_word_in_both_languages(name: Scale) -> None:
    for option in scale(name, "en"):
        assert EN.term(Term(option, name)) == option
        assert JA.term(Term(option, name)) in scale(name, "ja")


def test_labels_of_weeks_and_days_are_short() -> None:
    assert [EN.label(text) for text in ("2026-W46", "2026-11-09", "決済", "\x1b[31m")] == [
        "W46",
        "11/9",
        "決済",
        "␛[31m",
    ]
