"""ASGI middleware that lets a script's faults and edits happen."""

import asyncio
from collections.abc import Awaitable, Sequence

from starlette.types import ASGIApp, Receive, Scope, Send

from adapters.sandbox.calls import service_of
from adapters.sandbox.clock import Clock
from adapters.sandbox.exchange import Answer, Request, answered, received
from adapters.sandbox.faults.fault import Ending, Outcome, Scene
from adapters.sandbox.faults.lag import Trail
from adapters.sandbox.faults.line import gone, hang_up
from adapters.sandbox.faults.pattern import SERVICES
from adapters.sandbox.faults.running import Fired, Running, Turn
from adapters.sandbox.faults.script import Script, parse
from adapters.sandbox.notion.workspace import Workspace
from adapters.sandbox.people.edit import Edit
from adapters.sandbox.people.hand import Hand, NotMade


class Faults:
    """The script in force and what came of it. Without rules every call passes untouched.

    ``token`` is one that the services take from the people who edit.
    """

    def __init__(self, *, clock: Clock, workspace: Workspace, token: str, seed: int) -> None:
        self._clock = clock
        self._workspace = workspace
        self._token = token
        self._seed = seed
        self._released = asyncio.Event()
        self._trail = Trail(workspace)
        self.running = Running(Script(), seed)

    def play(self, text: str, seed: int | None = None) -> None:
        """Put a script in force, counting from the start; ``ScriptError`` leaves all as it was."""
        running = Running(parse(text), self._seed if seed is None else seed)
        self._trail = Trail(self._workspace)
        self.running = running

    def clear(self) -> None:
        """Take the script out of force, and forget what it did."""
        self.play("")

    def release(self) -> None:
        """Let every call go that waits; to be called in the server's loop."""
        self._released.set()
        self._released = asyncio.Event()

    def wrap(self, app: ASGIApp) -> ASGIApp:
        async def unreliable(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http" or not self.running.counts or service_of(scope["path"]) not in SERVICES:
                await app(scope, receive, send)
                return
            request = await received(scope, receive)
            await self._serve(app, request, receive, send)

        return unreliable

    async def _serve(self, app: ASGIApp, request: Request, receive: Receive, send: Send) -> None:
        trail, running = self._trail, self.running
        turn = running.turn(request, trail)

        async def carry_out(asked: Request = request) -> Answer:
            before = trail.before(asked)
            answer = await answered(app, asked)
            trail.after(asked, before, answer)
            return answer

        async def edit(edits: Sequence[tuple[Edit, Fired]], answer: Answer | None) -> None:
            hand = Hand(carry_out, self._workspace, self._token, request, answer)
            for each, fired in edits:
                try:
                    await each.make(hand)
                except NotMade as reason:
                    fired.failed = str(reason)

        await edit(turn.before, None)
        scene = Scene(request, self._workspace, self._clock, trail, running.random, carry_out, self._pause)
        outcome = await _outcome(turn, scene)
        await edit(turn.after, outcome.answer)
        await self._pause(outcome.late)
        await self._end(outcome, request.scope, receive, send)

    async def _end(self, outcome: Outcome, scope: Scope, receive: Receive, send: Send) -> None:
        answer = outcome.answer
        if outcome.ending is Ending.WHOLE and answer is not None:
            await answer.send(send)
            return
        if outcome.ending is Ending.HUNG:
            await self._until(gone(receive))
        elif outcome.ending is Ending.CUT and answer is not None:
            await send(answer.start())
            await send({"type": "http.response.body", "body": answer.body[: len(answer.body) // 2], "more_body": True})
        await hang_up(scope, receive, reset=outcome.ending is Ending.RESET)

    async def _pause(self, seconds: float) -> None:
        if seconds > 0:
            await self._until(asyncio.sleep(seconds))

    async def _until(self, done: Awaitable[None]) -> None:
        """Wait for something, or for the release of all that wait."""
        waits = [asyncio.ensure_future(done), asyncio.ensure_future(self._released.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waits:
                each.cancel()


async def _outcome(turn: Turn, scene: Scene) -> Outcome:
    if turn.fault is None:
        return Outcome(await scene.carry_out())
    return await turn.fault[0].happen(scene)
