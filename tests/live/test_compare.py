from pathlib import Path

import pytest

from tests.live.compare import differences
from tests.live.notes import Call, Notes
from tests.live.report import NotClean, Report, write
from tests.live.shape import shape

TEST = "test_a::test_b"


def noted(*answers: tuple[int, str, object], outcome: str = "passed") -> Notes:
    notes = Notes(outcomes={TEST: outcome})
    for status, word, answer in answers:
        notes.note(Call(TEST, "notion", "GET", "/v1/pages/{id}", status, word, shape(answer)))
    return notes


def test_equal_answers_are_no_difference_in_any_order_and_number() -> None:
    expected, seen = noted((200, "", {"a": 1}), (200, "", {"b": 1})), noted((200, "", {"b": 2}), (200, "", {"a": 2}))
    seen.note(seen.calls[0])
    assert list(differences(expected, seen)) == []


def test_a_field_of_another_kind_is_told_with_its_place() -> None:
    (found,) = differences(noted((200, "", {"a": 1, "b": "x"})), noted((200, "", {"a": None, "b": "y", "c": []})))
    assert (found.test, found.call, found.expected_answer) == (TEST, "GET /v1/pages/{id}", "200")
    assert (found.expected, found.seen) == (("a: integer",), ("a: null", "c: empty list"))


def test_another_error_is_told_by_its_word() -> None:
    (found,) = differences(noted((400, "validation_error", {})), noted((404, "object_not_found", {})))
    assert (found.expected_answer, found.seen_answer) == ("400 validation_error", "404 object_not_found")


def test_an_answer_that_never_came_is_told() -> None:
    (found,) = differences(noted((200, "", {"a": 1}), (400, "x", {})), noted((200, "", {"a": 1})))
    assert (found.expected_answer, found.seen_answer) == ("400 x", "never so")


def test_a_call_of_one_side_only_is_told() -> None:
    (found,) = differences(noted((200, "", {})), noted())
    assert found.seen_answer == "not called"


def test_a_test_that_ended_otherwise_is_told() -> None:
    (found,) = differences(noted(), noted(outcome="failed: AssertionError in test_a.py, line 3"))
    assert (found.call, found.expected_answer) == ("the test itself", "passed")


@pytest.mark.parametrize("status", [0, 429, 500, 503, 529])
def test_a_busy_service_is_no_difference(status: int) -> None:
    seen = noted((200, "", {"a": 1}), (status, "rate_limited", {}))
    assert list(differences(noted((200, "", {"a": 1})), seen)) == []
    assert seen.trouble == {f"notion {status}": 1}


def test_a_test_that_ran_in_one_place_is_not_compared() -> None:
    assert list(differences(noted((200, "", {})), Notes())) == []


@pytest.mark.parametrize("secret", ["secret-token-1", "11111111-2222-4333-8444-555555555555"])
def test_a_report_that_would_show_a_secret_or_an_id_is_not_written(tmp_path: Path, secret: str) -> None:
    notes = Notes(refused=[f"GET {secret.replace('-', '')}"])
    report = Report("1", "2026-01-05", notes, notes, (), (), complete=True)
    with pytest.raises(NotClean):
        write(report, tmp_path, [secret])
    assert list(tmp_path.iterdir()) == []
