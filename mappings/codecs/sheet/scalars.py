"""Texts, names of options, numbers and checkboxes."""

import math
import re
from datetime import tzinfo
from typing import Any

from mappings.codecs.sheet.cell import (
    CellData,
    Failure,
    cannot_read,
    content,
    entered,
    format_type,
    plain_number,
    shown,
    wrong_type,
)
from mappings.codecs.sheet.datetext import folded
from mappings.fields import Field
from sync.message import say
from sync.model import Unreadable, Value

_NUMBER = re.compile(r"([+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?(?:E[+-]?\d+)?|[+-]?\.\d+)\s*(%?)", re.IGNORECASE)
_TICKED = frozenset({"true", "yes", "y", "on", "はい", "済", "済み", "✓", "✔", "☑", "✅", "○", "〇", "1"})
_UNTICKED = frozenset({"false", "no", "n", "off", "いいえ", "未", "☐", "□", "×", "0"})
_A_TEXT = say("a text")
_A_NUMBER = say("a number such as 12, 1,234.5 or 50%")
_A_CHECK = say("TRUE or FALSE")


def read_text(cell: CellData, _field: Field, _zone: tzinfo) -> Value | Unreadable:
    """A number or date in a text column is read as it is shown."""
    if isinstance(content(cell), Failure):
        return cannot_read(cell, _A_TEXT)
    return shown(cell).replace("\r\n", "\n").replace("\r", "\n") or None


def write_text(value: Value, _field: Field, _zone: tzinfo) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, str):
        raise wrong_type(value, _A_TEXT)
    return entered(value)


def read_name(cell: CellData, field: Field, zone: tzinfo) -> Value | Unreadable:
    """Read an option's name: white space alone is none."""
    found = read_text(cell, field, zone)
    return None if isinstance(found, str) and not found.strip() else found


def read_number(cell: CellData, _field: Field, _zone: tzinfo) -> Value | Unreadable:
    """Read a number, or a text that is one: full-width digits, thousands and per cent are understood."""
    found = content(cell)
    if found is None or (isinstance(found, str) and not found.strip()):
        return None
    if isinstance(found, bool | Failure):
        return cannot_read(cell, _A_NUMBER)
    if isinstance(found, int | float):
        dated = format_type(cell) in ("DATE", "DATE_TIME", "TIME")
        return cannot_read(cell, _A_NUMBER) if dated else plain_number(found)
    number = _parse(found)
    return cannot_read(cell, _A_NUMBER) if number is None else number


def _parse(text: str) -> int | float | None:
    found = _NUMBER.fullmatch(folded(text).replace("−", "-"))
    if found is None:
        return None
    digits = found[1].replace(",", "")
    if digits.lstrip("+-").isdigit() and not found[2] and abs(int(digits)) < 2**53:
        return int(digits)
    number = float(digits) / (100 if found[2] else 1)
    return plain_number(number) if math.isfinite(number) else None


def write_number(value: Value, _field: Field, _zone: tzinfo) -> dict[str, Any]:
    if value is None:
        return {}
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise wrong_type(value, _A_NUMBER)
    return {"userEnteredValue": {"numberValue": value}}


def read_check(cell: CellData, _field: Field, _zone: tzinfo) -> Value | Unreadable:
    found = content(cell)
    if found is None or isinstance(found, bool):
        return bool(found)
    if not isinstance(found, Failure):
        word = folded(str(found)).casefold()
        if not word or word in _UNTICKED:
            return False
        if word in _TICKED:
            return True
    return cannot_read(cell, _A_CHECK)


def write_check(value: Value, _field: Field, _zone: tzinfo) -> dict[str, Any]:
    if not isinstance(value, bool):
        raise wrong_type(value, _A_CHECK)
    return {"userEnteredValue": {"boolValue": value}}
