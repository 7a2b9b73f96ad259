"""Canonical values and the cells of a sheet."""

from mappings.codecs.sheet.cell import CellData, Unwritable, content, format_type, holds_formula
from mappings.codecs.sheet.codec import CODECS, misformatted, read_cell, read_id, write_cell, write_id

__all__ = [
    "CODECS",
    "CellData",
    "Unwritable",
    "content",
    "format_type",
    "holds_formula",
    "misformatted",
    "read_cell",
    "read_id",
    "write_cell",
    "write_id",
]
