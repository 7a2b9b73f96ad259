"""Formulas as trees. Weakest first: comparison, ``&``, ``+ -``, ``* /``, ``^``, the signs, ``%``."""

from dataclasses import dataclass
from functools import lru_cache

from adapters.sandbox.google.formulas.references import Reference, read_reference
from adapters.sandbox.google.formulas.tokens import Token, tokens

_LEVELS = ({"=", "<>", "<", ">", "<=", ">="}, {"&"}, {"+", "-"}, {"*", "/"}, {"^"})


@dataclass(frozen=True, slots=True)
class Literal:
    value: str | float | bool | None


@dataclass(frozen=True, slots=True)
class Broken:
    """An error written in the formula, such as the ``#REF!`` that a deletion leaves."""

    text: str


@dataclass(frozen=True, slots=True)
class Name:
    text: str


@dataclass(frozen=True, slots=True)
class Unary:
    operator: str
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Binary:
    operator: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: tuple["Node", ...]
    written: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """An array written in braces."""

    rows: tuple[tuple["Node", ...], ...]


Node = Literal | Broken | Name | Unary | Binary | Call | Rows | Reference


class NotAFormulaError(Exception):
    """The text cannot be read as a formula; the cell shows ``#ERROR!``."""


@lru_cache(maxsize=20_000)
def parse(formula: str) -> Node:
    """Read a formula with its leading ``=``; raise NotAFormulaError where that fails."""
    words = tokens(formula[1:])
    if words is None:
        raise NotAFormulaError
    parser = _Parser([word for word in words if word.kind != "space"])
    node = parser.expression(0)
    if parser.peek() is not None:
        raise NotAFormulaError
    return node


class _Parser:
    def __init__(self, words: list[Token]) -> None:
        self._words = words
        self._at = 0

    def peek(self) -> str | None:
        return self._words[self._at].text if self._at < len(self._words) else None

    def _next(self) -> Token:
        if self._at >= len(self._words):
            raise NotAFormulaError
        self._at += 1
        return self._words[self._at - 1]

    def _expect(self, text: str) -> None:
        if self._next().text != text:
            raise NotAFormulaError

    def expression(self, level: int) -> Node:
        if level == len(_LEVELS):
            return self._signed()
        left = self.expression(level + 1)
        while self.peek() in _LEVELS[level]:
            operator = self._next().text
            left = Binary(operator, left, self.expression(level + 1))
        return left

    def _signed(self) -> Node:
        if self.peek() in ("-", "+"):
            return Unary(self._next().text, self._signed())
        node = self._primary()
        while self.peek() == "%":
            self._next()
            node = Unary("%", node)
        return node

    def _primary(self) -> Node:
        word = self._next()
        if word.kind == "number":
            return Literal(float(word.text))
        if word.kind == "text":
            return Literal(word.text[1:-1].replace('""', '"'))
        if word.kind == "reference":
            return read_reference(word.text)
        if word.kind == "error":
            return Broken(word.text)
        if word.kind == "name":
            return self._named(word.text)
        if word.text == "(":
            node = self.expression(0)
            self._expect(")")
            return node
        if word.text == "{":
            return self._array()
        raise NotAFormulaError

    def _named(self, name: str) -> Node:
        if self.peek() == "(":
            self._next()
            return Call(name.upper(), self._arguments(), name)
        if name.upper() in ("TRUE", "FALSE"):
            return Literal(name.upper() == "TRUE")
        return Name(name)

    def _arguments(self) -> tuple[Node, ...]:
        if self.peek() == ")":
            self._next()
            return ()
        found: list[Node] = []
        while True:
            found.append(Literal(None) if self.peek() in (",", ";", ")") else self.expression(0))
            mark = self._next().text
            if mark == ")":
                return tuple(found)
            if mark not in (",", ";"):
                raise NotAFormulaError

    def _array(self) -> Node:
        rows: list[tuple[Node, ...]] = []
        row: list[Node] = []
        while True:
            row.append(self.expression(0))
            mark = self._next().text
            if mark == ",":
                continue
            rows.append(tuple(row))
            row = []
            if mark == "}":
                return Rows(tuple(rows))
            if mark != ";":
                raise NotAFormulaError
