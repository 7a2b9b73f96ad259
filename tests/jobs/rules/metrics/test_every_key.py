"""Every figure that the digest shows, by its key, for one week that was reckoned by hand."""

from datetime import UTC, timedelta

import pytest

from jobs.digest.build import METRICS
from jobs.rules.item import Item
from jobs.rules.observation import Observation
from jobs.rules.spells import Spell
from sync.model import RecordId, Span
from tests.jobs.rules.metrics.making import TOKYO, WEEK, action, backlog, incident, moment, records, risk, tokyo

REST = {metric.key: metric.reckon for metric in METRICS}
DECLARED = [tokyo(f"2026-11-{9 + i:02}T10:05") for i in range(5)]
GRADES = ("SEV3", "SEV3", "SEV3", "SEV5", "SEV5")


def after(i: int, minutes: int) -> Span:
    """So many minutes after the i-th incident started, five minutes before it was declared."""
    return Span(DECLARED[i] + timedelta(minutes=minutes - 5))


def incidents() -> list[Item]:
    """Five of the week with all stamps, a step longer each; six that want a review; two that are open."""
    week = [
        incident(
            f"I-{i}",
            status="Resolved",
            severity="SEV4",
            severity_initial=GRADES[i],
            started=after(i, 0),
            declared=after(i, 5),
            detected=after(i, 10 * step),
            acknowledged=after(i, 5 * step),
            mitigated=after(i, 20 * step),
            resolved=after(i, 5 + 60 * step),
            impact_end=after(i, 40 * step),
            detection="Customer" if i == 4 else "Monitor",
            similar=("P-0",) if i == 2 else (),
            risks=("R-5",) if i == 0 else (),
        )
        for i, step in enumerate(range(1, 6))
    ]
    reviewed = [
        incident(
            f"P-{i}",
            status="Closed",
            severity="SEV1",
            declared=moment("2026-10-01T09:00"),
            resolved=moment("2026-10-01T10:00"),
            postmortem_status="Reviewed" if days else "Draft",
            **({"meeting": Span(tokyo("2026-10-01T10:00") + timedelta(days=days))} if days else {}),
        )
        for i, days in enumerate((1, 2, 3, 4, 10, 0))
    ]
    waiting = [
        incident("I-5", status="Investigating", started=moment("2026-11-15T10:00")),
        incident("O-0", status="Investigating", severity="SEV4", started=moment("2026-10-20T10:00")),
    ]
    return [*week, *reviewed, *waiting]


def actions() -> list[Item]:
    """Five of the middle of October, due in the week, four of which are done; four overdue; one of an old incident."""
    cohort = [
        action(
            f"C-{i}",
            status="Done" if i else "Open",
            created=moment("2026-10-12"),
            due=moment(f"2026-11-{10 + i}"),
            completed=moment("2026-11-05") if i else None,
        )
        for i in range(5)
    ]
    late = [action(f"L-{i}", status="Open", created=moment("2026-11-06"), due=moment("2026-11-08")) for i in range(4)]
    return [
        *cohort,
        *late,
        action("N-1", status="Open", created=moment("2026-11-09")),
        action("N-2", status="Open", created=moment("2026-11-15")),
        action("D-1", status="Done", created=moment("2026-09-01"), completed=moment("2026-11-12")),
        action("A-0", status="Open", created=moment("2026-10-02"), incident=("P-0",)),
    ]


def risks() -> list[Item]:
    reviews = ("2026-11-01", "2026-11-01", "2026-12-01", "2026-12-01", "2026-12-01")
    known = [
        risk(f"R-{i}", status="Monitoring", detected=moment("2026-06-01"), next_review=moment(day))
        for i, day in enumerate(reviews, 3)
    ]
    return [
        risk("R-1", status="Monitoring", detected=moment("2026-11-10")),
        risk("R-2", status="Closed", detected=moment("2026-06-01"), closed=moment("2026-11-11")),
        *known,
    ]


def items() -> list[Item]:
    waiting = [
        backlog(f"B-{i}", status="Open", created=moment(f"2026-11-{9 + i:02}"), origin="Risk" if i < 2 else "User")
        for i in range(5)
    ]
    gone = [
        backlog("B-6", status="Done", created=moment("2026-06-01"), resolved=moment("2026-11-10")),
        backlog("B-7", status="Cancelled", created=moment("2026-06-01"), resolved=moment("2026-11-10")),
    ]
    return [*incidents(), *actions(), *risks(), *waiting, *gone]


def seen(i: int) -> list[Observation]:
    """Its severity was set anew one hour, two hours, … after the declaration."""
    anew = DECLARED[i] + timedelta(hours=i + 1)
    return [Observation(DECLARED[i], None, GRADES[i], None), Observation(anew, None, "SEV4", None)]


