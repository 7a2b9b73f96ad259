"""The tokens of all records, counted: what is kept from run to run."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeAlias

import numpy as np
from scipy.sparse import csr_matrix, vstack

from jobs.rules.similar.folding import parted
from jobs.rules.similar.text import Key, Text
from jobs.rules.similar.tokens import terms, tokens

Counts: TypeAlias = csr_matrix
"""Records by tokens."""

DIGEST = 16
PARTS = 4
"""Title; the first words below it; the rest that people wrote; what machines did: quoted code, logs, stack traces."""
LEAD = 300
"""So many characters are the first words, or some more: no word is cut."""


@dataclass(frozen=True, eq=False)
class Index:
    """Which tokens stand in which record, and which terms each token is made of.

    Nothing in it depends on the rest of the table: weights are reckoned anew from it in each run, so that an index
    that was carried along for a year and one that was made today give the same scores.
    """

    keys: tuple[Key, ...]
    digests: tuple[bytes, ...]
    vocabulary: tuple[str, ...]
    starts: np.ndarray
    sums: np.ndarray
    """The terms of token ``n`` are ``sums[starts[n] : starts[n + 1]]``."""
    parts: tuple[Counts, ...]

    @property
    def size(self) -> int:
        return len(self.keys)


@dataclass(frozen=True, eq=False)
class Step:
    """An index brought up to date: ``was`` has, for each row, the row it had before, or -1 where the text is new."""

    index: Index
    was: np.ndarray


def build(texts: Sequence[Text]) -> Index:
    """Index ``texts``. Their keys are distinct."""
    return bring_up_to_date(empty(), texts).index


def empty() -> Index:
    nothing = csr_matrix((0, 0), dtype=np.float32)
    starts, sums = np.zeros(1, np.int64), np.zeros(0, np.int64)
    return Index((), (), (), starts, sums, (nothing,) * PARTS)


def bring_up_to_date(old: Index, texts: Sequence[Text]) -> Step:
    """Index ``texts``, reading only those that are not in ``old`` as they stand now."""
    known = {key: row for row, key in enumerate(old.keys)}
    if len({text.key for text in texts}) != len(texts):
        raise ValueError("two texts have one key")
    digests = [_digest(text) for text in texts]
    was = np.array(
        [
            row if (row := known.get(text.key, -1)) >= 0 and old.digests[row] == digest else -1
            for text, digest in zip(texts, digests, strict=True)
        ],
        dtype=np.int64,
    )
    numbers = {token: number for number, token in enumerate(old.vocabulary)}
    fresh = [text for text, row in zip(texts, was, strict=True) if row < 0]
    shares = [_shares(text) for text in fresh]
    read = [_count([each[part] for each in shares], numbers) for part in range(PARTS)]
    vocabulary = tuple(numbers)
    width = len(vocabulary)
    order = np.where(was >= 0, was, old.size + np.cumsum(was < 0) - 1)
    parts = []
    for before, now in zip(old.parts, read, strict=True):
        for each in (before, now):
            each.resize((each.shape[0], width))
        parts.append(vstack([before, now], format="csr", dtype=np.float32)[order])
    starts, sums = _spelt(old, vocabulary)
    keys = tuple(text.key for text in texts)
    return Step(Index(keys, tuple(digests), vocabulary, starts, sums, tuple(parts)), was)


def _shares(text: Text) -> tuple[str, ...]:
    prose, machine = parted(text.body)
    prose = " ".join(prose.split())
    space = prose.find(" ", LEAD)
    cut = min(space if space >= 0 else len(prose), LEAD + _LONGEST_WORD)
    return text.title, prose[:cut], prose[cut:], machine


_LONGEST_WORD = 40
"""Where there is no space for so long, the text has none: Japanese is cut at any character."""


def _digest(text: Text) -> bytes:
    return blake2b(f"{text.title}\0{text.body}".encode("utf-8", "surrogatepass"), digest_size=DIGEST).digest()


def _count(texts: Sequence[str], numbers: dict[str, int]) -> Counts:
    """Count the tokens of each text; ``numbers`` gets those that are new."""
    columns: list[int] = []
    amounts: list[int] = []
    ends = [0]
    for text in texts:
        found: Mapping[str, int] = Counter(tokens(text))
        columns += [numbers.setdefault(token, len(numbers)) for token in found]
        amounts += found.values()
        ends.append(len(columns))
    shape = (len(texts), len(numbers))
    data = (np.array(amounts, np.float32), np.array(columns, np.int32), np.array(ends, np.int32))
    counts = csr_matrix(data, shape=shape)
    counts.sort_indices()
    return counts


def _spelt(old: Index, vocabulary: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    made = [terms(token) for token in vocabulary[len(old.vocabulary) :]]
    ends = old.starts[-1] + np.cumsum([len(each) for each in made], dtype=np.int64)
    more = np.array([each for group in made for each in group], dtype=np.int64)
    return np.concatenate([old.starts, ends]).astype(np.int64), np.concatenate([old.sums, more])
