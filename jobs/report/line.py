"""Text that has to fit on a line of a terminal. Widths are those of the cells it takes: 漢 takes two."""

import re

from rich.cells import cell_len

_LINES = re.compile("\r\n|[\n\r\v\f\u0085\u2028\u2029]")
_DANGEROUS = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_KEPT = (12, 6, 3, 1)
"""So many letters of what did not change are shown beside what did, if there is room."""


def safe(text: str) -> str:
    """Return text that cannot move the cursor, change colours or turn its direction; line breaks are shown as ⏎."""
    return _DANGEROUS.sub(_picture, _LINES.sub("⏎", text).replace("\t", " "))


def _picture(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code == 0x7F:
        return "␡"
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"


def shorten(text: str, width: int) -> str:
    """Leave out the middle of what is wider than ``width``."""
    if cell_len(text) <= width:
        return text
    if width <= 1:
        return "…"[:width]
    start = _start(text, width // 2)
    return start + "…" + _start(text[::-1], width - 1 - cell_len(start))[::-1]


def _start(text: str, width: int) -> str:
    """Return as much of the start as fits."""
    taken = 0
    for place, letter in enumerate(text):
        taken += cell_len(letter)
        if taken > width:
            return text[:place]
    return text


def beside(before: str, after: str, width: int) -> tuple[str, str]:
    """Shorten two texts so that both fit into ``width`` together, and what differs stays in view."""
    if cell_len(before) + cell_len(after) <= width:
        return before, after
    for kept in _KEPT:
        one, two = _around_the_difference(before, after, kept)
        if cell_len(one) + cell_len(two) <= width:
            return one, two
    before, after = _around_the_difference(before, after, _KEPT[-1])
    half = width // 2
    first = min(cell_len(before), max(half, width - cell_len(after)))
    before = shorten(before, first)
    return before, shorten(after, width - cell_len(before))


def _around_the_difference(one: str, two: str, kept: int) -> tuple[str, str]:
    shortest = min(len(one), len(two))
    head = next((place for place in range(shortest) if one[place] != two[place]), shortest)
    rest = shortest - head
    tail = next((place for place in range(rest) if one[-1 - place] != two[-1 - place]), rest)
    return _without_the_same(one, head, tail, kept), _without_the_same(two, head, tail, kept)


def _without_the_same(text: str, head: int, tail: int, kept: int) -> str:
    start = head - kept if head > kept + 1 else 0
    end = len(text) - tail + kept if tail > kept + 1 else len(text)
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


_OPENING = frozenset("（「『【〔〈《“‘([{")
_CLOSING = frozenset("、。，．・：；？！）」』】〕〉》ー々…”’)]},.:;!?%")


def folded(text: str, width: int) -> list[str]:
    """Break text into lines: between words, and between any two Japanese letters, but not before a closing sign."""
    lines, line = [], ""
    width = max(width, 2)  # a letter may be two wide
    for piece in _pieces(text):
        if line and cell_len(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
        while cell_len(line.rstrip()) > width:
            head = _start(line, width) or line[0]
            lines.append(head)
            line = line[len(head) :]
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _pieces(text: str) -> list[str]:
    """Cut text where a line may end. A space belongs to the piece before it."""
    pieces: list[str] = []
    for letter in text:
        last = pieces[-1][-1] if pieces else ""
        wide = cell_len(letter) > 1
        apart = last.isspace() or wide or cell_len(last) > 1
        if not last or (apart and not letter.isspace() and letter not in _CLOSING and last not in _OPENING):
            pieces.append(letter)
        else:
            pieces[-1] += letter
    return pieces
