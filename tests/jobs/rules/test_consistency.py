"""Times, scores and severities that contradict one another."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.rules.formula import NotAFormula, names_in, reckon, spelt
from jobs.rules.item import Item, RecordType
from jobs.rules.observation import Observation
from jobs.rules.rule import Rule
from jobs.rules.ruleset import make_rules
from sync.model import Span
from tests.jobs.rules.made import NOW, all_said, at, odd, on, record, risk, said, with_rule


def incident(name: str = "I-1", **values: object) -> Item:
    return record(RecordType.INCIDENT, name, **values)  # type: ignore[arg-type]


def test_times_follow_one_another() -> None:
    wrong = incident(started=on("2026-01-02 10:00"), detected=None, resolved=on("2026-01-02 09:30"))
    (found,) = said("postmortem.C4", wrong)
    assert found.roles == ("started", "resolved")
    same_day = incident(started=on("2026-01-02 10:00"), resolved=on("2026-01-02"))
    assert said("postmortem.C4", same_day) == [], "a day is compared with days only"


def test_a_time_without_a_zone_is_not_judged() -> None:
    item = incident(started=on("2026-01-02 10:00"), resolved=Span(at("2026-01-02 11:00").replace(tzinfo=None)))
    assert odd("postmortem.C4", all_said(item)) == ["resolved: 2026-01-02 11:00:00 has no time zone"]


def test_dates_that_cannot_be() -> None:
    old = incident("I-1", started=on("0202-01-16 12:00"))
    ahead = incident("I-2", started=on("2026-11-23 12:00"), meeting=on("2026-12-01"))
    backwards = incident("I-3", started=Span(at("2026-01-02 10:00"), at("2026-01-01 10:00")))
    assert [each.record for each in said("postmortem.C4.dates", old, ahead, backwards)] == ["I-1", "I-2", "I-3"]
    assert said("postmortem.C4.dates", incident(started=on("2026-11-20 11:00"), meeting=on("2026-12-01"))) == []


@pytest.mark.parametrize(
    ("likelihood", "impact", "score", "wrong"),
    [
        ("High", "High", 9, False),
        ("高", "中", 6, False),
        ("高", "中", 5, True),
        ("3", "２", 6, False),
        (2, 2, 4.0, False),
        (None, "High", 5, False),
        ("High", "High", None, False),
    ],
)
def test_a_score_is_likelihood_times_impact(likelihood: object, impact: object, score: object, wrong: bool) -> None:  # noqa: FBT001 - a parameter
    rules = with_rule("risk.R3", formula="likelihood * impact")
    item = risk(likelihood=likelihood, impact=impact, score=score)  # type: ignore[arg-type]
    assert bool(said("risk.R3", item, rules=rules)) is wrong


def test_a_formula_is_told_in_the_words_of_the_table() -> None:
    called = {"likelihood": "発生確率", "impact": "影響度", "min": "never"}
    assert spelt("min(likelihood, impact) * 20 - impact", called) == "min(発生確率, 影響度) * 20 - 影響度"
    assert spelt("likelihood + 1", {}) == "likelihood + 1"


def test_a_level_that_counts_as_nothing_is_not_judged() -> None:
    (why,) = odd("risk.R3", all_said(risk(likelihood="ときどき", impact="High", score=3)))
    assert "ときどき" in why


def test_a_lookup_and_numbers_of_one_s_own() -> None:
    lookup = {"High": {"High": "S", "Medium": "A"}}
    rules = make_rules(checks={"risk.R3": Rule(lookup=lookup, result="priority")})
    fine, wrong = (
        risk(name, likelihood="高", impact="中", priority=rank) for name, rank in (("R-1", "a"), ("R-2", "S"))
    )
    assert [each.record for each in said("risk.R3", fine, wrong, rules=rules)] == ["R-2"]
    numbers = {"likelihood": {"often": 5.0}}
    rules = make_rules(checks={"risk.R3": Rule(formula="likelihood * 10", numbers=numbers)})
    assert said("risk.R3", risk(likelihood="Often", impact=None, score=50), rules=rules) == []


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "likelihood.real",
        "a if b else c",
        "[1]",
        "2 ** 99",
        "lambda: 1",
        "'a' * 9",
        "1 <",
        "",
        "f(x)",
        "round()",
        "True",
        "1j",
        "9" * 300,
    ],
)
def test_a_formula_is_nothing_but_arithmetic(text: str) -> None:
    with pytest.raises(NotAFormula):
        names_in(text)


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_a_formula_reckons_as_python_does(first: float, second: float) -> None:
    values = {"a": first, "b": second}
    assert reckon("(a + 2) * b - max(a, b)", values) == (first + 2) * second - max(first, second)


@given(st.text(max_size=40))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    try:
        names_in(text)
    except NotAFormula:
        return


def test_a_division_by_nothing_is_not_judged() -> None:
    rules = with_rule("risk.R3", formula="likelihood / impact")
    judged = all_said(risk(likelihood=1, impact=0, score=3), rules=rules)
    assert odd("risk.R3", judged) == ["likelihood / impact has no result here"]


def test_figures_that_reach_a_graver_level_of_the_team_s_table() -> None:
    table = [
        record(RecordType.SEVERITY, "L-1", title="SEV-1", customers_from=1000),
        record(RecordType.SEVERITY, "L-2", title="重大度2", customers_from=100),
        record(RecordType.SEVERITY, "L-3", title="SEV3", customers_from="many"),
    ]
    items = [
        incident("I-1", severity="SEV3", customers=1500),
        incident("I-2", severity="SEV1", customers=1500),
        incident("I-3", severity="SEV3", customers=99),
    ]
    judged = all_said(*items, *table)
    assert [(each.record, each.facts["reached"]) for each in judged.findings if each.rule == "severity.facts"] == [
        ("I-1", "SEV1")
    ]
    assert [each.record for each in judged.unjudged if each.rule == "severity"] == ["L-3"]


def test_a_severity_lowered_without_a_reason() -> None:
    item = incident(severity="SEV3", severity_reason=None)
    lowered = [
        Observation(at("2026-11-01 00:00"), severity="SEV1"),
        Observation(at("2026-11-03 00:00"), severity="SEV3"),
    ]
    (found,) = said("severity.lowered", item, history={item.key: lowered})
    assert found.facts == {"before": "SEV1", "after": "SEV3"}
    raised = list(reversed(lowered))
    assert said("severity.lowered", item, history={item.key: raised}) == []
    told = incident(severity="SEV3", severity_reason="Only the staging shop was hit")
    assert said("severity.lowered", told, history={told.key: lowered}) == []
    fields = incident(severity="SEV4", severity_initial="SEV2")
    assert len(said("severity.lowered", fields)) == 1


def test_the_meeting_of_a_level_is_past_its_time() -> None:
    """SEV1: three days of the calendar; SEV2: five business days, here over a weekend."""
    items = [
        incident("I-1", severity="SEV1", status="Resolved", resolved=on("2026-11-16 10:00"), meeting=None),
        incident("I-2", severity="SEV1", status="Resolved", resolved=on("2026-11-17 10:00"), meeting=None),
        incident("I-3", severity="SEV2", status="Resolved", resolved=on("2026-11-13 10:00"), meeting=None),
        incident("I-4", severity="SEV2", status="Resolved", resolved=on("2026-11-12 10:00"), meeting=None),
        incident("I-5", severity="SEV1", status="Resolved", resolved=on("2026-11-01 10:00"), meeting=on("2026-11-03")),
    ]
    assert [each.record for each in said("severity.meeting", *items)] == ["I-1", "I-4"]


def test_the_action_items_of_a_level_are_past_their_time() -> None:
    grave = incident("I-1", severity="SEV1", status="Resolved", resolved=on("2026-11-01 10:00"))
    light = incident("I-2", severity="SEV3", status="Resolved", resolved=on("2026-11-01 10:00"))
    items = [
        record(RecordType.ACTION_ITEM, "T-1", status="Open", incident=("I-1",)),
        record(RecordType.ACTION_ITEM, "T-2", status="Done", incident=("I-1",)),
        record(RecordType.ACTION_ITEM, "T-3", status="Open", incident=("I-2",)),
    ]
    assert [each.record for each in said("severity.actions", grave, light, *items)] == ["T-1"]


def test_a_severity_that_is_not_set() -> None:
    items = [
        incident("I-1", severity="Unknown", started=on("2026-11-10 10:00")),
        incident("I-2", severity=None, started=on("2026-11-20 10:00")),
        incident("I-3", severity="SEV5", started=on("2026-11-10 10:00")),
        incident("I-4", severity=None, kind="Scheduled", started=on("2026-11-10 10:00")),
    ]
    assert [each.record for each in said("severity.unset", *items)] == ["I-1"]


def test_the_shares_have_drifted_and_a_level_is_not_used() -> None:
    def many(level: str, count: int, days: int) -> list[Item]:
        when = Span(NOW - timedelta(days=days))
        return [incident(f"{level}-{days}-{n}", severity=level, started=when) for n in range(count)]

    levels = [record(RecordType.SEVERITY, name, title=name) for name in ("SEV1", "SEV2", "SEV3")]
    drifted = [*many("SEV2", 20, 10), *many("SEV3", 10, 10), *many("SEV2", 10, 100), *many("SEV3", 30, 100)]
    found = said("severity.drift", *drifted, *levels)
    assert {each.facts["level"] for each in found} == {"SEV2", "SEV3"}
    assert {each.record for each in found} == {""}
    assert [each.facts["level"] for each in said("severity.unused", *drifted, *levels)] == ["SEV1"]
    few = [*many("SEV2", 19, 10), *many("SEV3", 60, 100)]
    assert said("severity.drift", *few, *levels) == []
    steady = [*many("SEV2", 15, 10), *many("SEV3", 15, 10), *many("SEV2", 14, 100), *many("SEV3", 16, 100)]
    assert said("severity.drift", *steady, *levels) == []
