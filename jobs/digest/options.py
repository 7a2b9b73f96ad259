"""What a team may choose of its digest."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from jobs.digest.window import MONDAY
from jobs.rules.metrics.goals import Goals


@dataclass(frozen=True, slots=True)
class Options:
    """The defaults are those of the ``[digest]`` table."""

    zone: str = "UTC"
    """The zone's name, as it is shown."""
    first_weekday: int = MONDAY
    lines: int = 10
    """So many lines a list has; the rest is counted."""
    oldest: int = 5
    """So many of the oldest overdue actions are named."""
    highlights: int = 5
    thanks: bool = True
    confidential: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By role: a record with one of the values appears as a count only. A ticked check box is ``true``."""
    goals: Goals = field(default_factory=Goals)
