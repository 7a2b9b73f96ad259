from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.pace import seconds_asked

DATE = "Wed, 21 Oct 2026 07:28:30 GMT"
MOMENT = datetime(2026, 10, 21, 7, 28, 30, tzinfo=UTC)


@given(st.integers(0, 10**9))
def test_seconds_are_taken_however_many(seconds: int) -> None:
    assert seconds_asked(str(seconds), None) == seconds


@given(st.integers(0, 10**6))
def test_a_date_counts_from_the_answers_own(seconds: int) -> None:
    later = format_datetime(MOMENT + timedelta(seconds=seconds), usegmt=True)
    assert seconds_asked(later, DATE) == seconds


@pytest.mark.parametrize(
    ("given_", "date", "seconds"),
    [
        ("1.5", None, 1.5),
        ("-3", None, 0.0),
        ("Wed, 21 Oct 2026 07:00:00 GMT", DATE, 0.0),
        ("Wed, 21 Oct 2026 07:30:00 GMT", None, None),
        ("soon", DATE, None),
        ("nan", None, None),
        ("inf", None, None),
        ("", DATE, None),
        (None, DATE, None),
        ({}, "yesterday", None),
    ],
)
def test_what_cannot_be_understood_is_no_wish(given_: object, date: str | None, seconds: float | None) -> None:
    assert seconds_asked(given_, date) == seconds


@given(st.text(), st.one_of(st.none(), st.text()))
def test_no_text_is_a_reason_to_fail(given_: str, date: str | None) -> None:
    found = seconds_asked(given_, date)
    assert found is None or found >= 0
