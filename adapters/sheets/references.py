"""References in formulas that are put back in other places than those they were read from."""

import re
from collections.abc import Mapping

from adapters.sheets.a1 import letters

_TEXT = re.compile(r'("(?:[^"]|"")*")')
_REFERENCE = re.compile(
    r"(?<![\w.!'])(\$?)([A-Z]{1,3})(?=\$?\d+(?![\w(.!])|:\$?[A-Z]{1,3}(?![\w(!]))|(?<=:)(\$?)([A-Z]{1,3})(?![\w(!])"
)


_ROW = re.compile(r"(?<![\w.!'])(\$?[A-Z]{1,3})([1-9]\d*)(?![\w(.!])")


def lowered(formula: str, rows: int) -> str:
    """Return a formula as it is so many rows further down: references to fixed rows and to other tabs stay."""

    def moved(found: re.Match[str]) -> str:
        return found[1] + str(max(int(found[2]) + rows, 1))

    pieces = _TEXT.split(formula)
    return "".join(piece if at % 2 else _ROW.sub(moved, piece) for at, piece in enumerate(pieces))


def followed(formula: str, columns: Mapping[int, int]) -> str:
    """Return a formula whose references to columns of its own tab follow them; all else stays as it is."""
    pieces = _TEXT.split(formula)
    return "".join(
        piece if at % 2 else _REFERENCE.sub(lambda found: _moved(found, columns), piece)
        for at, piece in enumerate(pieces)
    )


def _moved(found: re.Match[str], columns: Mapping[int, int]) -> str:
    fixed, name = (found[1], found[2]) if found[2] is not None else (found[3], found[4])
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    now = columns.get(number - 1)
    return fixed + (name if now is None else letters(now))
