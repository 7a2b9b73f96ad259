"""Reckoning a score from a formula that stands in the configuration. Nothing but arithmetic can be written in it."""

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping
from functools import lru_cache

_LONGEST = 200
_OPERATIONS: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_FUNCTIONS: Mapping[str, Callable[..., float]] = {"min": min, "max": max, "round": round}


class NotAFormula(ValueError):
    """Says what of the text cannot be reckoned."""


@lru_cache(maxsize=64)
def parsed(text: str) -> ast.expr:
    """Return the formula as a tree. Raises ``NotAFormula``."""
    if len(text) > _LONGEST:
        raise NotAFormula(text[:_LONGEST])
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise NotAFormula(text) from error
    for node in ast.walk(tree):
        _known(node)
    return tree


def names_in(text: str) -> tuple[str, ...]:
    """Return the roles that a formula names, in order. Raises ``NotAFormula``."""
    found = [node.id for node in ast.walk(parsed(text)) if isinstance(node, ast.Name) and node.id not in _FUNCTIONS]
    return tuple(dict.fromkeys(found))


def spelt(text: str, names: Mapping[str, str]) -> str:
    """Return a formula with its roles called as people call them. Raises ``NotAFormula``."""
    roles = names_in(text)
    return re.sub(r"[^\W\d]\w*", lambda word: names.get(word[0], word[0]) if word[0] in roles else word[0], text)


def reckon(text: str, values: Mapping[str, float]) -> float:
    """Return the result. Raises ``NotAFormula``, and ``ArithmeticError`` where there is none."""
    result = float(_value(parsed(text), values))
    if not math.isfinite(result):
        raise OverflowError(text)
    return result


def _known(node: ast.AST) -> None:
    if isinstance(node, ast.Call):
        fine = isinstance(node.func, ast.Name) and node.func.id in _FUNCTIONS and node.args and not node.keywords
    elif isinstance(node, ast.Constant):
        fine = isinstance(node.value, int | float) and not isinstance(node.value, bool)
    elif isinstance(node, ast.operator):
        fine = type(node) in _OPERATIONS
    else:
        fine = isinstance(node, ast.BinOp | ast.UnaryOp | ast.USub | ast.UAdd | ast.Name | ast.Load)
    if not fine:
        raise NotAFormula(ast.unparse(node) if isinstance(node, ast.expr) else type(node).__name__)


def _value(node: ast.expr, values: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as number):
            return number
        case ast.Name(id=name) if name in values:
            return values[name]
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_value(inner, values)
        case ast.UnaryOp(operand=inner):
            return _value(inner, values)
        case ast.BinOp(left=left, op=sign, right=right):
            return _OPERATIONS[type(sign)](_value(left, values), _value(right, values))
        case ast.Call(func=ast.Name(id=name), args=arguments):
            numbers = [_value(each, values) for each in arguments]
            if name == "round":
                return round(numbers[0], int(numbers[1]) if len(numbers) > 1 else 0)
            return _FUNCTIONS[name](numbers)
    raise NotAFormula(ast.unparse(node))
