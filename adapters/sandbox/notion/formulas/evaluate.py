"""A tree to what it comes to for one page."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from adapters.sandbox.notion.formulas.functions import FUNCTIONS, added, divided, modulo, power
from adapters.sandbox.notion.formulas.tree import Binary, Call, Items, Literal, Node, Odd, Property, Unary, Variable
from adapters.sandbox.notion.formulas.values import Moment, PageRef, Value, listed, number, order, true


@dataclass(frozen=True, slots=True)
class Scope:
    """``read`` gives the value of a property by name or id: of the page at hand, or of one that is related."""

    read: Callable[[str, PageRef | None], Value]
    now: datetime
    names: Mapping[str, Value] = field(default_factory=dict)

    def having(self, **names: Value) -> "Scope":
        return replace(self, names={**self.names, **names})


def result(node: Node, scope: Scope) -> Value:
    """Return the value of an expression, or raise Odd where the sandbox does not follow it."""
    match node:
        case Literal(value):
            return value
        case Property(name, _):
            return scope.read(name, None)
        case Variable(name):
            return _variable(name, scope)
        case Items(items):
            return [result(each, scope) for each in items]
        case Unary("-", of):
            return -number(result(of, scope))
        case Unary(_, of):
            return not true(result(of, scope))
        case Binary(sign, left, right):
            return _binary(sign, left, right, scope)
        case Call(name, arguments, _):
            return _call(name, arguments, scope)


def _variable(name: str, scope: Scope) -> Value:
    if name in scope.names:
        return scope.names[name]
    if name in ("pi", "e"):
        return FUNCTIONS[name]()
    raise Odd(f"{name} is not known")


def _binary(sign: str, left: Node, right: Node, scope: Scope) -> Value:
    first = result(left, scope)
    if sign == "and":
        return true(first) and true(result(right, scope))
    if sign == "or":
        return true(first) or true(result(right, scope))
    second = result(right, scope)
    if sign in ("==", "!="):
        return _equal(first, second) is (sign == "==")
    if sign in ("<", ">", "<=", ">="):
        return _compared(sign, first, second)
    return _ARITHMETIC[sign](first, second)


def _equal(left: Value, right: Value) -> bool:
    if isinstance(left, Moment) and isinstance(right, Moment):
        return (order(left), left.end) == (order(right), right.end)
    if {type(left), type(right)} <= {int, float}:
        return bool(left == right)
    return type(left) is type(right) and bool(left == right)


def _compared(sign: str, left: Value, right: Value) -> bool:
    if (left is None or right is None) and (isinstance(left, Moment) or isinstance(right, Moment)):
        return False
    low, high = order(left), order(right)
    try:
        return bool({"<": low < high, ">": low > high, "<=": low <= high, ">=": low >= high}[sign])
    except TypeError as odd:
        raise Odd(f"{left} and {right} have no order") from odd


_ARITHMETIC: dict[str, Callable[[Value, Value], Value]] = {
    "+": added,
    "-": lambda left, right: number(left) - number(right),
    "*": lambda left, right: number(left) * number(right),
    "/": divided,
    "%": modulo,
    "^": power,
}


def _call(name: str, arguments: tuple[Node, ...], scope: Scope) -> Value:
    if name in _FORMS:
        return _FORMS[name](arguments, scope)
    function = FUNCTIONS.get(name)
    if function is None:
        raise Odd(f"{name} is not a function the sandbox has")
    values = [result(each, scope) for each in arguments]
    try:
        found = function(*values)
    except (TypeError, ValueError, OverflowError) as odd:
        raise Odd(f"{name}: {odd}") from odd
    return None if isinstance(found, float) and not math.isfinite(found) else found


def _if(arguments: tuple[Node, ...], scope: Scope) -> Value:
    """Take the value behind the first condition that holds, else the last one: ``if`` with three, ``ifs`` with more."""
    *pairs, default = arguments if len(arguments) % 2 else (*arguments, Literal(""))
    for place in range(0, len(pairs), 2):
        if true(result(pairs[place], scope)):
            return result(pairs[place + 1], scope)
    return result(default, scope)


def _let(arguments: tuple[Node, ...], scope: Scope) -> Value:
    *pairs, last = arguments
    for place in range(0, len(pairs) - 1, 2):
        name = pairs[place]
        if not isinstance(name, Variable):
            raise Odd("let takes a name")
        scope = scope.having(**{name.name: result(pairs[place + 1], scope)})
    return result(last, scope)


def _prop(arguments: tuple[Node, ...], scope: Scope) -> Value:
    """``page.prop("Name")``: a property of a related page."""
    on, name = arguments[0], arguments[1]
    page = result(on, scope)
    if not isinstance(page, PageRef) or not isinstance(name, Literal):
        raise Odd("prop is asked of a page, by name")
    return scope.read(str(name.value), page)


def _each(keep: Callable[[list[Value], list[Value]], Value]) -> Callable[[tuple[Node, ...], Scope], Value]:
    def over(arguments: tuple[Node, ...], scope: Scope) -> Value:
        items = listed(result(arguments[0], scope))
        found = [
            result(arguments[1], scope.having(current=item, index=float(place))) for place, item in enumerate(items)
        ]
        return keep(items, found)

    return over


def _kept(items: list[Value], found: list[Value]) -> list[Value]:
    return [item for item, each in zip(items, found, strict=True) if true(each)]


_FORMS: dict[str, Callable[[tuple[Node, ...], Scope], Value]] = {
    "if": _if,
    "ifs": _if,
    "and": lambda arguments, scope: all(true(result(each, scope)) for each in arguments),
    "or": lambda arguments, scope: any(true(result(each, scope)) for each in arguments),
    "not": lambda arguments, scope: not true(result(arguments[0], scope)),
    "let": _let,
    "lets": _let,
    "now": lambda _arguments, scope: Moment(scope.now.replace(second=0, microsecond=0)),
    "today": lambda _arguments, scope: Moment(scope.now.date()),
    "prop": _prop,
    "map": _each(lambda _items, found: found),
    "filter": _each(_kept),
    "some": _each(lambda _items, found: any(true(each) for each in found)),
    "every": _each(lambda _items, found: all(true(each) for each in found)),
    "find": _each(lambda items, found: next(iter(_kept(items, found)), None)),
}
