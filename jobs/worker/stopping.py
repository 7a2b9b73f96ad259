"""Being asked to end, by SIGTERM or Ctrl+C."""

import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

_LOOKS = 0.2
"""Seconds between two looks whether the process was asked to end: a handler may take no lock to wake a sleeper by."""


class Stop:
    """Said once. The same signal a second time ends the process at once."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self) -> bool:
        return self.asked

    def sleep(self, seconds: float) -> None:
        """Sleep; return early where the process is asked to end."""
        end = time.monotonic() + seconds
        while not self.asked and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, _LOOKS))

    @contextmanager
    def heard(self, signals: Sequence[signal.Signals] = (signal.SIGTERM,)) -> Iterator[None]:
        """Hear these signals, in the main thread."""

        def stop(number: int, _frame: FrameType | None) -> None:
            self.asked = True
            signal.signal(number, before[number])

        before = {int(each): signal.getsignal(each) for each in signals}
        for each in signals:
            signal.signal(each, stop)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
