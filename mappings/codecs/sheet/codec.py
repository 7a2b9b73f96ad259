"""How each type of field stands in a cell. Pure: CellData in, canonical values out, and back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any, TypeAlias

from mappings.codecs.sheet.cell import CellData, Failure, content, plain
from mappings.codecs.sheet.checks import boxed, read_check, write_check
from mappings.codecs.sheet.dates import read_date, write_date
from mappings.codecs.sheet.datetext import folded
from mappings.codecs.sheet.durations import counted
from mappings.codecs.sheet.links import read_files, read_link, write_files
from mappings.codecs.sheet.lists import read_list, write_list
from mappings.codecs.sheet.natural import read_natural, write_natural
from mappings.codecs.sheet.numbers import read_number, write_number
from mappings.codecs.sheet.options import read_name, read_names
from mappings.codecs.sheet.places import read_place
from mappings.codecs.sheet.references import Names, meant, read_people, spelled
from mappings.codecs.sheet.runs import EMPTY, dressed
from mappings.codecs.sheet.scalars import read_text, write_text
from mappings.fields import Field, FieldType
from sync.model import RecordId, Unreadable, Value

Read: TypeAlias = Callable[[CellData, Field, tzinfo], Value | Unreadable]
Write: TypeAlias = Callable[[Value, Field, tzinfo], dict[str, Any]]
Over: TypeAlias = Callable[[dict[str, Any], Value, Field, CellData], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Codec:
    read: Read
    write: Write


_TEXT = Codec(read_text, write_text)
_NAME = Codec(read_name, write_text)
_LIST = Codec(read_list, write_list)
_DATE = Codec(read_date, write_date)
_NATURAL = Codec(read_natural, write_natural)

CODECS: dict[FieldType, Codec] = {
    FieldType.TITLE: _TEXT,
    FieldType.RICH_TEXT: _TEXT,
    FieldType.URL: Codec(read_link, write_text),
    FieldType.EMAIL: _TEXT,
    FieldType.PHONE: _TEXT,
    FieldType.UNIQUE_ID: _TEXT,
    FieldType.NUMBER: Codec(read_number, write_number),
    FieldType.CHECKBOX: Codec(read_check, write_check),
    FieldType.SELECT: _NAME,
    FieldType.STATUS: _NAME,
    FieldType.MULTI_SELECT: Codec(read_names, write_list),
    FieldType.RELATION: _LIST,
    FieldType.PEOPLE: Codec(read_people, write_list),
    FieldType.DATE: _DATE,
    FieldType.CREATED_TIME: _DATE,
    FieldType.LAST_EDITED_TIME: _DATE,
    FieldType.FILES: Codec(read_files, write_files),
    FieldType.PLACE: Codec(read_place, write_text),
    FieldType.CREATED_BY: _NATURAL,
    FieldType.LAST_EDITED_BY: _NATURAL,
    FieldType.FORMULA: _NATURAL,
    FieldType.ROLLUP: _NATURAL,
    FieldType.VERIFICATION: _NATURAL,
    FieldType.BUTTON: _NATURAL,
    FieldType.UNKNOWN: _NATURAL,
}

_OVER: dict[FieldType, Over] = {FieldType.CHECKBOX: boxed, FieldType.NUMBER: counted}
"""What the cell as it stands says about how to write in it."""


def read_cell(cell: CellData, field: Field, zone: tzinfo, *, names: Names | None = None) -> Value | Unreadable:
    """Decode a cell. Times are those of ``zone`` and come back as UTC; a formula gives its result.

    ``names`` tells what the entries of people and relations mean; without it ids and addresses stand as they are.
    """
    return meant(CODECS[field.type].read(cell, field, zone), cell, field, names)


def write_cell(
    value: Value, field: Field, zone: tzinfo, *, current: CellData = EMPTY, names: Names | None = None
) -> dict[str, Any]:
    """Encode a value as ``userEnteredValue``, with ``userEnteredFormat.numberFormat`` where the value needs one.

    ``current`` is the cell as it stands: the words of a text that stay keep their format, links and chips, as
    ``textFormatRuns`` and ``chipRuns`` counted in the text as it is shown (``sendable`` makes a request's cell of it).
    An empty value is an empty CellData. Raises ``Unwritable``.
    """
    written = CODECS[field.type].write(spelled(value, field, names), field, zone)
    if field.type in _OVER:
        written = _OVER[field.type](written, value, field, current)
    return dressed(written, field, current)


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
