"""At a terminal: each question is asked once, and no means no."""

import io

import pytest

from jobs.commands.init import Prompt
from jobs.commands.terminal import terminal
from sync.message import say


@pytest.mark.parametrize(
    ("typed", "answer"), [("y\n", True), ("はい\n", True), ("n\n", False), ("\n", False), ("", False)]
)
def test_only_a_yes_is_a_yes(monkeypatch: pytest.MonkeyPatch, typed: str, answer: bool) -> None:  # noqa: FBT001 - a table of cases
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert Prompt(terminal("en"), watched=True).agree(say("Really?")) is answer


def test_a_choice_is_a_number_or_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    for typed, answer in (("2\n", "乙"), ("甲\n", "甲"), ("3\n", None), ("", None)):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        assert Prompt(terminal("en"), watched=True).choose(say("Which?"), ["甲", "乙"]) == answer


def test_where_nobody_sits_nobody_is_asked() -> None:
    prompt = Prompt(terminal("en"), watched=False)
    assert prompt.agree(say("Really?")) is None
    assert prompt.choose(say("Which?"), ["a"]) is None
