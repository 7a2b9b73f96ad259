"""Sampled cells and properties as values that can be compared."""

import re
import unicodedata
from collections.abc import Hashable, Mapping, Sequence
from datetime import tzinfo

from mappings.aliases import folded
from mappings.codecs.sheet import CellData, content, holds_formula, read_cell
from mappings.fields import Field, FieldType
from mappings.sketch import Column
from sync.message import say
from sync.model import FieldName, Unreadable, Value

RESTLESS = say("its formulas give another result every day, so that each run would have to write them all")
_NAME = FieldName("sample")
_RESTLESS = re.compile(r"\b(?:TODAY|NOW|RAND|RANDBETWEEN)\s*\(", re.IGNORECASE)
Comparable = Hashable
"""A value in the form in which two sides are compared here: width, case and the order of a list do not count."""


def filled(cells: Sequence[CellData]) -> list[CellData]:
    """Return the cells with something in them."""
    return [cell for cell in cells if not _blank(cell)]


def read_as(column: Column, kind: FieldType, zone: tzinfo) -> list[Value | Unreadable]:
    """Return the sampled cells as values of a type."""
    field = Field(_NAME, kind, column.name, column.name)
    return [read_cell(cell, field, zone) for cell in column.cells]


def fit(column: Column, kind: FieldType, zone: tzinfo) -> tuple[int, int]:
    """Return how many of the column's filled cells can be read as the type, and how many are filled."""
    field = Field(_NAME, kind, column.name, column.name)
    cells = filled(column.cells)
    good = sum(not isinstance(read_cell(cell, field, zone), Unreadable) for cell in cells)
    return good, len(cells)


def computed(column: Column) -> bool:
    """Say whether the column's cells are the results of formulas: at least half of those that are filled."""
    cells = filled(column.cells)
    return bool(cells) and 2 * sum(holds_formula(cell) for cell in cells) >= len(cells)


def restless(column: Column) -> bool:
    """Say whether the column's formulas give another result each day or time they are looked at."""
    formulas = (str(cell.get("userEnteredValue", {}).get("formulaValue", "")) for cell in filled(column.cells))
    return any(_RESTLESS.search(formula) for formula in formulas)


def comparable(value: Value | Unreadable, spellings: Mapping[str, str] | None = None) -> Comparable | None:
    """Return the value as it is compared; None where there is nothing to compare.

    ``spellings`` leads from the spellings of options, folded, to one of them.
    """
    if value is None or isinstance(value, Unreadable) or value == "":
        return None
    if isinstance(value, str):
        return _text(value, spellings)
    if isinstance(value, tuple):
        return frozenset(_text(each, spellings) for each in value)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def plain_text(text: str) -> str:
    """Return a text in one width and case, its blanks being single."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _text(text: str, spellings: Mapping[str, str] | None) -> str:
    plain = plain_text(text)
    return spellings.get(folded(text), plain) if spellings else plain


def _blank(cell: CellData) -> bool:
    found = content(cell)
    return found is None or (isinstance(found, str) and not found.strip())
