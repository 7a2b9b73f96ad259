"""What to do about a failed call. Each service has a pure function that judges its own failures."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    RETRY = "retry"
    """Nothing came of it, or it may be done twice: send the same call again, later."""
    REREAD = "reread"
    """It may have been carried out: look what is there before anything is sent again."""
    HOLD = "hold"
    """This one call can never succeed as it is; others may."""
    STOP = "stop"
    """No call will succeed until a person does something."""


@dataclass(frozen=True, slots=True)
class Advice:
    """``after``: seconds the service asked to wait; None where it did not say."""

    kind: Kind
    after: float | None = None
