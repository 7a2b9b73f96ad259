"""How likely a record of one table belongs to one of another: a risk to a backlog item, an incident to an action."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from sparse_dot_topn import sp_matmul_topn

from jobs.rules.similar.blend import distinct
from jobs.rules.similar.comparison import Comparison
from jobs.rules.similar.kept import SHOWN
from jobs.rules.similar.neighbours import CANDIDATES, NOBODY, score, squared
from jobs.rules.similar.text import Key
from jobs.rules.similar.times import same_service
from jobs.rules.similar.vectors import looking
from sync.message import Message

SERVICE = 0.1
"""What one service in common adds to a score, and different ones take from it."""
LEAST = 0.2
"""Below this words of two tables meet by chance more often than not: see ``docs/similarity.md``."""
_BLOCK = 512


@dataclass(frozen=True, slots=True)
class Likely:
    one: Key
    other: Key
    score: float
    why: Message


def likely_links(
    compared: Comparison,
    source: str,
    target: str,
    dismissed: Collection[frozenset[Key]] = (),
    least: float = LEAST,
    count: int = SHOWN,
) -> list[Likely]:
    """Return up to ``count`` likely links of each record of ``source`` into ``target``, best first.

    Both tables are in ``compared`` together: a word that is rare in one and common in the other weighs as it should.
    """
    keys = compared.keys
    from_rows = np.array([row for row, key in enumerate(keys) if key[0] == source], dtype=np.int64)
    to_rows = np.array([row for row, key in enumerate(keys) if key[0] == target], dtype=np.int64)
    if not len(from_rows) or not len(to_rows):
        return []
    others = _candidates(compared, from_rows, to_rows, 4 * count)
    words = score(compared.vectors, from_rows, others)
    found: list[Likely] = []
    for row, near, points in zip(from_rows, others, words, strict=True):
        scored = zip(near.tolist(), points.tolist(), strict=True)
        likely = [
            (_points(compared, int(row), other, of_words), keys[other], other)
            for other, of_words in scored
            if other not in (NOBODY, row) and frozenset((keys[row], keys[other])) not in dismissed
        ]
        best = sorted((each for each in likely if each[0] >= least), key=lambda each: (-each[0], each[1]))
        found += [Likely(keys[row], key, of, compared.reason(int(row), other)) for of, key, other in best[:count]]
    return found


def _candidates(compared: Comparison, from_rows: np.ndarray, to_rows: np.ndarray, meant: int) -> np.ndarray:
    """Return for each of ``from_rows`` the rows that words speak for, and ``meant`` that meaning does."""
    look = looking(compared.vectors, from_rows)
    wanted = min(CANDIDATES, len(to_rows))
    near = squared(sp_matmul_topn(look.asking, look.asked[to_rows].T.tocsr(), top_n=wanted, sort=True), wanted)
    others = np.where(near == NOBODY, NOBODY, to_rows[near])
    if compared.meaning is None:
        return others
    targets, blocks = compared.meaning[to_rows], range(0, len(from_rows), _BLOCK)
    alike = [np.argsort(-(compared.meaning[from_rows[at : at + _BLOCK]] @ targets.T), axis=1) for at in blocks]
    return distinct(np.hstack([others, to_rows[np.vstack(alike)[:, :meant]]]))


def _points(compared: Comparison, one: int, other: int, words: float) -> float:
    if compared.across(one, other):
        words = max(words, compared.means(one, other))
    shared = same_service(compared.fact(one), compared.fact(other))
    change = 0.0 if shared is None else SERVICE if shared else -SERVICE
    return round(min(max(words + change, 0.0), 1.0), 5)
