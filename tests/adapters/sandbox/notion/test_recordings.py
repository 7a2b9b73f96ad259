"""The sandbox's answers beside somebody else's recordings of the service."""

import pytest

from tests.conformance.notion.result import Result, replayed
from tests.shared import shared

FILES = ("sdk-py_2025-09-03.jsonl", "ultimate-notion_2025-09-03.jsonl")


@pytest.fixture(scope="module", params=FILES)
def result(request: pytest.FixtureRequest) -> Result:
    return replayed(shared(f"recorded/notion/{request.param}"))


def test_recorded_calls_get_the_recorded_answers(result: Result) -> None:
    wrong = [str(step) for step in result.made if not step.equal]
    assert result.equal >= 0.99 * len(result.made), "\n".join(wrong)


def test_every_group_of_endpoints_is_answered_as_recorded(result: Result) -> None:
    shares = {group: equal / made for group, (equal, made) in result.by_group().items()}
    assert min(shares.values()) >= 0.95, shares


def test_hardly_any_recorded_call_is_left_out(result: Result) -> None:
    assert len(result.made) > 0.98 * len(result.steps)


def test_every_recorded_object_is_as_the_model_has_it(result: Result) -> None:
    assert result.recorded.objects > 900
    assert result.recorded.odd == []


def test_every_object_of_the_sandbox_is_as_the_model_has_it(result: Result) -> None:
    assert result.own.objects > 900
    assert result.own.odd == []
