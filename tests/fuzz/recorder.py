"""What the services answered, as it left the sandbox."""

import json
from dataclasses import dataclass, field
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.sandbox.calls import service_of


@dataclass(frozen=True)
class Answered:
    service: str
    method: str
    path: str
    body: bytes

    @property
    def doc(self) -> Any:  # noqa: ANN401 - any JSON
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None


@dataclass
class Recorder:
    answers: list[Answered] = field(default_factory=list)

    def forget(self) -> None:
        self.answers.clear()

    def wrap(self, app: ASGIApp) -> ASGIApp:
        async def recording(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http" or scope["path"].startswith("/_sandbox/"):
                await app(scope, receive, send)
                return
            body = bytearray()

            async def noting(message: Message) -> None:
                body.extend(message.get("body", b""))
                await send(message)

            await app(scope, receive, noting)
            found = Answered(service_of(scope["path"]), scope["method"], scope["path"], bytes(body))
            self.answers.append(found)

        return recording
