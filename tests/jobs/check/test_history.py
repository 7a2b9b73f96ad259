"""What earlier runs have seen reaches the rules."""

from jobs.rules.observation import Observation, changed_at
from jobs.wiring.seen import observed
from sync.clerical import Sighting
from sync.model import RecordId, Value
from tests.jobs.rules.made import at


def test_a_sighting_is_an_observation() -> None:
    facts: dict[str, Value] = {"status": "Open", "severity": "SEV1", "score": 4, "owner": "Aoki"}
    seen = observed(Sighting(RecordId("R-1"), at("2026-01-01 00:00"), "run", facts))
    assert seen == Observation(at("2026-01-01 00:00"), "Open", "SEV1", 4, ("Aoki",))
    assert observed(Sighting(RecordId("R-1"), at("2026-01-01 00:00"), None)).content == (None, None, None, None)


def test_the_last_change_is_the_last_one_that_changed_anything() -> None:
    seen = [Observation(at(f"2026-01-0{n} 00:00"), status) for n, status in enumerate(["Open", "Done", "Done"], 1)]
    assert changed_at(seen) == at("2026-01-02 00:00")
    assert changed_at(seen[:1]) == at("2026-01-01 00:00")
    assert changed_at([]) is None
