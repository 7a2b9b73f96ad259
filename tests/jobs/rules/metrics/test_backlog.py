from jobs.rules.metrics.backlog import created, done, dropped, from_trouble, net, open_age, still_open
from jobs.rules.metrics.measured import Measured
from tests.jobs.rules.metrics.making import WEEK, backlog, moment, records, risk


def test_the_flow_of_a_week() -> None:
    found = records(
        backlog("new", status="Open", created=moment("2026-11-09")),
        backlog("new and done", status="Done", created=moment("2026-11-10"), resolved=moment("2026-11-11")),
        backlog("done", status="Done", created=moment("2026-10-01"), resolved=moment("2026-11-12")),
        backlog("cancelled", status="Cancelled", created=moment("2026-10-01"), resolved=moment("2026-11-12")),
        backlog("twice", status="Duplicate", created=moment("2026-10-01"), resolved=moment("2026-11-15")),
        backlog("done, nobody knows when", status="Done", created=moment("2026-10-01")),
    )
    assert created(found, WEEK).value == 2
    assert done(found, WEEK) == Measured(2, excluded=1)
    assert dropped(found, WEEK).value == 2
    assert net(found, WEEK).value == -2
    assert still_open(found, WEEK) == Measured(1, excluded=1)


def test_the_median_age_of_the_open_at_the_end() -> None:
    """1, 2, 3, 10 and 46 days old on 16 November."""
    days = ["2026-11-15", "2026-11-14", "2026-11-13", "2026-11-06", "2026-10-01"]
    found = records(*(backlog(day, status="Open", created=moment(day)) for day in days))
    assert open_age(found, WEEK) == Measured(3, 5)


def test_the_share_that_comes_from_risks_and_incidents() -> None:
    """One says so, one names a risk, one is named by a risk; two come from elsewhere."""
    created_at = moment("2026-11-10")
    found = records(
        backlog("says so", created=created_at, origin="Incident"),
        backlog("names", created=created_at, risks=("R-1",)),
        backlog("named", created=created_at),
        backlog("x", created=created_at, origin="User"),
        backlog("y", created=created_at),
        risk("R-1", backlog=("named",)),
    )
    assert from_trouble(found, WEEK) == Measured(60, 5)
