"""The sandbox's answers beside somebody else's recordings of the service."""

import asyncio
from collections import Counter

import pytest

from tests.adapters.sandbox.notion.replay import Step, recordings, replay
from tests.shared import shared

FILES = ("sdk-py_2025-09-03.jsonl", "ultimate-notion_2025-09-03.jsonl")


def replayed(name: str) -> list[Step]:
    calls = recordings(shared(f"recorded/notion/{name}"))
    return [step for each in calls.values() for step in asyncio.run(replay(each))]


@pytest.mark.parametrize(("name", "floor"), [(FILES[0], 0.98), (FILES[1], 0.97)])
def test_recorded_calls_get_the_recorded_answers(name: str, floor: float) -> None:
    """Search is left out: what it finds depends on the rest of the recorded workspace."""
    made = [
        step
        for step in replayed(name)
        if step.differences is not None and not step.endpoint.startswith("POST /v1/search")
    ]
    equal = sum(not step.differences for step in made)
    wrong = [f"{step.source} #{step.number} {step.endpoint}: {step.differences}" for step in made if step.differences]
    assert equal >= floor * len(made), "\n".join(wrong)


def test_most_recorded_calls_can_be_made() -> None:
    counted = Counter(step.differences is None for name in FILES for step in replayed(name))
    assert counted[True] < 0.08 * counted.total()
