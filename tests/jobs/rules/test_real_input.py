"""What the rules find in real tables; the figures were checked by hand against the tables."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from jobs.rules.judge import judge
from jobs.rules.rule import Rule
from jobs.rules.ruleset import Rules, make_rules
from tests.jobs.rules import real

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
OWN_FORMULA = {"risk.R3": Rule(formula="likelihood * impact * 20")}


@pytest.fixture(scope="module")
def rules() -> Rules:
    return make_rules(checks=OWN_FORMULA)


def test_the_risk_register_has_four_wrong_scores_and_no_more(rules: Rules) -> None:
    found = [each for each in judge(real.risks(), rules, NOW).findings if each.rule == "risk.R3"]
    wrong = {each.record.partition("/")[2]: each.facts["expected"] for each in found}
    assert wrong == {"R-CASH-001": 400, "R-COMP-001": 160, "R-TECH-001": 120, "R-PHYS-001": 40}


def test_a_formula_that_is_not_the_team_s_own_accuses_nobody() -> None:
    judged = judge(real.risks(), make_rules(), NOW)
    assert [each for each in judged.findings if each.rule == "risk.R3"] == []
    (idle,) = [each for each in judged.idle if each.rule == "risk.R3"]
    assert "26 of 26" in str(idle.why)


def test_overdue_reviews_of_every_version_on_the_day_it_was_committed(rules: Rules) -> None:
    """112 of the 216 rows had a review date that was past."""
    versions = {row["commit"]: row["date"] for row in real.rows("hack23_risk_register_history.csv")}
    overdue = 0
    for version, day in versions.items():
        now = datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)
        found = judge(real.risks("hack23_risk_register_history.csv", version), rules, now)
        overdue += sum(each.rule == "risk.review" for each in found.findings)
    assert len(versions) == 14
    assert overdue == 112


def test_post_mortems(rules: Rules) -> None:
    items = [*real.postmortems(), *real.actions()]
    judged = judge(items, rules, NOW)
    found = Counter(each.rule for each in judged.findings)
    assert found["action.C10"] == 158, "no action item has an owner or a date"
    assert found["postmortem.C3"] == 39, "none has a section on impact"
    assert found["postmortem.C7"] == 39, "none tells a temporary from a permanent fix"
    assert {e.record for e in judged.findings if e.rule == "postmortem.C4.dates"} == {"PM2020-003"}
    assert {str(e.facts["year"]) for e in judged.findings if e.rule == "postmortem.C4.dates"} == {"202"}
    assert {e.record for e in judged.findings if e.rule == "postmortem.C1"} == {"PM2024-002"}, "it has no times"
    no_cause = [
        e.record for e in judged.findings if e.rule == "postmortem.C6" and str(e.why) == "missing: trigger, cause"
    ]
    assert no_cause == ["PM2021-011"], "its section on contributing factors is not there"
    assert found["postmortem.C2"] == found["postmortem.C10"] == 0
    no_lessons = {e.record for e in judged.findings if e.rule == "postmortem.C9"}
    assert no_lessons == {"PM2021-011", "PM2023-002", "PM2024-003"}, "two are empty, one is a dash"


def test_incidents(rules: Rules) -> None:
    found = Counter(each.rule for each in judge(real.incidents(), rules, NOW).findings)
    assert found == {"severity.unset": 31}, "those graded none; 18 maintenances are no incidents"


def test_vulnerabilities_with_due_dates(rules: Rules) -> None:
    now = datetime(2025, 9, 1, 12, tzinfo=UTC)
    rows = real.rows("cisa_kev.csv")
    judged = judge(real.vulnerabilities(), rules, now)
    found = Counter(each.rule for each in judged.findings)
    assert found["risk.due"] == sum(row["dueDate"] < "2025-09-01" for row in rows)
    assert found["risk.order.due"] == 15, "due before they were added"


def test_a_backlog_of_bug_reports(rules: Rules) -> None:
    judged = judge(real.backlog(), rules, NOW)
    found = Counter(each.rule for each in judged.findings)
    still_open = sum(row["Status"] not in ("Resolved", "Closed") for row in real.rows("gitbugs_hadoop_bugs.csv"))
    assert found == {"stale.backlog": still_open}
    assert not judged.unjudged
