"""Stale, overdue, waiting: what is too old, and what is left alone."""

from datetime import UTC, datetime

import pytest

from jobs.rules.calendar import Calendar
from jobs.rules.item import RecordType
from jobs.rules.judge import judge
from jobs.rules.observation import Observation
from jobs.rules.rule import Rule
from jobs.rules.ruleset import make_rules
from tests.jobs.rules.made import NOW, all_said, at, odd, on, record, risk, said, with_rule


@pytest.mark.parametrize(
    ("status", "active", "stale"),
    [
        ("Investigating", "2026-11-13 12:00", True),  # seven days
        ("Investigating", "2026-11-14 12:00", False),
        ("In progress", "2026-11-07 12:00", False),
        ("In progress", "2026-11-06 12:00", True),
        ("Monitoring", "2026-10-21 12:00", True),
        ("Closed", "2020-01-01 12:00", False),
        ("Mitigated", "2020-01-01 12:00", False),
    ],
)
def test_a_risk_is_stale_by_its_status(status: str, active: str, stale: bool) -> None:  # noqa: FBT001 - a parameter
    assert bool(said("stale.risk", risk(status=status, owner=("Aoki",), active=active))) is stale


def test_the_threshold_goes_by_severity_and_priority_too() -> None:
    grave = record(RecordType.INCIDENT, severity="SEV1", status="Investigating", active="2026-11-18 12:00")
    light = record(RecordType.INCIDENT, "A-2", severity="SEV4", status="Investigating", active="2026-11-18 12:00")
    assert [each.record for each in said("stale.incident", grave, light)] == ["A-1"]
    urgent = record(RecordType.BACKLOG, priority="P0", status="Open", active="2026-11-01 12:00")
    other = record(RecordType.BACKLOG, "A-2", priority="P3", status="Open", active="2026-11-01 12:00")
    assert [each.record for each in said("stale.backlog", urgent, other)] == ["A-1"]


@pytest.mark.parametrize(
    "values",
    [
        {"status": "Investigating", "due": on("2026-11-20")},
        {"status": "On hold", "hold_until": on("2027-01-01")},
        {"status": "Accepted", "next_review": on("2027-01-01")},
        {"status": "Investigating", "labels": ("KEEP", "db")},
        {"status": "Investigating", "last_reviewed": on("2026-11-19")},
    ],
)
def test_exempt(values: dict[str, object]) -> None:
    assert said("stale.risk", risk(**values, active="2024-01-01 00:00")) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "values",
    [
        {"status": "Investigating", "due": on("2026-11-19")},
        {"status": "On hold", "hold_until": None},
        {"status": "Accepted", "next_review": on("2026-01-01")},
        {"status": "Investigating", "last_reviewed": on("2027-11-19")},
    ],
)
def test_not_exempt_any_more(values: dict[str, object]) -> None:
    assert len(said("stale.risk", risk(**values, active="2024-01-01 00:00"))) == 1  # type: ignore[arg-type]


def test_what_nobody_knows_the_age_of_is_not_judged() -> None:
    judged = all_said(risk(status="Open"))
    assert odd("stale.risk", judged) == ["nothing says when a person last touched it"]
    assert not [each for each in judged.findings if each.rule == "stale.risk"]


def test_a_status_that_is_not_known_is_not_judged() -> None:
    (why,) = odd("stale.risk", all_said(risk(status="レビュー待ち", active="2024-01-01 00:00")))
    assert "レビュー待ち" in why
    assert "[rules.states.risk]" in why


def test_an_observed_change_is_a_sign_of_life() -> None:
    item = risk(status="In progress", active="2026-01-01 00:00")
    seen = [Observation(at("2026-01-01 00:00"), "Open"), Observation(at("2026-11-18 09:00"), "In progress")]
    assert said("stale.risk", item)
    assert said("stale.risk", item, history={item.key: seen}) == []


