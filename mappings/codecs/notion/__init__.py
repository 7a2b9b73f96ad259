"""How values are written in Notion's properties and read from them. Pure."""

from mappings.codecs.notion.codec import Lookup, People, Raw, Relations, Unwritable
from mappings.codecs.notion.current import current
from mappings.codecs.notion.dates import moment
from mappings.codecs.notion.references import Nobody, PageIds
from mappings.codecs.notion.registry import read, write

__all__ = [
    "Lookup",
    "Nobody",
    "PageIds",
    "People",
    "Raw",
    "Relations",
    "Unwritable",
    "current",
    "moment",
    "read",
    "write",
]
