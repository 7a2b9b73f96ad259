"""Functions on numbers."""

import math
from collections.abc import Callable

from adapters.sandbox.google.cells import Scalar
from adapters.sandbox.google.formulas.arguments import (
    Arguments,
    Function,
    Scope,
    arithmetic,
    cells_of,
    need,
    numbers_of,
)
from adapters.sandbox.google.formulas.criteria import criterion
from adapters.sandbox.google.formulas.scalars import (
    BAD_NUMBER,
    BAD_VALUE,
    DIVIDED,
    MISSING,
    FormulaError,
    is_number,
    to_number,
)


def average(values: list[float]) -> float:
    if not values:
        raise FormulaError(DIVIDED)
    return sum(values) / len(values)


def _over(fold: Callable[[list[float]], float]) -> Function:
    def function(scope: Scope, arguments: Arguments) -> Scalar:
        need(arguments, 1)
        return fold(numbers_of(scope, arguments))

    return function


def _median(values: list[float]) -> float:
    if not values:
        raise FormulaError(BAD_NUMBER)
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _count(test: Callable[[Scalar], bool]) -> Function:
    return lambda scope, arguments: sum(1 for value in cells_of(scope, arguments) if test(value))


def picked(scope: Scope, pairs: Arguments) -> list[int]:
    """Return the positions at which every (range, criterion) pair holds."""
    flat = [list(cells_of(scope, (pairs[index],))) for index in range(0, len(pairs), 2)]
    tests = [criterion(scope.scalar(pairs[index])) for index in range(1, len(pairs), 2)]
    if len({len(cells) for cells in flat}) > 1 or len(flat) != len(tests):
        raise FormulaError(BAD_VALUE)
    return [at for at in range(len(flat[0])) if all(test(cells[at]) for cells, test in zip(flat, tests, strict=True))]


def _count_ifs(scope: Scope, arguments: Arguments) -> Scalar:
    need(arguments, 2)
    return len(picked(scope, arguments))


def _if_folded(fold: Callable[[list[float]], float], *, many: bool) -> Function:
    def function(scope: Scope, arguments: Arguments) -> Scalar:
        need(arguments, 2)
        if many:
            target, pairs = arguments[0], arguments[1:]
        else:
            target, pairs = arguments[2] if len(arguments) > 2 else arguments[0], arguments[:2]
        cells = list(cells_of(scope, (target,)))
        chosen = [cells[at] for at in picked(scope, pairs) if at < len(cells)]
        return fold([to_number(value) for value in chosen if is_number(value)])

    return function


def _rounded(way: Callable[[float], float]) -> Callable[..., float]:
    def rounded(value: float, places: float = 0) -> float:
        scale = 10 ** int(places)
        return math.copysign(way(float(f"{abs(value) * scale:.12g}")) / scale, value)

    return rounded


def _at_rank(*, largest: bool) -> Function:
    def function(scope: Scope, arguments: Arguments) -> Scalar:
        need(arguments, 2, 2)
        values = sorted(numbers_of(scope, arguments[:1]), reverse=largest)
        at = int(to_number(scope.scalar(arguments[1])))
        if not 1 <= at <= len(values):
            raise FormulaError(BAD_NUMBER)
        return values[at - 1]

    return function


def _rank(scope: Scope, arguments: Arguments) -> Scalar:
    need(arguments, 2, 3)
    wanted, values = to_number(scope.scalar(arguments[0])), numbers_of(scope, arguments[1:2])
    rising = len(arguments) > 2 and to_number(scope.scalar(arguments[2])) != 0
    if wanted not in values:
        raise FormulaError(MISSING)
    return 1 + sum(value < wanted if rising else value > wanted for value in values)


def _sum_product(scope: Scope, arguments: Arguments) -> Scalar:
    need(arguments, 1)
    flat = [list(cells_of(scope, (node,))) for node in arguments]
    if len({len(cells) for cells in flat}) > 1:
        raise FormulaError(BAD_VALUE)
    return math.fsum(
        math.prod(to_number(value) if is_number(value) else 0 for value in row) for row in zip(*flat, strict=True)
    )


def _stepped(way: Callable[[float], float]) -> Callable[..., float]:
    def stepped(value: float, step: float = 1) -> float:
        return step * way(float(f"{value / step:.12g}")) if step else 0

    return stepped


def _deviation(values: list[float]) -> float:
    if len(values) < 2:
        raise FormulaError(DIVIDED)
    middle = average(values)
    return math.sqrt(math.fsum((value - middle) ** 2 for value in values) / (len(values) - 1))


NUMBERS: dict[str, Function] = {
    "SUM": _over(math.fsum),
    "AVERAGE": _over(average),
    "MIN": _over(lambda values: min(values, default=0)),
    "MAX": _over(lambda values: max(values, default=0)),
    "MEDIAN": _over(_median),
    "PRODUCT": _over(lambda values: math.prod(values) if values else 0),
    "COUNT": _count(is_number),
    "COUNTA": _count(lambda value: value is not None),
    "COUNTBLANK": _count(lambda value: value is None or value == ""),
    "COUNTIF": _count_ifs,
    "COUNTIFS": _count_ifs,
    "SUMIF": _if_folded(math.fsum, many=False),
    "SUMIFS": _if_folded(math.fsum, many=True),
    "AVERAGEIF": _if_folded(average, many=False),
    "AVERAGEIFS": _if_folded(average, many=True),
    "COUNTUNIQUE": lambda scope, arguments: len({value for value in cells_of(scope, arguments) if value is not None}),
    "SUMPRODUCT": _sum_product,
    "LARGE": _at_rank(largest=True),
    "SMALL": _at_rank(largest=False),
    "RANK": _rank,
    "STDEV": _over(_deviation),
    "CEILING": arithmetic(_stepped(math.ceil), 1, 2),
    "FLOOR": arithmetic(_stepped(math.floor), 1, 2),
    "TRUNC": arithmetic(_rounded(math.floor), 1, 2),
    "SIGN": arithmetic(lambda value: (value > 0) - (value < 0), 1, 1),
    "ABS": arithmetic(abs, 1, 1),
    "INT": arithmetic(math.floor, 1, 1),
    "SQRT": arithmetic(math.sqrt, 1, 1),
    "POWER": arithmetic(math.pow, 2, 2),
    "MOD": arithmetic(lambda left, right: left - right * math.floor(left / right), 2, 2),
    "ROUND": arithmetic(_rounded(lambda value: math.floor(value + 0.5)), 1, 2),
    "ROUNDUP": arithmetic(_rounded(math.ceil), 1, 2),
    "ROUNDDOWN": arithmetic(_rounded(math.floor), 1, 2),
}
