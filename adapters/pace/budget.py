from collections import deque
from collections.abc import Callable
from threading import Lock


class Pace:
    """At most ``calls`` in any window of ``seconds``, spent in a burst. Threads of one connection share it.

    ``monotonic`` has to move on while ``sleep`` sleeps. ``check`` and ``sleep`` raise where no call may go any more.
    """

    def __init__(
        self,
        calls: int,
        seconds: float,
        *,
        monotonic: Callable[[], float],
        sleep: Callable[[float], None],
        check: Callable[[], None] = lambda: None,
    ) -> None:
        if calls < 1 or seconds < 0:
            raise ValueError(f"a budget of {calls} calls in {seconds} s lets no call go")
        self._seconds = seconds
        self._monotonic = monotonic
        self._sleep = sleep
        self._check = check
        self._spent: deque[float] = deque(maxlen=calls)
        self._calls = calls
        self._not_before = float("-inf")
        self._lock = Lock()
        self.made = 0
        """Calls that were sent, those that were sent again among them."""
        self.again = 0
        """Calls that were sent again, because the service had failed."""

    def spend(self) -> None:
        """Return when one more call may go. Its place is reserved first, so waiting threads queue up."""
        self._check()
        with self._lock:
            now = self._monotonic()
            at = max(now, self._not_before)
            if len(self._spent) == self._calls:
                at = max(at, self._spent[0] + self._seconds)
            self._spent.append(at)
            self.made += 1
        if at > now:
            self._sleep(at - now)

    def repeat(self) -> None:
        """Take note that a call is about to be sent again."""
        with self._lock:
            self.again += 1

    def rest(self, seconds: float) -> None:
        """Let no further call go for ``seconds``: the service asked for it, whichever call it answered so."""
        with self._lock:
            self._not_before = max(self._not_before, self._monotonic() + seconds)
