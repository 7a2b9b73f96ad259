"""What was asked of the sandbox, so that a test can count calls by service."""

from dataclasses import asdict, dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HANG_UP = "sandbox.hang_up"
"""The scope's extension with which an app breaks the connection."""
_SERVICES = {"v1": "notion", "v4": "google", "drive": "google", "upload": "google", "token": "google"}


@dataclass(frozen=True, slots=True)
class Call:
    service: str
    method: str
    path: str
    status: int


class CallLog:
    """The calls since the start or the last ``clear``, without those to the sandbox's own endpoints."""

    def __init__(self) -> None:
        self._calls: list[Call] = []

    def add(self, call: Call) -> None:
        self._calls.append(call)

    def all(self) -> list[Call]:
        return list(self._calls)

    def clear(self) -> None:
        self._calls.clear()


class CallRecorder:
    """ASGI middleware that notes every call with the status of its answer; 0 is a connection that broke."""

    def __init__(self, app: ASGIApp, log: CallLog) -> None:
        self._app = app
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/_sandbox/"):
            await self._app(scope, receive, send)
            return
        noted = False

        def note(status: int) -> None:
            nonlocal noted
            noted = True
            self._log.add(Call(service_of(scope["path"]), scope["method"], scope["path"], status))

        async def noting_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                note(message["status"])  # before the answer goes out, so that who has it can count it
            await send(message)

        hang_up = scope.get("extensions", {}).get(HANG_UP)

        def noting_hang_up(*, reset: bool) -> None:
            if not noted:
                note(0)  # likewise before the line breaks
            hang_up(reset=reset)

        if hang_up is not None:
            scope = {**scope, "extensions": {**scope["extensions"], HANG_UP: noting_hang_up}}
        try:
            await self._app(scope, receive, noting_send)
        finally:
            if not noted:
                note(0)


def service_of(path: str) -> str:
    """Return ``notion``, ``google`` or ``unknown`` by the first part of the path."""
    return _SERVICES.get(path.split("/", 2)[1], "unknown")


def call_routes(log: CallLog) -> list[Route]:
    async def listed(_request: Request) -> Response:
        return JSONResponse([asdict(call) for call in log.all()])

    async def cleared(_request: Request) -> Response:
        log.clear()
        return Response(status_code=204)

    return [
        Route("/_sandbox/calls", listed, methods=["GET"]),
        Route("/_sandbox/calls", cleared, methods=["DELETE"]),
    ]
