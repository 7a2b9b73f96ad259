"""A number with what it rests on."""

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

SMALLEST = 5
"""Of fewer values neither a median nor a share is said: they would be about single records."""


@dataclass(frozen=True, slots=True)
class Measured:
    """``value`` is ``None`` where nothing can be said; ``n`` is what it rests on, ``None`` for a plain count."""

    value: float | None
    n: int | None = None
    excluded: int = 0
    """Records left out because what is needed is missing or impossible."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The values that could be reckoned, and how many records had none."""

    values: Sequence[float]
    excluded: int = 0

    def median(self) -> Measured:
        return self._measured(statistics.median)

    def p90(self) -> Measured:
        return self._measured(p90)

    def mean(self) -> Measured:
        """Return the mean; it is never to be shown without the median, since durations are skewed."""
        return self._measured(statistics.fmean)

    def _measured(self, reckon: Callable[[Sequence[float]], float]) -> Measured:
        n = len(self.values)
        return Measured(reckon(self.values) if n >= SMALLEST else None, n, self.excluded)


def p90(values: Sequence[float]) -> float:
    """Return the 90th percentile, interpolated between the two nearest values: at place 0.9 × (n - 1) counted from 0.

    It is what PERCENTILE says in Google Sheets and Excel and the default of pandas and NumPy, so that a reader who
    reckons it in the sheet gets the same (Hyndman and Fan's type 7). Raises ``StatisticsError`` for fewer than two.
    """
    return statistics.quantiles(values, n=10, method="inclusive")[8]


def spread(values: Iterable[float | None]) -> Spread:
    """Return what could be reckoned; each ``None`` is a record that is left out."""
    every = list(values)
    known = [value for value in every if value is not None]
    return Spread(known, len(every) - len(known))


def share(part: int, whole: int, excluded: int = 0) -> Measured:
    """Return a share in percent."""
    return Measured(100 * part / whole if whole >= SMALLEST else None, whole, excluded)


def usual(values: Iterable[float | None]) -> float | None:
    """Return the median of what the windows before had; ``None`` where fewer than five had anything."""
    return spread(values).median().value
