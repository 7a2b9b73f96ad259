"""The whole check with the sandbox in the place of the real services."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.sandbox.server import SandboxServer
from jobs.demo.clients import Clients
from tests.contract.services.place import spreadsheet
from tests.live.sweep import SHEETS, standing
from tests.shared import ROOT

TOKEN = "stand-in-token-0815"
SMALL = "test_properties_are_added or test_blocks or both_sides_get or test_a_mark_on"
pytestmark = pytest.mark.timeout(300)


@dataclass
class StandIn:
    """Services that are taken for the real ones, with something of somebody else's in them."""

    server: SandboxServer
    folder: Path
    book: str = ""
    theirs: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.book = spreadsheet(self.server)
        with self.clients() as clients:
            parent = {"type": "page_id", "page_id": self.server.root_page_id}
            title = {"title": {"title": [{"text": {"content": "bothways-live but somebody's"}}]}}
            page: Any = clients.notion.pages.create(parent=parent, properties=title)
            self.theirs["page"] = page["id"]
            deed = {"addSheet": {"properties": {"sheetId": 4711, "title": "bothways-live theirs"}}}
            clients.google.http_client.batch_update(self.book, {"requests": [deed]})
            clients.google.http_client.values_update(
                self.book, "Sheet1!A1", params={"valueInputOption": "RAW"}, body={"values": [["theirs"]]}
            )
        self.before = self.left()
        self.server.forget_calls()

    def clients(self) -> Clients:
        return Clients(self.server.url, self.server.url, TOKEN)

    def left(self) -> dict[str, Any]:
        """Return all there is: what lies below the page and is not in the trash, and the whole spreadsheet."""
        with self.clients() as clients:
            found: Any = clients.notion.blocks.children.list(self.server.root_page_id, page_size=100)
            book = clients.google.http_client.request(
                "get", f"{SHEETS}/{self.book}", params={"includeGridData": "true"}
            ).json()
            return {"below": found["results"], "book": book, "marks": standing(clients, self.book).marks}

    def start(self, *words: str, only: str = SMALL) -> "subprocess.Popen[str]":
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "BOTHWAYS_LIVE_NOTION_TOKEN": TOKEN,
            "BOTHWAYS_LIVE_NOTION_PAGE": f"https://www.notion.so/Check-{self.server.root_page_id.replace('-', '')}",
            "BOTHWAYS_LIVE_SPREADSHEET": f"https://docs.google.com/spreadsheets/d/{self.book}/edit#gid=0",
            "BOTHWAYS_LIVE_NOTION_URL": self.server.url,
            "BOTHWAYS_LIVE_GOOGLE_URL": self.server.url,
            "BOTHWAYS_GOOGLE__TOKEN": TOKEN,
        }
        command = [sys.executable, "-m", "tests.live", "--only", only, *words, str(self.folder)]
        return subprocess.Popen(  # noqa: S603 - fixed words
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def run(self, *words: str, only: str = SMALL) -> tuple[int, str]:
        process = self.start(*words, only=only)
        said, _ = process.communicate(timeout=240)
        return process.returncode, said

    def wait(self, process: "subprocess.Popen[str]", right: Callable[[], bool]) -> None:
        until = time.monotonic() + 120
        while not right():
            assert process.poll() is None, process.communicate()[0]
            assert time.monotonic() < until, "it never came so far"
            time.sleep(0.02)

    def made(self) -> bool:
        """Say whether a database and a tab have been made."""
        paths = [(call.method, call.path) for call in self.server.calls() if call.status == 200]
        return ("POST", "/v1/databases") in paths and any(path.endswith(":batchUpdate") for _, path in paths)

    def report(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "live-report.json").read_text("utf-8"))
        return found

    @property
    def ledger(self) -> Path:
        return self.folder / "live-made.json"


@pytest.fixture
def stand_in(tmp_path: Path) -> Iterator[StandIn]:
    with SandboxServer(token=TOKEN) as server:
        yield StandIn(server, tmp_path)


def test_services_that_answer_as_the_sandbox_does_are_no_difference(stand_in: StandIn) -> None:
    status, said = stand_in.run()
    report = stand_in.report()
    assert (status, report["differences"], report["refused"], report["left"]) == (0, [], [], []), said
    assert report["complete"]
    assert report["tests"] == {"both": 4, "differently": 0}
    assert report["calls"]["sandbox"] == report["calls"]["real"] > 20
    assert stand_in.left() == stand_in.before
    assert not stand_in.ledger.exists()


def test_nothing_of_the_account_stands_in_the_report_or_on_the_screen(stand_in: StandIn) -> None:
    _, said = stand_in.run()
    texts = [said, *(file.read_text("utf-8") for file in stand_in.folder.glob("live-report.*"))]
    assert len(texts) == 3
    for secret in (TOKEN, stand_in.book, stand_in.server.root_page_id, stand_in.theirs["page"], "theirs"):
        assert not [text for text in texts if secret in text or secret.replace("-", "") in text]


