"""The addresses of monitors and chats, and the password of the mail, are in nothing that Bothways says or keeps."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from tests.secrets.desk import configured, desk, run
from tests.secrets.planted import BEAT, CHAT, HOOK, MAIL, SLACK
from tests.secrets.test_commands import clean

JOBS = """
[digest]
mail_to = ["team@example.com"]
[jobs.sync]
[jobs.flag]
[jobs.digest]
"""
COMMANDS = [
    ["config", "check"],
    ["doctor", "--verbose"],
    ["run", "--now", "--verbose"],
    ["status", "--json"],
    ["status"],
    ["digest", "--again", "--verbose"],
]


class Repeating(BaseHTTPRequestHandler):
    """Refuses everything, and says in the answer what was asked for."""

    status = 404

    def _refuse(self) -> None:
        body = f"no such hook: {self.path}".encode()
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.send_response(self.status, f"not {self.path}")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = _refuse  # noqa: N815 - the names that the library asks for

    def log_message(self, *_: Any) -> None:  # noqa: ANN401 - as the library has it
        """Write nothing."""


@contextmanager
def refusing() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Repeating) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def environment(base: str) -> dict[str, str]:
    return {
        "BOTHWAYS_HEARTBEAT__URL": f"{base}/{BEAT}",
        "BOTHWAYS_NOTIFY__WEBHOOK": f"{base}/{HOOK}",
        "BOTHWAYS_DIGEST__SLACK__URL": f"{base}/{SLACK}",
        "BOTHWAYS_DIGEST__CHAT__URL": f"{base}/{CHAT}",
        "BOTHWAYS_MAIL__HOST": "127.0.0.1",
        "BOTHWAYS_MAIL__PORT": "9",
        "BOTHWAYS_MAIL__USER": "worker",
        "BOTHWAYS_MAIL__SENDER": "bothways@example.com",
        "BOTHWAYS_MAIL__PASSWORD": MAIL,
    }


def test_signals_that_are_refused_name_no_address(tmp_path: Path) -> None:
    with desk(tmp_path) as made, refusing() as base:
        file = configured(made)
        file.write_text(file.read_text("utf-8") + JOBS, "utf-8")
        env = environment(base)
        for words in COMMANDS:
            found = run(file, *words, env=env)
            assert found.exception is None or isinstance(found.exception, SystemExit), (words, found.exception)
            assert "fault of its own" not in found.output, found.output
            clean(tmp_path, found.output)
        told = json.loads(run(file, "digest", "--again", "--json", env=env).stdout)
        assert {each["place"] for each in told["places"] if each["notices"] or each["error"]} >= {
            "slack",
            "chat",
            "mail",
        }


def test_signals_that_nobody_hears_name_no_address(tmp_path: Path) -> None:
    with desk(tmp_path) as made:
        file = configured(made)
        file.write_text(file.read_text("utf-8") + JOBS, "utf-8")
        clean(tmp_path, run(file, "run", "--now", "--verbose", env=environment("http://127.0.0.1:9")).output)
