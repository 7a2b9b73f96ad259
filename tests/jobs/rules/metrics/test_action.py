from datetime import UTC

import pytest

from jobs.rules.metrics.action import (
    buckets,
    completion,
    created,
    done,
    on_time,
    overdue,
    overdue_age,
    overdue_count,
)
from jobs.rules.metrics.measured import Measured
from jobs.rules.observation import Observation
from tests.jobs.rules.metrics.making import WEEK, action, moment, records, tokyo


def test_completion_asks_those_that_have_had_their_thirty_days() -> None:
    """The cohort was created from 10 to 16 October: two of five were done within 30 days; one cannot be told."""
    found = records(
        action("in time", status="Done", created=moment("2026-10-10"), completed=moment("2026-11-09")),
        action("at once", status="Done", created=moment("2026-10-16T23:59"), completed=moment("2026-10-17")),
        action("late", status="Done", created=moment("2026-10-10"), completed=moment("2026-11-10")),
        action("open", status="Open", created=moment("2026-10-12")),
        action("cancelled", status="Cancelled", created=moment("2026-10-12"), completed=moment("2026-10-13")),
        action("done, nobody knows when", status="Done", created=moment("2026-10-12")),
        action("too old", status="Open", created=moment("2026-10-09")),
        action("too young", status="Done", created=moment("2026-10-17"), completed=moment("2026-10-18")),
    )
    assert completion(found, WEEK) == Measured(40, 5, 1)


def test_when_it_was_done_can_be_what_a_run_saw() -> None:
    one = action("a", status="Done", created=moment("2026-11-01"))
    seen = [Observation(tokyo("2026-11-02T09:00"), "Open"), Observation(tokyo("2026-11-10T09:00"), "Done")]
    assert done(records(one, history={one.key: seen}), WEEK).value == 1
    assert done(records(one, history={one.key: seen[1:]}), WEEK).value == 0, "it may have been done long before"


def test_on_time_is_of_those_due_in_the_window() -> None:
    found = records(
        action("on the day", status="Done", due=moment("2026-11-10"), completed=moment("2026-11-10")),
        action("in the evening", status="Done", due=moment("2026-11-11"), completed=moment("2026-11-11T23:00")),
        action("a day late", status="Done", due=moment("2026-11-12"), completed=moment("2026-11-13")),
        action("not yet", status="In progress", due=moment("2026-11-15")),
        action("long before", status="Done", due=moment("2026-11-09"), completed=moment("2026-10-01")),
        action("cancelled", status="Cancelled", due=moment("2026-11-10")),
        action("due later", status="Done", due=moment("2026-11-16"), completed=moment("2026-11-10")),
        action("nobody knows", status="Done", due=moment("2026-11-14")),
    )
    assert on_time(found, WEEK) == Measured(60, 5, 1)


def test_overdue_is_open_with_a_due_date_before_the_end() -> None:
    found = records(
        action("since long", status="Open", due=moment("2026-09-01"), created=moment("2026-08-01")),
        action("since sunday", status="In progress", due=moment("2026-11-15"), created=moment("2026-11-14")),
        action("today", status="Open", due=moment("2026-11-16"), created=moment("2026-11-01")),
        action("done after the window", status="Done", due=moment("2026-11-10"), completed=moment("2026-11-17")),
        action("done", status="Done", due=moment("2026-11-10"), completed=moment("2026-11-11")),
        action("no date", status="Open"),
    )
    assert [each.item.title for each in overdue(found, WEEK)] == [
        "since long",
        "done after the window",
        "since sunday",
    ]
    assert overdue_count(found, WEEK).value == 3


def test_the_median_age_of_the_overdue() -> None:
    """Created 16, 17, 18, 19 and 20 days before 16 November."""
    items = [
        action(str(day), status="Open", due=moment("2026-11-01"), created=moment(f"2026-10-{day}"))
        for day in (27, 28, 29, 30, 31)
    ]
    assert overdue_age(records(*items), WEEK) == Measured(18, 5)


def test_buckets_of_ages() -> None:
    assert buckets([0, 7, 7.5, 14, 15, 30, 31, 60, 61, 90, 90.1, 400]) == (2, 2, 2, 2, 2, 2)


def test_an_unknown_status_is_neither_open_nor_done() -> None:
    found = records(action("a", status="祈願中", due=moment("2026-11-01"), created=moment("2026-11-09")))
    assert overdue_count(found, WEEK) == Measured(0, excluded=1)
    assert created(found, WEEK).value == 1


@pytest.mark.parametrize("end", ["2026-11-08T23:59", "2026-11-16T00:00"])
def test_done_outside_the_window_is_not_done_in_it(end: str) -> None:
    one = action("a", status="Done", created=moment("2026-10-01"), completed=moment(end))
    assert done(records(one), WEEK).value == 0
    assert records(one).actions.entries[0].ended == tokyo(end).astimezone(UTC)
