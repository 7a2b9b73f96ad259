"""A clock that moves only while somebody sleeps, or when it is told to."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


@dataclass
class Virtual:
    at: datetime = datetime(2026, 11, 22, 9, tzinfo=UTC)
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.pass_by(seconds)

    def pass_by(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
