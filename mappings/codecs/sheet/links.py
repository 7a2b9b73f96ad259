"""Addresses: one in a cell, or several. What is linked counts where the text is only its label."""

import re
from collections.abc import Iterator
from datetime import tzinfo
from typing import Any

from mappings.codecs.sheet.cell import CellData, Failure, cannot_read, content, entered, wrong_type
from mappings.codecs.sheet.chips import uri_of, with_addresses
from mappings.codecs.sheet.lists import join, split
from mappings.codecs.sheet.scalars import read_text
from mappings.fields import Field
from sync.message import say
from sync.model import Unreadable, Value

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:\S.*|[^\s@]+\.[^\s@]+", re.IGNORECASE)
_FULL_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:\S.*", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:[\n\r、]|,(?=\s)|,(?=[a-z]+://))\s*", re.IGNORECASE)
_LINKS = say("links such as https://example.com/report.pdf, joined by commas")
_ONE_LINK = say("one link")


def links_of(cell: CellData) -> tuple[str, ...]:
    """Return the addresses that a cell's text and chips lead to, in their order, each once; no place in the sheet."""
    return tuple(dict.fromkeys(link for link in _links(cell) if _FULL_ADDRESS.fullmatch(link)))


def _links(cell: CellData) -> Iterator[str]:
    if cell.get("hyperlink"):
        yield str(cell["hyperlink"])
    for run in cell.get("textFormatRuns", ()):
        if uri := run.get("format", {}).get("link", {}).get("uri"):
            yield str(uri)
    for run in cell.get("chipRuns", ()):
        if uri := run.get("chip", {}).get("richLinkProperties", {}).get("uri"):
            yield str(uri)


def read_link(cell: CellData, field: Field, zone: tzinfo) -> Value | Unreadable:
    """Read an address: the text, or where that is a label the one address it is linked to."""
    found = read_text(cell, field, zone)
    links = links_of(cell)
    if not isinstance(found, str) or not links or _ADDRESS.fullmatch(found.strip()):
        return found
    return links[0] if len(links) == 1 else cannot_read(cell, _ONE_LINK)


def is_label(text: str, cell: CellData) -> bool:
    """Say whether a text is only what the one link of its cell is called."""
    return len(links_of(cell)) == 1 and not _ADDRESS.fullmatch(text.strip())


def read_files(cell: CellData, _field: Field, _zone: tzinfo) -> Value | Unreadable:
    """Read the addresses of files; a name that leads nowhere is held."""
    found = content(cell)
    if isinstance(found, Failure):
        return cannot_read(cell, _LINKS)
    if found is None or (isinstance(found, str) and not found.strip()):
        return None
    entries = _entries(with_addresses(found, cell, uri_of)) if isinstance(found, str) else None
    if entries and all(_FULL_ADDRESS.fullmatch(entry) for entry in entries):
        return entries
    links = links_of(cell)
    if links and len(links) >= len(entries or ()):
        return links
    return cannot_read(cell, _LINKS)


def _entries(text: str) -> tuple[str, ...] | None:
    """Tell addresses apart; a comma inside one is no separator."""
    if '"' in text:
        return split(text)
    return tuple(dict.fromkeys(entry.strip() for entry in _BETWEEN.split(text) if entry.strip()))


def write_files(value: Value, _field: Field, _zone: tzinfo) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, tuple):
        raise wrong_type(value, _LINKS)
    return entered(join(value))
