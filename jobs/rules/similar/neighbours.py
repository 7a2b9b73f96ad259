"""The records that are nearest to each, by the score of their words."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from sparse_dot_topn import sp_matmul_topn

from jobs.rules.similar.vectors import Vectors, looking

CANDIDATES = 100
"""So many of each are scored exactly."""
NOBODY = -1


@dataclass(frozen=True, eq=False)
class Lists:
    """For each row the nearest rows, best first, and their scores; ``NOBODY`` where there are no more.

    ``floor``: whoever is not in a row's list scores this or less.
    """

    others: np.ndarray
    scores: np.ndarray
    floor: np.ndarray

    def of(self, row: int) -> Iterator[tuple[int, float]]:
        for other, score in zip(self.others[row], self.scores[row], strict=True):
            if other != NOBODY:
                yield int(other), float(score)


def nearest(vectors: Vectors, count: int, rows: np.ndarray | None = None) -> Lists:
    """Return the ``count`` nearest of ``rows`` (all, by default). Equal scores stand in the order of the rows."""
    size = vectors.whole.shape[0]
    every = np.arange(size) if rows is None else rows
    wanted = min(max(CANDIDATES, count) + 1, size)
    if not len(every):
        return best(np.zeros((0, count), np.int64), np.zeros((0, count), np.float32), count)
    look = looking(vectors, rows)
    others = squared(sp_matmul_topn(look.asking, look.asked.T.tocsr(), top_n=wanted, sort=True), wanted)
    others[others == every[:, None]] = NOBODY
    return best(others, score(vectors, every, others), count)


def score(vectors: Vectors, rows: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the exact scores of each row with its ``others``."""
    matrix = vectors.whole
    scores = np.zeros(others.shape, dtype=np.float32)
    dense = np.zeros(matrix.shape[1], dtype=np.float32)
    for place, row in enumerate(rows):
        mine = slice(matrix.indptr[row], matrix.indptr[row + 1])
        dense[matrix.indices[mine]] = matrix.data[mine]
        there = others[place] != NOBODY
        scores[place, there] = matrix[others[place, there]] @ dense
        dense[matrix.indices[mine]] = 0
    return scores


def best(others: np.ndarray, scores: np.ndarray, count: int) -> Lists:
    """Sort what was found and cut it to ``count``; a row stands in a list once."""
    scores = np.where(others == NOBODY, -1.0, np.minimum(np.round(scores, 5), 1.0)).astype(np.float32)
    order = np.lexsort((others, -scores), axis=1)
    others, scores = np.take_along_axis(others, order, 1), np.take_along_axis(scores, order, 1)
    spare = count - others.shape[1]
    if spare > 0:
        others = np.pad(others, ((0, 0), (0, spare)), constant_values=NOBODY)
        scores = np.pad(scores, ((0, 0), (0, spare)), constant_values=-1.0)
    floor = np.maximum(scores[:, count - 1], 0)
    return Lists(others[:, :count].astype(np.int32), scores[:, :count], floor.astype(np.float32))


def squared(found: csr_matrix, wanted: int) -> np.ndarray:
    """Return the columns of a sparse matrix, row by row, side by side."""
    lengths = np.diff(found.indptr)
    others = np.full((len(lengths), wanted), NOBODY, dtype=np.int64)
    row = np.repeat(np.arange(len(lengths)), lengths)
    others[row, np.arange(found.indptr[-1]) - np.repeat(found.indptr[:-1], lengths)] = found.indices
    return others
