"""Sees every call and every commit of a run as it happens, and says when the run is to die.

At the point everything stands still: calls that come are not carried out, answers are not sent, commits wait. So
whatever the process still does before it is killed reaches nobody.
"""

from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from threading import Lock

from starlette.types import ASGIApp, Receive, Scope, Send

from adapters.sandbox.exchange import answered, received
from adapters.sandbox.faults.line import gone
from tests.crashpoints.point import Moment, Point


@dataclass
class Warden:
    """Wrapped around the sandbox; without a point it only counts."""

    point: Point | None = None
    calls: list[str] = field(default_factory=list)
    commits: int = 0
    frozen: bool = False
    _answered: bool = False
    _lock: Lock = field(default_factory=Lock)
    _pipe: tuple[Connection, Connection] = field(default_factory=lambda: Pipe(duplex=False))

    @property
    def bell(self) -> Connection:
        """Becomes readable when the run is to be killed."""
        return self._pipe[0]

    def leave(self) -> None:
        """Let everything pass from now on."""
        with self._lock:
            self.point, self.frozen, self._answered = None, False, False

    def close(self) -> None:
        for end in self._pipe:
            end.close()

    def wrap(self, app: ASGIApp) -> ASGIApp:
        async def watched(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http" or scope["path"].startswith("/_sandbox/"):
                await app(scope, receive, send)
                return
            request = await received(scope, receive)
            number = self._called(f"{request.method} {request.path}")
            if self._dies(Moment.BEFORE, number):
                await gone(receive)
                return
            answer = await answered(app, request)
            if self._dies(Moment.BETWEEN, number):
                await gone(receive)
                return
            self._last_words(number)
            await answer.send(send)

        return watched

    def may_commit(self) -> bool:
        """Count a commit that is about to be made, and say whether it may be."""
        with self._lock:
            self.commits += 1
        return not self._dies(Moment.COMMIT, self.commits)

    def _called(self, what: str) -> int:
        with self._lock:
            self.calls.append(what)
            return len(self.calls)

    def _last_words(self, number: int) -> None:
        with self._lock:
            self._answered = self._answered or self.point == Point(Moment.AFTER, number)

    def _dies(self, moment: Moment, number: int) -> bool:
        with self._lock:
            if not self.frozen and (self._answered or self.point == Point(moment, number)):
                self.frozen = True
                self._pipe[1].send(None)
            return self.frozen
