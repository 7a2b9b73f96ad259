"""Open risks of one service that say nearly the same: they may be one, cut too fine."""

from collections.abc import Collection

from jobs.rules.similar.clusters import Cluster, clusters
from jobs.rules.similar.comparison import Comparison
from jobs.rules.similar.pairs import Pair, listed
from jobs.rules.similar.text import Key
from jobs.rules.similar.times import same_service

NEARLY = 0.5


def too_fine(
    compared: Comparison,
    open_ones: Collection[Key],
    dismissed: Collection[frozenset[Key]] = (),
    least: float = NEARLY,
) -> tuple[Cluster, ...]:
    """Return groups of ``open_ones`` that share a service and whose texts score ``least`` or more.

    Numbers in titles may differ here ("disk of host 3", "disk of host 4"): that is what being too fine looks like.
    """
    keys = compared.keys
    found = [
        Pair(keys[one], keys[other], points, compared.reason(one, other))
        for one, other, points in listed(compared.lists, keys, least)
        if keys[one] in open_ones
        and keys[other] in open_ones
        and keys[one][0] == keys[other][0]
        and same_service(compared.fact(one), compared.fact(other)) is True
        and frozenset((keys[one], keys[other])) not in dismissed
    ]
    return clusters(found)
