"""Merging two edits inside one value: sets entry by entry, texts line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
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
    """Merge two texts by line against ``base``; line breaks of two characters become one.

    Raises ``Overlap`` where both changed the same lines, or both put lines in at one place. Lines that only adjoin are
    merged: which stands first is certain.
    """
    was, first, second = (_split(text) for text in (base, one, two))
    edits = sorted({*_edits(was.lines, first.lines), *_edits(was.lines, second.lines)})
    merged: list[str] = []
    position, grown = 0, False
    for edit in edits:
        if edit.start < position or (edit.start == position and grown and edit.grows):
            raise Overlap
        merged += was.lines[position : edit.start]
        merged += edit.new
        position, grown = edit.end, edit.grows
    closed = second.closed if first.closed is was.closed else first.closed
    merged += was.lines[position:]
    return "\n".join(merged) + ("\n" if closed and merged else "")


@dataclass(frozen=True, slots=True)
class _Lines:
    """``closed``: there is a line break behind the last one."""

    lines: tuple[str, ...]
    closed: bool


@dataclass(frozen=True, slots=True, order=True)
class _Edit:
    start: int
    end: int
    new: tuple[str, ...]

    @property
    def grows(self) -> bool:
        """Whether there are more lines than before, so that it is not certain which is the new one."""
        return len(self.new) > self.end - self.start


def _split(text: str) -> _Lines:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    closed = text.endswith("\n")
    return _Lines(tuple((text[:-1] if closed else text).split("\n")), closed)


def _edits(base: tuple[str, ...], lines: tuple[str, ...]) -> Iterator[_Edit]:
    for tag, start, end, new_start, new_end in SequenceMatcher(None, base, lines, autojunk=False).get_opcodes():
        if tag != "equal":
            yield _Edit(start, end, lines[new_start:new_end])
