"""Lines that a template left behind, or that stand for text that is still to be written."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

_BRACKETED = re.compile(r"<[^<>]*>|\{\{.*\}\}|\[\s*(?:tbd|todo)\s*\]|【\s*】|「\s*」")
_KEPT = frozenset("LNS")
"""The first letters of the Unicode categories that tell lines apart: letters, numbers, signs."""


class Placeholders:
    """Knows the lines of some templates, and the words that stand for a text anywhere."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        words, self._prompts = _known()
        self._lines = words | frozenset(filter(None, map(_folded, lines)))

    def is_one(self, line: str) -> bool:
        """Say whether a line says nothing yet. 「なし」 and ``N/A`` say something, a blank line does not."""
        plain = unicodedata.normalize("NFKC", line).strip()
        if _BRACKETED.fullmatch(plain.casefold()):
            return True
        text = _folded(plain)
        return not text or text in self._lines or text.endswith(self._prompts)


@cache
def _known() -> tuple[frozenset[str], tuple[str, ...]]:
    raw = tomllib.loads(files("mappings.templates").joinpath("placeholders.toml").read_text("utf-8"))
    return frozenset(map(_folded, raw["words"])), tuple(map(_folded, raw["prompts"]))


def _folded(text: str) -> str:
    """Return a line without width, case, blanks and punctuation."""
    narrow = unicodedata.normalize("NFKC", text).casefold()
    return "".join(each for each in narrow if unicodedata.category(each)[0] in _KEPT)
