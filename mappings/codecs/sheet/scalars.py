"""Texts."""

from datetime import tzinfo
from typing import Any

from mappings.codecs.sheet.cell import CellData, Failure, cannot_read, content, entered, shown, wrong_type
from mappings.fields import Field
from sync.message import say
from sync.model import Unreadable, Value

_A_TEXT = say("a text")


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
