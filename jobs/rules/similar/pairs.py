"""Two records that say the same, and how surely."""

from collections.abc import Sequence
from dataclasses import dataclass

from jobs.rules.similar.neighbours import Lists
from jobs.rules.similar.text import Key
from sync.message import Message


@dataclass(frozen=True, slots=True)
class Pair:
    """``one`` comes before ``other``. ``why`` says it in words."""

    one: Key
    other: Key
    score: float
    why: Message

    @property
    def keys(self) -> frozenset[Key]:
        return frozenset({self.one, self.other})


@dataclass(frozen=True, slots=True)
class Near:
    """One entry of a record's list of similar ones."""

    other: Key
    score: float
    why: Message


def listed(lists: Lists, keys: Sequence[Key], least: float) -> list[tuple[int, int, float]]:
    """Return each pair of rows once, ``one`` below ``other``, with its score, from ``least`` on."""
    seen: dict[tuple[int, int], float] = {}
    for row in range(len(keys)):
        for other, score in lists.of(row):
            if score >= least:
                seen.setdefault((min(row, other), max(row, other)), score)
    return [(one, other, score) for (one, other), score in sorted(seen.items())]
