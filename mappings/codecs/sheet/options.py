"""Options in a cell: by name, which may be spelled in several ways, and the dropdown to choose them from."""

from collections.abc import Sequence
from datetime import UTC, tzinfo

from mappings.codecs.sheet.cell import CellData
from mappings.codecs.sheet.lists import read_list
from mappings.codecs.sheet.scalars import read_text
from mappings.fields import Field
from sync.model import Unreadable, Value


def read_name(cell: CellData, field: Field, zone: tzinfo) -> Value | Unreadable:
    """Read an option's name: white space alone is none."""
    found = read_text(cell, field, zone)
    if not isinstance(found, str):
        return found
    return field.spellings.meaning(found) if found.strip() else None


def read_names(cell: CellData, field: Field, zone: tzinfo) -> Value | Unreadable:
    """Read the names of several options, each once."""
    found = read_list(cell, field, zone)
    if not isinstance(found, tuple):
        return found
    return tuple(dict.fromkeys(field.spellings.meaning(name) for name in found))


def spelled_here(value: Value, field: Field, known: Sequence[str], current: CellData) -> Value:
    """Return the options of a value as this cell spells them.

    ``known`` are the choices of its dropdown. Entries of a list that the cell has now stay as they are spelled there.
    """
    if isinstance(value, str):
        return field.spellings.spelled(value, known, loose=field.loose)
    if not isinstance(value, tuple):
        return value
    before = read_list(current, field, UTC)
    there = before if isinstance(before, tuple) else ()
    return tuple(field.spellings.worded(value, there, known, loose=field.loose))
