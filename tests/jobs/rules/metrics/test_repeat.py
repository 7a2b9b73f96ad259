from jobs.rules.item import Item
from jobs.rules.metrics.repeat import METRICS, repeats
from sync.model import Value
from tests.jobs.rules.metrics.making import WEEK, action, incident, moment, records

REST = {metric.key: metric.reckon for metric in METRICS}


def before(name: str, end: str, **values: Value) -> Item:
    return incident(name, started=moment(end), resolved=moment(end), **values)


def now(name: str, **values: Value) -> Item:
    return incident(name, started=moment("2026-11-10T10:00"), **values)


def test_a_link_or_the_same_cause_and_service_makes_a_repeat() -> None:
    alike: dict[str, Value] = {"cause": "設定ミス", "services": ("API", "Web")}
    found = records(
        before("old", "2026-10-01T10:00", **alike),
        now("linked", similar=("old",)),
        now("alike", cause="設定ミス。", services=("Web",)),
        now("elsewhere", cause="設定ミス", services=("Batch",)),
        now("otherwise", cause="disk full", services=("Web",)),
    )
    assert sorted(each.entry.item.title for each in repeats(found, WEEK)) == ["alike", "linked"]
    assert REST["repeats.count"](found, WEEK).value == 2


def test_prose_and_unknown_causes_are_no_tags() -> None:
    for cause in ("TBD", "x" * 41, "one\ntwo"):
        values: dict[str, Value] = {"cause": cause, "services": ("API",)}
        assert repeats(records(before("old", "2026-10-01T10:00", **values), now("new", **values)), WEEK) == []


def test_ninety_days_after_it_was_resolved_it_is_no_repeat() -> None:
    first, last = before("a", "2026-08-12T10:00"), before("b", "2026-08-12T09:59")
    assert [each.earlier.item.title for each in repeats(records(first, now("x", similar=("a",))), WEEK)] == ["a"]
    assert repeats(records(last, now("x", similar=("b",))), WEEK) == []


def test_avoidable_is_a_repeat_with_an_action_still_open_when_it_began() -> None:
    found = records(
        before("old", "2026-10-01T10:00", actions=("A-1",)),
        now("new", repeat_of=("old",)),
        action("A-1", status="Done", created=moment("2026-10-02"), completed=moment("2026-11-11")),
        action("A-2", status="Done", created=moment("2026-10-02"), completed=moment("2026-11-09"), incident=("old",)),
        action("A-3", status="Open", created=moment("2026-10-02"), incident=("old",)),
    )
    (only,) = repeats(found, WEEK)
    assert sorted(each.title for each in only.actions) == ["A-1", "A-3"]
    assert REST["repeats.avoidable"](found, WEEK).value == 1
