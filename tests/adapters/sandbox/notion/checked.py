"""Every answer a test gets from the sandbox, held against the sandbox's own model of the API's objects."""

from typing import Any

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.sandbox.notion.model.objects import objects, problems


class Checked:
    """ASGI middleware that notes what is wrong with the answers under /v1."""

    def __init__(self, app: ASGIApp, noted: list[str]) -> None:
        self._app = app
        self._noted = noted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not scope["path"].startswith("/v1/"):
            await self._app(scope, receive, send)
            return
        version = dict(scope["headers"]).get(b"notion-version", b"2026-03-11").decode()
        body = bytearray()

        async def said(message: Message) -> None:
            if message["type"] == "http.response.body":
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    self._check(f"{scope['method']} {scope['path']}", bytes(body), version)
            await send(message)

        await self._app(scope, receive, said)

    def _check(self, where: str, body: bytes, version: str) -> None:
        try:
            answer: Any = orjson.loads(body)
        except orjson.JSONDecodeError:
            return
        for each in objects(answer):
            self._noted.extend(f"{where}: {problem}" for problem in problems(each, version))
