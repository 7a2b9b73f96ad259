"""The services' quotas: how many calls they take in a minute."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from random import Random

from starlette.types import ASGIApp, Receive, Scope, Send

from adapters.sandbox.clock import Clock
from adapters.sandbox.exchange import Answer, Request, received
from adapters.sandbox.faults import google_bodies, notion_bodies

WINDOW = 60


@dataclass(frozen=True, slots=True)
class Quotas:
    """Calls in a window of 60 seconds: of a connection to Notion, and reads and writes of a user of Sheets."""

    notion: int = 180
    reads: int = 60
    writes: int = 60


class Meter:
    """Counts calls by the sandbox's clock; without ``quotas`` it lets all pass.

    A window begins with each full minute. Google's Drive is not counted: its quota is another, and larger.
    """

    def __init__(self, clock: Clock, seed: int, quotas: Quotas | None = None) -> None:
        self._clock = clock
        self._random = Random(f"{seed}:quotas")  # noqa: S311 - repeatable, not secret
        self._window = 0
        self._counts: Counter[tuple[str, ...]] = Counter()
        self.quotas = quotas

    def use(self, quotas: Quotas | None) -> None:
        """Count from the start by these quotas, or none."""
        self._counts.clear()
        self.quotas = quotas

    def wrap(self, app: ASGIApp) -> ASGIApp:
        async def metered(scope: Scope, receive: Receive, send: Send) -> None:
            quotas = self.quotas
            if scope["type"] == "http" and quotas is not None:
                refusal = self._count(Request(scope, b""), quotas)
                if refusal is not None:
                    await received(scope, receive)
                    await refusal.send(send)
                    return
            await app(scope, receive, send)

        return metered

    def _count(self, request: Request, quotas: Quotas) -> Answer | None:
        """Count a call, and return the refusal if it is one too many."""
        now = self._clock.now()
        self._turn_over(now)
        caller = (request.header("authorization"), request.header("x-sandbox-user"))
        if request.service == "notion":
            if self._one_more("notion", *caller[:1]) <= quotas.notion:
                return None
            wait = ceil(WINDOW - now.timestamp() % WINDOW)
            return notion_bodies.error(429, "", request, wait, self._random)
        if not request.path.startswith("/v4/"):
            return None
        reads = request.is_read
        limit = quotas.reads if reads else quotas.writes
        if self._one_more("reads" if reads else "writes", *caller) <= limit:
            return None
        return google_bodies.shown(google_bodies.too_many(reads=reads, limit=limit))

    def _one_more(self, *key: str) -> int:
        self._counts[key] += 1
        return self._counts[key]

    def _turn_over(self, now: datetime) -> None:
        window = int(now.timestamp() // WINDOW)
        if window != self._window:
            self._window = window
            self._counts.clear()
