"""What Notion computes, as the cell's own kind: a number stays a number, a day a day.

A text that looks like a date gets the format of texts, a range the format of dates: so they are told apart again.
"""

from datetime import tzinfo
from typing import Any

from mappings.codecs.sheet.cell import CellData, Failure, cannot_read, content, format_type, plain_number, shown
from mappings.codecs.sheet.dates import read_date, write_date
from mappings.codecs.sheet.scalars import write_text
from mappings.fields import Field
from sync.message import say
from sync.model import Span, Unreadable, Value

_EXPECTED = say("a text, a number, a date, or TRUE or FALSE")
_DATES = ("DATE", "DATE_TIME")
_AS_TEXT = {"numberFormat": {"type": "TEXT", "pattern": "@"}}
_AS_DATE = {"numberFormat": {"type": "DATE", "pattern": "yyyy-mm-dd"}}


def read_natural(cell: CellData, field: Field, zone: tzinfo) -> Value | Unreadable:
    """Read a cell as what it holds, whatever that is."""
    found = content(cell)
    if isinstance(found, Failure):
        return cannot_read(cell, _EXPECTED)
    if format_type(cell) in _DATES and not isinstance(found, bool) and found is not None:
        when = read_date(cell, field, zone)
        if when is not None and not isinstance(when, Unreadable):
            return when
    if found is None or isinstance(found, bool):
        return found
    if isinstance(found, str):
        return shown(cell).replace("\r\n", "\n").replace("\r", "\n") or None
    return plain_number(found)


def write_natural(value: Value, field: Field, zone: tzinfo) -> dict[str, Any]:
    """Write a value as it is. Raises ``Unwritable`` for a list, which Notion never works out."""
    if isinstance(value, Span):
        written = write_date(value, field, zone)
        return {"userEnteredFormat": _AS_DATE, **written}
    if isinstance(value, bool):
        return {"userEnteredValue": {"boolValue": value}}
    if isinstance(value, int | float):
        return {"userEnteredValue": {"numberValue": value}}
    text = write_text(value, field, zone)
    looks_dated = bool(text) and not isinstance(read_date(text, field, zone), Unreadable)
    return {**text, "userEnteredFormat": _AS_TEXT} if looks_dated else text
