"""Where a run may be killed."""

from dataclasses import dataclass
from enum import StrEnum


class Moment(StrEnum):
    """Around one call to a service, or around one commit of the store."""

    BEFORE = "before the effect"
    BETWEEN = "after the effect, before the answer"
    AFTER = "after the answer, before anything else"
    COMMIT = "before the commit"


@dataclass(frozen=True, slots=True)
class Point:
    """``number`` counts the calls, or the commits, of the run from 1."""

    moment: Moment
    number: int

    def __str__(self) -> str:
        what = "commit" if self.moment is Moment.COMMIT else "call"
        return f"{what} {self.number}, {self.moment}"


def points(calls: int, commits: int) -> list[Point]:
    """Return every point of a run that made so many calls and commits."""
    around = (Moment.BEFORE, Moment.BETWEEN, Moment.AFTER)
    made = [Point(moment, number) for number in range(1, calls + 1) for moment in around]
    return [*made, *(Point(Moment.COMMIT, number) for number in range(1, commits + 1))]
