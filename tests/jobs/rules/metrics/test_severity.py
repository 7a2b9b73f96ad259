from jobs.rules.item import Item
from jobs.rules.metrics.measured import Measured
from jobs.rules.metrics.severity import (
    distribution,
    hours_to_regrade,
    lowered,
    raised,
    regraded,
    unset,
)
from jobs.rules.observation import Observation
from sync.model import Value
from tests.jobs.rules.metrics.making import WEEK, incident, moment, records, tokyo


def over(name: str, **values: Value) -> Item:
    return incident(name, started=moment("2026-11-10T10:00"), resolved=moment("2026-11-11T10:00"), **values)


def test_the_final_severity_is_counted() -> None:
    found = records(
        over("a", severity="SEV2", severity_final="SEV1"),
        over("b", severity="重大"),
        over("c", severity="低"),
        over("d"),
        over("e", severity="Unknown"),
    )
    assert list(distribution(found, found.incidents.began(WEEK)).items()) == [("SEV1", 2), ("SEV4", 1), ("", 2)]
    assert unset(found, WEEK).value == 2


def test_regrades_up_and_down() -> None:
    """Of five whose first severity is known two were raised and one lowered; one has none and is left out."""
    found = records(
        over("up", severity_initial="SEV3", severity="SEV1"),
        over("up too", severity_initial="SEV3", severity_final="SEV2", severity="SEV3"),
        over("down", severity_initial="SEV1", severity="SEV2"),
        over("same", severity_initial="SEV1", severity="重大"),
        over("same too", severity_initial="SEV4", severity="SEV4"),
        over("not known", severity="SEV4"),
    )
    assert regraded(found, WEEK) == Measured(60, 5, 1)
    assert raised(found, WEEK) == Measured(40, 5, 1)
    assert lowered(found, WEEK) == Measured(20, 5, 1)


def test_the_first_severity_can_be_the_first_that_a_run_saw() -> None:
    """The five were declared at 10:00; runs saw the change 1, 2, 3, 4 and 5 hours later."""
    items = [over(str(hour), severity="SEV1") for hour in range(1, 6)]
    history = {
        item.key: [
            Observation(tokyo("2026-11-10T10:00"), severity="Unknown"),
            Observation(tokyo("2026-11-10T10:30"), severity="SEV3"),
            Observation(tokyo(f"2026-11-10T{10 + hour}:00"), severity="SEV1"),
        ]
        for hour, item in enumerate(items, 1)
    }
    found = records(*items, history=history)
    assert raised(found, WEEK) == Measured(100, 5)
    assert hours_to_regrade(found, WEEK) == Measured(3, 5)
