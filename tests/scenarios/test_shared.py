"""Every situation of the shared file, each as a test of its own."""

import pytest

from tests.scenarios.form import Scenario, load
from tests.scenarios.runner import run
from tests.shared import ROOT, shared

FILE = ROOT.parent / "shared" / "scenarios" / "scenarios.json"
CASES = load(FILE) if FILE.exists() else []


def test_the_file_is_there() -> None:
    assert load(shared("scenarios/scenarios.json"))


@pytest.mark.parametrize("scenario", CASES, ids=lambda case: case.id)
def test_a_situation_ends_as_expected(scenario: Scenario) -> None:
    result = run(scenario)
    if result.verdict == "skip":
        pytest.skip(result.reason)
    assert result.verdict == "pass", result.reason


def test_the_runner_notices_a_wrong_expectation() -> None:
    case = {
        "id": "X1",
        "kind": "merge",
        "base": {"r": {"v": "a"}},
        "left": {"r": {"v": "b"}},
        "right": {"r": {"v": "a"}},
        "policy": {},
        "expected": {"outcome": "ok", "left": {"r": {"v": "a"}}, "right": {"r": {"v": "a"}}, "conflicts": []},
    }
    assert run(Scenario(case)).verdict == "fail"


def test_mirroring_twice_is_the_same_scenario() -> None:
    for scenario in CASES:
        assert scenario.mirrored().mirrored() == scenario
