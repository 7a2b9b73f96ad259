"""Google's number format patterns: what kind of format one is, and which formats may stay."""

import re

from mappings.codecs.sheet.cell import LITERAL, CellData, format_type, shows_elapsed

DATED = ("DATE", "DATE_TIME", "TIME")
"""The formats in which a number is shown as a day or a time."""
_NUMBERS = ("NUMBER", "PERCENT", "CURRENCY", "SCIENTIFIC")
_MONEY = re.compile(r"[¥$€£₩円]")


def has_time(pattern: str) -> bool:
    """Say whether the pattern shows hours; what stands in quotes is no part of it."""
    return "h" in LITERAL.sub("", pattern).casefold()


def is_time(pattern: str) -> bool:
    """Say whether the pattern shows a time or a duration, and no plain number."""
    return has_time(pattern) or shows_elapsed(pattern) or "ss" in LITERAL.sub("", pattern).casefold()


def number_form(pattern: str) -> dict[str, str]:
    """Return the number format of a pattern for numbers."""
    bare = LITERAL.sub("", pattern)
    if "%" in bare:
        return {"type": "PERCENT", "pattern": pattern}
    if _MONEY.search(pattern):
        return {"type": "CURRENCY", "pattern": pattern}
    return {"type": "SCIENTIFIC" if "E+" in bare.upper() else "NUMBER", "pattern": pattern}


def misformatted(new: CellData, current: CellData) -> bool:
    """Say whether ``new`` would be misread in the number format that the cell has now.

    A date needs the format of its kind, whatever its pattern; a plain number may not look like a date. A duration of
    a day or more needs a format that counts on beyond 24 hours.
    """
    wanted, now = format_type(new), format_type(current)
    number = new.get("userEnteredValue", {}).get("numberValue")
    if wanted in _NUMBERS:
        return now not in _NUMBERS
    if wanted == now == "TIME" and number is not None:
        return not 0 <= number < 1 and not shows_elapsed(_pattern(current))
    if wanted:
        return now != wanted
    return number is not None and now in DATED


def _pattern(cell: CellData) -> str:
    return str(cell.get("effectiveFormat", {}).get("numberFormat", {}).get("pattern", ""))
