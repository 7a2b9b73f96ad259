from datetime import date

from jobs.rules.item import Item
from jobs.rules.metrics.measured import Measured
from jobs.rules.metrics.postmortem import completion, days_to_review, finished, overdue, soon
from sync.model import Value
from tests.jobs.rules.metrics.making import WEEK, incident, moment, records


def over(name: str, end: str, severity: str, **values: Value) -> Item:
    return incident(name, status="Resolved", severity=severity, started=moment(end), resolved=moment(end), **values)


def test_the_time_for_a_review_is_that_of_the_level() -> None:
    """SEV1 has three days of the calendar; SEV2 five business days, over a weekend; SEV3 needs no review."""
    found = records(
        over("one", "2026-11-10T10:00", "SEV1"),
        over("two", "2026-11-10T10:00", "SEV2"),
        over("three", "2026-11-10T10:00", "SEV3"),
    )
    assert {each.entry.item.title: each.due for each in found.reviews} == {
        "one": date(2026, 11, 13),
        "two": date(2026, 11, 17),
    }
    assert [each.entry.item.title for each in overdue(found, WEEK)] == ["one"]
    assert [each.entry.item.title for each in soon(found, WEEK)] == ["two"]


def test_completion_asks_those_whose_time_is_over() -> None:
    """Three of five are reviewed; what is still in its time does not count."""
    found = records(
        over("a", "2026-10-01T10:00", "SEV1", postmortem_status="Reviewed"),
        over("b", "2026-10-01T10:00", "SEV1", postmortem_status="クローズ"),
        over("c", "2026-10-01T10:00", "SEV1", postmortem_status="Draft", reviewed=True),
        over("d", "2026-10-01T10:00", "SEV1", postmortem_status="In Review"),
        over("e", "2026-10-01T10:00", "SEV2"),
        over("f", "2026-11-15T10:00", "SEV1"),
        over("skipped", "2026-10-01T10:00", "SEV1", postmortem_status="Skipped"),
    )
    assert completion(found, WEEK) == Measured(60, 5)


def test_the_median_days_to_the_review() -> None:
    """Reviews 1, 2, 3, 4 and 20 days after the end; one has no date."""
    days = (2, 3, 4, 5, 21)
    items = [
        over(
            str(day),
            "2026-10-01T10:00",
            "SEV1",
            postmortem_status="Reviewed",
            meeting=moment(f"2026-10-{day:02}T10:00"),
        )
        for day in days
    ]
    unknown = over("unknown", "2026-10-01T10:00", "SEV1", postmortem_status="Reviewed")
    assert days_to_review(records(*items, unknown), WEEK) == Measured(3, 5, 1)


def test_finished_in_the_window() -> None:
    one = over("a", "2026-11-01T10:00", "SEV1", postmortem_status="Reviewed", meeting=moment("2026-11-10T10:00"))
    two = over("b", "2026-11-01T10:00", "SEV1", postmortem_status="Draft", meeting=moment("2026-11-10T10:00"))
    assert [each.entry.item.title for each in finished(records(one, two), WEEK)] == ["a"]
