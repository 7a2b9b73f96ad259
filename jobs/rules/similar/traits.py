"""What in a title tells two records apart though all else is one template."""

from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher

import regex
from rapidfuzz import fuzz

from jobs.rules.similar.folding import fold

_NUMBERED = regex.compile(r"[a-z0-9]*\d[a-z0-9]*(?:[-._/:][a-z0-9]+)*|(?:[a-z0-9]+[-._/:])+[a-z0-9]+")
_NAMED = regex.compile(r"\b\p{L}+\p{Ll}\p{Lu}\p{L}*")
_WORD = regex.compile(r"\p{Han}+|\p{Hiragana}+|[\p{Katakana}ー]+|[^\W\p{Han}\p{Hiragana}\p{Katakana}]+")
_EMPTY = regex.compile(
    r"\p{Hiragana}+|a|an|and|are|as|at|be|by|can|for|from|has|in|is|it|not|of|on|or|should|that|the|to|was|when|with"
)
_BLANK = regex.compile(r"\s+")
_VARIANT = 80
"""Two words that are alike to so many percent are one word in two forms, or with a slip."""


def identifiers(title: str) -> frozenset[str]:
    """Return numbers, versions, ids, paths, hyphenated names and names in code as they stand in ``title``, folded."""
    return frozenset(_NUMBERED.findall(fold(title))) | {fold(each) for each in _NAMED.findall(title)}


def exchanged(one: str, other: str) -> bool:
    """Say whether each title has a word of substance that the other has not: the same job on another thing.

    Where both name the same identifier, only words that stand in the same place count.
    """
    mine, theirs = _WORD.findall(fold(one)), _WORD.findall(fold(other))
    if not identifiers(one) & identifiers(other):
        return _other(mine, theirs, set(mine), set(theirs))
    steps = SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes()
    return any(
        kind == "replace" and _other(mine[start:end], theirs[first:last], set(mine), set(theirs))
        for kind, start, end, first, last in steps
    )


def _other(left: list[str], right: list[str], mine: set[str], theirs: set[str]) -> bool:
    alone = " ".join(word for word in left if word not in theirs and not _EMPTY.fullmatch(word))
    there = " ".join(word for word in right if word not in mine and not _EMPTY.fullmatch(word))
    return bool(alone) and bool(there) and fuzz.ratio(alone, there) < _VARIANT


def plain(title: str) -> str:
    """Return ``title`` in one spelling: two that are equal so are the same words."""
    return _BLANK.sub(" ", fold(title)).strip()


def template(title: str) -> str:
    """Return ``title`` with a mark for its numbers: machines write many of one such form."""
    return _BLANK.sub(" ", _NUMBERED.sub("0", fold(title))).strip()


def templates(titles: Iterable[str], most: int) -> frozenset[str]:
    """Return the forms that more than ``most`` titles have, and no title at all."""
    return frozenset({""} | {form for form, count in Counter(map(template, titles)).items() if count > most})
