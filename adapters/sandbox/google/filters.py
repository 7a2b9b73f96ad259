"""Which rows a tab's basic filter hides."""

import re
from collections.abc import Callable
from typing import Any

from adapters.sandbox.google.sheet import Sheet
from adapters.sandbox.google.spans import bounds_of
from adapters.sandbox.google.values import shown_text
from adapters.sandbox.google.workbook import Workbook

Json = dict[str, Any]

_TEXT: dict[str, Callable[[str, str], bool]] = {
    "TEXT_CONTAINS": lambda shown, wanted: wanted in shown,
    "TEXT_NOT_CONTAINS": lambda shown, wanted: wanted not in shown,
    "TEXT_STARTS_WITH": lambda shown, wanted: shown.startswith(wanted),
    "TEXT_ENDS_WITH": lambda shown, wanted: shown.endswith(wanted),
    "TEXT_EQ": lambda shown, wanted: shown == wanted,
    "TEXT_NOT_EQ": lambda shown, wanted: shown != wanted,
    "BLANK": lambda shown, _: not shown,
    "NOT_BLANK": lambda shown, _: bool(shown),
}
_NUMBERS: dict[str, Callable[[float, float], bool]] = {
    "NUMBER_GREATER": lambda value, limit: value > limit,
    "NUMBER_GREATER_THAN_EQ": lambda value, limit: value >= limit,
    "NUMBER_LESS": lambda value, limit: value < limit,
    "NUMBER_LESS_THAN_EQ": lambda value, limit: value <= limit,
    "NUMBER_EQ": lambda value, limit: value == limit,
    "NUMBER_NOT_EQ": lambda value, limit: value != limit,
}


def hidden_rows(book: Workbook, sheet: Sheet) -> set[int]:
    """Return the rows that the basic filter hides; values.* reads them all the same."""
    basic = sheet.parts.get("basicFilter")
    if not basic:
        return set()
    box = sheet.clip(bounds_of(basic.get("range", {})))
    criteria = {int(column): item for column, item in basic.get("criteria", {}).items()}
    for spec in basic.get("filterSpecs", []):
        criteria[spec.get("columnIndex", 0)] = spec.get("filterCriteria", {})
    return {
        row
        for row in range(box.top + 1, box.bottom)
        if any(_hides(book, sheet, row, column, item) for column, item in criteria.items())
    }


def _hides(book: Workbook, sheet: Sheet, row: int, column: int, criteria: Json) -> bool:
    shown = shown_text(book, sheet, row, column)
    if shown in criteria.get("hiddenValues", []):
        return True
    condition = criteria.get("condition")
    return condition is not None and not _meets(shown, condition)


def _meets(shown: str, condition: Json) -> bool:
    values = [str(value.get("userEnteredValue", "")) for value in condition.get("values", [])] or [""]
    kind = condition.get("type", "")
    if kind in _TEXT:
        return _TEXT[kind](shown.casefold(), values[0].casefold())
    if kind in _NUMBERS:
        number, limit = (re.sub(r"[^\d.+-]", "", text) for text in (shown, values[0]))
        try:
            return _NUMBERS[kind](float(number), float(limit))
        except ValueError:
            return False
    return True
