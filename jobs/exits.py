"""The exit codes: what they are, what they mean, and which one speaks for several pairs."""

from collections.abc import Iterable
from enum import IntEnum


class Exit(IntEnum):
    DONE = 0
    FAILED = 1
    USAGE = 2
    PENDING = 3
    CONFLICTS = 4
    REFUSED = 5
    BUSY = 6
    UNWELL = 7
    UNFINISHED = 8
    INTERRUPTED = 130


MEANINGS = {
    Exit.DONE: "in step, or everything was written",
    Exit.FAILED: "failed: a service, the state store, or a fault in Bothways",
    Exit.USAGE: "the command line or the configuration has a mistake; nothing was read",
    Exit.PENDING: "plan, rehearse, flag and link --dry-run: changes are waiting to be written",
    Exit.CONFLICTS: "conflicts wait for a person; all else is done (sync) or planned (plan)",
    Exit.REFUSED: "a guard stopped the run before it wrote",
    Exit.BUSY: "another run has the pair",
    Exit.UNWELL: "doctor, status: something is wrong, with its way out; check --fail-on: something was found",
    Exit.UNFINISHED: "the run's time was over; what was proved is kept, the next run does the rest",
    Exit.INTERRUPTED: "stopped with Ctrl+C",
}

GRAVITY = (
    Exit.DONE,
    Exit.PENDING,
    Exit.CONFLICTS,
    Exit.BUSY,
    Exit.UNFINISHED,
    Exit.REFUSED,
    Exit.UNWELL,
    Exit.USAGE,
    Exit.FAILED,
    Exit.INTERRUPTED,
)
"""From the lightest to the gravest; of several pairs the gravest decides."""


def explained() -> str:
    """Return the table of codes as it stands below ``--help``."""
    order = " ".join(str(code.value) for code in GRAVITY[:-1])
    head = f"Exit codes (of several pairs the gravest decides, in the order {order}):"
    return "\n".join([head, *(f"  {code.value:<4} {text}" for code, text in MEANINGS.items())])


def gravest(codes: Iterable[Exit]) -> Exit:
    return max(codes, key=GRAVITY.index, default=Exit.DONE)
