"""Checkboxes, with TRUE and FALSE or with the two values of their own that a column may have."""

import re
from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

from mappings.codecs.sheet.cell import CellData, Failure, cannot_read, content, plain, wrong_type
from mappings.codecs.sheet.datetext import folded
from mappings.codecs.sheet.placeholders import nothing_meant
from mappings.fields import Field
from sync.message import say
from sync.model import Unreadable, Value

_TICKED = frozenset({"true", "yes", "y", "on", "はい", "済", "済み", "✓", "✔", "☑", "✅", "○", "〇", "1"})
_UNTICKED = frozenset({"false", "no", "n", "off", "いいえ", "未", "☐", "□", "×", "0"})
_A_CHECK = say("TRUE or FALSE")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")


def read_check(cell: CellData, _field: Field, _zone: tzinfo) -> Value | Unreadable:
    """Read a box by its own values where it has some, else by words; an empty cell is not ticked."""
    found = content(cell)
    if found is None or isinstance(found, bool):
        return bool(found)
    if not isinstance(found, Failure):
        own = [folded(value).casefold() for value in own_values(cell)]
        word = folded(plain(found)).casefold()
        if word in own:
            return own.index(word) == 0
        if not word or word in _UNTICKED:
            return False
        if word in _TICKED:
            return True
    return nothing_meant(cell) or cannot_read(cell, _A_CHECK)


def own_values(cell: CellData) -> Sequence[str]:
    """Return the values that stand for ticked and not ticked in a box that has its own; one alone is for ticked."""
    condition = cell.get("dataValidation", {}).get("condition", {})
    if condition.get("type") != "BOOLEAN":
        return ()
    return [str(value.get("userEnteredValue", "")) for value in condition.get("values", ())][:2]


def untouched(cell: CellData) -> bool:
    """Say whether nothing was entered: white space and a box that is not ticked are no data."""
    found = content(cell)
    if found is None or found is False:
        return True
    return isinstance(found, str) and (not found.strip() or [found] == list(own_values(cell)[1:]))


def write_check(value: Value, _field: Field, _zone: tzinfo) -> dict[str, Any]:
    if not isinstance(value, bool):
        raise wrong_type(value, _A_CHECK)
    return {"userEnteredValue": {"boolValue": value}}


def boxed(written: dict[str, Any], value: Value, _field: Field, current: CellData) -> dict[str, Any]:
    """Write a box in the values it has of its own; with one value the box that is not ticked is empty."""
    own = own_values(current)
    if not own:
        return written
    if value is True:
        return _entered(own[0])
    return _entered(own[1]) if len(own) > 1 else {}


def _entered(text: str) -> dict[str, Any]:
    """The cell holds what typing the value would give."""
    if text.casefold() in ("true", "false"):
        return {"userEnteredValue": {"boolValue": text.casefold() == "true"}}
    if _NUMBER.fullmatch(text):
        return {"userEnteredValue": {"numberValue": float(text)}}
    return {"userEnteredValue": {"stringValue": text}}
