"""Where a rehearsal takes place: a copy of both tables and of the memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from jobs.settings import Settings
from sync.errors import BothwaysError


class Start(StrEnum):
    """What the rehearsal remembers when it begins."""

    COPY = "copy"
    """What the last real run left, so that the next one is seen."""
    FIRST = "first"
    """Nothing, since there was no run yet."""
    FORGOTTEN = "forgotten"
    """Nothing, although there may be a memory: it is not a file that could be copied."""


@dataclass(frozen=True, slots=True)
class Stage:
    """``settings`` lead to the copies and hold no secret. ``left`` counts what was not carried over, by kind.

    ``errors`` has the pairs that could not be read.
    """

    settings: Settings
    start: Start
    left: Mapping[str, int] = field(default_factory=dict)
    errors: Mapping[str, BothwaysError] = field(default_factory=dict)
