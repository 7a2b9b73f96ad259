"""The command that replays recordings: what it counts as equal, what it leaves out, and how it ends."""

import asyncio
import copy
import json
from pathlib import Path
from typing import Any

import pytest

from tests.conformance import __main__ as command
from tests.conformance.notion.premise import premise
from tests.conformance.notion.recording import recordings
from tests.conformance.notion.replay import Step, replay
from tests.conformance.notion.result import group_of, replayed, report
from tests.shared import shared

Json = dict[str, Any]
NAME = "sdk-py_2025-09-03.jsonl"


@pytest.fixture(scope="module")
def recorded() -> dict[str, list[Json]]:
    return recordings(shared(f"recorded/notion/{NAME}"))


@pytest.fixture
def calls(recorded: dict[str, list[Json]]) -> list[Json]:
    """A page made, read, and moved to the trash."""
    return copy.deepcopy(recorded["tests/cassettes/test_pages_retrieve.yaml"])


def steps(calls: list[Json]) -> list[Step]:
    return asyncio.run(replay(calls))


def written(file: Path, calls: list[Json]) -> Path:
    file.write_text("".join(json.dumps(call) + "\n" for call in calls))
    return file


def test_what_a_recording_makes_is_not_set_up_before(calls: list[Json]) -> None:
    made = calls[0]["response"]["id"]
    before = premise(calls)
    assert made in before.made
    assert all(made not in found for found in before.objects.values())
    assert not any(step.shows_set_up for step in steps(calls))


def test_an_answer_that_differs_in_a_value_a_key_or_the_status_is_not_equal(calls: list[Json]) -> None:
    assert all(step.equal for step in steps(calls))
    calls[1]["response"]["is_locked"] = True
    calls[0]["response"]["vote"] = 1
    calls[2]["status"] = 201
    found = steps(calls)
    assert [step.equal for step in found] == [False, False, False]
    assert found[1].differences == [".is_locked: True != False"]
    assert found[0].differences == [": lacks ['vote'], has []"]
    assert found[2].differences[0].startswith("status 200 instead of 201")


def test_an_id_that_changes_between_two_answers_is_not_equal(calls: list[Json]) -> None:
    calls[1]["response"]["id"] = "393abc1e-edcd-81d2-8a6e-000000000000"
    assert steps(calls)[1].differences


def test_a_call_that_names_what_no_answer_shows_is_skipped_with_the_reason(calls: list[Json]) -> None:
    stranger = "393abc1e-edcd-81d2-8a6e-000000000001"
    calls[0]["request"]["properties"] = {"Who": {"people": [{"id": stranger}]}}
    first = steps(calls)[0]
    assert first.skipped == f"no answer of its recording shows {stranger}"
    assert not first.equal


def test_every_endpoint_belongs_to_a_group() -> None:
    assert group_of("GET /v1/pages/…/properties/…") == "property items"
    assert group_of("PATCH /v1/blocks/…/children") == "blocks and children"
    assert group_of("GET /v1/custom_emojis") == "others"


def test_the_report_has_a_line_for_each_answer_that_differs(calls: list[Json], tmp_path: Path) -> None:
    calls[1]["response"]["is_locked"] = True
    result = replayed(written(tmp_path / "more.jsonl", calls))
    said = report(result)
    assert f"{len(calls) - 1} of {len(calls)} answers equal" in said
    assert "differs: tests/cassettes/test_pages_retrieve.yaml #1 GET /v1/pages/…: .is_locked" in said
    assert not result.passed


def test_an_object_with_a_key_nobody_knows_is_told(calls: list[Json], tmp_path: Path) -> None:
    calls[1]["response"]["vote"] = 1
    result = replayed(written(tmp_path / "more.jsonl", calls))
    assert len(result.recorded.odd) == 1
    assert "page.vote is not a key there" in report(result)


def test_the_command_takes_further_recordings_and_ends_with_1_where_they_differ(
    calls: list[Json], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "_found", list)
    good = written(tmp_path / "good.jsonl", calls)
    assert command.main([str(good)]) == 0
    calls[1]["response"]["is_locked"] = True
    assert command.main([str(good), str(written(tmp_path / "bad.jsonl", calls))]) == 1
    assert command.main([]) == 1
    other = tmp_path / "other.jsonl"
    other.write_text('{"status": 429}\n')
    assert command.main([str(other)]) == 1
    assert "other.jsonl: not a recording" in capsys.readouterr().out