HISTORY = {
    **{("incidents", RecordId(f"I-{i}")): seen(i) for i in range(5)},
    ("risks", RecordId("R-3")): [
        Observation(tokyo("2026-11-01"), "Monitoring", None, 4),
        Observation(tokyo("2026-11-11"), "Accepted", None, 4),
    ],
    ("risks", RecordId("R-4")): [
        Observation(tokyo("2026-11-01"), "Monitoring", None, 4),
        Observation(tokyo("2026-11-11"), "Monitoring", None, 6),
    ],
}
SPELLS = (
    Spell(("stale.risk", "risks", RecordId("R-6"), ()), tokyo("2026-11-10")),
    Spell(("stale.backlog", "backlog", RecordId("B-0"), ()), tokyo("2026-10-10"), tokyo("2026-11-12")),
)
BY_HAND: dict[str, tuple[float, int | None, int]] = {
    "incidents.count": (6, None, 0),
    "incidents.open": (2, None, 0),
    "incidents.resolved_rate": (500 / 6, 6, 0),
    "incidents.noticed_inside": (80, 5, 1),
    # 10, 20, 30, 40, 50; the 90th percentile lies at place 3.6: 40 + 0.6 × 10
    "ttd.median": (30, 5, 1),
    "ttd.p90": (46, 5, 1),
    "tta.median": (15, 5, 1),
    "tta.p90": (23, 5, 1),
    "ttm.median": (60, 5, 1),
    "ttm.p90": (92, 5, 1),
    "ttr.median": (180, 5, 1),
    "ttr.p90": (276, 5, 1),
    # the impact ends 40, 80, … minutes after the start, the detection is at 10, 20, …: 30, 60, 90, 120, 150
    "repair.median": (90, 5, 1),
    "repair.p90": (138, 5, 1),
    "postmortems.overdue": (1, None, 0),
    "postmortems.completion": (500 / 6, 6, 0),
    "postmortems.days_to_review": (3, 5, 0),
    "actions.created": (2, None, 0),
    "actions.done": (1, None, 0),
    "actions.completion": (80, 5, 0),
    "actions.on_time": (80, 5, 0),
    "actions.overdue": (5, None, 0),
    # 35 days and four times 10
    "actions.overdue_age": (10, 5, 0),
    "risks.new": (1, None, 0),
    "risks.closed": (1, None, 0),
    "risks.open": (6, None, 0),
    "risks.accepted": (1, None, 0),
    "risks.rescored": (1, None, 0),
    "risks.review_overdue": (40, 5, 1),
    "risks.materialised": (1, None, 0),
    "stale.count": (1, None, 0),
    # of 2 incidents, 8 actions, 6 risks and 5 items of the backlog
    "stale.rate": (100 / 21, 21, 0),
    "stale.new": (1, None, 0),
    "stale.again": (1, None, 0),
    "severity.unset": (1, None, 0),
    "severity.regraded": (100, 5, 0),
    "severity.raised": (40, 5, 0),
    "severity.lowered": (60, 5, 0),
    "severity.hours_to_regrade": (3, 5, 0),
    "repeats.count": (1, None, 0),
    "repeats.rate": (100 / 6, 6, 0),
    "repeats.avoidable": (1, None, 0),
    "backlog.created": (5, None, 0),
    "backlog.done": (1, None, 0),
    "backlog.dropped": (1, None, 0),
    "backlog.net": (3, None, 0),
    "backlog.open": (5, None, 0),
    # 7, 6, 5, 4 and 3 days
    "backlog.open_age": (5, 5, 0),
    "backlog.from_trouble": (40, 5, 0),
}


def test_every_metric_is_reckoned_here() -> None:
    assert set(BY_HAND) == set(REST)


@pytest.mark.parametrize("key", BY_HAND)
def test_it_is_what_a_hand_reckons(key: str) -> None:
    value, n, excluded = BY_HAND[key]
    found = REST[key](records(*items(), history=HISTORY, spells=SPELLS), WEEK)
    assert found.value == pytest.approx(value)
    assert (found.n, found.excluded) == (n, excluded)


@pytest.mark.parametrize("key", [key for key, (_, n, _) in BY_HAND.items() if n is not None])
def test_of_fewer_than_five_nothing_is_said(key: str) -> None:
    few = [each for each in items() if each.record in ("I-0", "P-0", "C-0", "R-3", "B-0")]
    found = REST[key](records(*few, history=HISTORY, spells=SPELLS), WEEK)
    assert found.n is not None
    assert found.n < 5
    assert found.value is None


def test_a_week_of_another_zone_is_another_week() -> None:
    """In Tokyo it begins nine hours earlier: what began on Sunday at 16:00 in London belongs to its Monday."""
    assert tokyo("2026-11-09T00:00").astimezone(UTC) == WEEK.start
    early = incident("x", started=Span(tokyo("2026-11-09T01:00").astimezone(UTC)))
    late = incident("y", started=Span(tokyo("2026-11-08T23:00").astimezone(UTC)))
    assert REST["incidents.count"](records(early, late), WEEK).value == 1
    assert TOKYO.key == "Asia/Tokyo"
