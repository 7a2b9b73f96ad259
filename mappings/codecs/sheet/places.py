"""A place in a cell: a line of text, in its one form as soon as it names coordinates."""

from datetime import tzinfo

from mappings.codecs.places import canonical
from mappings.codecs.sheet.cell import CellData
from mappings.codecs.sheet.scalars import read_text
from mappings.fields import Field
from sync.model import Unreadable, Value


def read_place(cell: CellData, field: Field, zone: tzinfo) -> Value | Unreadable:
    """Read a place as Notion will show it; a text without coordinates stays as it is, for Notion to refuse."""
    found = read_text(cell, field, zone)
    return canonical(found) if isinstance(found, str) else found
