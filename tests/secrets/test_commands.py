"""No command shows a secret: not in its output, a report, a file, the state store or a log."""

import json
import logging
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

import pytest

from jobs.settings.secrecy import Discreet
from tests.secrets.desk import configured, desk, run
from tests.secrets.planted import CLIENT_SECRET, GOOGLE, KEY_BODY, LOGIN, NOTION, PASSWORD, SERVICE_ACCOUNT, kept, shown

COMMANDS: list[list[str]] = [
    ["config", "check"],
    ["doctor", "--verbose"],
    ["doctor", "--json"],
    ["plan", "--verbose"],
    ["plan", "--json"],
    ["sync", "--verbose"],
    ["sync", "--json"],
    ["check", "--format", "sarif", "--output", "{folder}/found.sarif"],
    ["check", "--format", "csv"],
    ["log", "--json"],
    ["conflicts"],
    ["rehearse", "--keep", "{folder}/kept.db"],
    ["undo", "last", "--plan"],
]


def clean(folder: Path, *texts: str) -> None:
    for text in texts:
        assert not shown(text), text
    assert list(kept(folder)) == []


def test_what_the_commands_say_and_leave_has_no_token_in_it(tmp_path: Path) -> None:
    with desk(tmp_path) as made:
        file = configured(made)
        for words in COMMANDS:
            found = run(file, *(word.format(folder=tmp_path) for word in words))
            assert found.exception is None or isinstance(found.exception, SystemExit), words
            assert "fault of its own" not in found.output, found.output
            clean(tmp_path, found.output)


def test_a_token_from_a_file_or_a_command_is_not_shown_either(tmp_path: Path) -> None:
    (tmp_path / "token.planted").write_text(NOTION)
    (tmp_path / "printer.planted").write_text(f"print('{GOOGLE}')")
    command = json.dumps([sys.executable, str(tmp_path / "printer.planted")])
    with desk(tmp_path) as made:
        file = configured(made, google=f"token_command = {command}")
        file.write_text(file.read_text().replace("[notion]\n", '[notion]\ntoken_file = "token.planted"\n'))
        env = {"BOTHWAYS_NOTION__TOKEN": None, "BOTHWAYS_GOOGLE__TOKEN": None}
        for command_line in (["doctor"], ["sync", "--verbose"], ["plan", "--json"]):
            found = run(file, *command_line, env=env)
            assert found.exit_code == 0, found.output
            clean(tmp_path, found.output)


Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


def echoing(status: int) -> Callable[[Any], Any]:
    """Return a wrapper that refuses every write of the tables and says which token it was sent with."""

    def wrap(inner: Any) -> Any:  # noqa: ANN401 - an ASGI app
        async def app(scope: Scope, receive: Any, send: Send) -> None:  # noqa: ANN401 - as above
            path = str(scope.get("path", ""))
            writes = scope.get("method") == "PATCH" or path in ("/v1/pages", "/v1/comments")
            writes = writes or path.endswith("batchUpdate")
            if scope["type"] != "http" or not writes or b"x-echo-off" in dict(scope["headers"]):
                await inner(scope, receive, send)
                return
            token = dict(scope["headers"]).get(b"authorization", b"").decode()
            notion = {"object": "error", "status": status, "code": "validation_error", "message": f"you sent {token}"}
            google = {"error": {"code": status, "message": f"you sent {token}", "status": "INVALID_ARGUMENT"}}
            body = json.dumps(notion if path.startswith("/v1/") else google).encode()
            await send(
                {"type": "http.response.start", "status": status, "headers": [(b"content-type", b"application/json")]}
            )
            await send({"type": "http.response.body", "body": body})

        return app

    return wrap


@pytest.mark.parametrize("status", [400, 401, 403])
def test_a_service_that_repeats_the_token_is_not_repeated(tmp_path: Path, status: int) -> None:
    wrapped = echoing(status)
    armed: list[bool] = []

    def late(inner: Any) -> Any:  # noqa: ANN401 - an ASGI app
        spoilt = wrapped(inner)

        async def app(scope: Scope, receive: Any, send: Send) -> None:  # noqa: ANN401 - as above
            await (spoilt if armed else inner)(scope, receive, send)

        return app

    with desk(tmp_path, late) as made:
        made.create_pages([{"id": "p-1", "name": "page", "text": "only in Notion"}])
        file = configured(made)
        armed.append(True)
        said = run(file, "sync", "--verbose")
        assert said.exit_code != 0, said.output
        assert "you sent" in said.output
        logged = run(file, "log", "--json")
        clean(tmp_path, said.output, logged.output, run(file, "sync", "--json").output)


def test_a_traceback_has_no_secret_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise LookupError(f"Illegal header value b'Bearer {NOTION}' {KEY_BODY}")

    monkeypatch.setattr("jobs.commands.run.sync_pair", broken)
    with desk(tmp_path) as made:
        file = configured(made)
        keyed = {"BOTHWAYS_GOOGLE__TOKEN": None, "BOTHWAYS_GOOGLE__CREDENTIALS": SERVICE_ACCOUNT}
        assert run(file, "plan", env=keyed).exit_code == 1  # this process has seen the key now
        found = run(file, "sync", "--verbose")
        assert "LookupError" in found.output
        clean(tmp_path, found.output)


@pytest.mark.parametrize(
    "key",
    [
        SERVICE_ACCOUNT,
        SERVICE_ACCOUNT[:-2],
        json.dumps({**LOGIN, "refresh_token": None}),
        json.dumps({**LOGIN, "type": "robot"}),
        json.dumps({"type": "external_account", "client_secret": CLIENT_SECRET}),
    ],
)
def test_a_damaged_key_is_refused_without_being_shown(tmp_path: Path, key: str) -> None:
    with desk(tmp_path) as made:
        file = configured(made)
        for words in (["plan", "--verbose"], ["doctor", "--json"]):
            env = {"BOTHWAYS_GOOGLE__TOKEN": None, "BOTHWAYS_GOOGLE__CREDENTIALS": key}
            found = run(file, *words, env=env)
            assert found.exit_code in (1, 2, 7), found.output
            clean(tmp_path, found.output)


def test_the_password_of_the_state_store_is_not_shown(tmp_path: Path) -> None:
    with desk(tmp_path) as made:
        file = configured(made)
        for place in (f"postgresql://me:{PASSWORD}@127.0.0.1:1/x", f"postgresql://127.0.0.1:1/x?password={PASSWORD}"):
            for words in (["sync", "--verbose"], ["plan"], ["log"], ["doctor"]):
                found = run(file, *words, env={"BOTHWAYS_STATE__URL": place})
                assert found.exit_code in (1, 7), found.output
                clean(tmp_path, found.output)


def test_a_log_of_everything_has_no_secret_in_it(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.handler.addFilter(Discreet())
    with desk(tmp_path) as made, caplog.at_level(logging.DEBUG):
        assert run(configured(made), "sync").exit_code == 0
        logging.getLogger("any").error("it broke with %s", NOTION, exc_info=ValueError(NOTION))
    assert "it broke with [hidden]" in caplog.text
    clean(tmp_path, caplog.text)


def test_the_libraries_themselves_log_no_secret_at_info(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with desk(tmp_path) as made, caplog.at_level(logging.INFO):
        assert run(configured(made), "sync").exit_code == 0
    clean(tmp_path, caplog.text)
