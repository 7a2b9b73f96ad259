"""How good a ranking is, and how right a judgement."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from jobs.rules.similar.encoder import Encoder, encode
from jobs.rules.similar.index import build
from jobs.rules.similar.pairs import Pair
from jobs.rules.similar.text import Key
from jobs.rules.similar.vectors import weigh
from tests.similarity.sets import Labelled


@dataclass(frozen=True)
class Ranking:
    """``hits``: the share of queries that have a partner among the first so many. ``precision``: mean average."""

    hits: Mapping[int, float]
    precision: float


def ranking(labelled: Labelled, encoder: Encoder | None = None) -> Ranking:
    """Rank all records for each that has a partner, by exact scores."""
    vectors = weigh(build(labelled.texts)).whole
    rows = {text.key: row for row, text in enumerate(labelled.texts)}
    meaning = encode(labelled.texts, encoder).rows if encoder is not None else None
    places = []
    for key, partners in labelled.partners.items():
        row = rows[key]
        scores = (vectors @ vectors[row].T).toarray()[:, 0]
        if meaning is not None:
            scores = 0.8 * scores + 0.2 * (meaning @ meaning[row])
        scores[row] = -1
        order = np.argsort(-scores, kind="stable")
        places.append(np.flatnonzero(np.isin(order, [rows[each] for each in partners])) + 1)
    hits = {count: float(np.mean([place[0] <= count for place in places])) for count in (1, 5, 10)}
    averages = [float(np.mean(np.arange(1, len(place) + 1) / place)) for place in places]
    return Ranking(hits, float(np.mean(averages)))


@dataclass(frozen=True)
class Said:
    """What "entered twice" says: labelled, judged by reading, judged wrong, and not judged by anybody."""

    labelled: Sequence[Pair]
    right: Sequence[Pair]
    wrong: Sequence[Pair]
    unknown: Sequence[Pair]

    @property
    def share(self) -> float:
        """Return the share that is right; what nobody has judged counts as wrong."""
        right = len(self.labelled) + len(self.right)
        count = right + len(self.wrong) + len(self.unknown)
        return right / count if count else 0.0


def judged(pairs: Collection[Pair], labelled: Labelled, verdicts: Mapping[frozenset[Key], bool]) -> Said:
    same = [pair for pair in pairs if pair.other in labelled.partners.get(pair.one, ())]
    rest = [pair for pair in pairs if pair not in same]
    groups: dict[bool | None, list[Pair]] = {True: [], False: [], None: []}
    for pair in rest:
        groups[verdicts.get(pair.keys)].append(pair)
    return Said(same, groups[True], groups[False], groups[None])
