"""Connections that can be broken from inside an app; uvicorn has no such thing of its own."""

import asyncio
import socket
import struct
from typing import Any

from starlette.types import Receive, Scope, Send
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from adapters.sandbox.calls import HANG_UP


class BreakableProtocol(H11Protocol):
    """Uvicorn's HTTP protocol, with a way to hang up in the scope's extensions."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        inner: Any = self.app

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            await inner({**scope, "extensions": {**scope.get("extensions", {}), HANG_UP: self._hang_up}}, receive, send)

        self.app: Any = app

    def _hang_up(self, *, reset: bool) -> None:
        """Close the connection; what has been sent goes out before, unless it is reset."""
        if self.transport.is_closing():
            return
        if reset:
            at_once = struct.pack("ii", 1, 0)  # linger for no time: the kernel then sends RST instead of FIN
            self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
            self.transport.abort()
        else:
            self.transport.close()


async def hang_up(scope: Scope, receive: Receive, *, reset: bool = False) -> None:
    """Break the connection of a request and wait until it is gone.

    Under a server that cannot do it ``ConnectionResetError`` is raised, which such a server makes a broken call of.
    """
    close = scope.get("extensions", {}).get(HANG_UP)
    if close is None:
        raise ConnectionResetError("the connection was broken on demand")
    close(reset=reset)
    await gone(receive)


async def gone(receive: Receive) -> None:
    """Wait until the caller has gone away."""
    while (await receive())["type"] != "http.disconnect":
        pass
