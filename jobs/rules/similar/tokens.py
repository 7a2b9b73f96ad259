"""Texts as tokens, and tokens as the terms that are weighed."""

from collections.abc import Iterator
from itertools import pairwise
from zlib import crc32

import regex

from jobs.rules.similar.folding import fold

_CJK = r"\p{Hiragana}\p{Katakana}\p{Han}\p{Hangul}ー々"
_RUN = regex.compile(rf"(?P<cjk>[{_CJK}]+)|(?P<word>[^\W_{_CJK}]+)", regex.V1)
_IDENTIFIER = regex.compile(r"[a-z0-9]+(?:[-._/:][a-z0-9]+)+")
_WHOLE, _NAME = "=", "#"
"""They tell a whole word and an identifier from a run of their letters; neither is a letter of a token."""


def tokens(text: str) -> Iterator[str]:
    """Yield words, runs of one and two CJK characters, and identifiers (versions, paths, ``CVE-2020-1``) whole."""
    folded = fold(text)
    for found in _RUN.finditer(folded):
        run = found["cjk"]
        if run is None:
            yield found["word"]
            continue
        yield from run
        yield from map("".join, pairwise(run))
    for name in _IDENTIFIER.findall(folded):
        yield _NAME + name


def terms(token: str) -> list[int]:
    """Return the terms of a token as 32-bit sums: runs of 3 and 4 letters of a word with its ends, and the word.

    Words weigh by their letters, so that endings and compounds meet; a CJK run and an identifier is one term.
    """
    if token[0] == _NAME or regex.match(rf"[{_CJK}]", token):
        return [_term(token)]
    edged = f" {token} "
    runs = [edged[at : at + size] for size in (3, 4) for at in range(len(edged) - size + 1)]
    return [_term(each) for each in [*runs, _WHOLE + token]]


def _term(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"))
