"""A formula at its place: what references stand for, and what operators come to."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from adapters.sandbox.google.a1 import Bounds, Box
from adapters.sandbox.google.cells import Failure, Formula, Scalar
from adapters.sandbox.google.display import show
from adapters.sandbox.google.formulas.arguments import Matrix
from adapters.sandbox.google.formulas.forms import result_format
from adapters.sandbox.google.formulas.functions import FUNCTIONS
from adapters.sandbox.google.formulas.parser import (
    Binary,
    Broken,
    Call,
    Literal,
    Name,
    Node,
    Rows,
    Unary,
)
from adapters.sandbox.google.formulas.references import Reference
from adapters.sandbox.google.formulas.scalars import (
    BAD_NUMBER,
    BAD_REFERENCE,
    DIVIDED,
    WRITTEN,
    FormulaError,
    order,
    to_number,
    to_text,
    unknown_name,
)
from adapters.sandbox.google.sheet import Sheet
from adapters.sandbox.google.spans import bounds_of
from adapters.sandbox.google.workbook import Workbook

Json = dict[str, Any]
Outcomes = Callable[[Sheet, int, int], tuple[Scalar, Json | None]]

_OPERATORS = {"+": "ADD", "-": "MINUS", "*": "MULTIPLY", "/": "DIVIDE", "^": "POW"}


class Scope:
    """A formula at its place: evaluates nodes to single values or to rows of them."""

    def __init__(self, book: Workbook, sheet: Sheet, place: tuple[int, int], outcome: Outcomes) -> None:
        self.book = book
        self.sheet = sheet
        self.row, self.column = place
        self.outcome = outcome
        self.locale = book.locale

    def now(self) -> datetime:
        self.book.volatile = True
        return self.book.local_now()

    def scalar(self, node: Node) -> Scalar:
        if isinstance(node, Literal):
            return node.value
        if isinstance(node, Broken):
            raise FormulaError(WRITTEN.get(node.text, BAD_REFERENCE))
        if isinstance(node, Unary):
            value = to_number(self.scalar(node.operand))
            return value / 100 if node.operator == "%" else -value if node.operator == "-" else value
        if isinstance(node, Binary):
            return self._binary(node)
        if isinstance(node, Call):
            function = FUNCTIONS.get(node.name)
            if function is None:
                raise FormulaError(unknown_name(node.written))
            return function(self, node.arguments)
        return self._single(node)

    def matrix(self, node: Node) -> Matrix:
        if isinstance(node, Reference | Name):
            sheet, box = self.area(node)
            return [
                [self._value(sheet, row, col) for col in range(box.left, box.right)] for row in self._rows(sheet, box)
            ]
        if isinstance(node, Rows):
            return [[self.scalar(item) for item in row] for row in node.rows]
        return [[self.scalar(node)]]

    def corner(self, node: Node) -> tuple[int, int]:
        box = self.area(node)[1]
        return box.top, box.left

    def area(self, node: Node) -> tuple[Sheet, Box]:
        """Return the cells that a reference or a named range stands for."""
        if isinstance(node, Name):
            for named in self.book.named:
                if named["name"].casefold() == node.text.casefold():
                    sheet = self.book.sheet(named["range"].get("sheetId", 0))
                    return sheet, sheet.clip(bounds_of(named["range"]))
            raise FormulaError(Failure("NAME", "#NAME?", f"Unknown range name: '{node.text}'."))
        if not isinstance(node, Reference):
            raise FormulaError(BAD_REFERENCE)
        sheet_found = self.book.titled(node.title) if node.title is not None else self.sheet
        if sheet_found is None:
            raise FormulaError(Failure("REF", "#REF!", f"Unresolved sheet name '{node.title}'."))
        start, end = node.start, node.end or node.start
        bounds = Bounds(
            start.row or 0,
            start.column or 0,
            None if end.row is None else end.row + 1,
            None if end.column is None else end.column + 1,
        )
        if bounds.top >= sheet_found.row_count or bounds.left >= sheet_found.column_count:
            raise FormulaError(BAD_REFERENCE)
        return sheet_found, sheet_found.clip(bounds)

    def _rows(self, sheet: Sheet, box: Box) -> range:
        """Return the rows of a box up to the last that is kept, one at least."""
        return range(box.top, max(box.top + 1, min(box.bottom, len(sheet.rows))))

    def _single(self, node: Node) -> Scalar:
        cells = self.matrix(node)
        rows, columns = len(cells), len(cells[0])
        if rows == columns == 1 or isinstance(node, Rows):
            return cells[0][0]
        box = self.area(node)[1]
        if box.width == 1 and box.top <= self.row < box.bottom:
            return cells[self.row - box.top][0] if self.row - box.top < rows else None
        if box.height == 1 and box.left <= self.column < box.right:
            return cells[0][self.column - box.left]
        return cells[0][0]

    def _value(self, sheet: Sheet, row: int, column: int) -> Scalar:
        value = sheet.cell(row, column).value
        return self.outcome(sheet, row, column)[0] if isinstance(value, Formula) else value

    def _binary(self, node: Binary) -> Scalar:
        left, right, sign = self.scalar(node.left), self.scalar(node.right), node.operator
        if sign == "&":
            return self._shown(node.left, left) + self._shown(node.right, right)
        if sign in ("=", "<>", "<", ">", "<=", ">="):
            found = order(left, right)
            return {
                "=": found == 0, "<>": found != 0, "<": found < 0, ">": found > 0, "<=": found <= 0, ">=": found >= 0
            }[sign]  # fmt: skip
        operands = (_operand(sign, place, value) for place, value in enumerate((left, right), start=1))
        return _arithmetic(sign, *operands)

    def _shown(self, node: Node, value: Scalar) -> str:
        """Return an operand of ``&``: a date or a price joins as it is shown."""
        form = result_format(self, node)
        if form and not isinstance(value, Failure):
            return show(value, form, self.locale)
        return to_text(value)


def _operand(sign: str, place: int, value: Scalar) -> float:
    try:
        return to_number(value)
    except FormulaError:
        if not isinstance(value, str):
            raise
    text = (
        f"Function {_OPERATORS[sign]} parameter {place} expects number values. But '{value}' is a text and cannot be "
        "coerced to a number."
    )
    raise FormulaError(Failure("VALUE", "#VALUE!", text))


def _arithmetic(sign: str, left: float, right: float) -> float:
    if sign == "/" and right == 0:
        raise FormulaError(DIVIDED)
    try:
        value = (
            left + right
            if sign == "+"
            else left - right
            if sign == "-"
            else left * right
            if sign == "*"
            else left / right
            if sign == "/"
            else left**right
        )
    except (OverflowError, ZeroDivisionError):
        raise FormulaError(BAD_NUMBER) from None
    if isinstance(value, complex):
        raise FormulaError(BAD_NUMBER)
    return value
