"""Records that are one thing together: clusters, not pairs."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from jobs.rules.similar.pairs import Pair
from jobs.rules.similar.text import Key


@dataclass(frozen=True, slots=True)
class Cluster:
    """``keys`` are sorted; together they are what the cluster is known by from run to run."""

    keys: tuple[Key, ...]
    pairs: tuple[Pair, ...]

    def others(self, key: Key) -> tuple[Key, ...]:
        return tuple(each for each in self.keys if each != key)

    def why(self, key: Key) -> Pair:
        """Return the surest pair that a record is in."""
        return max((pair for pair in self.pairs if key in pair.keys), key=lambda pair: pair.score)


def clusters(pairs: Iterable[Pair]) -> tuple[Cluster, ...]:
    """Join pairs that share a record. Dismissed ones are not among ``pairs``, so what they alone held falls apart."""
    head: dict[Key, Key] = {}

    def top(key: Key) -> Key:
        while head.setdefault(key, key) != key:
            key = head[key]
        return key

    found = sorted(pairs, key=lambda pair: (pair.one, pair.other))
    for pair in found:
        first, second = sorted((top(pair.one), top(pair.other)))
        head[second] = first
    members: dict[Key, set[Key]] = defaultdict(set)
    held: dict[Key, list[Pair]] = defaultdict(list)
    for pair in found:
        held[top(pair.one)].append(pair)
        members[top(pair.one)] |= pair.keys
    return tuple(Cluster(tuple(sorted(members[key])), tuple(held[key])) for key in sorted(members))
