"""What is remembered of tables that are read to be judged."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeAlias

from adapters.state.memory import PairMemory
from adapters.state.peek import peek
from jobs.settings import Settings
from jobs.wiring.services import Services, memory_of
from mappings.fields import PairMapping
from sync.model import Base


@dataclass(frozen=True)
class Past:
    """``memory`` is None where there is none, and for a store of an older version, which knows the base alone."""

    memory: PairMemory | None = None
    base: Base = field(default_factory=Base)


Memories: TypeAlias = Callable[[PairMapping], Past]


@contextmanager
def looking_back(settings: Settings) -> Iterator[Memories]:
    """Yield what is remembered, from a store that is only read; one that is not there is not made.

    Raises ``StateError`` and ``Misconfigured`` as opening it does.
    """
    with peek(settings.state_url()) as found:

        def past(mapping: PairMapping) -> Past:
            memory = found.memory(mapping.name) if found is not None else None
            if found is None or memory is None:
                return Past()
            return Past(memory if found.current else None, memory.base())

        yield past


def remembering(shared: Services) -> Memories:
    """Return what is remembered, from the store of a command that writes."""

    def past(mapping: PairMapping) -> Past:
        memory = memory_of(shared.store, mapping)
        return Past(memory, memory.base())

    return past
