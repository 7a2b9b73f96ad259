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
