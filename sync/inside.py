"""Merging two edits inside one value: sets entry by entry, texts line by line."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from sync.model import Value
from sync.policy import Inside


class Overlap(Exception):
    """The two edits touch the same place."""


def merge_inside(base: Value, one: Value, two: Value, how: Inside) -> Value:
    """Return the merged value; swapping ``one`` and ``two`` gives the same. Raises ``Overlap`` where it cannot."""
    if how is Inside.SET and all(isinstance(value, tuple | None) for value in (base, one, two)):
        return merge_sets(_entries(base), _entries(one), _entries(two)) or None
    if how is Inside.LINES and isinstance(base, str) and isinstance(one, str) and isinstance(two, str):
        return merge_lines(base, one, two) or None
    raise Overlap


def _entries(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def merge_sets(base: tuple[str, ...], one: tuple[str, ...], two: tuple[str, ...]) -> tuple[str, ...]:
    """Unite what either side added and drop what either removed; old entries keep the base's order."""
    kept = [entry for entry in base if entry in one and entry in two]
    added = sorted({*one, *two} - {*base})
    return (*kept, *added)


def merge_lines(base: str, one: str, two: str) -> str:
    """Merge two texts by line against ``base``. Raises ``Overlap`` where both changed the same or adjoining lines."""
    lines = base.split("\n")
    edits = sorted({*_edits(lines, one), *_edits(lines, two)})
    merged: list[str] = []
    position = 0
    last_end = -1
    for start, end, new in edits:
        if start < position or start <= last_end:
            raise Overlap
        merged += lines[position:start]
        merged += new
        position = last_end = end
    return "\n".join([*merged, *lines[position:]])


def _edits(base: list[str], text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    lines = text.split("\n")
    for tag, start, end, new_start, new_end in SequenceMatcher(None, base, lines, autojunk=False).get_opcodes():
        if tag != "equal":
            yield start, end, tuple(lines[new_start:new_end])
