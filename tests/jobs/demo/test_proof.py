import io

import pytest
from rich.console import Console

from jobs.demo.proof import adopted, calm, settled, untouched, writing
from jobs.demo.story import Story
from jobs.report import Voice
from jobs.sync import Outcome, OutcomeKind
from sync.changes import Change, Kind, Receipt
from sync.message import say
from sync.model import RecordId, Side

QUIET = (Outcome("risks", OutcomeKind.IN_STEP),)
UPDATE = Change(Side.NOTION, Kind.UPDATE, RecordId("bw-one"))


@pytest.fixture
def story() -> Story:
    return Story(Console(file=io.StringIO()), Voice("en"), iter(range(100)).__next__)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/users"),
        ("POST", "/v1/data_sources/0b07a000-0000-4000-8000-00000000000a/query"),
        ("POST", "/v1/search"),
        ("GET", "/v4/spreadsheets/demo"),
        ("POST", "/v4/spreadsheets/demo:getByDataFilter"),
        ("POST", "/v4/spreadsheets/demo/developerMetadata:search"),
    ],
)
def test_a_read_is_no_write(method: str, path: str) -> None:
    assert not writing(method, path)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PATCH", "/v1/pages/0b07a000-0000-4000-8000-00000000000a"),
        ("POST", "/v1/pages"),
        ("DELETE", "/v1/blocks/0b07a000-0000-4000-8000-00000000000a"),
        ("POST", "/v4/spreadsheets/demo:batchUpdate"),
        ("PUT", "/v4/spreadsheets/demo/values/A1"),
        ("POST", "/v4/spreadsheets/demo/values/A1:append"),
    ],
)
def test_a_write_is_a_write(method: str, path: str) -> None:
    assert writing(method, path)


def test_a_run_with_a_write_call_is_not_calm(story: Story) -> None:
    read, write = {"method": "GET", "path": "/v1/users"}, {"method": "POST", "path": "/v1/pages"}
    assert calm(story, QUIET, [read])
    assert not calm(story, QUIET, [read, write])


@pytest.mark.parametrize("kind", [OutcomeKind.FAILED, OutcomeKind.REFUSED, OutcomeKind.PENDING])
def test_a_run_that_did_not_end_well_proves_nothing(story: Story, kind: OutcomeKind) -> None:
    outcomes = [Outcome("risks", kind)]
    assert not calm(story, outcomes, [])
    assert not settled(story, outcomes)
    assert not adopted(story, outcomes)


def test_a_change_that_failed_is_not_settled(story: Story) -> None:
    done = Receipt(UPDATE, done=True, written=frozenset({"status"}))  # type: ignore[arg-type] # a plain name serves here
    failed = Receipt(UPDATE, failed=say("no answer"))
    assert settled(story, [Outcome("risks", OutcomeKind.CHANGED, receipts=(done,))])
    assert not settled(story, [Outcome("risks", OutcomeKind.CHANGED, receipts=(done, failed))])


@pytest.mark.parametrize(
    "after",
    [{"所要(分)": ["=B2-A2", "31"]}, {"所要(分)": ["=B2-A2"]}, {"所要(分)": ["=B2-A3", "30"]}],
    ids=["another value", "a row less", "another formula"],
)
def test_a_column_of_the_team_that_changed_is_noticed(story: Story, after: dict[str, list[str]]) -> None:
    before = {"所要(分)": ["=B2-A2", "30"]}
    assert untouched(story, [before], [{"所要(分)": ["=B2-A2", "30", ""]}])
    assert not untouched(story, [before], [after])


def test_what_was_found_is_ticked_or_crossed() -> None:
    out = io.StringIO()
    told = Story(Console(file=out), Voice("en"), iter(range(9)).__next__)
    told.check(say("together"), good=True)
    told.check(say("together"), good=False)
    assert out.getvalue().split() == ["✓", "together", "✗", "together"]
