"""Who sees requests and answers pass, and holds each against Google's discovery document."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.conformance.discovery import Problem, served_by

Json = dict[str, Any]

IGNORES_UNKNOWN = "drive.v3"  # gspread sends parameters and fields it does not have, and is answered; Sheets refuses
_ERROR: dict[str, type] = {"code": int, "message": str, "status": str, "details": list, "errors": list}


@dataclass(frozen=True, slots=True)
class Exchange:
    """``request`` and ``answer`` are JSON, or None where the body is none."""

    verb: str
    path: str
    query: list[tuple[str, str]]
    request: object
    status: int
    answer: object


@dataclass(slots=True)
class Witness:
    """Counts of what was checked, and the problems with the call each was seen in.

    The request of a refused call is not held against the document: it may be what was refused.
    """

    requests: int = 0
    answers: int = 0
    problems: list[tuple[str, Problem]] = field(default_factory=list)

    def see(self, exchange: Exchange) -> None:
        described = served_by(exchange.path)
        if described is None:
            return
        method = described.method(exchange.verb, exchange.path)
        where = f"{exchange.verb} {exchange.path}"
        if exchange.status >= 400:
            self.answers += 1
            self._note(where, _error_problems(exchange.answer))
            return
        if method is None:
            self._note(where, [Problem("unknown field", where, "no such method")])
            return
        self.requests += 1
        asked = [*described.query_problems(method, exchange.query)]
        if method.request and exchange.request is not None:
            asked += described.problems(method.request, exchange.request, sent=True)
        lax = described.name == IGNORES_UNKNOWN
        self._note(where, [problem for problem in asked if not lax or problem.kind != "unknown field"])
        self.answers += 1
        if method.response and exchange.answer is not None and not _is_media(exchange):
            self._note(where, described.problems(method.response, exchange.answer))

    def count(self, kind: str) -> int:
        return sum(problem.kind == kind for _, problem in self.problems)

    def __str__(self) -> str:
        figures = (
            f"{self.answers} answers and {self.requests} requests checked against Google's discovery document: "
            f"{self.count('unknown field')} unknown fields, {self.count('wrong type')} wrong types"
        )
        return "\n  ".join([figures, *(f"{where}: {problem}" for where, problem in self.problems)])

    def _note(self, where: str, problems: Iterator[Problem] | list[Problem]) -> None:
        self.problems.extend((where, problem) for problem in problems)


class Witnessed:
    """ASGI middleware that shows a witness every exchange with a server."""

    def __init__(self, app: ASGIApp, witness: Witness) -> None:
        self._app = app
        self._witness = witness

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request, answer = bytearray(), bytearray()
        status, kind = 0, b""

        async def heard() -> Message:
            message = await receive()
            request.extend(message.get("body", b""))
            return message

        async def said(message: Message) -> None:
            nonlocal status, kind
            if message["type"] == "http.response.start":
                status = message["status"]
                kind = dict(message["headers"]).get(b"content-type", b"")
            elif message["type"] == "http.response.body":
                answer.extend(message.get("body", b""))
                if not message.get("more_body"):
                    self._see(scope, bytes(request), status, bytes(answer) if b"json" in kind else b"")
            await send(message)

        await self._app(scope, heard, said)

    def _see(self, scope: Scope, request: bytes, status: int, answer: bytes) -> None:
        query = parse_qsl(scope["query_string"].decode(), keep_blank_values=True)
        exchange = Exchange(scope["method"], scope["path"], query, _json(request), status, _json(answer))
        self._witness.see(exchange)


def _json(body: bytes) -> object:
    try:
        return orjson.loads(body) if body.strip() else None
    except orjson.JSONDecodeError:
        return None


def _is_media(exchange: Exchange) -> bool:
    return ("alt", "media") in exchange.query


def _error_problems(answer: object) -> Iterator[Problem]:
    """The document does not describe errors; these are the fields of google.rpc.Status and of Drive's own style."""
    if answer is None:
        return
    error = answer.get("error") if isinstance(answer, dict) else None
    if not isinstance(error, dict) or not isinstance(error.get("code"), int):
        yield Problem("wrong type", "error", str(answer)[:80])
        return
    for name, value in error.items():
        if name not in _ERROR:
            yield Problem("unknown field", f"error.{name}", str(value)[:80])
        elif not isinstance(value, _ERROR[name]):
            yield Problem("wrong type", f"error.{name}", str(value)[:80])
