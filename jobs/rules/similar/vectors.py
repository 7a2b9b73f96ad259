"""Weights: how much each term says of a record, among these records."""

from dataclasses import dataclass
from functools import reduce
from itertools import accumulate, pairwise
from operator import add

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.preprocessing import normalize

from jobs.rules.similar.index import Index

SHARES = (0.1, 0.3, 0.3, 0.3)
"""What each view counts: the title; with the first words; with all that people wrote; with all."""
COMMON = 0.1
"""Terms in more than this share of the records do not look for candidates; they count in full for those found."""
SMALL = 500
"""Among so few records every term looks for candidates."""
SAYING = 128
"""So many terms of a record, the weightiest, look for candidates."""


@dataclass(frozen=True, eq=False)
class Vectors:
    """The product of two rows is the score of two records, from 0 to 1."""

    whole: csr_matrix


@dataclass(frozen=True, eq=False)
class Looking:
    """``asking`` by ``asked`` is the quick look that finds who might score at all."""

    asked: csr_matrix
    asking: csr_matrix


def weigh(index: Index) -> Vectors:
    """Weigh the terms of all records: by rarity, the root of their count, and how near to the top they stand.

    A record has four views, from its title alone to all that it has. An occurrence counts in each view that it is in,
    the more, the less that view says. Nothing here depends on how a table was filled, only on what it has now.
    """
    if not index.size:
        return Vectors(csr_matrix((0, 0), dtype=np.float32))
    spelling = _spelling(index)
    placed = [_scaled(part, value) for part, value in zip(index.parts, _places(index, spelling), strict=True)]
    both = [part.astype(np.complex64) for part in index.parts]
    for part, value in zip(both, placed, strict=True):
        part.data.imag = value.data
    # Counts and places go through one product as the two parts of complex numbers: half the time of two products.
    terms = reduce(add, both) @ spelling
    rarity = _rarity(terms)
    weights = terms.data.imag / np.sqrt(terms.data.real) * rarity[terms.indices]
    return Vectors(normalize(csr_matrix((weights, terms.indices, terms.indptr), shape=terms.shape), copy=False))


def _places(index: Index, spelling: csr_matrix) -> list[np.ndarray]:
    """Return what an occurrence in each part of each record counts, by the length of the views that it is in."""
    lengths = np.sqrt(np.diff(spelling.indptr)).astype(np.float32)
    values = []
    for share, view in zip(SHARES, accumulate(index.parts), strict=True):
        tokens = (1 + np.log(view.data)) * (_rarity(view) * lengths)[view.indices]
        squares = csr_matrix((tokens**2, view.indices, view.indptr), shape=view.shape).sum(axis=1)
        size = np.sqrt(np.asarray(squares).ravel())
        values.append(share / np.where(size > 0, size, 1))
    return list(np.cumsum(values[::-1], axis=0)[::-1].astype(np.float32))


def _rarity(counts: csr_matrix) -> np.ndarray:
    """Return how much the presence of each column says, as BM25 has it: never zero, however small the table."""
    size, often = counts.shape[0], np.bincount(counts.indices, minlength=counts.shape[1])
    rarity: np.ndarray = np.log1p((size - often + 0.5) / (often + 0.5)).astype(np.float32)
    return rarity


def _scaled(part: csr_matrix, value: np.ndarray) -> csr_matrix:
    return csr_matrix((part.data * np.repeat(value, np.diff(part.indptr)), part.indices, part.indptr), shape=part.shape)


def looking(vectors: Vectors, rows: np.ndarray | None = None) -> Looking:
    """Choose the terms by which ``rows`` (all, by default) look for others."""
    whole = vectors.whole
    size, width = whole.shape
    often = np.bincount(whole.indices, minlength=width)
    most = size if size <= SMALL else COMMON * size
    asked = whole[:, (often > 1) & (often <= most)]
    return Looking(asked, _weightiest(asked if rows is None else asked[rows]))


def _spelling(index: Index) -> csr_matrix:
    """Return tokens by terms, with only the terms that there are."""
    known, columns = np.unique(index.sums, return_inverse=True)
    data = (np.ones(len(columns), np.float32), columns.astype(np.int32), index.starts.astype(np.int32))
    matrix = csr_matrix(data, shape=(len(index.vocabulary), len(known)))
    matrix.sum_duplicates()
    return matrix


def _weightiest(matrix: csr_matrix) -> csr_matrix:
    """Keep the ``SAYING`` greatest entries of each row."""
    keep = np.ones(matrix.nnz, dtype=bool)
    for start, end in pairwise(matrix.indptr):
        if end - start > SAYING:
            light = np.argsort(-matrix.data[start:end], kind="stable")[SAYING:]
            keep[start + light] = False
    ends = np.concatenate([[0], np.cumsum(keep)])[matrix.indptr]
    return csr_matrix((matrix.data[keep], matrix.indices[keep], ends), shape=matrix.shape)