def test_business_days_and_japanese_holidays() -> None:
    """Friday to Wednesday: a weekend and the holiday of 23 November lie between."""
    calendar, none = Calendar("JP"), Calendar("")
    friday = datetime(2026, 11, 20, tzinfo=UTC).date()
    assert calendar.after(friday, 2, business=True).isoformat() == "2026-11-25"
    assert none.after(friday, 2, business=True).isoformat() == "2026-11-24"
    assert calendar.after(friday, 2).isoformat() == "2026-11-22"
    own = Calendar("JP", off=frozenset({datetime(2026, 11, 25, tzinfo=UTC).date()}))
    assert own.after(friday, 2, business=True).isoformat() == "2026-11-26"


def test_a_rule_that_counts_business_days() -> None:
    rules = with_rule("stale.risk", days=5, business=True, thresholds=())
    item = risk(status="Open", active="2026-11-13 12:00")
    assert len(said("stale.risk", item, rules=rules)) == 1
    thursday = NOW.replace(day=19)
    assert [e for e in judge([item], rules, thursday).findings if e.rule == "stale.risk"] == []


def test_due_today_is_not_late() -> None:
    items = [
        record(RecordType.ACTION_ITEM, day, due=on(day), status="Open")
        for day in ("2026-11-19", "2026-11-20", "2026-11-20 11:59", "2026-11-20 12:01")
    ]
    assert [each.record for each in said("action.due", *items)] == ["2026-11-19", "2026-11-20 11:59"]
    done = record(RecordType.ACTION_ITEM, due=on("2020-01-01"), status="Done")
    assert said("action.due", done) == []


def test_accepted_past_its_expiry_and_review_past() -> None:
    item = risk(status="Accepted", accepted_until=on("2026-11-01"), next_review=on("2026-11-01"))
    assert len(said("risk.expired", item)) == len(said("risk.review", item)) == 1


def test_open_with_everything_linked_done() -> None:
    done = record(RecordType.BACKLOG, "B-1", status="Done")
    dropped = record(RecordType.BACKLOG, "B-2", status="Cancelled")
    active = record(RecordType.BACKLOG, "B-3", status="In progress")
    action = record(RecordType.ACTION_ITEM, "T-1", status="Done", risk=("R-4",))
    items = [
        risk("R-1", status="In progress", backlog=("B-1", "B-2")),
        risk("R-2", status="In progress", backlog=("B-1", "B-3")),
        risk("R-3", status="In progress", backlog=("B-2",)),
        risk("R-4", status="In progress", backlog=()),
        risk("R-5", status="Closed", backlog=("B-1",)),
        risk("R-6", status="In progress", backlog=("B-1", "elsewhere")),
    ]
    everything = (*items, done, dropped, active, action)
    found = said("risk.done", *everything)
    assert [(each.record, [name for _, name in each.others]) for each in found] == [
        ("R-1", ["B-1", "B-2"]),
        ("R-4", ["T-1"]),
    ]
    assert odd("risk.done", all_said(*everything)) == ["1 of its linked records are not among those read"]


def test_resolved_without_review() -> None:
    old = record(
        RecordType.INCIDENT, severity="SEV2", status="Resolved", resolved=on("2026-11-01 10:00"), reviewed=False
    )
    fresh = record(
        RecordType.INCIDENT, "A-2", severity="SEV2", status="Resolved", resolved=on("2026-11-10 10:00"), reviewed=False
    )
    light = record(
        RecordType.INCIDENT, "A-3", severity="SEV4", status="Resolved", resolved=on("2026-01-01 10:00"), reviewed=False
    )
    assert [each.record for each in said("incident.unreviewed", old, fresh, light)] == ["A-1"]


def test_a_rule_can_be_switched_off_and_alone() -> None:
    item = risk(status="Open", next_review=on("2026-01-01"), active="2020-01-01 00:00")
    assert said("risk.review", item, rules=with_rule("risk.review", on=False)) == []
    alone = make_rules(checks={"risk.review": Rule(days=3)}, defaults=False)
    assert {each.rule for each in all_said(item, rules=alone).findings} == {"risk.review"}
