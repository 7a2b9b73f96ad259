"""The records of a run, compared: what every judgement here is made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from jobs.rules.similar.blend import blended
from jobs.rules.similar.encoder import Encoder, encode
from jobs.rules.similar.kept import KEPT, Kept, renewed
from jobs.rules.similar.neighbours import Lists
from jobs.rules.similar.reasons import Rarity, reason
from jobs.rules.similar.text import NOTHING_KNOWN, Facts, FactsOf, Key, Text
from jobs.rules.similar.vectors import Vectors
from sync.message import Message


@dataclass(frozen=True, eq=False)
class Comparison:
    """``lists`` have the nearest of each row; a row is a place in ``texts``."""

    texts: tuple[Text, ...]
    facts: FactsOf
    lists: Lists
    vectors: Vectors
    meaning: np.ndarray | None = None
    """A row of length 1 for each text, where an encoder is installed."""
    kept: Kept | None = None
    """What the next run starts from."""
    cache: Mapping[str, bytes] = field(default_factory=dict)
    """Encoded texts that the next run need not encode."""

    @cached_property
    def keys(self) -> Sequence[Key]:
        return [text.key for text in self.texts]

    @cached_property
    def japanese(self) -> Sequence[bool]:
        return [text.is_japanese for text in self.texts]

    @cached_property
    def rarity(self) -> Rarity:
        return Rarity(self.texts)

    def fact(self, row: int) -> Facts:
        return self.facts.get(self.texts[row].key, NOTHING_KNOWN)

    def means(self, one: int, other: int) -> float:
        """Return how much two rows mean the same, by the encoder; 0 without one."""
        return float(self.meaning[one] @ self.meaning[other]) if self.meaning is not None else 0.0

    def across(self, one: int, other: int) -> bool:
        """Say whether one text is Japanese and the other is not."""
        return self.japanese[one] != self.japanese[other]

    def reason(self, one: int, other: int) -> Message:
        pair = (self.fact(one), self.fact(other))
        return reason(self.texts[one], self.texts[other], pair, self.rarity, meaning=self.across(one, other))


def compare(
    texts: Sequence[Text],
    facts: FactsOf | None = None,
    kept: Kept | None = None,
    encoder: Encoder | None = None,
    cache: Mapping[str, bytes] | None = None,
) -> Comparison:
    """Compare ``texts`` with one another. Only what differs from ``kept`` and ``cache`` is read and encoded."""
    now, vectors = renewed(kept, texts)
    if encoder is None or not texts:
        return Comparison(tuple(texts), facts or {}, now.lists, vectors, None, now)
    encoded = encode(texts, encoder, cache)
    lists = blended(now.lists, vectors, texts, encoded.rows, KEPT)
    return Comparison(tuple(texts), facts or {}, lists, vectors, encoded.rows, now, encoded.cache)
