"""What formulas reckon with: texts, numbers, true and false, dates, people, pages, lists, and nothing."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from adapters.sandbox.notion.formulas.tree import Odd

Value = Any
"""str, float, bool, Moment, Person, PageRef, a list of them, or None for empty."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A day or a time, and the end where it is a range."""

    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    email: str | None


@dataclass(frozen=True, slots=True)
class PageRef:
    id: str


def instant(day: date) -> datetime:
    return day if isinstance(day, datetime) else datetime.combine(day, time(), UTC)


def number(value: Value) -> float:
    """Return a number; nothing is 0, true is 1."""
    if value is None:
        return 0
    if isinstance(value, int | float):
        return float(value)
    raise Odd(f"{shown(value)} is not a number")


def moment(value: Value) -> Moment:
    if isinstance(value, Moment):
        return value
    raise Odd(f"{shown(value)} is not a date")


def listed(value: Value) -> list[Value]:
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def empty(value: Value) -> bool:
    return value is None or value in ("", [], 0, False)


def true(value: Value) -> bool:
    return value is True or (not isinstance(value, bool) and not empty(value))


def shown(value: Value) -> str:
    """Return a value as text, as ``format`` and a sum with a text have it."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return plain_number(value)
        case Moment(start, end):
            return day_text(start) if end is None else f"{day_text(start)} → {day_text(end)}"
        case Person(name, _):
            return name
        case list():
            return ", ".join(shown(each) for each in value)
        case _:
            return str(value)


def plain_number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else f"{value:.15g}"


def day_text(day: date) -> str:
    text = f"{day:%B} {day.day}, {day.year}"
    return f"{text} {day.hour % 12 or 12}:{day:%M %p}" if isinstance(day, datetime) else text


def order(value: Value) -> Any:  # noqa: ANN401 - something that can be ordered
    """Return what a value is compared by."""
    if isinstance(value, Moment):
        return instant(value.start)
    if isinstance(value, bool):
        return int(value)
    return 0 if value is None else value
