"""What charts say in one sentence."""

import pytest

from jobs.digest.charts import bars, course
from jobs.digest.model import ChartKind, Series, Unit
from jobs.digest.render import Words
from sync.message import Message, say

EN, JA = Words("en"), Words("ja")
WEEKS = tuple(f"2026-W{week}" for week in range(34, 47))
NAME = say("median")


def said(*values: float | None, unit: Unit = Unit.COUNT, labels: tuple[str, ...] = WEEKS) -> str:
    return EN(course(Series(NAME, values), labels[-len(values) :], unit))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ((5, 4, 6, 5, 5, 9), "median: 9 in W46, more than usual; the highest shown"),
        ((5, 4, 16, 5, 5, 3), "median: 3 in W46, less than usual; the highest is 16 in W43"),
        ((5, 4, 16, 5, 5, 5), "median: 5 in W46, as usual; the highest is 16 in W43"),
        ((2, 1), "median: 1 in W46; the highest is 2 in W45"),
        ((5, 4, 6, 5, 5, 9, None), "median: 9 in W45, more than usual; the highest shown"),
        ((0, 0, 0, 0, 0, 0), "median: none in any window shown"),
        ((None, None), "too few records in every window to say"),
        ((-3, -1, -2, -5, -4, -2), "median: −2 in W46, more than usual; the highest is −1 in W42"),
    ],
)
def test_a_course_says_where_it_ends_how_that_is_and_its_highest(
    values: tuple[float | None, ...], sentence: str
) -> None:
    assert said(*values).replace("-", "−") == sentence


def test_numbers_have_their_unit_and_days_are_days() -> None:
    days = ("2026-11-01", "2026-11-08")
    assert said(90, 114, unit=Unit.MINUTES, labels=days) == "median: 1 hr 54 min in Sun, Nov 8; the highest shown"
    assert JA(course(Series(NAME, (12.5,)), WEEKS[-1:], Unit.PERCENT)).count("12.5%") == 1


def test_bars_name_the_label_with_the_most() -> None:
    names = [say("used"), say("remaining")]
    counts = {"API": (150.0, 0.0), "Search": (20.0, 80.0), "Mail": (None, None)}
    grouped = bars("k", say("t"), counts, names, Unit.PERCENT, kind=ChartKind.GROUPED)
    assert EN(grouped.text) == "used: API has the most (150%); remaining: Search has the most (80%)"
    pairs: dict[Message | str, tuple[int, int]] = {"a": (1, 2), say("not set"): (3, 1)}
    stacked = bars("k", say("t"), pairs, names, Unit.COUNT, kind=ChartKind.STACKED)
    assert EN(stacked.text) == "not set has the most (4)"
    assert JA(stacked.text).count("未設定") == 1
    assert EN(bars("k", say("t"), {"a": (0,)}, names[:1], Unit.COUNT).text) == "nothing to show"
    assert EN(bars("k", say("t"), {}, [], Unit.COUNT, kind=ChartKind.STACKED).text) == "nothing to show"
