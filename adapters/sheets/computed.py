"""Mapped columns that a sheet computes: their values are read, and nothing is ever written in them."""

import re
from collections.abc import Iterable, Mapping

from adapters.sheets.a1 import letters
from adapters.sheets.grid import Grid
from mappings.codecs.sheet import CellData, holds_formula, untouched
from sync.message import Message, say

_FILLS_CELLS = re.compile(r"=\s*\{|\b(?:ARRAYFORMULA|MAP|BYROW|SCAN|FILTER|QUERY|IMPORTRANGE)\s*\(", re.IGNORECASE)


def computed_columns(grid: Grid, header: int, columns: Iterable[int]) -> Mapping[int, int]:
    """Return the columns that are computed, each with the row of a formula that says so.

    These are columns in which people entered nothing but formulas, and those that one formula fills from above: there
    even a cell that looks empty is the formula's. In other columns each cell stands for itself.
    """
    found = {}
    for column in dict.fromkeys(columns):
        row = _computed_by(grid, header, column)
        if row is not None:
            found[column] = row
    return found


def computed(formula: str, column: int | None = None) -> Message:
    """Say that a cell, or the column that the cell ``formula`` stands in, is computed."""
    if column is None:
        return say("{cell} holds a formula, which is never overwritten", cell=formula)
    return say(
        "column {column} is computed ({cell} holds a formula), so nothing is written in it",
        column=letters(column),
        cell=formula,
    )


def _computed_by(grid: Grid, header: int, column: int) -> int | None:
    if _fills_cells(grid.cell(header, column)):
        return header
    rows = range(header + 1, grid.height)
    formulas = [row for row in rows if holds_formula(grid.cell(row, column))]
    if not formulas:
        return None
    spilled = any("userEnteredValue" not in grid.cell(row, column) for row in formulas)
    typed = any(_typed(grid.cell(row, column)) for row in rows)
    return formulas[0] if spilled or not typed else None


def _fills_cells(cell: CellData) -> bool:
    formula = cell.get("userEnteredValue", {}).get("formulaValue")
    return formula is not None and _FILLS_CELLS.search(str(formula)) is not None


def _typed(cell: CellData) -> bool:
    return not holds_formula(cell) and not untouched(cell)
