"""The records of one type by the time they began and ended."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import cached_property

from jobs.rules.metrics.entry import Entry, State
from jobs.rules.metrics.period import Period


class Timeline:
    """Found by time without looking at every record again."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = tuple(entries)
        self._open: dict[datetime, tuple[Entry, ...]] = {}

    @cached_property
    def _by_begin(self) -> tuple[list[datetime], list[Entry]]:
        pairs = sorted(((e.began, i) for i, e in enumerate(self.entries) if e.began is not None))
        return [began for began, _ in pairs], [self.entries[index] for _, index in pairs]

    @cached_property
    def _by_end(self) -> tuple[list[datetime], list[Entry]]:
        moments, places = self._ends
        return moments, [self.entries[place] for place in places]

    def began(self, period: Period) -> Sequence[Entry]:
        """Return what began in it, in order."""
        moments, entries = self._by_begin
        return entries[bisect_left(moments, period.start) : bisect_left(moments, period.end)]

    def ended(self, period: Period, *states: State) -> Sequence[Entry]:
        """Return what ended in it, in order; of these states only, where some are given."""
        moments, entries = self._by_end
        found = entries[bisect_left(moments, period.start) : bisect_left(moments, period.end)]
        return [each for each in found if each.state in states] if states else found

    def open_at(self, at: datetime) -> Sequence[Entry]:
        """Return what was open then, in the order of the records."""
        if at not in self._open:
            moments, places = self._ends
            later = [*places[bisect_left(moments, at) :], *self._not_over]
            self._open[at] = tuple(self.entries[place] for place in sorted(later) if self.entries[place].open_at(at))
        return self._open[at]

    @cached_property
    def _ends(self) -> tuple[list[datetime], list[int]]:
        pairs = sorted((e.ended, i) for i, e in enumerate(self.entries) if e.ended is not None)
        return [ended for ended, _ in pairs], [place for _, place in pairs]

    @cached_property
    def _not_over(self) -> list[int]:
        return [place for place, each in enumerate(self.entries) if each.ended is None and each.state is State.OPEN]

    @property
    def since(self) -> datetime | None:
        """The first moment there is."""
        moments, _ = self._by_begin
        return moments[0] if moments else None

    @cached_property
    def undated(self) -> int:
        """How many records say nothing of when they began."""
        return sum(each.began is None for each in self.entries)

    @cached_property
    def _endless(self) -> Counter[State]:
        return Counter(each.state for each in self.entries if each.ended is None)

    def endless(self, state: State) -> int:
        """How many records of a state say nothing of when they came to it."""
        return self._endless[state]

    @cached_property
    def untold(self) -> int:
        """How many records cannot be told open or not at an earlier time: their status or their end is unknown."""
        return sum(
            each.state is State.UNKNOWN or (each.ended is None and each.state is not State.OPEN)
            for each in self.entries
        )


def shown(entries: Sequence[Entry]) -> list[Entry]:
    """Return those of which more may be said than that they are there."""
    return [each for each in entries if not each.hidden]
