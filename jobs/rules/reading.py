"""Values of roles as the rules need them: numbers, moments, options. What is odd is raised, never guessed."""

import math
import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time
from functools import cache

from jobs.rules.item import Item
from jobs.rules.odd import Odd
from mappings.aliases import Spellings
from mappings.scales import Scale, scale
from sync.message import say
from sync.model import Span, Value

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?", re.IGNORECASE)


def empty(value: Value) -> bool:
    return value is None or value == () or (isinstance(value, str) and not value.strip())


def value_of(item: Item, role: str) -> Value:
    """Return the value of a role. Raises ``Odd`` where it could not be read."""
    for each, why in item.unreadable.items():
        if each == role:
            raise Odd(say("{role} could not be read: {why}", role=role, why=why))
    value = item.get(role)
    return item.title or None if role == "title" and value is None else value


def text_of(item: Item, role: str) -> str:
    """Return what a role says as text; entries of a list stand on lines of their own."""
    value = value_of(item, role)
    if value is None or isinstance(value, bool | Span):
        return ""
    return "\n".join(value) if isinstance(value, tuple) else str(value)


def entries(item: Item, role: str) -> tuple[str, ...]:
    """Return the entries of a list; a text is one entry. Raises ``Odd`` for what is neither."""
    value = value_of(item, role)
    if empty(value):
        return ()
    if isinstance(value, tuple):
        return tuple(each for each in value if each.strip())
    if isinstance(value, str):
        return (value,)
    raise Odd(say("{role}: {seen} is no text and no list", role=role, seen=_shown(value)))


def number_of(item: Item, role: str) -> float | None:
    """Return a number, also from text such as 「４」. Raises ``Odd`` for text that is none."""
    value = value_of(item, role)
    if empty(value):
        return None
    number = as_number(value)
    if number is None:
        raise Odd(say("{role}: {seen} is no number", role=role, seen=_shown(value)))
    return number


def as_number(value: Value) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, str):
        plain = unicodedata.normalize("NFKC", value).strip().replace(",", "")
        number = float(plain) if _NUMBER.fullmatch(plain) else math.nan
        return number if math.isfinite(number) else None
    return None


def moment_of(item: Item, role: str) -> date | datetime | None:
    """Return the day or the moment with a zone. Raises ``Odd`` for anything else."""
    value = value_of(item, role)
    if empty(value):
        return None
    if not isinstance(value, Span):
        raise Odd(say("{role}: {seen} is no date", role=role, seen=_shown(value)))
    if isinstance(value.start, datetime) and value.start.tzinfo is None:
        raise Odd(say("{role}: {seen} has no time zone", role=role, seen=value.start.isoformat(" ")))
    return value.start


def day_of(moment: date | datetime, now: datetime) -> date:
    """Return the day of a moment in the zone of ``now``."""
    if not isinstance(moment, datetime):
        return moment
    try:
        return moment.astimezone(now.tzinfo).date()
    except OverflowError:  # the first and the last day there is
        return moment.date()


def is_past(moment: date | datetime, now: datetime) -> bool:
    """Say whether it is over: a day is over when the next one has begun."""
    return moment < now if isinstance(moment, datetime) else moment < now.date()


def instant(moment: date | datetime, now: datetime) -> datetime:
    """Return a moment; a day begins at midnight in the zone of ``now``."""
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time.min, now.tzinfo)


@cache
def _spellings(name: str) -> Spellings:
    return Spellings(scale(name, "en"))


def canonical(text: str, scale_name: str | None) -> str:
    """Return the first English name of an option, or the text itself where the scale does not know it."""
    return text if scale_name is None else _spellings(scale_name).meaning(text)


def known(text: str, scale_name: str) -> bool:
    return canonical(text, scale_name) in options(scale_name)


@cache
def options(scale_name: str) -> tuple[str, ...]:
    """Return the options of a scale in its order, the first or the highest first."""
    return tuple(scale(Scale(scale_name), "en"))


def one_of(text: str, wanted: Iterable[str]) -> bool:
    """Say whether an option is one of these; case and blanks at the ends do not count."""
    plain = text.strip().casefold()
    return any(plain == each.strip().casefold() for each in wanted)


def _shown(value: Value) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:39] + "…"
