"""How alike two names are, in Japanese and English."""

import re
import unicodedata

from rapidfuzz import fuzz

EXACT, FOLDED, BARE, CLOSE, INSIDE = 1.0, 0.97, 0.9, 0.7, 0.62
"""How much a likeness is worth, from the same letters to one name standing inside the other."""

_SIGNS = re.compile(r"[\W_]+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕")
_LEAST_RATIO = 80.0
_LEAST_LATIN, _LEAST_JAPANESE = 4, 2
"""Letters that a name needs to count where it stands inside another."""


def folded(text: str) -> str:
    """Return a name as it is compared: one width, one case, letters and digits only."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text).casefold())


def bare(text: str) -> str:
    """Return a name as it is compared, without what stands in brackets: a unit, a remark."""
    return folded(_BRACKETS.sub("", unicodedata.normalize("NFKC", text)))


def likeness(one: str, two: str) -> float:
    """Return how alike two names are by their letters alone, from 0 to 1."""
    if unicodedata.normalize("NFC", one).strip() == unicodedata.normalize("NFC", two).strip():
        return EXACT
    first, second = folded(one), folded(two)
    if not first or not second:
        return 0.0
    if first == second:
        return FOLDED
    if bare(one) == bare(two) != "":
        return BARE
    ratio = fuzz.ratio(first, second)
    if ratio >= _LEAST_RATIO:
        return CLOSE * ratio / 100 + 0.1
    short, long = sorted((first, second), key=len)
    least = _LEAST_LATIN if short.isascii() else _LEAST_JAPANESE
    return INSIDE if len(short) >= least and short in long else 0.0
