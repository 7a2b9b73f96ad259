"""Health and metrics over HTTP, for this machine only."""

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeAlias

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sync.errors import Misconfigured
from sync.message import say

HOST = "127.0.0.1"
_PATIENCE = 20.0
Health: TypeAlias = tuple[bool, Mapping[str, object]]


class _Server(uvicorn.Server):
    """Leaves the signals to the worker, and says when it accepts connections."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


@contextmanager
def serving(
    port: int, *, live: Callable[[], Health], health: Callable[[], Health], metrics: Callable[[], bytes]
) -> Iterator[str]:
    """Serve until it is left; yield the address. ``port`` 0 takes a free one.

    A page in a browser of this machine cannot read it: only requests that name this machine are answered.
    Raises ``Misconfigured`` where the port is taken.
    """
    listener = _listening(port)
    app = Starlette(
        routes=[
            Route("/live", _answering(live)),
            Route("/health", _answering(health)),
            Route("/metrics", _metering(metrics)),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"])],
    )
    config = uvicorn.Config(
        app, access_log=False, log_level="warning", log_config=None, lifespan="off", ws="none", loop="asyncio",
        timeout_graceful_shutdown=2, server_header=False,
    )  # fmt: skip
    server = _Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="health", daemon=True)
    thread.start()
    try:
        if not server.ready.wait(_PATIENCE):
            raise Misconfigured(say("The health endpoint did not start within {seconds:g} seconds.", seconds=_PATIENCE))
        yield f"http://{HOST}:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(_PATIENCE)
        listener.close()


def _listening(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        raise Misconfigured(
            say("The port {port} of this machine cannot be used ({reason}).", port=port, reason=error.strerror or "-"),
            way_out=say("Give another one with {option}, or 0 to serve nothing.", option="--health-port"),
        ) from None
    return listener


def _answering(look: Callable[[], Health]) -> Callable[[Request], Response]:
    def answer(_: Request) -> Response:
        well, found = look()
        return JSONResponse(found, status_code=200 if well else 503, headers={"Cache-Control": "no-store"})

    return answer


def _metering(metrics: Callable[[], bytes]) -> Callable[[Request], Response]:
    def answer(_: Request) -> Response:
        return Response(metrics(), media_type=CONTENT_TYPE_LATEST)

    return answer
