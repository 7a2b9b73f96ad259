import pytest

from jobs.rules.item import Item
from jobs.rules.metrics.slo import Source, broken_policy, budget
from sync.model import Value
from tests.jobs.rules.metrics.making import WEEK, action, incident, moment, records, slo


def state(*items: Item) -> tuple[object, ...]:
    found = budget(items[0], records(*items), WEEK)
    assert found is not None
    return found.consumed, found.source, found.burn_rate


@pytest.mark.parametrize("target", [99.9, 0.999])
def test_three_nines_of_thirty_days_are_forty_three_minutes(target: float) -> None:
    found = budget(one := slo("api", target=target, window_days=30), records(one), WEEK)
    assert found is not None
    assert found.minutes == pytest.approx(43.2)
    assert found.consumed is None


def test_consumed_from_events_from_minutes_and_as_stated() -> None:
    """500 of 1,000,000 are half of the thousand that 99.9 % allows; 21.6 minutes are half of 43.2."""
    rest: dict[str, Value] = {"target": 99.9, "window_days": 30}
    used, source, rate = state(slo("a", good=999_500, total=1_000_000, consumed=1, **rest))
    assert (used, source, rate) == (pytest.approx(0.5), Source.EVENTS, pytest.approx(0.5))
    assert state(slo("b", bad_minutes=21.6, **rest))[:2] == (pytest.approx(0.5), Source.MINUTES)
    assert state(slo("c", consumed=50, **rest))[:2] == (pytest.approx(0.5), Source.STATED)
    assert state(slo("d", target=0.999, window_days=30, consumed=0.5))[:2] == (pytest.approx(0.5), Source.STATED)


def test_consumed_by_incidents_and_the_burn_rate_of_the_week() -> None:
    """10 % before and 14 % in the week are 24 %; an even rate is 7 of 28 days, 25 %: 0.56 times that."""
    found = state(
        slo("a", target=99, window_days=28, incidents=("old", "new", "older")),
        incident("older", started=moment("2026-09-01T10:00"), slo_burn=50),
        incident("old", started=moment("2026-11-01T10:00"), slo_burn=10),
        incident("new", started=moment("2026-11-10T10:00"), slo_burn=14),
    )
    assert found == (pytest.approx(0.24), Source.INCIDENTS, pytest.approx(0.56))


@pytest.mark.parametrize(
    "values", [{"target": 100}, {"target": 0}, {"target": 99}, {"window_days": 30}, {"target": 99, "window_days": 0}]
)
def test_an_objective_without_a_budget_is_none(values: dict[str, Value]) -> None:
    one = slo("a", **({"window_days": 30} | values if "target" in values and values["target"] != 99 else values))
    assert budget(one, records(one), WEEK) is None


@pytest.mark.parametrize(("burn", "broken"), [(20, False), (20.1, True)])
def test_one_incident_may_use_a_fifth_of_four_weeks(burn: float, broken: bool) -> None:  # noqa: FBT001 - a row of the table
    one = slo("a", target=99, window_days=28, incidents=("i",))
    hit = incident("i", started=moment("2026-11-10T10:00"), slo_burn=burn)
    found = broken_policy(one, records(one, hit), WEEK)
    assert bool(found) is broken
    assert not any(each.answered for each in found)


def test_a_p0_action_answers_it() -> None:
    one = slo("a", target=99, window_days=28, incidents=("i",))
    hit = incident("i", started=moment("2026-11-10T10:00"), slo_burn=40)
    (burn,) = broken_policy(one, records(one, hit, action("x", priority="P0", incident=("i",))), WEEK)
    assert (burn.percent, burn.answered) == (40, True)


def test_one_cause_may_use_a_fifth_of_a_quarter() -> None:
    """Three times 19 % of four weeks are 57 × 28 / 91 = 17.5 % of a quarter; four times are 23.4 %."""
    names = ["a", "b", "c", "d"]
    hits = [
        incident(name, started=moment(f"2026-10-{i}T10:00"), slo_burn=19, cause="DNS")
        for i, name in enumerate(names, 20)
    ]
    one = slo("s", target=99, window_days=28, incidents=tuple(names))
    assert broken_policy(one, records(one, *hits[:3]), WEEK) == []
    (burn,) = broken_policy(one, records(one, *hits), WEEK)
    assert (burn.cause, len(burn.entries)) == ("DNS", 4)
    assert burn.percent == pytest.approx(23.38, abs=0.01)
