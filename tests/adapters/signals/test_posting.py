"""Messages to a chat: sent again only where nothing can have come of it, and the address is told to nobody."""

import logging
from random import Random

import pytest

from adapters.signals.posting import Posting
from sync.errors import NotAllowed, OutOfReach
from tests.adapters.signals.conftest import Web

SECRET = "/services/T000/B000/hushhushhush"


def posting(url: str, slept: list[float]) -> Posting:
    return Posting("Slack", url, slept.append, Random(1))  # noqa: S311 - jitter


def test_a_message_arrives_once(web: Web) -> None:
    posting(web.url + SECRET, []).post({"text": "やあ"})
    assert [(method, path) for method, path, _ in web.asked] == [("POST", SECRET)]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_was_not_taken_for_the_moment_is_sent_again_and_then_said(web: Web, status: int) -> None:
    web.status, slept = status, list[float]()
    with pytest.raises(OutOfReach) as failed:
        posting(web.url + SECRET, slept).post({})
    assert len(web.asked) == 4
    assert len(slept) == 3
    assert all(0 < each <= 60 for each in slept)
    assert "hush" not in str(failed.value)


@pytest.mark.parametrize("status", [400, 403, 404, 410])
def test_what_will_never_be_taken_is_not_sent_again(web: Web, status: int) -> None:
    web.status = status
    with pytest.raises(NotAllowed):
        posting(web.url + SECRET, []).post({})
    assert len(web.asked) == 1


def test_a_redirection_is_not_followed(web: Web) -> None:
    web.status = 302
    with pytest.raises(OutOfReach):
        posting(web.url + SECRET, []).post({})
    assert len(web.asked) == 1


def test_nobody_there_is_asked_again_and_then_said_without_the_address() -> None:
    slept = list[float]()
    with pytest.raises(OutOfReach) as failed:
        posting(f"http://127.0.0.1:9{SECRET}", slept).post({})
    assert len(slept) == 3
    assert "hush" not in str(failed.value)
    assert failed.value.__cause__ is None
    assert "hush" not in repr(posting(f"http://127.0.0.1:9{SECRET}", slept))


def test_no_line_of_a_log_has_the_address(web: Web, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, "httpx"):
        posting(web.url + SECRET, []).post({})
    assert "hush" not in caplog.text
