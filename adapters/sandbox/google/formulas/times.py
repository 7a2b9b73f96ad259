"""Functions on dates and times."""

import math
from collections.abc import Callable
from datetime import datetime

from adapters.sandbox.google.cells import Scalar
from adapters.sandbox.google.dates import moment, serial
from adapters.sandbox.google.formulas.arguments import Arguments, Function, Scope, arithmetic


def _date(year: float, month: float, day: float) -> float:
    extra, index = divmod(int(month) - 1, 12)
    return serial(datetime(int(year) + extra, index + 1, 1)) + int(day) - 1  # noqa: DTZ001 - dates have no zone


def _months_on(value: float, months: float, *, end: bool = False) -> float:
    when = moment(value)
    first = moment(_date(when.year, when.month + int(months), 1))
    last = _date(first.year, first.month + 1, 0)
    return last if end else min(serial(first) + when.day - 1, last)


def _today(scope: Scope, _arguments: Arguments) -> Scalar:
    return int(serial(scope.now()))


def _part(read: Callable[[datetime], int]) -> Function:
    return arithmetic(lambda value: read(moment(value)), 1, 1)


TIMES: dict[str, Function] = {
    "DATE": arithmetic(_date, 3, 3),
    "EDATE": arithmetic(_months_on, 2, 2),
    "EOMONTH": arithmetic(lambda value, months: _months_on(value, months, end=True), 2, 2),
    "DAYS": arithmetic(lambda end, start: math.floor(end) - math.floor(start), 2, 2),
    "YEAR": _part(lambda when: when.year),
    "MONTH": _part(lambda when: when.month),
    "DAY": _part(lambda when: when.day),
    "HOUR": _part(lambda when: when.hour),
    "MINUTE": _part(lambda when: when.minute),
    "SECOND": _part(lambda when: when.second),
    "WEEKDAY": arithmetic(lambda value, kind=1: (int(value) - 1 - (kind > 1)) % 7 + (kind < 3), 1, 2),
    "TODAY": _today,
    "NOW": lambda scope, _arguments: serial(scope.now()),
}
