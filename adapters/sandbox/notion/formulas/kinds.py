"""Which type a formula is of, where its value is empty and does not tell."""

from collections.abc import Callable

from adapters.sandbox.notion.formulas.tree import Binary, Call, Literal, Node, Property, Unary

_DATES = frozenset(
    (
        *("now", "today", "dateAdd", "dateSubtract", "dateStart", "dateEnd", "dateRange", "parseDate"),
        "fromTimestamp",
    )
)
_NUMBERS = frozenset(
    (
        *("abs", "ceil", "floor", "round", "sign", "sqrt", "cbrt", "exp", "ln", "log10", "log2", "subtract"),
        *("multiply", "divide", "mod", "pow", "min", "max", "sum", "mean", "average", "median", "toNumber"),
        *("unaryMinus", "unaryPlus"),
        *("dateBetween", "timestamp", "minute", "hour", "day", "date", "week", "month", "year", "length"),
    )
)
_FLAGS = frozenset(("and", "or", "not", "empty", "contains", "includes", "test", "some", "every", "equal", "unequal"))


def kind_of(node: Node, of_property: Callable[[str], str]) -> str:
    """Return string, number, boolean or date."""
    match node:
        case Literal(value):
            return "boolean" if isinstance(value, bool) else "string" if isinstance(value, str) else "number"
        case Property(name, _):
            return of_property(name)
        case Unary(sign, _):
            return "number" if sign == "-" else "boolean"
        case Binary(sign, left, right):
            if sign == "+":
                return "string" if "string" in (kind_of(left, of_property), kind_of(right, of_property)) else "number"
            return "number" if sign in "-*/%^" else "boolean"
        case Call("if" | "ifs", arguments, _):
            branches = [*arguments[1::2], *arguments[-1:]]
            return next((kind for each in branches if (kind := kind_of(each, of_property)) != "string"), "string")
        case Call(name, _, _):
            return next((kind for kind, names in _BY_NAME.items() if name in names), "string")
        case _:
            return "string"


_BY_NAME = {"date": _DATES, "number": _NUMBERS, "boolean": _FLAGS}
