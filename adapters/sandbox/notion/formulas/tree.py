"""What an expression is made of, and how the service writes it when it is read back."""

from dataclasses import dataclass

import orjson


class Odd(Exception):
    """An expression, or a step of its evaluation, that the sandbox does not follow."""


@dataclass(frozen=True, slots=True)
class Literal:
    value: str | float | bool


@dataclass(frozen=True, slots=True)
class Property:
    """A property, as it is referred to: by name as people write it, by id as the service keeps it."""

    name: str
    written: str


@dataclass(frozen=True, slots=True)
class Variable:
    name: str


@dataclass(frozen=True, slots=True)
class Items:
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Unary:
    sign: str
    of: "Node"


@dataclass(frozen=True, slots=True)
class Binary:
    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Call:
    """A function; ``on`` tells that its first argument stands before it, with a dot."""

    name: str
    arguments: tuple["Node", ...]
    on: bool = False


Node = Literal | Property | Variable | Items | Unary | Binary | Call


def written(node: Node) -> str:
    """Write an expression as the service does: brackets around an operation in an operation, and nowhere else."""
    match node:
        case Literal(value):
            return _literal(value)
        case Property(_, text) | Variable(text):
            return text
        case Items(items):
            return f"[{', '.join(map(written, items))}]"
        case Unary(sign, of):
            return f"{sign} {_inner(of)}" if sign == "not" else f"{sign}{_inner(of)}"
        case Binary(sign, left, right):
            return f"{_inner(left)} {sign} {_inner(right)}"
        case Call(name, arguments, True):
            return f"{_inner(arguments[0])}.{name}({', '.join(map(written, arguments[1:]))})"
        case Call(name, arguments, _):
            return f"{name}({', '.join(map(written, arguments))})"


def _inner(node: Node) -> str:
    return f"({written(node)})" if isinstance(node, Binary) else written(node)


def _literal(value: str | float | bool) -> str:  # noqa: FBT001 - a value of an expression
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return orjson.dumps(value).decode()
    return f"{value:.15g}"
