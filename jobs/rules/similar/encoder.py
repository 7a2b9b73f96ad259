"""A multilingual encoder, where one is installed: meaning beside words, and the only bridge between languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Protocol

import numpy as np

from jobs.rules.similar.text import Text

FIRST = 300
"""So many characters of the body are encoded."""


class Encoder(Protocol):
    name: str
    """Which model it is: vectors of two models are never compared."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Return a row of numbers for each text, each row of length 1."""


@dataclass(frozen=True, eq=False)
class Encoded:
    """``rows`` belong to the texts in their order; ``cache`` is to be kept: by text, only what is still in use."""

    rows: np.ndarray
    cache: Mapping[str, bytes]


def encode(texts: Sequence[Text], encoder: Encoder, cache: Mapping[str, bytes] | None = None) -> Encoded:
    """Encode what is not in ``cache`` (by the hash of model and text), in one call."""
    known = cache or {}
    written = [f"{text.title}. {text.body[:FIRST]}" for text in texts]
    sums = [
        blake2b(f"{encoder.name}\0{each}".encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        for each in written
    ]
    missing = {key: each for key, each in zip(sums, written, strict=True) if key not in known}
    made = np.asarray(encoder.encode(list(missing.values())), dtype="<f4") if missing else np.zeros((0, 0), "<f4")
    new = {key: row.tobytes() for key, row in zip(missing, made, strict=True)}
    kept = {key: new[key] if key in new else known[key] for key in sums}
    rows = np.stack([np.frombuffer(kept[key], dtype="<f4") for key in sums]) if sums else np.zeros((0, 0), "<f4")
    return Encoded(rows, kept)
