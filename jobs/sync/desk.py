"""Where people are asked about conflicts and answer: what a run needs of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from sync.choices import Choices
from sync.message import Message
from sync.model import RecordId, Side, Snapshot
from sync.plan import Plan


@dataclass(frozen=True, slots=True)
class Chosen:
    """What people have chosen so far, and what is to be said of it."""

    choices: Choices = field(default_factory=dict)
    notices: tuple[Message, ...] = ()


class Desk(Protocol):
    """What goes wrong at the desk stops no run: it is said."""

    def choices(self, snapshots: Mapping[Side, Snapshot]) -> Chosen:
        """Return the choices that people have made, wherever. Writes nothing."""
        ...

    def show(
        self, plan: Plan, snapshots: Mapping[Side, Snapshot], titles: Mapping[RecordId, str]
    ) -> tuple[Message, ...]:
        """Show what is open now, take away what is settled, and use up the choices that were applied."""
        ...


class NoDesk:
    """Nobody is asked: conflicts are only reported."""

    def choices(self, snapshots: Mapping[Side, Snapshot]) -> Chosen:  # noqa: ARG002 - the protocol's signature
        return Chosen()

    def show(
        self,
        plan: Plan,  # noqa: ARG002 - the protocol's signature
        snapshots: Mapping[Side, Snapshot],  # noqa: ARG002 - as above
        titles: Mapping[RecordId, str],  # noqa: ARG002 - as above
    ) -> tuple[Message, ...]:
        return ()
