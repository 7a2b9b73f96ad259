import io
import json

from jobs.logs import logger
from jobs.settings.secrecy import given


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_json_elsewhere_and_lines_for_people_in_a_terminal() -> None:
    elsewhere, screen = io.StringIO(), Screen()
    for stream in (elsewhere, screen):
        logger("auto", "info", stream).bind(run="r1").info("job begins", job="sync")
    line = json.loads(elsewhere.getvalue())
    assert {"event": "job begins", "job": "sync", "run": "r1", "level": "info"}.items() <= line.items()
    assert line["timestamp"].endswith("Z")
    assert "job begins" in screen.getvalue()
    assert not screen.getvalue().startswith("{")


def test_levels_and_none() -> None:
    stream = io.StringIO()
    log = logger("json", "warning", stream)
    log.info("no")
    logger("none", "debug", stream).error("no")
    log.warning("yes")
    assert [json.loads(line)["event"] for line in stream.getvalue().splitlines()] == ["yes"]


def test_a_secret_is_taken_out_of_every_line() -> None:
    stream = io.StringIO()
    given("planted-log-secret-0123456789")
    logger("json", "info", stream).info("trouble", seen="with planted-log-secret-0123456789 in it")
    assert "planted-log-secret" not in stream.getvalue()
