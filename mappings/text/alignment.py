"""Which stretches of a text still stand in its new version: lines, then words, then the ends of words."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate, takewhile
from typing import TypeAlias

from mappings.text.clusters import clusters

_MOST_STEPS = 8_000_000
"""Beyond this many comparisons only the beginning and the end of what changed are compared."""

Split: TypeAlias = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text that is the same from ``old`` on in the old version and from ``new`` on in the new one."""

    old: int
    new: int
    length: int


def aligned(old: str, new: str) -> list[Stretch]:
    """Return the stretches that stand in both, in order and apart. None begins or ends inside a character."""
    joined: list[Stretch] = []
    for found in _stretches(old, new, (_lines, words, clusters), 0, 0):
        last = joined[-1] if joined else None
        if last is not None and (last.old + last.length, last.new + last.length) == (found.old, found.new):
            joined[-1] = Stretch(last.old, last.new, last.length + found.length)
        else:
            joined.append(found)
    return joined


def _stretches(old: str, new: str, levels: Sequence[Split], at_old: int, at_new: int) -> Iterator[Stretch]:
    ends = _one_place(clusters(old), clusters(new))
    if ends is not None:
        head, tail = ends
        yield from [Stretch(at_old, at_new, head)] if head else []
        yield from [Stretch(at_old + len(old) - tail, at_new + len(new) - tail, tail)] if tail else []
        return
    split, finer = levels[0], levels[1:]
    ours, theirs = split(old), split(new)
    starts, new_starts = _starts(ours), _starts(theirs)
    for same, start, end, new_start, new_end in _blocks(ours, theirs, whole=bool(finer)):
        place, new_place = at_old + starts[start], at_new + new_starts[new_start]
        if same:
            yield Stretch(place, new_place, starts[end] - starts[start])
        elif finer and start < end and new_start < new_end:
            yield from _stretches("".join(ours[start:end]), "".join(theirs[new_start:new_end]), finer, place, new_place)


def _one_place(ours: Sequence[str], theirs: Sequence[str]) -> tuple[int, int] | None:
    """Return how much is the same in front and behind where text was only put in, or only taken out, at one place.

    Where several places would do, the last one that does not lie inside a word.
    """
    both = ours if len(ours) < len(theirs) else theirs
    most, least = _common(ours, theirs), len(both) - _common(ours[::-1], theirs[::-1])
    if most < least:
        return None
    places = range(most, least - 1, -1)
    head = next((place for place in places if not _inside_word(both, place)), most)
    return sum(map(len, both[:head])), sum(map(len, both[head:]))


def _inside_word(parts: Sequence[str], place: int) -> bool:
    if not 0 < place < len(parts):
        return False
    script = _script(parts[place - 1][0])
    return bool(script) and script == _script(parts[place][0])


def _starts(parts: Sequence[str]) -> list[int]:
    return [0, *accumulate(len(part) for part in parts)]


def _blocks(ours: Sequence[str], theirs: Sequence[str], *, whole: bool) -> Iterator[tuple[bool, int, int, int, int]]:
    """Return, in order, which parts are the same and which are not; between the ends only where ``whole``."""
    head = _common(ours, theirs)
    tail = _common(ours[head:][::-1], theirs[head:][::-1])
    end, new_end = len(ours) - tail, len(theirs) - tail
    if head:
        yield True, 0, head, 0, head
    middle, new_middle = ours[head:end], theirs[head:new_end]
    if whole and _steps(middle, new_middle) <= _MOST_STEPS:
        for tag, start, stop, at, until in SequenceMatcher(None, middle, new_middle, autojunk=False).get_opcodes():
            yield tag == "equal", head + start, head + stop, head + at, head + until
    elif middle or new_middle:
        yield False, head, end, head, new_end
    if tail:
        yield True, end, len(ours), new_end, len(theirs)


def _common(ours: Sequence[str], theirs: Sequence[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(ours, theirs, strict=False)))


def _steps(ours: Sequence[str], theirs: Sequence[str]) -> int:
    counts = Counter(theirs)
    return sum(counts[part] for part in ours)


def _lines(text: str) -> list[str]:
    parts = text.split("\n")
    return [*(f"{part}\n" for part in parts[:-1]), *([parts[-1]] if parts[-1] else [])]


def words(text: str) -> list[str]:
    """Split a text into words with the blanks behind them.

    Japanese has no blanks: there a word is what is written in one script, so 対応の手順 is three.
    """
    found: list[str] = []
    last = ""
    for cluster in clusters(text):
        script = _script(cluster[0])
        if found and (script == "blank" or (script == last and script)):
            found[-1] += cluster
        else:
            found.append(cluster)
        last = script
    return found


def _script(character: str) -> str:
    """Return what letters of one word have in common; nothing for signs, each of which stands alone."""
    if character in " \t\u00a0\u3000":
        return "blank"
    if not (character.isalnum() or character == "_"):
        return "katakana" if character == "ー" else ""
    name = unicodedata.name(character, "")
    return next((script for script in ("CJK", "HIRAGANA", "KATAKANA") if name.startswith(script)), "letters").lower()
