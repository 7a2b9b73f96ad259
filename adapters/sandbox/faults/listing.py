"""Faults of lists: cursors that are worth nothing, rows that are behind."""

from dataclasses import dataclass

from adapters.sandbox.exchange import Request
from adapters.sandbox.faults import google_bodies, notion_bodies
from adapters.sandbox.faults.fault import NOTION, Fault, Outcome, Scene
from adapters.sandbox.faults.lag import Trail
from adapters.sandbox.google.errors import DriveError
from adapters.sandbox.notion.errors import bad_cursor


@dataclass(frozen=True, slots=True)
class BadCursor(Fault):
    """The cursor that the call brings is refused, and with it every other cursor of a query."""

    def __str__(self) -> str:
        return "bad cursor"

    def concerns(self, request: Request, _trail: Trail) -> bool:
        return request.cursor is not None

    async def happen(self, scene: Scene) -> Outcome:
        if scene.request.service == "google":
            return Outcome(google_bodies.shown(DriveError(400, "invalid", "Invalid Value", ("parameter", "pageToken"))))
        scene.workspace.sessions.expire()
        return Outcome(notion_bodies.shown(bad_cursor(scene.request.cursor), scene.random))


@dataclass(frozen=True, slots=True)
class Lag(Fault):
    """A query of a data source shows its rows as they were before the last ``writes`` to it."""

    writes: int = 1

    def __str__(self) -> str:
        return "lag" if self.writes == 1 else f"lag {self.writes}"

    @property
    def services(self) -> frozenset[str]:
        return NOTION

    def concerns(self, request: Request, trail: Trail) -> bool:
        return trail.has(request.queried)

    async def happen(self, scene: Scene) -> Outcome:
        with scene.trail.hidden(scene.request.queried, self.writes):
            return Outcome(await scene.carry_out())
