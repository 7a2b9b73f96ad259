"""A door on loopback before the real services (or a stand-in): it knows the secrets, keeps the pace, guards and notes.

What is tested gets the door's address and a token that is none, so no test can show a secret.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeAlias

import httpx

from adapters.pace import Pace
from tests.live.ledger import Ledger
from tests.live.notes import Call, Notes, Service
from tests.live.notion_guard import NotionGuard
from tests.live.shape import code, pattern, shape
from tests.live.sheets_guard import SheetsGuard

Headers: TypeAlias = Mapping[str, str]

TOKEN = "token-of-the-door"
_MINE = frozenset(("host", "connection", "content-length", "accept-encoding", "authorization", "transfer-encoding"))
_NOT_PASSED_ON = frozenset(
    ("connection", "content-length", "content-encoding", "transfer-encoding", "keep-alive", "set-cookie")
)
_PATIENCE = 180.0
_AGAIN = 5
_LONGEST_REST = 120.0


@dataclass(frozen=True)
class Upstream:
    """Where a service is, how a call proves who is calling, and how quickly calls may follow one another."""

    url: str
    proof: Callable[[str, str], Headers] = field(repr=False)
    """Given the method and the address."""
    reads: Pace
    writes: Pace


@dataclass
class Gate:
    notion: Upstream
    google: Upstream
    ledger: Ledger
    notes: Notes
    sleep: Callable[[float], None] = time.sleep
    url: str = ""
    _client: httpx.Client = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._client = httpx.Client(timeout=_PATIENCE, follow_redirects=False)
        self._notion = NotionGuard(self.ledger)
        self._google = SheetsGuard(self.ledger)
        self._under_way = 0
        self._quiet = threading.Condition()

    def pass_on(self, method: str, path: str, headers: Headers, sent: bytes) -> httpx.Response | None:
        """Return the service's answer, or None where there was none. The headers' names are in small letters."""
        with self._quiet:
            self._under_way += 1
        try:
            return self._guarded(method, path, headers, sent)
        finally:
            with self._quiet:
                self._under_way -= 1
                self._quiet.notify_all()

    def settle(self, seconds: float) -> None:
        """Wait until no call is under way: who asked may have left before the answer came."""
        with self._quiet:
            self._quiet.wait_for(lambda: self._under_way == 0, seconds)

    def _guarded(self, method: str, path: str, headers: Headers, sent: bytes) -> httpx.Response | None:
        service: Service = "google" if path.startswith("/v4/") else "notion"
        body = _parsed(sent)
        bare = path.partition("?")[0]
        google = service == "google"
        why = self._google.objection(method, bare, body) if google else self._notion.objection(method, path, body)
        if why is not None:
            self.notes.refuse(f"{method} {pattern(path)}: {why}")
            return httpx.Response(403, json={"code": "refused_by_the_guard", "message": why})
        test = self.notes.test
        answer = self._patiently(service, method, path, headers, sent)
        told = None if answer is None else _parsed(answer.content)
        if answer is not None and answer.is_success:
            if google:
                self._google.learn(told)
            else:
                self._notion.learn(method, bare, body, told)
        status, said = (0, "") if answer is None else (answer.status_code, code(told))
        seen = frozenset() if answer is None else _seen(answer, told)
        self.notes.note(Call(test, service, method, pattern(path), status, said, seen))
        return answer

    def _patiently(
        self, service: Service, method: str, path: str, headers: Headers, sent: bytes
    ) -> httpx.Response | None:
        upstream = self.google if service == "google" else self.notion
        pace = upstream.reads if method == "GET" else upstream.writes
        address = upstream.url + path
        kept = {name: value for name, value in headers.items() if name not in _MINE}
        for turn in range(_AGAIN + 1):
            pace.spend()
            given = headers.get("authorization", "")
            proof = upstream.proof(method, address) if given == f"Bearer {TOKEN}" else {"Authorization": given}
            try:
                answer = self._client.request(method, address, headers={**kept, **proof}, content=sent)
            except httpx.HTTPError:
                return None
            if answer.status_code != 429 or turn == _AGAIN:
                return answer
            self.notes.trouble[f"{service} 429, waited"] += 1
            pace.rest(min(_LONGEST_REST, _seconds(answer.headers.get("Retry-After", ""), 2.0**turn)))
        return None

    def close(self) -> None:
        self._client.close()


def _seen(answer: httpx.Response, told: object) -> frozenset[str]:
    kind = answer.headers.get("Content-Type", "none").partition(";")[0].strip()
    return shape(told) | {f"(the kind of answer): {kind}"}


def _seconds(text: str, otherwise: float) -> float:
    try:
        return float(text)
    except ValueError:
        return otherwise


def _parsed(content: bytes) -> Any:  # noqa: ANN401 - JSON
    try:
        return json.loads(content)
    except ValueError:
        return {}


@contextmanager
def serving(gate: Gate) -> Iterator[Gate]:
    """Open the door on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def _do(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            given = {name.lower(): value for name, value in self.headers.items()}
            answer = gate.pass_on(self.command, self.path, given, sent)
            if answer is None:
                self.close_connection = True  # as if the line had broken
                return
            self.send_response_only(answer.status_code)
            for name, value in answer.headers.items():
                if name.lower() not in _NOT_PASSED_ON:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _do  # noqa: N815 - as http.server asks for

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as http.server has it
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    gate.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield gate
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
        gate.close()
