"""The course of a figure as small bars without axes, as wide as a card."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 120, 22
_FEWEST = 5
"""Of fewer values there is no course to see."""
_LEAST = 1.5
"""A zero is still a mark, and a missing value is none."""


@dataclass(frozen=True, slots=True)
class Course:
    """Paths of an SVG of ``WIDTH`` by ``HEIGHT``: the windows before, and the last one. ``told`` says it in words."""

    before: str
    now: str
    told: str


def course(values: Sequence[float | None], told: str) -> Course | None:
    """Return the bars, from zero or from the lowest where it is below; ``None`` where there is no course to see."""
    known = [value for value in values if value is not None]
    if len(known) < _FEWEST or not any(known):
        return None
    low, high = min(0.0, *known), max(0.0, *known)
    step, size = WIDTH / len(values), (HEIGHT - _LEAST) / (high - low)
    bars = [
        "" if value is None else f"M{(place + 0.5) * step:.1f} {HEIGHT}V{HEIGHT - _LEAST - (value - low) * size:.1f}"
        for place, value in enumerate(values)
    ]
    return Course("".join(bars[:-1]), bars[-1], told)
