"""What the functions of the evaluator are given: arguments not yet evaluated, so that IF takes one branch only."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Protocol

from adapters.sandbox.google.cells import Failure, Scalar
from adapters.sandbox.google.formulas.parser import Node
from adapters.sandbox.google.formulas.scalars import BAD_NUMBER, DIVIDED, FormulaError, to_number

Matrix = list[list[Scalar]]
Arguments = tuple[Node, ...]


class Scope(Protocol):
    """Where a formula stands: what evaluates its arguments, and the time it is there."""

    locale: str
    row: int
    column: int

    def scalar(self, node: Node) -> Scalar: ...
    def matrix(self, node: Node) -> Matrix: ...
    def corner(self, node: Node) -> tuple[int, int]: ...
    def now(self) -> datetime: ...


Function = Callable[[Scope, Arguments], Scalar]


def need(arguments: Arguments, least: int, most: int | None = None) -> None:
    if len(arguments) < least or len(arguments) > (most or 255):
        text = f"Wrong number of arguments to the function. Expected between {least} and {most or 255} arguments."
        raise FormulaError(Failure("N_A", "#N/A", text))


def cells_of(scope: Scope, arguments: Arguments) -> Iterator[Scalar]:
    for node in arguments:
        for row in scope.matrix(node):
            yield from row


def numbers_of(scope: Scope, arguments: Arguments) -> list[float]:
    """Return the numbers of ranges, and single arguments as numbers; texts in ranges are passed over."""
    found = []
    for node in arguments:
        cells = scope.matrix(node)
        alone = len(cells) == 1 and len(cells[0]) == 1
        for value in (value for row in cells for value in row):
            if isinstance(value, Failure):
                raise FormulaError(value)
            if isinstance(value, int | float) and not isinstance(value, bool):
                found.append(value)
            elif alone and value is not None and not is_reference(node):
                found.append(to_number(value))
    return found


def is_reference(node: Node) -> bool:
    return hasattr(node, "start")


def arithmetic(apply: Callable[..., float], least: int, most: int) -> Function:
    def function(scope: Scope, arguments: Arguments) -> Scalar:
        need(arguments, least, most)
        try:
            return apply(*(to_number(scope.scalar(node)) for node in arguments))
        except ZeroDivisionError:
            raise FormulaError(DIVIDED) from None
        except (ValueError, OverflowError):
            raise FormulaError(BAD_NUMBER) from None

    return function


def plain(apply: Callable[..., Scalar], least: int, most: int | None = None) -> Function:
    def function(scope: Scope, arguments: Arguments) -> Scalar:
        need(arguments, least, most)
        return apply(*(scope.scalar(node) for node in arguments))

    return function
