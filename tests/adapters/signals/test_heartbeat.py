import socket

import pytest

from adapters.signals.heartbeat import Heartbeat
from sync.errors import NotAllowed, OutOfReach, ServiceError
from tests.adapters.signals.conftest import Web


def test_success_and_failure_are_told_as_healthchecks_understands(web: Web) -> None:
    beat = Heartbeat(f"{web.url}/ping/uuid?x=1")
    beat.beat("sync: settled", well=True)
    beat.beat("sync: failed", well=False)
    assert web.asked == [("GET", "/ping/uuid?x=1", ""), ("GET", "/ping/uuid/fail?x=1", "")]


def test_by_post_it_says_what_ran(web: Web) -> None:
    Heartbeat(f"{web.url}/ping/uuid/", "POST").beat("sync: 済", well=False)
    assert web.asked == [("POST", "/ping/uuid/fail", "sync: 済")]


def test_a_monitor_that_knows_no_failure_is_not_asked_then(web: Web) -> None:
    Heartbeat(web.url, fail_suffix="").beat("", well=False)
    assert web.asked == []


@pytest.mark.parametrize(("status", "error"), [(404, NotAllowed), (503, OutOfReach), (301, OutOfReach)])
def test_what_was_not_taken_is_said_without_the_address(web: Web, status: int, error: type[ServiceError]) -> None:
    web.status = status
    with pytest.raises(error) as found:
        Heartbeat(f"{web.url}/secret-uuid").beat("", well=True)
    assert str(status) in str(found.value)
    assert "secret-uuid" not in str(found.value)
    assert "secret-uuid" not in repr(Heartbeat("secret-uuid"))


def test_nobody_there(web: Web) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/secret-uuid"
    with pytest.raises(OutOfReach) as found:
        Heartbeat(url).beat("", well=True)
    assert "secret-uuid" not in str(found.value)
