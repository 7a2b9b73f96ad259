"""A process that dies at a chosen crossing: before or after any call on the wire, any transaction of the store."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event
from typing import Any, cast

import httpx
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter

from sync.model import Side, Snapshot
from sync.ports import Memory, Progress, Table, silent


class Killed(BaseException):
    """The process is no more; nothing catches it."""


@dataclass
class Fate:
    """Counts crossings; at the one chosen, and ever after, nothing goes on."""

    at: int = 0
    crossed: int = 0
    dead: bool = False

    def cross(self) -> None:
        if self.dead:
            raise Killed
        self.crossed += 1
        if self.crossed == self.at:
            self.dead = True
            raise Killed

    def meet(self, at: int) -> None:
        self.at, self.crossed, self.dead = at, 0, False


class NotionWire(httpx.BaseTransport):
    def __init__(self, fate: Fate) -> None:
        self._fate = fate
        self._line = httpx.HTTPTransport(verify=False)

    def renew(self) -> None:
        """Hang up: a new process has no open connection that the service may have closed by now."""
        self._line.close()
        self._line = httpx.HTTPTransport(verify=False)

    def close(self) -> None:
        self._line.close()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._fate.cross()
        answer = self._line.handle_request(request)
        if not self._fate.dead:
            answer.read()
        self._fate.cross()
        return answer


class GoogleWire(HTTPAdapter):
    def __init__(self, fate: Fate) -> None:
        super().__init__()
        self._fate = fate

    def renew(self) -> None:
        self.poolmanager.clear()

    def send(self, request: PreparedRequest, *args: Any, **more: Any) -> Response:  # noqa: ANN401 - as the base has it
        self._fate.cross()
        answer = super().send(request, *args, **more)
        if not self._fate.dead:
            _ = answer.content  # now, so that a seed decides whether it was heard before the process dies
        self._fate.cross()
        return answer


@dataclass
class _Memory:
    """The real one; a dead process gives no lease back."""

    real: Memory
    fate: Fate

    @contextmanager
    def lease(self, holder: str, now: Callable[[], datetime], lasts: timedelta) -> Iterator[None]:
        self.fate.cross()
        held: AbstractContextManager[None] = self.real.lease(holder, now, lasts)
        held.__enter__()
        try:
            yield
        finally:
            if not self.fate.dead:
                held.__exit__(None, None, None)

    def __getattr__(self, name: str) -> object:
        found = getattr(self.real, name)
        if not callable(found):
            return found

        def crossing(*given: object, **more: object) -> object:
            self.fate.cross()
            answer = found(*given, **more)
            self.fate.cross()
            return answer

        return crossing


@dataclass
class _Table:
    """The real one, with one call under way at a time, so that a seed decides all that happens."""

    real: Table
    turn: Event
    first: bool
    shown: dict[Side, Snapshot]
    in_flight: int = field(default=1, init=False)

    def read(self, progress: Progress = silent) -> Snapshot:
        if not self.first:
            self.turn.wait()
        try:
            found = self.shown[self.real.side] = self.real.read(progress)
        finally:
            self.turn.set()
        return found

    def __getattr__(self, name: str) -> object:
        return getattr(self.real, name)


def mortal_memory(real: Memory, fate: Fate) -> Memory:
    return cast("Memory", _Memory(real, fate))


def one_by_one(tables: Mapping[Side, Table], first: Side, shown: dict[Side, Snapshot]) -> dict[Side, Table]:
    """Let ``first`` be read before the other; ``shown`` gets what was read."""
    turn = Event()
    return {side: cast("Table", _Table(table, turn, side is first, shown)) for side, table in tables.items()}
