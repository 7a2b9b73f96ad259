from dataclasses import dataclass, field
from random import Random


@dataclass
class StandingClock:
    """A monotonic clock that moves only while somebody sleeps, and remembers the sleeps."""

    now: float = 100.0
    slept: list[float] = field(default_factory=list)

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def dice() -> Random:
    return Random(1)  # noqa: S311 - jitter must be repeatable here, not secret
