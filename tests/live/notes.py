"""What was called while the suite ran, and what came back, without anything that it says."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import Literal, TypeAlias

Service: TypeAlias = Literal["notion", "google"]


@dataclass(frozen=True, slots=True)
class Call:
    """``shape`` is that of the answer, as ``tests.live.shape.shape`` gives it; status 0 is no answer."""

    test: str
    service: Service
    method: str
    pattern: str
    status: int
    code: str
    shape: frozenset[str]

    @property
    def name(self) -> str:
        return f"{self.method} {self.pattern}"

    @property
    def troubled(self) -> bool:
        """Say whether the service was only busy or away: that is no difference."""
        return self.status in (0, 429, 529) or self.status >= 500


@dataclass(slots=True)
class Notes:
    """Threads may write at once. Nothing is kept between two tests, when what they made is taken away."""

    calls: list[Call] = field(default_factory=list)
    outcomes: dict[str, str] = field(default_factory=dict)
    """By test: ``passed``, or what went wrong and in which line."""
    trouble: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    """What the guard did not let through."""
    test: str = ""
    _lock: Lock = field(default_factory=Lock)

    def note(self, call: Call) -> None:
        with self._lock:
            if call.troubled:
                self.trouble[f"{call.service} {call.status}"] += 1
            elif call.test:
                self.calls.append(call)

    def refuse(self, what: str) -> None:
        with self._lock:
            self.refused.append(f"{self.test or 'between the tests'}: {what}")


def of(calls: Iterable[Call], test: str) -> dict[tuple[Service, str], list[Call]]:
    """Return a test's calls by service and name. Their order is left out: some are made at once."""
    found: dict[tuple[Service, str], list[Call]] = {}
    for each in calls:
        if each.test == test:
            found.setdefault((each.service, each.name), []).append(each)
    return found
