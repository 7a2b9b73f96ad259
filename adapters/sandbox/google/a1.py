"""A1 notation: cells, ranges open on any side, R1C1, and tab titles with and without quotes."""

import re
from dataclasses import dataclass

MAX_COLUMNS = 18_278  # ZZZ

_CELL = r"\$?([A-Za-z]{1,3})?\$?([1-9]\d{0,9})?"
_A1 = re.compile(rf"{_CELL}(?::{_CELL})?")
_R1C1 = re.compile(r"R([1-9]\d*)C([1-9]\d*)(?::R([1-9]\d*)C([1-9]\d*))?", re.IGNORECASE)
_PLAIN_TITLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_CELL_LIKE = re.compile(r"[A-Za-z]{1,3}[1-9]\d*|R\d*C\d*|[Rr]\d+|[Cc]\d+|TRUE|FALSE", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Box:
    """Rows ``top`` to ``bottom`` and columns ``left`` to ``right``, from 0, the ends not included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def width(self) -> int:
        return self.right - self.left

    def meets(self, other: "Box") -> bool:
        return (
            self.top < other.bottom and other.top < self.bottom and self.left < other.right and other.left < self.right
        )

    def holds(self, row: int, column: int) -> bool:
        return self.top <= row < self.bottom and self.left <= column < self.right

    def covers(self, other: "Box") -> bool:
        return (
            self.top <= other.top
            and other.bottom <= self.bottom
            and self.left <= other.left
            and other.right <= self.right
        )


@dataclass(frozen=True, slots=True)
class Bounds:
    """A range as written: ``bottom`` and ``right`` are None where it is open."""

    top: int = 0
    left: int = 0
    bottom: int | None = None
    right: int | None = None

    @property
    def is_cell(self) -> bool:
        return self.bottom == self.top + 1 and self.right == self.left + 1


def letters(column: int) -> str:
    """Return A for 0, Z for 25, AA for 26."""
    out = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out


def column_of(text: str) -> int:
    number = 0
    for letter in text.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def split_title(text: str) -> tuple[str | None, str]:
    """Split ``'It''s'!A1`` into title and rest; the title is None where none is written."""
    if text.startswith("'"):
        quoted = re.match(r"'((?:[^']|'')*)'(?:!(.*))?$", text, re.DOTALL)
        if quoted:
            return quoted.group(1).replace("''", "'"), quoted.group(2) or ""
    title, bang, rest = text.rpartition("!")
    return (title, rest) if bang else (None, text)


def parse(text: str) -> Bounds | None:
    """Read what follows the title; None where it is no range."""
    grid = _R1C1.fullmatch(text)
    if grid:
        top, left, bottom, right = (int(part) if part else None for part in grid.groups())
        return _between((top, left), (bottom or top, right or left))
    found = _A1.fullmatch(text)
    if not found or not text:
        return None
    first, second = _corner(found.group(1), found.group(2)), _corner(found.group(3), found.group(4))
    if ":" not in text:
        return _between(first, first) if None not in first else None
    if first == (None, None) or second == (None, None):
        return None
    return _between(first, second)


def box_text(box: Box) -> str:
    start = f"{letters(box.left)}{box.top + 1}"
    if box.height <= 1 and box.width <= 1:
        return start
    return f"{start}:{letters(box.right - 1)}{box.bottom}"


def quoted(title: str) -> str:
    if _PLAIN_TITLE.fullmatch(title) and not _CELL_LIKE.fullmatch(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def _corner(column: str | None, row: str | None) -> tuple[int | None, int | None]:
    return (int(row) if row else None, column_of(column) + 1 if column else None)


def _between(first: tuple[int | None, int | None], second: tuple[int | None, int | None]) -> Bounds:
    """Order two corners (from 1); a side that only one corner names is open to the far end."""
    top, bottom = _span(first[0], second[0])
    left, right = _span(first[1], second[1])
    return Bounds(top, left, bottom, right)


def _span(start: int | None, end: int | None) -> tuple[int, int | None]:
    if start is not None and end is not None:
        return min(start, end) - 1, max(start, end)
    one = start if start is not None else end
    return (one - 1 if one else 0), None
