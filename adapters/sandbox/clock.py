from datetime import UTC, datetime, timedelta


class Clock:
    """The time of the day, aware, in UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class TurnableClock(Clock):
    """A clock that stands still until it is turned."""

    def __init__(self, start: datetime) -> None:
        self.set(start)

    def now(self) -> datetime:
        return self._now

    def turn(self, by: timedelta) -> None:
        self._now += by

    def set(self, to: datetime) -> None:
        if to.tzinfo is None:
            raise ValueError("the time needs a zone")
        self._now = to.astimezone(UTC)
