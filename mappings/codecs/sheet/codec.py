"""How each type of field stands in a cell. Pure: CellData in, canonical values out, and back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any, TypeAlias

from mappings.codecs.sheet.cell import CellData, Failure, content, format_type, plain
from mappings.codecs.sheet.dates import read_date, write_date
from mappings.codecs.sheet.datetext import folded
from mappings.codecs.sheet.lists import read_list, read_people, write_list
from mappings.codecs.sheet.scalars import (
    read_check,
    read_name,
    read_number,
    read_text,
    write_check,
    write_number,
    write_text,
)
from mappings.fields import Field, FieldType
from sync.model import RecordId, Unreadable, Value

Read: TypeAlias = Callable[[CellData, Field, tzinfo], Value | Unreadable]
Write: TypeAlias = Callable[[Value, Field, tzinfo], dict[str, Any]]

_DATES = ("DATE", "DATE_TIME", "TIME")


@dataclass(frozen=True, slots=True)
class Codec:
    read: Read
    write: Write


_TEXT = Codec(read_text, write_text)
_NAME = Codec(read_name, write_text)
_LIST = Codec(read_list, write_list)
_DATE = Codec(read_date, write_date)

CODECS: dict[FieldType, Codec] = {
    FieldType.TITLE: _TEXT,
    FieldType.RICH_TEXT: _TEXT,
    FieldType.URL: _TEXT,
    FieldType.EMAIL: _TEXT,
    FieldType.PHONE: _TEXT,
    FieldType.UNIQUE_ID: _TEXT,
    FieldType.NUMBER: Codec(read_number, write_number),
    FieldType.CHECKBOX: Codec(read_check, write_check),
    FieldType.SELECT: _NAME,
    FieldType.STATUS: _NAME,
    FieldType.MULTI_SELECT: _LIST,
    FieldType.RELATION: _LIST,
    FieldType.PEOPLE: Codec(read_people, write_list),
    FieldType.DATE: _DATE,
    FieldType.CREATED_TIME: _DATE,
    FieldType.LAST_EDITED_TIME: _DATE,
}


def read_cell(cell: CellData, field: Field, zone: tzinfo) -> Value | Unreadable:
    """Decode a cell. Times are those of ``zone`` and come back as UTC; a formula gives its result."""
    return CODECS[field.type].read(cell, field, zone)


def write_cell(value: Value, field: Field, zone: tzinfo) -> dict[str, Any]:
    """Encode a value as ``userEnteredValue``, with ``userEnteredFormat.numberFormat`` where the value needs one.

    An empty value is an empty CellData. Raises ``Unwritable``.
    """
    return CODECS[field.type].write(value, field, zone)


def misformatted(new: CellData, current: CellData) -> bool:
    """Say whether ``new`` would be misread in the number format that the cell has now.

    A date needs the format of its kind, whatever its pattern; a plain number may not look like a date.
    """
    kind = format_type(new)
    if kind:
        return format_type(current) != kind
    return "numberValue" in new.get("userEnteredValue", {}) and format_type(current) in _DATES


def read_id(cell: CellData) -> RecordId | None:
    """Return the record id in a cell, without width variants and outer blanks; an error or a blank cell has none."""
    found = content(cell)
    if found is None or isinstance(found, Failure):
        return None
    return RecordId(folded(plain(found))) or None


def write_id(record: RecordId) -> dict[str, Any]:
    """Encode an id as text, in the format that keeps people's edits of it text."""
    return {
        "userEnteredValue": {"stringValue": record},
        "userEnteredFormat": {"numberFormat": {"type": "TEXT", "pattern": "@"}},
    }
