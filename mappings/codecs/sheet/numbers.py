"""Numbers: as such, as percentages and amounts of money, and as texts that mean one."""

import math
import re
from datetime import tzinfo
from decimal import Decimal
from typing import Any

from mappings.codecs.sheet.cell import CellData, Failure, cannot_read, content, format_type, plain_number, wrong_type
from mappings.codecs.sheet.datetext import folded
from mappings.codecs.sheet.durations import read_duration, write_duration
from mappings.codecs.sheet.patterns import DATED, number_form
from mappings.codecs.sheet.placeholders import nothing_meant
from mappings.fields import Field
from sync.message import say
from sync.model import Unreadable, Value

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_MONEY = r"(?:US\$|JPY|USD|EUR|GBP|[¥$€£₩])"
_SIGNED = r"[+-]|[▲△]"
_NUMBER = re.compile(
    rf"(?P<sign>{_SIGNED})?\s*(?P<before>{_MONEY})?\s*(?P<sign2>{_SIGNED})?"
    rf"(?P<digits>(?:{_DIGITS}|\.\d+)(?:E[+-]?\d{{1,3}})?)\s*(?P<after>%|円|ドル|ユーロ|{_MONEY})?",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    rf"(?P<sign>[+-])?\s*{_MONEY}?\s*(?:(?P<oku>{_DIGITS})億)?(?:(?P<man>{_DIGITS})万)?(?P<ones>{_DIGITS})?\s*円?"
)
_A_NUMBER = say("a number such as 12, 1,234.5, 50% or ¥1,200")
_A_DURATION = say("a number; this cell holds a time, which needs `unit` in the mapping")


def read_number(cell: CellData, field: Field, zone: tzinfo) -> Value | Unreadable:
    """Read a number, or a text that is one: full-width digits, thousands, per cent, money and 万 are understood.

    Which money it is does not count: the number is the same. A field with a unit reads durations.
    """
    if field.unit is not None:
        return read_duration(cell, field, zone)
    found = content(cell)
    if found is None or (isinstance(found, str) and not found.strip()):
        return None
    if isinstance(found, bool | Failure):
        return cannot_read(cell, _A_NUMBER)
    if isinstance(found, int | float):
        kind = format_type(cell)
        if kind in DATED:
            return cannot_read(cell, _A_DURATION if kind == "TIME" else _A_NUMBER)
        return plain_number(found)
    number = number_in(found)
    return nothing_meant(cell) or cannot_read(cell, _A_NUMBER) if number is None else number


def number_in(text: str) -> int | float | None:
    """Return the number that a text means, None where it means none or could mean two."""
    text = folded(text).replace("−", "-")
    found = _NUMBER.fullmatch(text)
    if found is None:
        return _counted(text)
    if (found["sign"] and found["sign2"]) or (found["before"] and found["after"]):
        return None
    exact = Decimal(found["digits"].replace(",", ""))
    sign = found["sign"] or found["sign2"] or "+"
    return _finite((-exact if sign in "-▲△" else exact) / (100 if found["after"] == "%" else 1))


def _counted(text: str) -> int | float | None:
    """Read 1億2000万円, and 1.5万; below 万 only whole parts are put together."""
    found = _COUNTED.fullmatch(text)
    if found is None or not (found["oku"] or found["man"]):
        return None
    parts = [found[name] for name in ("oku", "man", "ones")]
    written = [part for part in parts if part]
    if len(written) > 1 and any("." in part for part in written):
        return None
    oku, man, ones = (Decimal(part.replace(",", "")) if part else Decimal(0) for part in parts)
    below = man >= 10_000 or ones >= 10_000
    if below and len(written) > 1:
        return None
    total = oku * 10**8 + man * 10**4 + ones
    return _finite(-total if found["sign"] == "-" else total)


def _finite(number: Decimal) -> int | float | None:
    if not number.is_finite() or number.adjusted() > 400:
        return None
    if number == number.to_integral_value() and abs(number) < 2**53:
        return int(number)
    found = float(number)
    return plain_number(found) if math.isfinite(found) else None


def write_number(value: Value, field: Field, zone: tzinfo) -> dict[str, Any]:
    """Write a number, in the field's pattern where it has one; a field with a unit writes a duration."""
    if field.unit is not None:
        return write_duration(value, field, zone)
    if value is None:
        return {}
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise wrong_type(value, _A_NUMBER)
    written: dict[str, Any] = {"userEnteredValue": {"numberValue": value}}
    if field.pattern is not None:
        written["userEnteredFormat"] = {"numberFormat": number_form(field.pattern)}
    return written