class Otherwise:
    """Answers one question otherwise than the sandbox does."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] != "/v1/users/me" or (b"authorization", b"Bearer ntn_none") in scope["headers"]:
            await self._app(scope, receive, send)
            return
        body = json.dumps({"object": "user", "type": "bot", "bot": {}, "nickname": "geheim"}).encode()
        head = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        begin: Message = {"type": "http.response.start", "status": 200, "headers": head}
        await send(begin)
        await send({"type": "http.response.body", "body": body})


def test_an_answer_that_is_otherwise_is_reported_with_its_call_and_its_places(tmp_path: Path) -> None:
    with SandboxServer(token=TOKEN, wrappers=[Otherwise]) as server:
        stand_in = StandIn(server, tmp_path)
        status, said = stand_in.run(only="connection_is_a_bot or token_that_is_none")
        (found,) = stand_in.report()["differences"]
    assert status == 1, said
    assert (found["service"], found["call"]) == ("notion", "GET /v1/users/me")
    assert found["test"] == "test_notion_tables::test_the_connection_is_a_bot"
    assert (found["expected_answer"], found["seen_answer"]) == ("200", "200")
    assert "nickname: text" in found["seen"]
    assert "id: id" in found["expected"]
    text = (tmp_path / "live-report.md").read_text("utf-8")
    assert "+ nickname: text" in text
    assert "geheim" not in text


def test_a_service_that_is_busy_is_waited_for_and_is_no_difference(stand_in: StandIn) -> None:
    stand_in.server.script("notion POST /v1/databases 1st 429 retry-after 1.5\ngoogle *:batchUpdate 2nd 429")
    status, said = stand_in.run(only="test_properties_are_added or test_a_mark_on")
    report = stand_in.report()
    assert (status, report["differences"]) == (0, []), said
    assert report["trouble"] == {"google 429, waited": 1, "notion 429, waited": 1}


def test_what_was_made_is_taken_away_when_tests_fail(stand_in: StandIn) -> None:
    stand_in.server.script("notion PATCH /v1/data_sources/* always 400\ngoogle GET */values/* always 403")
    status, _ = stand_in.run()
    stand_in.server.script("")
    assert status == 1
    report = stand_in.report()
    assert report["tests"]["differently"] >= 2
    assert any(each["call"] == "the test itself" for each in report["differences"])
    assert stand_in.left() == stand_in.before
    assert not stand_in.ledger.exists()


def test_what_was_made_without_an_answer_is_found_by_its_mark(stand_in: StandIn) -> None:
    stand_in.server.script("notion POST /v1/databases always drop after\ngoogle *:batchUpdate 1st drop after")
    stand_in.run(only="test_properties_are_added or test_a_mark_on")
    stand_in.server.script("")
    assert stand_in.report()["trouble"] != {}
    assert stand_in.left() == stand_in.before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_what_was_made_is_taken_away_when_it_is_interrupted(stand_in: StandIn, number: signal.Signals) -> None:
    process = stand_in.start()
    stand_in.wait(process, stand_in.made)
    process.send_signal(number)
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 1, said
    assert not stand_in.report()["complete"]
    assert stand_in.left() == stand_in.before
    assert not stand_in.ledger.exists()


def test_what_a_killed_check_left_is_taken_away_by_the_next(stand_in: StandIn) -> None:
    process = stand_in.start()
    stand_in.wait(process, stand_in.made)
    process.kill()
    process.communicate(timeout=60)
    assert stand_in.left() != stand_in.before
    assert stand_in.ledger.exists()
    status, said = stand_in.run("--clean")
    assert status == 0, said
    assert stand_in.left() == stand_in.before
    assert not stand_in.ledger.exists()


def test_what_cannot_be_taken_away_is_told_and_tried_again(stand_in: StandIn) -> None:
    stand_in.server.script("notion PATCH /v1/databases/* always 403")
    status, said = stand_in.run(only="test_properties_are_added")
    assert status == 3, said
    assert stand_in.report()["left"]
    stand_in.server.script("")
    assert stand_in.run("--clean")[0] == 0
    assert stand_in.left() == stand_in.before


def test_a_page_that_is_not_shared_is_told_before_anything_is_made(stand_in: StandIn) -> None:
    stand_in.server.script("notion GET /v1/pages/* always 404")
    status, said = stand_in.run()
    assert status == 2
    assert "BOTHWAYS_LIVE_NOTION_PAGE" in said
    assert not [call for call in stand_in.server.calls() if call.method != "GET"]


def test_without_an_environment_it_says_what_is_missing() -> None:
    command = [sys.executable, "-m", "tests.live"]
    done = subprocess.run(command, cwd=ROOT, env={}, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603 - fixed words
    assert done.returncode == 2
    for name in ("BOTHWAYS_LIVE_NOTION_TOKEN", "BOTHWAYS_LIVE_NOTION_PAGE", "BOTHWAYS_LIVE_SPREADSHEET"):
        assert name in done.stdout
