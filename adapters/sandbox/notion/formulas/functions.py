"""Functions on numbers, texts and lists."""

import math
import re
from collections.abc import Callable
from statistics import fmean, median

from adapters.sandbox.notion.formulas.dates import DATES
from adapters.sandbox.notion.formulas.tree import Odd
from adapters.sandbox.notion.formulas.values import Person, Value, empty, listed, number, order, shown


def _numbers(values: tuple[Value, ...]) -> list[float]:
    flat = [each for value in values for each in listed(value)]
    return [number(each) for each in flat]


def _round(value: Value, places: Value = 0.0) -> float:
    scale = float(10 ** int(number(places)))
    return math.floor(number(value) * scale + 0.5) / scale


def divided(left: Value, right: Value) -> Value:
    low = number(right)
    return None if low == 0 else number(left) / low


def modulo(left: Value, right: Value) -> Value:
    low = number(right)
    return None if low == 0 else math.fmod(number(left), low)


def power(left: Value, right: Value) -> Value:
    try:
        found = number(left) ** number(right)
    except (OverflowError, ZeroDivisionError):
        return None
    return found if isinstance(found, float) else None


def _to_number(value: Value) -> Value:
    if isinstance(value, str):
        try:
            return float(value.replace(",", ""))
        except ValueError:
            return None
    moment = DATES["timestamp"]
    return number(value) if isinstance(value, int | float) else None if value is None else moment(value)


def added(left: Value, right: Value) -> Value:
    """Add numbers, or join where one of the two is a text."""
    if isinstance(left, str) or isinstance(right, str):
        return shown(left) + shown(right)
    if isinstance(left, list) or isinstance(right, list):
        return listed(left) + listed(right)
    return number(left) + number(right)


def _contains(value: Value, wanted: Value) -> bool:
    if isinstance(value, list):
        return any(each == wanted or shown(each) == shown(wanted) for each in value)
    return shown(wanted) in shown(value)


def _substring(value: Value, start: Value, end: Value = None) -> str:
    text = shown(value)
    return text[int(number(start)) : len(text) if end is None else int(number(end))]


def _sliced(value: Value, start: Value, end: Value = None) -> Value:
    stop = None if end is None else int(number(end))
    return listed(value)[int(number(start)) : stop]


def _replaced(value: Value, pattern: Value, by: Value, count: int) -> str:
    try:
        return re.sub(str(pattern), re.sub(r"\$(\d)", r"\\\1", str(by)), shown(value), count=count)
    except re.error as odd:
        raise Odd(str(odd)) from odd


def _tested(value: Value, pattern: Value) -> bool:
    try:
        return re.search(str(pattern), shown(value)) is not None
    except re.error as odd:
        raise Odd(str(odd)) from odd


def _at(value: Value, index: Value) -> Value:
    found, place = listed(value), int(number(index))
    return found[place] if -len(found) <= place < len(found) else None


def _unique(value: Value) -> list[Value]:
    kept: list[Value] = []
    for each in listed(value):
        if each not in kept:
            kept.append(each)
    return kept


def _extreme(choose: Callable[[list[float]], float]) -> Callable[..., Value]:
    def chosen(*values: Value) -> Value:
        found = _numbers(values)
        return choose(found) if found else None

    return chosen


def _person(value: Value, part: str) -> Value:
    if not isinstance(value, Person):
        raise Odd(f"{shown(value)} is not a person")
    return value.name if part == "name" else value.email


_NUMBERS: dict[str, Callable[..., Value]] = {
    "abs": lambda value: abs(number(value)),
    "ceil": lambda value: float(math.ceil(number(value))),
    "floor": lambda value: float(math.floor(number(value))),
    "round": _round,
    "sign": lambda value: float((number(value) > 0) - (number(value) < 0)),
    "sqrt": lambda value: math.sqrt(number(value)) if number(value) >= 0 else None,
    "cbrt": lambda value: math.copysign(abs(number(value)) ** (1 / 3), number(value)),
    "exp": lambda value: math.exp(min(number(value), 700)),
    "ln": lambda value: math.log(number(value)) if number(value) > 0 else None,
    "log10": lambda value: math.log10(number(value)) if number(value) > 0 else None,
    "log2": lambda value: math.log2(number(value)) if number(value) > 0 else None,
    "pi": lambda: math.pi,
    "e": lambda: math.e,
    "add": added,
    "subtract": lambda left, right: number(left) - number(right),
    "multiply": lambda left, right: number(left) * number(right),
    "divide": divided,
    "mod": modulo,
    "pow": power,
    "min": _extreme(min),
    "max": _extreme(max),
    "sum": lambda *values: float(sum(_numbers(values))),
    "mean": _extreme(fmean),
    "average": _extreme(fmean),
    "median": _extreme(median),
    "toNumber": _to_number,
    "unaryMinus": lambda value: -number(value),
    "unaryPlus": _to_number,
}
_TEXTS: dict[str, Callable[..., Value]] = {
    "length": lambda value: float(len(value) if isinstance(value, list) else len(shown(value))),
    "contains": _contains,
    "includes": _contains,
    "substring": _substring,
    "lower": lambda value: shown(value).lower(),
    "upper": lambda value: shown(value).upper(),
    "trim": lambda value: shown(value).strip(),
    "repeat": lambda value, count: shown(value) * min(int(number(count)), 10_000),
    "padStart": lambda value, width, fill=" ": shown(value).rjust(int(number(width)), str(fill)[:1] or " "),
    "padEnd": lambda value, width, fill=" ": shown(value).ljust(int(number(width)), str(fill)[:1] or " "),
    "split": lambda value, by=" ": shown(value).split(str(by)) if by else list(shown(value)),
    "format": shown,
    "concat": lambda *values: (
        [each for value in values for each in listed(value)]
        if any(isinstance(value, list) for value in values)
        else "".join(shown(value) for value in values)
    ),
    "replace": lambda value, pattern, by: _replaced(value, pattern, by, 1),
    "replaceAll": lambda value, pattern, by: _replaced(value, pattern, by, 0),
    "test": _tested,
    "style": lambda value, *_how: shown(value),
    "unstyle": lambda value, *_how: shown(value),
    "link": lambda label, _url: shown(label),
    "name": lambda value: _person(value, "name"),
    "email": lambda value: _person(value, "email"),
}
_LISTS: dict[str, Callable[..., Value]] = {
    "at": _at,
    "first": lambda value: _at(value, 0),
    "last": lambda value: _at(value, -1),
    "slice": _sliced,
    "reverse": lambda value: listed(value)[::-1],
    "sort": lambda value: sorted(listed(value), key=order),
    "unique": _unique,
    "flat": lambda value: [inner for each in listed(value) for inner in listed(each)],
    "join": lambda value, by=", ": str(by).join(shown(each) for each in listed(value)),
    "empty": empty,
    "equal": lambda left, right: left == right,
    "unequal": lambda left, right: left != right,
}
FUNCTIONS: dict[str, Callable[..., Value]] = {**_NUMBERS, **_TEXTS, **_LISTS, **DATES}
