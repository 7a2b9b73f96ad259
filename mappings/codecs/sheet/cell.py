"""A cell as the Sheets API shows it (CellData): what was entered, what it comes to, how it is formatted."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from mappings.codecs.sheet.serial import MINUTE_TEXT, day_of, minute_of
from sync.message import Message, say
from sync.model import Unreadable

CellData: TypeAlias = Mapping[str, Any]
"""``userEnteredValue``, ``effectiveValue``, ``effectiveFormat.numberFormat``; ``formattedValue`` where asked for."""

MAX_CHARACTERS = 50_000
_SHORT = 60
_ERRORS = {
    "NULL_VALUE": "#NULL!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
    "LOADING": "Loading...",
}

LITERAL = re.compile(r'"[^"]*"|\\.')
"""What a number format pattern shows as it stands."""
_ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Failure:
    """The error a formula came to, as the cell shows it."""

    shown: str


Scalar: TypeAlias = bool | int | float | str
Content: TypeAlias = Scalar | Failure | None


class Unwritable(ValueError):
    """A value that no cell can hold so that it could be read back."""

    def __init__(self, why: Message) -> None:
        super().__init__(why)
        self.why = why


def content(cell: CellData) -> Content:
    """Return what the cell comes to: a formula's result, else what was entered."""
    value = cell.get("effectiveValue") or cell.get("userEnteredValue") or {}
    if "errorValue" in value:
        kind = str(value["errorValue"].get("type", "ERROR"))
        return Failure(_ERRORS.get(kind, "#ERROR!"))
    for key in ("stringValue", "numberValue", "boolValue"):
        if key in value:
            found: str | float | bool = value[key]
            return found
    return None


def holds_formula(cell: CellData) -> bool:
    """Say whether the cell is computed: by its own formula, or as a part of one that fills several cells."""
    spilled = "effectiveValue" in cell and "userEnteredValue" not in cell
    return spilled or "formulaValue" in cell.get("userEnteredValue", {})


def format_type(cell: CellData) -> str:
    """Return Google's NumberFormatType, or an empty string for the automatic format.

    A pattern that counts hours on beyond a day shows a time, whatever type it was given.
    """
    for key in ("effectiveFormat", "userEnteredFormat"):
        form = cell.get(key, {}).get("numberFormat", {})
        found = form.get("type")
        if shows_elapsed(str(form.get("pattern", ""))):
            return "TIME"
        if found and found != "NUMBER_FORMAT_TYPE_UNSPECIFIED":
            return str(found)
    return ""


def shows_elapsed(pattern: str) -> bool:
    """Say whether the pattern counts on beyond a day, as ``[h]:mm`` does."""
    return _ELAPSED.search(LITERAL.sub("", pattern)) is not None


def plain_number(number: float) -> int | float:
    """Return 2 for 2.0: one number has one form. Beyond 2**53 not every integer exists, so floats stay floats."""
    return int(number) if float(number).is_integer() and abs(number) < 2**53 else float(number)


def plain(found: Scalar) -> str:
    """Return a content as text without any format: no separators, no exponent."""
    if isinstance(found, bool):
        return "TRUE" if found else "FALSE"
    if isinstance(found, str):
        return found
    return format(Decimal(repr(plain_number(found))), "f")


def shown(cell: CellData) -> str:
    """Return the text a person sees in the cell."""
    found = content(cell)
    if found is None:
        return ""
    if isinstance(found, Failure):
        return found.shown
    if isinstance(found, str):
        return found
    if "formattedValue" in cell:
        return str(cell["formattedValue"])
    if not isinstance(found, bool) and format_type(cell) == "DATE":
        day = day_of(found)
        return plain(found) if day is None else day.isoformat()
    if not isinstance(found, bool) and format_type(cell) == "DATE_TIME":
        moment = minute_of(found)
        return plain(found) if moment is None else moment.strftime(MINUTE_TEXT)
    return plain(found)


def cannot_read(cell: CellData, expected: Message) -> Unreadable:
    """Say what stands in the cell and what is expected; an error value is named as such."""
    found = content(cell)
    seen = short(shown(cell))
    if isinstance(found, Failure):
        return Unreadable(seen, say("the cell shows the error {seen}", seen=seen))
    return Unreadable(seen, say("the cell holds {seen}; expected is {expected}", seen=repr(seen), expected=expected))


def short(text: str) -> str:
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + "…"


def entered(text: str) -> dict[str, Any]:
    """Return a cell with this literal text; the API evaluates nothing in it. Empty text empties the cell."""
    if len(text) > MAX_CHARACTERS:
        raise Unwritable(
            say("the text has {count:,} characters; a cell holds {most:,}", count=len(text), most=MAX_CHARACTERS)
        )
    return {"userEnteredValue": {"stringValue": text}} if text else {}


def wrong_type(value: object, expected: Message) -> Unwritable:
    return Unwritable(say("{seen} cannot be written; expected is {expected}", seen=repr(value), expected=expected))
