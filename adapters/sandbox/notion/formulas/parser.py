"""Text to a tree. Operators bind as in most languages; a dot puts the first argument before a function."""

import re
from collections.abc import Callable

from adapters.sandbox.notion.formulas.tree import Binary, Call, Items, Literal, Node, Odd, Property, Unary, Variable

_TOKEN = re.compile(
    r"""\s+|/\*.*?\*/
    |(?P<reference>\{\{notion:block_property:(?P<id>[^:}]+)(?::[^}]*)?\}\})
    |(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    |(?P<text>"(?:[^"\\]|\\.)*")
    |(?P<name>[^\W\d]\w*)
    |(?P<sign>==|!=|>=|<=|&&|\|\||[-+*/%^<>!?:(),.\[\]])""",
    re.VERBOSE | re.DOTALL,
)
_LEVELS: tuple[tuple[str, ...], ...] = (
    ("or",),
    ("and",),
    ("==", "!="),
    ("<", ">", "<=", ">="),
    ("+", "-"),
    ("*", "/", "%"),
)
_WORDS = {"||": "or", "&&": "and", "!": "not"}
_ESCAPES = {"n": "\n", "t": "\t"}
_MOST_DEPTH = 100


def parsed(text: str) -> Node:
    """Return the tree of an expression, or raise Odd."""
    parser = _Parser(_tokens(text))
    node = parser.expression()
    if not parser.at_end:
        raise Odd(f"{parser.peek()[1]} is not expected")
    return node


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise Odd(f"{text[at]} is not expected")
        at = match.end()
        kind = match.lastgroup or ""
        if match["reference"]:
            found.append(("reference", match["reference"]))
        elif kind:
            found.append((kind, _WORDS.get(match[kind], match[kind])))
    return found


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    @property
    def at_end(self) -> bool:
        return self._at == len(self._tokens)

    def peek(self) -> tuple[str, str]:
        return ("end", "the end") if self.at_end else self._tokens[self._at]

    def expression(self) -> Node:
        self._depth += 1
        if self._depth > _MOST_DEPTH:
            raise Odd("nested too deeply")
        node = self._binary(0)
        if self._take("?"):
            chosen = self.expression()
            self._need(":")
            node = Call("if", (node, chosen, self.expression()))
        self._depth -= 1
        return node

    def _binary(self, level: int) -> Node:
        if level == len(_LEVELS):
            return self._power()
        node = self._binary(level + 1)
        while self.peek()[0] in ("sign", "name") and self.peek()[1] in _LEVELS[level]:
            sign = self._next()[1]
            node = Binary(sign, node, self._binary(level + 1))
        return node

    def _power(self) -> Node:
        node = self._unary()
        return Binary("^", node, self._power()) if self._take("^") else node

    def _unary(self) -> Node:
        kind, text = self.peek()
        if text == "not" and kind in ("sign", "name"):
            self._next()
            if self.peek() == ("sign", "("):
                return Call("not", (self._postfix(),))
            return Unary("not", self._unary())
        if (kind, text) == ("sign", "-"):
            self._next()
            inner = self._unary()
            number = _number(inner)
            return Unary("-", inner) if number is None else Literal(-number)
        return self._postfix()

    def _postfix(self) -> Node:
        node = self._primary()
        while self._take("."):
            name = self._next()[1]
            node = Call(name, (node, *self._arguments()) if self.peek() == ("sign", "(") else (node,), on=True)
        return node

    def _primary(self) -> Node:
        kind, text = self._next()
        if kind == "number":
            return Literal(float(text))
        if kind == "text":
            return Literal(_unescaped(text))
        if kind == "reference":
            return Property(text.removeprefix("{{notion:block_property:").split(":", 1)[0].rstrip("}"), text)
        if kind == "name":
            return self._named(text)
        if text == "(":
            node = self.expression()
            self._need(")")
            return node
        if text == "[":
            return Items(self._until("]"))
        raise Odd(f"{text} is not expected")

    def _named(self, name: str) -> Node:
        if self.peek() != ("sign", "("):
            known: dict[str, Node] = {"true": Literal(True), "false": Literal(False)}
            return known.get(name, Variable(name))
        arguments = self._arguments()
        if name != "prop":
            return Call(name, arguments)
        if len(arguments) != 1 or not isinstance(arguments[0], Literal):
            raise Odd("prop takes a name")
        key = str(arguments[0].value)
        return Property(key, f"prop({_quoted(key)})")

    def _arguments(self) -> tuple[Node, ...]:
        self._need("(")
        return self._until(")")

    def _until(self, end: str) -> tuple[Node, ...]:
        found: list[Node] = []
        while not self._take(end):
            if found:
                self._need(",")
            found.append(self.expression())
        return tuple(found)

    def _next(self) -> tuple[str, str]:
        token = self.peek()
        self._at += 1
        if token[0] == "end":
            raise Odd("it ends too early")
        return token

    def _take(self, sign: str) -> bool:
        if self.peek() == ("sign", sign):
            self._at += 1
            return True
        return False

    def _need(self, sign: str) -> None:
        if not self._take(sign):
            raise Odd(f"{sign} is expected, not {self.peek()[1]}")


def _number(node: Node) -> float | None:
    value = node.value if isinstance(node, Literal) else None
    return value if isinstance(value, float) else None


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[1]), text[1:-1])


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


Naming = Callable[[str], str | None]


def renamed(node: Node, name: Naming) -> Node:
    """Return a tree whose properties are referred to as ``name`` says, where it says something."""
    match node:
        case Property(key, _):
            written = name(key)
            return node if written is None else Property(key, written)
        case Items(items):
            return Items(tuple(renamed(each, name) for each in items))
        case Unary(sign, of):
            return Unary(sign, renamed(of, name))
        case Binary(sign, left, right):
            return Binary(sign, renamed(left, name), renamed(right, name))
        case Call(function, arguments, on):
            return Call(function, tuple(renamed(each, name) for each in arguments), on)
        case _:
            return node
