"""ASGI around the services, at which people act while the program works."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.sandbox.calls import service_of
from adapters.sandbox.exchange import Request, received
from tests.torture.ledger import Sweep
from tests.torture.words import heard

if TYPE_CHECKING:
    from tests.torture.stage import Stage

_SERVICES = ("notion", "google")


@dataclass(frozen=True)
class Meanwhile:
    """What somebody does before or after a call of the program, counted within the run.

    ``calls`` says which are counted: ``notion``, ``google``, ``notion-write`` or ``google-write``.
    """

    calls: str
    moment: str
    number: int
    step: tuple[str, ...]


class Watcher:
    """ASGI around the services: counts the program's calls, lets people act at them, hears what is answered."""

    def __init__(self, stage: "Stage") -> None:
        self.stage = stage
        self.reset()

    def reset(self, meanwhile: Sequence[Meanwhile] = ()) -> None:
        self.counts = Counter[str]()
        self.writes: list[str] = []
        self.meanwhile = list(meanwhile)

    def wrap(self, app: ASGIApp) -> ASGIApp:
        async def watching(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http" and service_of(scope["path"]) in _SERVICES and not self.stage.person:
                await self._watch(app, scope, receive, send)
            else:
                await app(scope, receive, send)

        return watching

    async def _watch(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        request = await received(scope, receive)
        kinds = [request.service] if request.is_read else [request.service, f"{request.service}-write"]
        self.counts.update(kinds)
        self.stage.desk.ledger.calls += 1
        await self._act(kinds, "before")
        if not request.is_read:
            self.writes.append(f"{request.method} {request.path} {request.body[:400].decode()}")
        body = bytearray()
        given = over = False

        async def hearing(message: Message) -> None:
            """Whatever is to be noted or done after the call comes before the caller can go on."""
            nonlocal over
            body.extend(message.get("body", b""))
            if message["type"] == "http.response.body" and not message.get("more_body"):
                over = True
                await self._note(request, kinds, body.decode("utf-8", "replace"))
            await send(message)

        async def again() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": request.body, "more_body": False}

        await app(scope, again, hearing)
        if not over:
            await self._note(request, kinds, body.decode("utf-8", "replace"))

    async def _note(self, request: Request, kinds: Sequence[str], body: str) -> None:
        self.stage.desk.ledger.hears(heard(body))
        if not request.is_read:
            await self._sweep()
        await self._act(kinds, "after")

    def _due(self, kinds: Sequence[str], moment: str) -> list[Meanwhile]:
        now = [(kind, moment, self.counts[kind]) for kind in kinds]
        return [each for each in self.meanwhile if (each.calls, each.moment, each.number) in now]

    async def _act(self, kinds: Sequence[str], moment: str) -> None:
        for each in self._due(kinds, moment):
            await self.stage.act(each.step)

    async def _sweep(self) -> None:
        """Note what the call overwrote that the program had not been told of."""
        ledger = self.stage.desk.ledger
        unheard = ledger.unheard() - ledger.swept.keys()
        if unheard:
            standing = await self.stage.standing()
            for word in unheard - standing:
                ledger.swept[word] = Sweep.IN_CALL if ledger.typed_at[word] == ledger.calls else Sweep.BEFORE
