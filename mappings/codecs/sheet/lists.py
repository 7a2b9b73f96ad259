"""Several entries in one cell.

They are written joined by ``", "``. An entry that has a separator or a quote in it, or blanks around it, stands in
double quotes, with quotes inside doubled: ``High, "Science, Math"`` are two. Commas, ``、`` and line breaks are read.
"""

import re
from datetime import tzinfo
from typing import Any

from mappings.codecs.sheet.cell import CellData, Failure, cannot_read, content, entered, plain, wrong_type
from mappings.fields import Field
from sync.message import say
from sync.model import Unreadable, Value

_SEPARATORS = ",、\n\r"
_NEEDS_QUOTES = re.compile(rf'[{_SEPARATORS}"]')
_QUOTED = re.compile(rf'"((?:[^"]|"")*)"[^\S{_SEPARATORS}]*')
_BARE = re.compile(rf"[^{_SEPARATORS}]*")
_BLANKS = re.compile(rf"[^\S{_SEPARATORS}]*")
_EXPECTED = say('entries joined by commas, with quotes around one that has a comma: High, "Science, Math"')


def split(text: str) -> tuple[str, ...] | None:
    """Return the entries, each once, or None where the quotes do not close or something follows them."""
    entries: list[str] = []
    at = 0
    while at < len(text):
        at = _end(_BLANKS, text, at)
        quoted = _QUOTED.match(text, at)
        if text[at : at + 1] == '"':
            if quoted is None:
                return None
            entries.append(quoted[1].replace('""', '"'))
            at = quoted.end()
        else:
            end = _end(_BARE, text, at)
            if entry := text[at:end].strip():
                entries.append(entry)
            at = end
        if at < len(text) and text[at] not in _SEPARATORS:
            return None
        at += 1
    return tuple(dict.fromkeys(entries))


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return at if found is None else found.end()


def join(entries: tuple[str, ...]) -> str:
    return ", ".join(_quoted(entry) for entry in entries)


def _quoted(entry: str) -> str:
    if entry and entry == entry.strip() and not _NEEDS_QUOTES.search(entry):
        return entry
    return '"' + entry.replace('"', '""') + '"'


def read_list(cell: CellData, _field: Field, _zone: tzinfo) -> Value | Unreadable:
    found = content(cell)
    if isinstance(found, Failure):
        return cannot_read(cell, _EXPECTED)
    if not isinstance(found, str):
        return None if found is None else (plain(found),)
    entries = split(found)
    return cannot_read(cell, _EXPECTED) if entries is None else entries or None


def write_list(value: Value, _field: Field, _zone: tzinfo) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, tuple):
        raise wrong_type(value, _EXPECTED)
    return entered(join(value))
