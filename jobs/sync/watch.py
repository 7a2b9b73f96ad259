"""What a run may still do: asked before every call and during every wait, by whoever makes them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import RLock

from sync.errors import OutOfTime
from sync.message import say


class Watch:
    """The deadline of a command, and the lease of the run under way. Threads may share it.

    ``now`` has to move on while ``sleep`` sleeps; ``lasts`` counts from the making, None is no deadline. ``stopped``
    says whether the process was asked to end; then ``sleep`` has to return early.
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        sleep: Callable[[float], None],
        lasts: timedelta | None = None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self.now = now
        self._sleep = sleep
        self._lasts = lasts
        self._stopped = stopped
        self.calls: dict[str, tuple[int, int]] = {}
        """The calls that were sent to each service, and how many of them were repeated."""
        self._ends = None if lasts is None else now() + lasts
        self._renew: Callable[[], None] | None = None
        self._every = timedelta()
        self._renewed = now()
        self._lock = RLock()

    def check(self, wait: float = 0.0) -> None:
        """Return where a call may still go in ``wait`` seconds.

        Raises ``OutOfTime`` where the deadline is before that or the process was asked to end, ``Busy`` where another
        run took the lease over.
        """
        self._halt()
        if self._ends is not None and self._lasts is not None:
            left = (self._ends - self.now()).total_seconds()
            if left <= 0:
                raise OutOfTime(
                    say("The time for this run ({minutes:g} minutes) is over.", minutes=_minutes(self._lasts)),
                    _GO_ON,
                )
            if wait >= left:
                raise OutOfTime(
                    say(
                        "The next call has to wait {wait:.0f} s, and only {left:.0f} s of this run's time are left.",
                        wait=wait,
                        left=left,
                    ),
                    _GO_ON,
                )
        self._beat()

    def sleep(self, seconds: float) -> None:
        """Sleep, and keep the lease alive meanwhile. Raises as ``check`` does, a deadline before it begins."""
        self.check(seconds)
        left = seconds
        while left > 0:
            part = min(left, self._every.total_seconds()) if self._renew is not None else left
            self._sleep(part)
            self._halt()
            left -= part
            self._beat()

    def count(self, service: str, made: int, again: int) -> None:
        """Add the calls that were sent to a service."""
        before = self.calls.get(service, (0, 0))
        self.calls[service] = (before[0] + made, before[1] + again)

    def _halt(self) -> None:
        if self._stopped():
            raise OutOfTime(say("This run was asked to end."), _GO_ON)

    @contextmanager
    def holding(self, renew: Callable[[], None], every: timedelta) -> Iterator[None]:
        """Call ``renew`` whenever it was not called for so long; what it raises stops the call that is about to go."""
        self._renew, self._every, self._renewed = renew, every, self.now()
        try:
            yield
        finally:
            self._renew = None

    def _beat(self) -> None:
        """A clock that was set back counts as time gone by; a machine that slept is noticed when it wakes."""
        with self._lock:
            now = self.now()
            if self._renew is None or timedelta() <= now - self._renewed < self._every:
                return
            self._renew()
            self._renewed = now


def _minutes(lasts: timedelta) -> float:
    return round(lasts.total_seconds() / 60, 2)


_GO_ON = say("What was proved is kept; the next run goes on from there.")
