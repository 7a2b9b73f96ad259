"""What can go wrong with a call."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum, auto
from random import Random

from adapters.sandbox.clock import Clock
from adapters.sandbox.exchange import Answer, Request
from adapters.sandbox.faults.lag import Trail
from adapters.sandbox.notion.workspace import Workspace

BOTH = frozenset({"notion", "google"})
NOTION = frozenset({"notion"})
GOOGLE = frozenset({"google"})


class Ending(Enum):
    """What the caller gets to see of an answer."""

    WHOLE = auto()
    CUT = auto()
    DROPPED = auto()
    RESET = auto()
    HUNG = auto()


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer that is not whole may be None. ``late`` is how many seconds it waits before it is sent."""

    answer: Answer | None
    ending: Ending = Ending.WHOLE
    late: float = 0.0


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a fault happens. ``carry_out`` lets the service do what it was asked; ``pause`` waits, in real seconds."""

    request: Request
    workspace: Workspace
    clock: Clock
    trail: Trail
    random: Random
    carry_out: Callable[[], Awaitable[Answer]]
    pause: Callable[[float], Awaitable[None]]


class Fault(ABC):
    """A fault; as a string it is what the script says."""

    @property
    def services(self) -> frozenset[str]:
        """The services that know it."""
        return BOTH

    def concerns(self, _request: Request, _trail: Trail) -> bool:
        """Say whether it can happen to a call of its service; where it cannot, the call does not count."""
        return True

    @abstractmethod
    async def happen(self, scene: Scene) -> Outcome: ...
