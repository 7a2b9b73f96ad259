"""The ``Date`` of every answer, by the sandbox's own clock."""

from email.utils import format_datetime

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.sandbox.clock import Clock


class Dated:
    """ASGI middleware. Both services send the header, to the second; clients compare their own clock with it."""

    def __init__(self, app: ASGIApp, clock: Clock) -> None:
        self._app = app
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def dating_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                date = format_datetime(self._clock.now().replace(microsecond=0), usegmt=True)
                message = {**message, "headers": [*message["headers"], (b"date", date.encode())]}
            await send(message)

        await self._app(scope, receive, dating_send)
