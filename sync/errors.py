"""What can stop a run, classed by what the caller should do.

BothwaysError
├── Misconfigured   nothing was read: correct the configuration (exit 2)
├── Refused         a guard stopped the run before it wrote: look, then force once if it is meant (exit 5)
├── Busy            another run has the pair: come back later (exit 6)
├── StateError      the memory of the last agreement cannot be used (exit 1)
└── ServiceError    a service said no, or nothing (exit 1)
    ├── NotAllowed    the token is wrong, or the table is not shared with it
    ├── NotThere      the database, spreadsheet or tab is not there
    ├── OutOfReach    no answer, or only passing faults, until patience ran out
    └── OutOfTime     the time that the run was given is over: the next one goes on (exit 8)
"""

from collections.abc import Sequence

from sync.message import Message


class BothwaysError(Exception):
    """Says what was seen and the way out. ``exit_code`` is what the command line ends with."""

    exit_code = 1

    def __init__(self, seen: Message, way_out: Message | None = None) -> None:
        super().__init__(seen, way_out)
        self.seen = seen
        self.way_out = way_out

    def __str__(self) -> str:
        return str(self.seen) if self.way_out is None else f"{self.seen} {self.way_out}"


class Misconfigured(BothwaysError):
    """Every mistake of a configuration at once, each with its path in the file."""

    exit_code = 2

    def __init__(self, seen: Message, mistakes: Sequence[Message] = (), way_out: Message | None = None) -> None:
        super().__init__(seen, way_out)
        self.mistakes = tuple(mistakes)

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *(f"  - {mistake}" for mistake in self.mistakes)])


class Refused(BothwaysError):
    exit_code = 5


class Busy(BothwaysError):
    exit_code = 6


class StateError(BothwaysError):
    pass


class ServiceError(BothwaysError):
    pass


class NotAllowed(ServiceError):
    pass


class NotThere(ServiceError):
    pass


class OutOfReach(ServiceError):
    pass


class OutOfTime(ServiceError):
    """Raised before a call, never during one."""

    exit_code = 8
