"""The records that a person may want to look at: the five that are most like each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from jobs.rules.similar.comparison import Comparison
from jobs.rules.similar.kept import SHOWN
from jobs.rules.similar.pairs import Near
from jobs.rules.similar.text import Key


@dataclass(frozen=True, slots=True)
class Least:
    """From which score on a record is shown as similar; ``docs/similarity.md`` has where they come from."""

    words: float = 0.45
    meaning: float = 0.85
    japanese: float = 0.8
    across: float = 0.65
    """Meaning alone: between two English texts, two Japanese ones, and between the two languages."""


def similar(
    compared: Comparison,
    dismissed: Collection[frozenset[Key]] = (),
    least: Least | None = None,
    count: int = SHOWN,
) -> Mapping[Key, tuple[Near, ...]]:
    """Return up to ``count`` similar records of the same table for each record that has any, best first."""
    least = least or Least()
    keys = compared.keys
    found: dict[Key, tuple[Near, ...]] = {}
    for row, key in enumerate(keys):
        near = [
            Near(keys[other], points, compared.reason(row, other))
            for other, points in compared.lists.of(row)
            if keys[other][0] == key[0]
            and frozenset((key, keys[other])) not in dismissed
            and enough(compared, row, other, points, least)
        ]
        if near:
            found[key] = tuple(near[:count])
    return found


def enough(compared: Comparison, one: int, other: int, points: float, least: Least) -> bool:
    if compared.across(one, other):
        return compared.means(one, other) >= least.across
    alone = least.japanese if compared.japanese[one] else least.meaning
    return points >= least.words or compared.means(one, other) >= alone
