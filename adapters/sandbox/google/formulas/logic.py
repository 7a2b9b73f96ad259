"""Functions that choose and that ask of a value what it is."""

from collections.abc import Callable

from adapters.sandbox.google.cells import Failure, Scalar
from adapters.sandbox.google.formulas.arguments import Arguments, Function, Scope, cells_of, need, plain
from adapters.sandbox.google.formulas.parser import Node
from adapters.sandbox.google.formulas.scalars import (
    BAD_NUMBER,
    BAD_VALUE,
    MISSING,
    FormulaError,
    is_number,
    order,
    to_number,
    to_truth,
)


def _if(scope: Scope, arguments: Arguments) -> Scalar:
    need(arguments, 2, 3)
    if to_truth(scope.scalar(arguments[0])):
        return scope.scalar(arguments[1])
    return scope.scalar(arguments[2]) if len(arguments) > 2 else False


def _ifs(scope: Scope, arguments: Arguments) -> Scalar:
    for index in range(0, len(arguments) - 1, 2):
        if to_truth(scope.scalar(arguments[index])):
            return scope.scalar(arguments[index + 1])
    raise FormulaError(MISSING)


def _switch(scope: Scope, arguments: Arguments) -> Scalar:
    need(arguments, 3)
    value = scope.scalar(arguments[0])
    for index in range(1, len(arguments) - 1, 2):
        if order(value, scope.scalar(arguments[index])) == 0:
            return scope.scalar(arguments[index + 1])
    if len(arguments) % 2 == 0:
        return scope.scalar(arguments[-1])
    raise FormulaError(MISSING)


def _if_error(*kinds: str) -> Function:
    def function(scope: Scope, arguments: Arguments) -> Scalar:
        need(arguments, 1, 2)
        value = _caught(scope, arguments[0])
        if isinstance(value, Failure) and (not kinds or value.kind in kinds):
            return scope.scalar(arguments[1]) if len(arguments) > 1 else None
        return value

    return function


def _caught(scope: Scope, node: Node) -> Scalar:
    try:
        return scope.scalar(node)
    except FormulaError as error:
        return error.failure


def _is(test: Callable[[Scalar], bool]) -> Function:
    return lambda scope, arguments: test(_caught(scope, arguments[0])) if arguments else False


def _truths(scope: Scope, arguments: Arguments) -> list[bool]:
    found = [to_truth(value) for value in cells_of(scope, arguments) if value is not None and value != ""]
    if not found:
        raise FormulaError(BAD_VALUE)
    return found


def _raised(failure: Failure) -> Function:
    def function(_scope: Scope, _arguments: Arguments) -> Scalar:
        raise FormulaError(failure)

    return function


def _choose(scope: Scope, arguments: Arguments) -> Scalar:
    need(arguments, 2)
    at = int(to_number(scope.scalar(arguments[0])))
    if not 1 <= at < len(arguments):
        raise FormulaError(BAD_NUMBER)
    return scope.scalar(arguments[at])


LOGIC: dict[str, Function] = {
    "IF": _if,
    "IFS": _ifs,
    "SWITCH": _switch,
    "IFERROR": _if_error(),
    "IFNA": _if_error("N_A"),
    "AND": lambda scope, arguments: all(_truths(scope, arguments)),
    "OR": lambda scope, arguments: any(_truths(scope, arguments)),
    "XOR": lambda scope, arguments: sum(_truths(scope, arguments)) % 2 == 1,
    "CHOOSE": _choose,
    "NOT": plain(lambda value: not to_truth(value), 1, 1),
    "TRUE": lambda _scope, _arguments: True,
    "FALSE": lambda _scope, _arguments: False,
    "ISBLANK": _is(lambda value: value is None),
    "ISNUMBER": _is(is_number),
    "ISTEXT": _is(lambda value: isinstance(value, str)),
    "ISLOGICAL": _is(lambda value: isinstance(value, bool)),
    "ISNONTEXT": _is(lambda value: not isinstance(value, str)),
    "ISERR": _is(lambda value: isinstance(value, Failure) and value.kind != "N_A"),
    "ISERROR": _is(lambda value: isinstance(value, Failure)),
    "ISNA": _is(lambda value: isinstance(value, Failure) and value.kind == "N_A"),
    "NA": _raised(Failure("N_A", "#N/A")),
}
