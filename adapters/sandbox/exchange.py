"""One request to a service and its answer, held as a whole, so that they can be looked at, replaced and sent later."""

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.sandbox.calls import service_of

_READING_POSTS = re.compile(
    r"/v1/.*/query|/v1/search|/v4/.*(:getByDataFilter|:batchGetByDataFilter|/developerMetadata:search)"
)
_QUERY = re.compile(r"/v1/data_sources/([^/]+)/query")


@dataclass(frozen=True)
class Request:
    scope: Scope
    body: bytes

    @property
    def service(self) -> str:
        return service_of(self.path)

    @property
    def method(self) -> str:
        return str(self.scope["method"])

    @property
    def path(self) -> str:
        return str(self.scope["path"])

    @property
    def is_read(self) -> bool:
        """Whether nothing can change by it; a query is a POST and reads all the same."""
        return self.method == "GET" or (self.method == "POST" and bool(_READING_POSTS.fullmatch(self.path)))

    @property
    def queried(self) -> str | None:
        """The id of the data source whose rows are asked for, as it was sent."""
        found = _QUERY.fullmatch(self.path)
        return found[1] if found and self.method == "POST" else None

    @cached_property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(self.scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True))

    @cached_property
    def doc(self) -> dict[str, Any]:
        """The body, where it is a JSON object."""
        return _object(self.body)

    def header(self, name: str) -> str:
        wanted = name.encode()
        return next((value.decode("latin-1") for key, value in self.scope["headers"] if key.lower() == wanted), "")

    @property
    def cursor(self) -> str | None:
        """The place in a list at which the caller wants to go on."""
        found = self.doc.get("start_cursor") or self.query.get("start_cursor") or self.query.get("pageToken")
        return found if isinstance(found, str) else None


@dataclass(frozen=True, slots=True)
class Answer:
    """``headers`` are without the length of the body."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    @property
    def good(self) -> bool:
        return self.status < 300

    @property
    def doc(self) -> dict[str, Any]:
        return _object(self.body)

    def with_body(self, body: bytes) -> "Answer":
        return replace(self, body=body)

    def start(self) -> Message:
        length = [] if self.status == 204 else [(b"content-length", str(len(self.body)).encode())]
        return {"type": "http.response.start", "status": self.status, "headers": [*self.headers, *length]}

    async def send(self, send: Send) -> None:
        await send(self.start())
        await send({"type": "http.response.body", "body": self.body})


def answer_of(status: int, body: object, headers: dict[str, str], kind: str) -> Answer:
    """Make an answer; a body that is no text becomes JSON."""
    content = body.encode() if isinstance(body, str) else orjson.dumps(body)
    listed = {"content-type": kind, **headers}
    return Answer(status, tuple((name.encode(), value.encode()) for name, value in listed.items()), content)


async def received(scope: Scope, receive: Receive) -> Request:
    """Read a request to its end."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if message["type"] != "http.request" or not message.get("more_body"):
            return Request(scope, bytes(body))


async def answered(app: ASGIApp, request: Request) -> Answer:
    """Let an app answer a request; nothing is sent yet."""
    start: Message = {}
    body = bytearray()

    async def receive() -> Message:
        return {"type": "http.request", "body": request.body, "more_body": False}

    async def send(message: Message) -> None:
        start.update(message if message["type"] == "http.response.start" else {})
        body.extend(message.get("body", b""))

    await app(dict(request.scope), receive, send)
    headers = tuple((name, value) for name, value in start["headers"] if name.lower() != b"content-length")
    return Answer(start["status"], headers, bytes(body))


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}
