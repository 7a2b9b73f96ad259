"""Smart chips: written as runs on ``@`` signs, read as runs on the text that each chip shows."""

import re
from dataclasses import replace
from typing import Any

from adapters.sandbox.google.cells import Cell
from adapters.sandbox.google.errors import invalid
from adapters.sandbox.google.schema import tidy

Json = dict[str, Any]

MAX_URI_BYTES = 2000
_DRIVE = re.compile(r"https://(?:drive|docs)\.google\.com/\S+")
_UNIT = 2  # bytes of a UTF-16 code unit


def with_chips(cell: Cell, given: list[Json]) -> Cell:
    """Put chips into a cell's text; only people and Drive files can be written.

    A person shows the address, a file its URI: the sandbox knows no names for them.
    """
    runs = [run for run in given if run.get("chip")]
    if not runs:
        return replace(cell, chips=None)
    units = cell.value.encode("utf-16-le") if isinstance(cell.value, str) else b""
    out: list[Json] = []
    grown: list[tuple[int, int]] = []
    text, end = b"", 0
    for run in sorted(runs, key=lambda run: int(run.get("startIndex", 0))):
        start = run.get("startIndex", 0) * _UNIT
        if units[start : start + _UNIT] != "@".encode("utf-16-le") or start < end:
            raise invalid("Chip runs must start at an '@' placeholder in the user entered value.")
        if start > end:
            out.append({"startIndex": len(text) // _UNIT, "chip": {}})
        text += units[end:start]
        out.append({"startIndex": len(text) // _UNIT, "chip": run["chip"]})
        chip = _shown(run["chip"]).encode("utf-16-le")
        grown.append((start // _UNIT, len(chip) // _UNIT - 1))
        text += chip
        end = start + _UNIT
    if end < len(units):
        out.append({"startIndex": len(text) // _UNIT, "chip": {}})
    shown = (text + units[end:]).decode("utf-16-le")
    formats = [_moved(run, grown) for run in cell.runs] if cell.runs else None
    return replace(cell, value=shown, chips=[tidy("ChipRun", run) for run in out], runs=formats)


def _moved(run: Json, grown: list[tuple[int, int]]) -> Json:
    """Return a text run where its text is once the chips before it show theirs.

    The indices of one cell of a request are taken to count in the text that the request gives.
    """
    start = int(run.get("startIndex", 0))
    now = start + sum(by for at, by in grown if at < start)
    return {**run, "startIndex": now} if now else run


def _shown(chip: Json) -> str:
    person, link = chip.get("personProperties"), chip.get("richLinkProperties")
    if person is not None:
        if not person.get("email"):
            raise invalid("A person chip must have an email.")
        return str(person["email"])
    uri = str((link or {}).get("uri", ""))
    if not _DRIVE.fullmatch(uri) or len(uri.encode()) > MAX_URI_BYTES:
        raise invalid("Only links to Drive files can be written as chips.")
    return uri
