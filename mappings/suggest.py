"""The nearest name to one that was mistyped."""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches


def nearest(seen: str, names: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return the name that ``seen`` was probably meant to be. Width, case, spaces, ``_`` and ``-`` do not count."""
    folded = {_fold(name): name for name in names}
    close = get_close_matches(_fold(seen), folded, n=1, cutoff=cutoff)
    return folded[close[0]] if close else None


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold().replace("_", "").replace("-", "")
    return "".join(plain.split())
