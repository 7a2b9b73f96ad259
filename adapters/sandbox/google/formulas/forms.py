"""The number format that the result of a formula takes over from what it was made of."""

from typing import TYPE_CHECKING, Any

from adapters.sandbox.google.cells import Formula
from adapters.sandbox.google.formulas.parser import (
    Binary,
    Call,
    Node,
    Unary,
)
from adapters.sandbox.google.formulas.references import Reference
from adapters.sandbox.google.formulas.scalars import (
    FormulaError,
)

if TYPE_CHECKING:
    from adapters.sandbox.google.formulas.scope import Scope

Json = dict[str, Any]

_FORMS: dict[str, Json] = {
    **{name: {"type": "DATE"} for name in ("TODAY", "DATE", "EDATE", "EOMONTH")},
    "NOW": {"type": "DATE_TIME"},
    "HYPERLINK": {},
}
_PASSING = {"SUM", "MIN", "MAX", "AVERAGE", "VLOOKUP", "XLOOKUP", "INDEX", "IF", "IFERROR", "IFNA", "ROUND", "MEDIAN"}
_SOURCES = {"VLOOKUP": 1, "XLOOKUP": 2, "IF": 1}
_DATES = {"DATE", "TIME", "DATE_TIME"}


def result_format(scope: "Scope", node: Node) -> Json | None:
    """Return the number format a result takes over from what it was made of."""
    if isinstance(node, Reference):
        return _form_of_cell(scope, node)
    if isinstance(node, Call):
        if node.name in _FORMS:
            return _FORMS[node.name] or None
        if node.name in _PASSING and len(node.arguments) > _SOURCES.get(node.name, 0):
            return result_format(scope, node.arguments[_SOURCES.get(node.name, 0)])
        return None
    if isinstance(node, Binary) and node.operator in ("+", "-"):
        left, right = result_format(scope, node.left), result_format(scope, node.right)
        if left and right and left.get("type") in _DATES and right.get("type") in _DATES:
            return None
        return left or right
    return result_format(scope, node.operand) if isinstance(node, Unary) and node.operator != "%" else None


def _form_of_cell(scope: "Scope", node: Reference) -> Json | None:
    try:
        sheet, box = scope.area(node)
    except FormulaError:
        return None
    cell = sheet.cell(box.top, box.left)
    form: Json | None = (cell.format or {}).get("numberFormat")
    if form is None and isinstance(cell.value, Formula):
        form = scope.outcome(sheet, box.top, box.left)[1]
    return form if form is None or form.get("type") != "TEXT" else None
