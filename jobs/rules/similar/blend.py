"""Words and meaning in one score."""

from collections.abc import Sequence

import numpy as np

from jobs.rules.similar.neighbours import NOBODY, Lists, best, score
from jobs.rules.similar.text import Text
from jobs.rules.similar.vectors import Vectors

MEANING = 0.2
"""What meaning counts between two texts of one language; between two languages words say nothing, and it counts all."""
CANDIDATES = 20
_BLOCK = 512


def blended(lists: Lists, vectors: Vectors, texts: Sequence[Text], rows: np.ndarray, count: int) -> Lists:
    """Return the nearest by 0.8 words + 0.2 meaning; candidates are those of ``lists`` and the nearest in meaning."""
    size = len(texts)
    wanted = min(CANDIDATES, max(size - 1, 0))
    japanese = np.array([text.is_japanese for text in texts], dtype=bool)
    near = np.full((size, wanted), NOBODY, dtype=np.int64)
    for at in range(0, size, _BLOCK):
        product = rows[at : at + _BLOCK] @ rows.T
        product[np.arange(len(product)), np.arange(at, at + len(product))] = -2
        near[at : at + _BLOCK] = np.argsort(-product, axis=1, kind="stable")[:, :wanted]
    others = distinct(np.hstack([lists.others.astype(np.int64), near]))
    words = score(vectors, np.arange(size), others)
    meaning = np.einsum("ij,ikj->ik", rows, rows[others]) if size else words
    mixed = np.where(japanese[:, None] == japanese[others], (1 - MEANING) * words + MEANING * meaning, meaning)
    return best(others, mixed.astype(np.float32), count)


def distinct(others: np.ndarray) -> np.ndarray:
    """Let each row stand in a list once; ``NOBODY`` takes the place of the rest."""
    order = np.argsort(others, axis=1, kind="stable")
    placed = np.take_along_axis(others, order, 1)
    placed[:, 1:][placed[:, 1:] == placed[:, :-1]] = NOBODY
    return placed
