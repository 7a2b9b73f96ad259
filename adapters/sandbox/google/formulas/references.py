"""References in formulas, and how they change when rows and columns move or the formula is copied."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from adapters.sandbox.google.a1 import column_of, letters, quoted, split_title
from adapters.sandbox.google.formulas.tokens import Token, tokens
from adapters.sandbox.google.spans import Shift

_CORNER = re.compile(r"(\$?)([A-Za-z]{1,3})?(\$?)([1-9]\d*)?")
BROKEN = "#REF!"


@dataclass(frozen=True, slots=True)
class Corner:
    """One end of a reference, from 0; None for a whole row or column."""

    column: int | None
    row: int | None
    column_fixed: bool = False
    row_fixed: bool = False

    @property
    def text(self) -> str:
        column = "" if self.column is None else f"{'$' * self.column_fixed}{letters(self.column)}"
        row = "" if self.row is None else f"{'$' * self.row_fixed}{self.row + 1}"
        return column + row


@dataclass(frozen=True, slots=True)
class Reference:
    title: str | None
    start: Corner
    end: Corner | None

    @property
    def text(self) -> str:
        tab = "" if self.title is None else quoted(self.title) + "!"
        return tab + self.start.text + ("" if self.end is None else ":" + self.end.text)


@dataclass(frozen=True, slots=True)
class Change:
    """Rows or columns of one tab that come, go or move."""

    title: str
    dimension: str
    shift: Shift


def read_reference(text: str) -> Reference:
    title, rest = split_title(text)
    start, colon, end = rest.partition(":")
    return Reference(title, _corner(start), _corner(end) if colon else None)


def adjusted(formula: str, own_title: str, change: Change) -> str:
    """Return the formula with its references moved by a change of a tab; ``own_title`` is the formula's tab."""

    def follow(reference: Reference) -> Reference | None:
        if (reference.title or own_title).casefold() != change.title.casefold():
            return reference
        return _shifted(reference, change)

    return _mapped(formula, follow)


def offset(formula: str, rows: int, columns: int) -> str:
    """Return the formula as a copy of it reads so many rows and columns away."""

    def follow(reference: Reference) -> Reference | None:
        start = _moved(reference.start, rows, columns)
        end = _moved(reference.end, rows, columns) if reference.end else None
        return None if start is None or (reference.end and end is None) else Reference(reference.title, start, end)

    return _mapped(formula, follow)


def retitled(formula: str, old: str, new: str) -> str:
    def follow(reference: Reference) -> Reference | None:
        same = reference.title is not None and reference.title.casefold() == old.casefold()
        return Reference(new, reference.start, reference.end) if same else reference

    return _mapped(formula, follow)


def _mapped(formula: str, follow: Callable[[Reference], Reference | None]) -> str:
    words = tokens(formula[1:])
    if words is None:
        return formula
    return "=" + "".join(_word(word, follow) for word in words)


def _word(word: Token, follow: Callable[[Reference], Reference | None]) -> str:
    if word.kind != "reference":
        return word.text
    before = read_reference(word.text)
    after = follow(before)
    if after == before:
        return word.text
    return BROKEN if after is None else after.text


def _corner(text: str) -> Corner:
    found = _CORNER.fullmatch(text)
    if not found:
        return Corner(None, None)
    fixed, column, row_fixed, row = found.groups()
    if column is None:
        return Corner(None, int(row) - 1 if row else None, row_fixed=bool(fixed or row_fixed))
    return Corner(column_of(column), int(row) - 1 if row else None, bool(fixed), bool(row_fixed))


def _shifted(reference: Reference, change: Change) -> Reference | None:
    rows = change.dimension == "ROWS"
    end = reference.end or reference.start
    first = reference.start.row if rows else reference.start.column
    last = end.row if rows else end.column
    if first is None and last is None:
        return reference
    span = change.shift(first or 0, last + 1 if last is not None else 1 << 30)
    if span is None:
        return None
    start_at = None if first is None else span[0]
    end_at = None if last is None else span[1] - 1
    start = _at(reference.start, start_at, rows=rows)
    return Reference(reference.title, start, _at(end, end_at, rows=rows) if reference.end else None)


def _at(corner: Corner, index: int | None, *, rows: bool) -> Corner:
    if rows:
        return Corner(corner.column, index, corner.column_fixed, corner.row_fixed)
    return Corner(index, corner.row, corner.column_fixed, corner.row_fixed)


def _moved(corner: Corner, rows: int, columns: int) -> Corner | None:
    column = corner.column if corner.column is None or corner.column_fixed else corner.column + columns
    row = corner.row if corner.row is None or corner.row_fixed else corner.row + rows
    if (column is not None and column < 0) or (row is not None and row < 0):
        return None
    return Corner(column, row, corner.column_fixed, corner.row_fixed)
