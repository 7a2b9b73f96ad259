from datetime import UTC, datetime, timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


class Clock:
    """The time of the day, aware, in UTC. It goes on by itself, from where it was turned to."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def turn(self, by: timedelta) -> None:
        self._ahead += by


class TurnableClock(Clock):
    """A clock that stands still until it is turned."""

    def __init__(self, start: datetime) -> None:
        super().__init__()
        self.set(start)

    def now(self) -> datetime:
        return self._now

    def turn(self, by: timedelta) -> None:
        self._now += by

    def set(self, to: datetime) -> None:
        if to.tzinfo is None:
            raise ValueError("the time needs a zone")
        self._now = to.astimezone(UTC)


def clock_routes(clock: Clock) -> list[Route]:
    """GET says what time it is; POST {"turn": seconds} turns the clock forward first."""

    def shown() -> Response:
        return JSONResponse({"now": clock.now().isoformat()})

    async def told(_request: Request) -> Response:
        return shown()

    async def turned(request: Request) -> Response:
        try:
            body = await request.json()
        except ValueError:
            body = None
        seconds = body.get("turn") if isinstance(body, dict) else None
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds < 1e9:
            return JSONResponse({"message": 'the body should be {"turn": SECONDS}, with no fewer than 0'}, 400)
        clock.turn(timedelta(seconds=seconds))
        return shown()

    return [
        Route("/_sandbox/clock", told, methods=["GET"]),
        Route("/_sandbox/clock", turned, methods=["POST"]),
    ]
