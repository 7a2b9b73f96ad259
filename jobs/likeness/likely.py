"""Which records of two tables probably belong together."""

from collections.abc import Collection, Iterator, Sequence

from jobs.link.suggest import Scored
from jobs.link.ways import Route
from jobs.rules.similar.comparison import Comparison
from jobs.rules.similar.links import likely_links
from jobs.rules.similar.text import Key


def likely(
    ways: Sequence[Route], compared: Comparison, gone: Collection[frozenset[Key]], least: float, count: int
) -> Iterator[Scored]:
    """Yield up to ``count`` likely links of each record, from ``least`` on, where a field could hold them.

    ``gone`` are pairs that are linked, or that people have decided on.
    """
    for way in ways:
        if not way.ends:
            continue
        for each in likely_links(compared, way.source, way.target, gone, least, count):
            yield Scored(each.one, each.other, each.score, each.why, str(way.way.role))
