"""Canonical values and the cells of a sheet."""

from mappings.codecs.sheet.cell import CellData, Unwritable, content, format_type, holds_formula
from mappings.codecs.sheet.checks import untouched
from mappings.codecs.sheet.codec import CODECS, read_cell, read_id, write_cell, write_id
from mappings.codecs.sheet.options import spelled_here
from mappings.codecs.sheet.patterns import misformatted
from mappings.codecs.sheet.references import Names
from mappings.codecs.sheet.runs import has_file_chip, sendable

__all__ = [
    "CODECS",
    "CellData",
    "Names",
    "Unwritable",
    "content",
    "format_type",
    "has_file_chip",
    "holds_formula",
    "misformatted",
    "read_cell",
    "read_id",
    "sendable",
    "spelled_here",
    "untouched",
    "write_cell",
    "write_id",
]
