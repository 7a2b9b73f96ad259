import pytest

from jobs.rules.item import Item
from jobs.rules.metrics.measured import Measured
from jobs.rules.metrics.response import COUNTS, TIMES, count, noticed_inside, resolved_rate, still_open
from sync.model import Value
from tests.jobs.rules.metrics.making import WEEK, incident, moment, records

REST = {metric.key: metric.reckon for metric in (*COUNTS, *TIMES)}


def at(day: int, time: str = "10:00") -> Value:
    return moment(f"2026-11-{day:02}T{time}")


def six() -> list[Item]:
    """Five that tell all, resolved after 10, 20, 30, 40 and 120 minutes; one was never acknowledged nor resolved."""
    ends = {"a": "10:10", "b": "10:20", "c": "10:30", "d": "10:40", "e": "12:00"}
    full = [
        incident(
            name,
            status="Resolved",
            declared=at(10),
            started=at(10, "09:50"),
            impact_start=at(10, "09:45"),
            detected=at(10, "09:55"),
            acknowledged=at(10, "09:58"),
            mitigated=at(10, "10:05"),
            resolved=at(10, end),
            impact_end=at(10, "10:15"),
        )
        for name, end in ends.items()
    ]
    return [*full, incident("f", status="Investigating", started=at(15, "23:59"))]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("ttd.median", 10),  # 9:45 to 9:55
        ("tta.median", 8),  # 9:50 to 9:58
        ("ttm.median", 20),  # 9:45 to 10:05
        ("ttr.median", 30),  # 10, 20, 30, 40, 120
        ("ttr.p90", 88),  # place 0.9 * 4 = 3.6: 40 + 0.6 * 80
        ("repair.p90", 20),  # 9:55 to 10:15
    ],
)
def test_each_time_with_what_was_left_out(key: str, value: float) -> None:
    found = REST[key](records(*six()), WEEK)
    assert found.value == pytest.approx(value)
    assert (found.n, found.excluded) == (5, 1)


def test_an_incident_is_counted_in_the_week_it_was_declared_else_started() -> None:
    found = records(
        incident("monday", declared=moment("2026-11-09T00:00")),
        incident("sunday", started=moment("2026-11-15T23:59")),
        incident("next monday", started=moment("2026-11-16T00:00")),
        incident("declared later", started=moment("2026-11-08T23:00"), declared=moment("2026-11-09T00:30")),
        incident("nobody knows", title="no date"),
    )
    assert count(found, WEEK) == Measured(3, excluded=1)


@pytest.mark.parametrize(
    ("role", "value", "counted"),
    [
        ("kind", "Test", 0),
        ("kind", "メンテナンス", 0),
        ("kind", "Backfilled", 1),
        ("kind", "Normal", 1),
        ("status", "Canceled", 0),
        ("duplicate_of", ("other",), 0),
        ("duplicate_of", (), 1),
    ],
)
def test_drills_maintenance_and_duplicates_do_not_count(role: str, value: Value, counted: int) -> None:
    values: dict[str, Value] = {"started": at(10), role: value}
    assert count(records(incident("a", **values)), WEEK).value == counted


def test_open_at_the_end_is_what_began_before_and_was_not_resolved_before() -> None:
    found = records(
        incident("long", status="Fixing", started=moment("2026-10-01T10:00")),
        incident("resolved after", status="Resolved", started=at(10), resolved=at(16)),
        incident("resolved before", status="Resolved", started=at(10), resolved=at(15)),
        incident("began after", status="Detected", started=at(17)),
        incident("over, nobody knows when", status="Closed", started=at(10)),
    )
    assert still_open(found, WEEK) == Measured(2, excluded=1)


def test_resolved_rate_is_of_those_declared_in_the_window() -> None:
    """Four of five are resolved; the one that was resolved after the window is not."""
    items = [incident(name, started=at(10), resolved=at(11)) for name in "abcd"]
    late = incident("late", started=at(12), resolved=at(16))
    earlier = incident("earlier", started=at(1), resolved=at(12))
    assert resolved_rate(records(*items, late, earlier), WEEK) == Measured(80, 5)


def test_who_noticed_is_asked_only_where_it_is_set() -> None:
    methods = ["Monitor", "Employee", "問い合わせ", "Monitor", "Other", "Unknown", ""]
    found = records(*(incident(str(i), started=at(10), detection=method) for i, method in enumerate(methods)))
    assert noticed_inside(found, WEEK) == Measured(80, 5, 2)


def test_confidential_ones_count_and_nothing_else() -> None:
    items = six()
    hidden = frozenset({items[0].key})
    assert count(records(*items, hidden=hidden), WEEK).value == 6
    assert REST["ttr.median"](records(*items, hidden=hidden), WEEK) == Measured(None, 4, 1)
