"""Recorded sessions with the real Google, replayed."""

import pytest

from tests.conformance.sheets import replay, report
from tests.shared import shared


@pytest.mark.timeout(120)
def test_the_sandbox_answers_recorded_sessions_as_google_did() -> None:
    result = replay(shared("recorded/sheets/gspread_sessions.jsonl"))
    assert result.steps == 855
    assert result.share >= 0.95, report(result)
    assert result.equal == result.steps, report(result)
    assert result.passed, report(result)


def test_the_recordings_and_the_sandboxs_answers_are_as_googles_document_says() -> None:
    result = replay(shared("recorded/sheets/gspread_sessions.jsonl"))
    if result.unchecked:
        pytest.skip(result.unchecked)
    assert (result.google.answers, result.sandbox.answers) == (853, 853)  # two more are of Drive's second version
    assert not result.google.problems, str(result.google)
    assert not result.sandbox.problems, str(result.sandbox)
