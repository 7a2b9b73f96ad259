"""Records that were entered twice: near copies of the same thing, at the same time, on the same service."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from jobs.rules.similar.comparison import Comparison
from jobs.rules.similar.neighbours import score
from jobs.rules.similar.pairs import Pair, listed
from jobs.rules.similar.text import Key
from jobs.rules.similar.times import at_once, overlap, same_service
from jobs.rules.similar.traits import exchanged, identifiers, plain, template, templates


@dataclass(frozen=True, slots=True)
class Limits:
    """Scores are from 0 to 1. Where they come from: ``docs/similarity.md``."""

    likely: float = 0.65
    japanese: float = 0.9
    """For Japanese titles that are not equal: runs of one and two characters meet too easily."""
    across: float = 0.8
    """Of meaning, between two languages."""
    neighbours: int = 4
    """Whoever has more such neighbours is one of a family that a template made."""


def entered_twice(
    compared: Comparison, dismissed: Collection[frozenset[Key]] = (), limits: Limits | None = None
) -> list[Pair]:
    """Return the pairs of one table that are the same thing. ``dismissed`` pairs never come again."""
    limits = limits or Limits()
    likely = _likely(compared, limits)
    crowd = Counter(row for one, other in likely for row in (one, other))
    forms = templates((text.title for text in compared.texts), limits.neighbours)
    said = []
    for (one, other), points in sorted(likely.items()):
        keys = (compared.keys[one], compared.keys[other])
        if frozenset(keys) in dismissed or not _same(compared, one, other, points, limits):
            continue
        family = max(crowd[one], crowd[other]) > limits.neighbours or any(
            template(compared.texts[row].title) in forms for row in (one, other)
        )
        if not family or _at_one_time(compared, one, other):
            said.append(Pair(*keys, points, compared.reason(one, other)))
    return said


def _likely(compared: Comparison, limits: Limits) -> dict[tuple[int, int], float]:
    """Return the pairs that words, or meaning between two languages, or time and words speak for."""
    found = {(one, other): points for one, other, points in listed(compared.lists, compared.keys, limits.likely)}
    for one, other in at_once(compared.keys, compared.facts):
        if (one, other) not in found:
            points = float(score(compared.vectors, np.array([one]), np.array([[other]]))[0, 0])
            if points >= limits.likely:
                found[one, other] = points
    keys = compared.keys
    return {(one, other): points for (one, other), points in found.items() if keys[one][0] == keys[other][0]}


def _at_one_time(compared: Comparison, one: int, other: int) -> bool:
    facts = (compared.fact(one), compared.fact(other))
    return facts[0].event and facts[1].event and overlap(*facts) is True


def _same(compared: Comparison, one: int, other: int, points: float, limits: Limits) -> bool:
    facts = (compared.fact(one), compared.fact(other))
    titles = (compared.texts[one].title, compared.texts[other].title)
    at_one_time = _at_one_time(compared, one, other)
    if same_service(*facts) is False or ((facts[0].event or facts[1].event) and not at_one_time):
        return False
    names = identifiers(titles[0])
    if names != identifiers(titles[1]):
        return False
    if compared.across(one, other):
        anchored = bool(names) or (at_one_time and same_service(*facts) is True)
        return anchored and compared.means(one, other) >= limits.across
    if compared.japanese[one] and plain(titles[0]) != plain(titles[1]) and points < limits.japanese:
        return False
    return at_one_time or not exchanged(*titles)
