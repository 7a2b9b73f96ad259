"""Functions on dates and times."""

import math
from collections.abc import Callable
from datetime import datetime

from adapters.sandbox.google.cells import Scalar
from adapters.sandbox.google.dates import moment, serial
from adapters.sandbox.google.formulas.arguments import Arguments, Function, Scope, arithmetic, need, numbers_of
from adapters.sandbox.google.formulas.scalars import (
    BAD_NUMBER,
    BAD_VALUE,
    FormulaError,
    is_number,
    to_number,
    to_text,
)
from adapters.sandbox.google.parse import typed


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


def _gap(start: float, end: float, unit: Scalar) -> float:
    first, last = moment(math.floor(start)), moment(math.floor(end))
    if first > last:
        raise FormulaError(BAD_NUMBER)
    whole = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    anniversary = _months_on(math.floor(start), whole)
    same_year = moment(_months_on(math.floor(start), whole // 12 * 12))
    found: dict[Scalar, Callable[[], float]] = {
        "D": lambda: (last - first).days,
        "M": lambda: whole,
        "Y": lambda: whole // 12,
        "YM": lambda: whole % 12,
        "MD": lambda: math.floor(end) - anniversary,
        "YD": lambda: (last - same_year).days,
    }
    if unit not in found:
        raise FormulaError(BAD_NUMBER)
    return found[unit]()


def _date_gap(scope: Scope, arguments: Arguments) -> Scalar:
    need(arguments, 3, 3)
    start, end = (to_number(scope.scalar(node)) for node in arguments[:2])
    return _gap(start, end, to_text(scope.scalar(arguments[2])).upper())


def _holidays(scope: Scope, arguments: Arguments) -> set[int]:
    return {math.floor(value) for value in numbers_of(scope, arguments)}


def _works(day: int, holidays: set[int]) -> bool:
    return moment(day).weekday() < 5 and day not in holidays


def _network_days(scope: Scope, arguments: Arguments) -> Scalar:
    need(arguments, 2, 3)
    start, end = (math.floor(to_number(scope.scalar(node))) for node in arguments[:2])
    holidays = _holidays(scope, arguments[2:])
    count = sum(_works(day, holidays) for day in range(min(start, end), max(start, end) + 1))
    return count if start <= end else -count


def _workday(scope: Scope, arguments: Arguments) -> Scalar:
    need(arguments, 2, 3)
    day, left = (int(to_number(scope.scalar(node))) for node in arguments[:2])
    holidays = _holidays(scope, arguments[2:])
    step = 1 if left > 0 else -1
    while left:
        day += step
        left -= step * _works(day, holidays)
    return day


def _date_value(scope: Scope, arguments: Arguments) -> Scalar:
    need(arguments, 1, 1)
    value = scope.scalar(arguments[0])
    if is_number(value):
        return math.floor(to_number(value))
    found, form = typed(to_text(value), scope.locale, scope.now())
    if not isinstance(found, int | float) or (form or {}).get("type") not in ("DATE", "DATE_TIME"):
        raise FormulaError(BAD_VALUE)
    return math.floor(found)


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
    "TIME": arithmetic(lambda hour, minute, second: (hour * 3600 + minute * 60 + second) / 86_400 % 1, 3, 3),
    "ISOWEEKNUM": _part(lambda when: when.isocalendar().week),
    "DATEDIF": _date_gap,
    "NETWORKDAYS": _network_days,
    "WORKDAY": _workday,
    "DATEVALUE": _date_value,
    "TODAY": _today,
    "NOW": lambda scope, _arguments: serial(scope.now()),
}
