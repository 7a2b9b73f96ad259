"""What formulas come to, and the number format their result brings."""

from collections.abc import Iterator
from typing import Any

from adapters.sandbox.google.cells import Formula, Scalar
from adapters.sandbox.google.formulas.forms import result_format
from adapters.sandbox.google.formulas.parser import (
    Binary,
    Call,
    Name,
    Node,
    NotAFormulaError,
    Rows,
    Unary,
    parse,
)
from adapters.sandbox.google.formulas.references import Reference
from adapters.sandbox.google.formulas.scalars import (
    CIRCULAR,
    UNREADABLE,
    FormulaError,
    to_text,
)
from adapters.sandbox.google.formulas.scope import Scope
from adapters.sandbox.google.sheet import Sheet
from adapters.sandbox.google.workbook import Workbook

Json = dict[str, Any]
Outcome = tuple[Scalar, Json | None]
Key = tuple[int, int, int]

_PENDING: Outcome = (CIRCULAR, None)


def outcome(book: Workbook, sheet: Sheet, row: int, column: int) -> Outcome:
    """Return the value and the number format of the formula in a cell, from memory where nothing has changed."""
    key = (sheet.id, row, column)
    if key not in book.calculated:
        _calculate(book, key)
    found: Outcome = book.calculated[key]
    return found


def link_of(book: Workbook, sheet: Sheet, row: int, column: int) -> str | None:
    """Return the address of a HYPERLINK formula."""
    cell = sheet.cell(row, column)
    try:
        node = parse(cell.value.text) if isinstance(cell.value, Formula) else None
        if isinstance(node, Call) and node.name == "HYPERLINK" and node.arguments:
            return to_text(_scope(book, sheet, row, column).scalar(node.arguments[0]))
    except (NotAFormulaError, FormulaError):
        return None
    return None


def _calculate(book: Workbook, key: Key) -> None:
    """Work out a cell after the cells it needs; a stack and not recursion, since chains may be long."""
    stack = [key]
    while stack:
        here = stack[-1]
        if book.calculated.get(here, _PENDING) is not _PENDING:
            stack.pop()
            continue
        sheet = book.sheet(here[0])
        cell = sheet.cell(here[1], here[2])
        if here not in book.calculated:
            book.calculated[here] = _PENDING
            needed = [need for need in _needs(book, sheet, cell.value) if need not in book.calculated]
            if needed:
                stack.extend(needed)
                continue
        formula = cell.value if isinstance(cell.value, Formula) else Formula("=")
        known = None if formula.known is None else (formula.known, None)
        book.calculated[here] = known or _outcome(book, sheet, here[1], here[2], formula.text)
        stack.pop()


def _outcome(book: Workbook, sheet: Sheet, row: int, column: int, text: str) -> Outcome:
    scope = _scope(book, sheet, row, column)
    try:
        node = parse(text)
        return scope.scalar(node), result_format(scope, node)
    except NotAFormulaError:
        return UNREADABLE, None
    except FormulaError as error:
        return error.failure, None


def _needs(book: Workbook, sheet: Sheet, value: object) -> Iterator[Key]:
    """Yield the cells with formulas that a formula reads."""
    if not isinstance(value, Formula) or value.known is not None:
        return
    try:
        nodes = [parse(value.text)]
    except NotAFormulaError:
        return
    scope = _scope(book, sheet, 0, 0)
    while nodes:
        node = nodes.pop()
        if isinstance(node, Reference | Name):
            try:
                tab, box = scope.area(node)
            except FormulaError:
                continue
            for row, column, cell in tab.filled(box):
                if isinstance(cell.value, Formula):
                    yield tab.id, row, column
        nodes.extend(_children(node))


def _children(node: Node) -> list[Node]:
    if isinstance(node, Unary):
        return [node.operand]
    if isinstance(node, Binary):
        return [node.left, node.right]
    if isinstance(node, Call):
        return list(node.arguments)
    return [item for row in node.rows for item in row] if isinstance(node, Rows) else []


def _scope(book: Workbook, sheet: Sheet, row: int, column: int) -> Scope:
    return Scope(book, sheet, (row, column), lambda tab, down, across: outcome(book, tab, down, across))
