"""Functions that look values up in tables."""

from adapters.sandbox.google.cells import Failure, Scalar
from adapters.sandbox.google.formulas.arguments import Arguments, Function, Scope, cells_of, need
from adapters.sandbox.google.formulas.criteria import criterion, wildcard
from adapters.sandbox.google.formulas.parser import Literal
from adapters.sandbox.google.formulas.scalars import (
    BAD_REFERENCE,
    BAD_VALUE,
    FormulaError,
    order,
    to_number,
    to_text,
    to_truth,
)


def _lookup(cells: list[Scalar], wanted: Scalar, *, near: bool, name: str) -> int:
    """Return the position of a value; with ``near`` of the last one not above it, in a sorted list."""
    if near:
        below = [at for at, value in enumerate(cells) if value is not None and _kin(value, wanted)]
        fitting = [at for at in below if order(cells[at], wanted) <= 0]
        if fitting:
            return fitting[-1]
        raise FormulaError(_not_found(wanted, name))
    test = criterion("=" + wanted) if isinstance(wanted, str) and wildcard(wanted) != wanted else None
    for at, value in enumerate(cells):
        same = test(value) if test else value is not None and not isinstance(value, Failure)
        if same and (test or order(value, wanted) == 0):
            return at
    raise FormulaError(_not_found(wanted, name))


def _not_found(wanted: Scalar, name: str) -> Failure:
    return Failure("N_A", "#N/A", f"Did not find value '{to_text(wanted)}' in {name} evaluation.")


def _kin(value: Scalar, other: Scalar) -> bool:
    return isinstance(value, str) is isinstance(other, str) and not isinstance(value, Failure)


def _vlookup(scope: Scope, arguments: Arguments, *, across: bool = False) -> Scalar:
    need(arguments, 3, 4)
    table = scope.matrix(arguments[1])
    if across:
        table = [list(row) for row in zip(*table, strict=True)]
    near = to_truth(scope.scalar(arguments[3])) if len(arguments) > 3 else True
    index = int(to_number(scope.scalar(arguments[2])))
    if index < 1:
        raise FormulaError(BAD_VALUE)
    if index > len(table[0]):
        raise FormulaError(BAD_REFERENCE)
    wanted = scope.scalar(arguments[0])
    at = _lookup([row[0] for row in table], wanted, near=near, name="HLOOKUP" if across else "VLOOKUP")
    return table[at][index - 1]


def _xlookup(scope: Scope, arguments: Arguments) -> Scalar:
    """Match by mode: 0 the same, -1 or 1 else the next below or above, 2 wildcards; the last -1 looks from the end."""
    need(arguments, 3, 6)
    keys = list(cells_of(scope, (arguments[1],)))
    results = list(cells_of(scope, (arguments[2],)))
    if len(keys) != len(results):
        raise FormulaError(BAD_VALUE)
    mode, way = (int(to_number(scope.scalar(node))) if node else 0 for node in (*arguments[4:6], None, None)[:2])
    pairs = list(zip(keys, results, strict=True))
    try:
        return _found(pairs[::-1] if way < 0 else pairs, scope.scalar(arguments[0]), mode)
    except FormulaError:
        if len(arguments) > 3 and arguments[3] != Literal(None):
            return scope.scalar(arguments[3])
        raise


def _found(pairs: list[tuple[Scalar, Scalar]], wanted: Scalar, mode: int) -> Scalar:
    filled = [(key, value) for key, value in pairs if key is not None and not isinstance(key, Failure)]
    test = criterion("=" + wanted) if mode == 2 and isinstance(wanted, str) else lambda key: order(key, wanted) == 0
    for key, value in filled:
        if test(key):
            return value
    near = [(key, value) for key, value in filled if _kin(key, wanted) and order(key, wanted) == mode]
    if mode in (-1, 1) and near:
        best = near[0]
        for pair in near[1:]:
            if order(pair[0], best[0]) == -mode:
                best = pair
        return best[1]
    raise FormulaError(_not_found(wanted, "XLOOKUP"))


def _match(scope: Scope, arguments: Arguments) -> Scalar:
    need(arguments, 2, 3)
    kind = to_number(scope.scalar(arguments[2])) if len(arguments) > 2 else 1
    cells = list(cells_of(scope, (arguments[1],)))
    return _lookup(cells, scope.scalar(arguments[0]), near=kind != 0, name="MATCH") + 1


def _index(scope: Scope, arguments: Arguments) -> Scalar:
    need(arguments, 1, 3)
    table = scope.matrix(arguments[0])
    places = [int(to_number(scope.scalar(node))) for node in arguments[1:]]
    if len(table) == 1 and len(places) == 1:
        places = [1, places[0]]
    row, column = [*places, 1, 1][:2] if places else (1, 1)
    row, column = max(row, 1), max(column, 1)
    if row > len(table) or column > len(table[0]):
        raise FormulaError(BAD_REFERENCE)
    return table[row - 1][column - 1]


def _hyperlink(scope: Scope, arguments: Arguments) -> Scalar:
    need(arguments, 1, 2)
    return scope.scalar(arguments[-1])


def _place(index: int) -> Function:
    def function(scope: Scope, arguments: Arguments) -> Scalar:
        return (scope.corner(arguments[0]) if arguments else (scope.row, scope.column))[index] + 1

    return function


LOOKUPS: dict[str, Function] = {
    "VLOOKUP": _vlookup,
    "HLOOKUP": lambda scope, arguments: _vlookup(scope, arguments, across=True),
    "XLOOKUP": _xlookup,
    "MATCH": _match,
    "INDEX": _index,
    "ROW": _place(0),
    "COLUMN": _place(1),
    "ROWS": lambda scope, arguments: len(scope.matrix(arguments[0])),
    "COLUMNS": lambda scope, arguments: len(scope.matrix(arguments[0])[0]),
    "HYPERLINK": _hyperlink,
}
