from dataclasses import replace

import pytest

from jobs.rules.body import page_wanted
from jobs.rules.calendar import Calendar
from jobs.rules.item import Item, RecordType, Role
from jobs.rules.rule import Rule
from jobs.rules.ruleset import Rules, make_rules
from jobs.rules.scene import Scene
from sync.message import say
from sync.model import Value
from tests.jobs.rules.made import NOW, record, risk


def wanted(item: Item, rules: Rules | None = None) -> bool:
    scene = Scene((item,), rules or make_rules(), NOW, {}, Calendar())
    return page_wanted(scene)(item)


@pytest.mark.parametrize(
    ("values", "asked"),
    [
        ({"severity": "SEV1", "status": "Resolved"}, True),
        ({"severity": "重大", "status": "復旧済"}, True),
        ({"severity": "SEV1", "status": "Investigating"}, False),
        ({"severity": "SEV4", "status": "Resolved"}, False),
        ({"severity": "SEV4", "status": "Closed", "postmortem_status": "Draft"}, True),
        ({"severity": "SEV1", "status": "Resolved", "kind": "Test"}, False),
        ({"status": "Resolved"}, True),
    ],
)
def test_of_incidents_only_the_pages_of_those_that_want_a_postmortem_are_asked_for(
    values: dict[str, Value],
    asked: bool,  # noqa: FBT001 - a row of a table
) -> None:
    item = record(RecordType.INCIDENT, "I-1", **values)  # type: ignore[arg-type]  # active is text as well
    assert wanted(item) is asked


def test_what_cannot_be_judged_anyway_costs_no_call() -> None:
    item = record(RecordType.INCIDENT, "I-1", status="Resolved")
    assert not wanted(replace(item, unreadable={Role("severity"): say("two values")}))


def test_without_a_rule_on_sections_no_page_is_asked_for() -> None:
    item = record(RecordType.INCIDENT, "I-1", severity="SEV1", status="Resolved")
    assert not wanted(item, make_rules(defaults=False))
    own = Rule.model_validate({"kind": "filled", "record": "risk", "roles": ["summary"], "when": {"impact": ["High"]}})
    rules = make_rules(checks={"risk.story": own}, defaults=False)
    assert wanted(risk(impact="High"), rules)
    assert not wanted(risk(impact="Low"), rules)
