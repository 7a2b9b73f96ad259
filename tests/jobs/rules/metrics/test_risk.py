import pytest

from jobs.rules.metrics.measured import Measured
from jobs.rules.metrics.risk import METRICS, accepted, materialised, rescored, review_overdue
from jobs.rules.observation import Observation
from tests.jobs.rules.metrics.making import WEEK, incident, moment, records, risk, tokyo

REST = {metric.key: metric.reckon for metric in METRICS}


def seen(day: str, **facts: str | float) -> Observation:
    status, score = facts.get("status"), facts.get("score")
    return Observation(tokyo(day), status=None if status is None else str(status), score=score)


def test_new_closed_and_open() -> None:
    one, two = (
        risk("closed", status="Closed", detected=moment("2026-09-01")),
        risk("new", detected=moment("2026-11-10")),
    )
    three = risk("accepted", status="Accepted", detected=moment("2026-09-01"))
    history = {one.key: [seen("2026-10-01", status="Open"), seen("2026-11-11", status="Closed")]}
    found = records(one, two, three, history=history)
    assert REST["risks.new"](found, WEEK).value == 1
    assert REST["risks.closed"](found, WEEK).value == 1
    assert REST["risks.open"](found, WEEK).value == 2


@pytest.mark.parametrize(
    ("old", "new", "counts"),
    [
        (10.0, 12.0, True),
        (10.0, 11.9, False),
        (10.0, 8.0, True),
        (0.0, 1.0, True),
        ("10", "12", True),
        ("高", "低", False),
    ],
)
def test_a_score_that_moved_by_a_fifth(old: float | str, new: float | str, counts: bool) -> None:  # noqa: FBT001 - a row of the table
    one = risk("a")
    history = {one.key: [seen("2026-10-01", score=old), seen("2026-11-10", score=new)]}
    assert bool(rescored(records(one, history=history), WEEK)) is counts


def test_a_score_that_went_up_and_came_back_has_not_moved() -> None:
    one = risk("a")
    history = {one.key: [seen("2026-10-01", score=10), seen("2026-11-10", score=20), seen("2026-11-12", score=10)]}
    assert rescored(records(one, history=history), WEEK) == []


def test_accepted_is_what_runs_saw_turn() -> None:
    one, two = risk("a", status="Accepted"), risk("b", status="Accepted")
    history = {
        one.key: [seen("2026-10-01", status="Open"), seen("2026-11-10", status="受容")],
        two.key: [seen("2026-11-10", status="Accepted")],
    }
    assert [each.item.title for each in accepted(records(one, two, history=history), WEEK)] == ["a"]


def test_reviews_that_are_past_of_the_open_ones_that_have_one() -> None:
    """Two of five; one open risk has no review, and the closed one does not count."""
    days = {"a": "2026-11-15", "b": "2026-01-01", "c": "2026-11-16", "d": "2026-12-01", "e": "2027-01-01"}
    items = [risk(name, status="Open", next_review=moment(day)) for name, day in days.items()]
    rest = [risk("none", status="Open"), risk("closed", status="Closed", next_review=moment("2026-01-01"))]
    found = records(*items, *rest)
    assert REST["risks.review_overdue"](found, WEEK) == Measured(40, 5, 1)
    assert [each.item.title for each in review_overdue(found, WEEK.end)] == ["b", "a"]


def test_a_risk_happened_when_a_linked_incident_began() -> None:
    found = records(
        risk("R-1", title="named by the incident"),
        risk("R-2", incidents=("I-2",)),
        risk("R-3", incidents=("I-3",)),
        incident("I-1", started=moment("2026-11-10T10:00"), risks=("R-1",)),
        incident("I-2", started=moment("2026-11-11T10:00")),
        incident("I-3", started=moment("2026-11-01T10:00")),
    )
    assert [(each.item.record, by.record) for each, by in materialised(found, WEEK)] == [("R-1", "I-1"), ("R-2", "I-2")]
