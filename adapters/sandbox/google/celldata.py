"""CellData: what was entered, what it came to, how it shows, and all that is kept with it."""

import re
from typing import Any

from adapters.sandbox.google.cells import EMPTY, Cell, Failure, Formula, Scalar, extended
from adapters.sandbox.google.display import show
from adapters.sandbox.google.formats import effective
from adapters.sandbox.google.formulas.evaluate import link_of, outcome
from adapters.sandbox.google.masks import Mask, project
from adapters.sandbox.google.sheet import Sheet
from adapters.sandbox.google.workbook import Workbook

Json = dict[str, Any]

_RESULTS = {"effectiveValue", "formattedValue", "hyperlink"}
_URL = re.compile(r"https?://\S+")
_NOTHING: Json = {}


class CellReader:
    """Reads the cells of a tab under a mask of CellData's fields; an empty one is all.

    Tables repeat themselves: cells of one value and format, with nothing else to them, are worked out once. What is
    returned for them is the same dict and must not be changed.
    """

    def __init__(self, book: Workbook, sheet: Sheet, mask: Mask) -> None:
        self._book = book
        self._sheet = sheet
        self._mask: Mask | None = None if not mask or "*" in mask else mask
        self._nested = {name: below for name, below in (self._mask or {}).items() if below}
        self._default: Json = book.properties["defaultFormat"]
        self._plain: dict[str | None, Json] = {}
        self._known: dict[tuple[type, object, int], Json] = {}

    def read(self, row: int, column: int, cell: Cell) -> Json:
        if cell is EMPTY:
            return _NOTHING
        value = cell.value
        if isinstance(value, Formula) or cell.note or cell.validation or cell.runs or cell.chips:
            return self._read(row, column, cell)
        key = (type(value), value, id(cell.format))
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._read(row, column, cell)
        return found

    def _wants(self, name: str) -> bool:
        return self._mask is None or name in self._mask

    def _read(self, row: int, column: int, cell: Cell) -> Json:
        value, form = self._value(row, column, cell)
        link = self._link(row, column, cell)
        out: Json = {}
        if cell.value is not None:
            if self._wants("userEnteredValue"):
                out["userEnteredValue"] = extended(cell.value)
            if value is not None and value != "" and (self._mask is None or _RESULTS & self._mask.keys()):
                out["effectiveValue"] = extended(value)
                out["formattedValue"] = show(value, form, self._book.locale)
                if link:
                    out["hyperlink"] = link
        out.update({name: part for name, part in _parts(cell) if part})
        if self._wants("effectiveFormat"):
            out["effectiveFormat"] = self._effective_format(cell, value, link, form)
        return self._cut(out)

    def _cut(self, out: Json) -> Json:
        if self._mask is None:
            return out
        kept = {name: part for name, part in out.items() if name in self._mask}
        for name, below in self._nested.items():
            if name in kept:
                kept[name] = project(kept[name], below)
        return kept

    def _value(self, row: int, column: int, cell: Cell) -> tuple[Scalar, Json | None]:
        if isinstance(cell.value, Formula):
            value, form = outcome(self._book, self._sheet, row, column)
        else:
            value, form = cell.value, None
        return value, cell.format["numberFormat"] if cell.format and "numberFormat" in cell.format else form

    def _link(self, row: int, column: int, cell: Cell) -> str | None:
        link = (cell.format or {}).get("textFormat", {}).get("link", {}).get("uri")
        if isinstance(cell.value, Formula):
            return link_of(self._book, self._sheet, row, column) or link
        return link or _written_link(cell)

    def _effective_format(self, cell: Cell, value: Scalar, link: str | None, form: Json | None) -> Json:
        alignment = _alignment(value)
        if cell.format is None and form is None and link is None:
            if alignment not in self._plain:
                self._plain[alignment] = effective(self._default, None, alignment)
            return self._plain[alignment]
        merged = effective(self._default, cell.format, alignment, link)
        return merged if form is None else {**merged, "numberFormat": form}


def _parts(cell: Cell) -> tuple[tuple[str, object], ...]:
    return (
        ("note", cell.note),
        ("dataValidation", cell.validation),
        ("textFormatRuns", cell.runs),
        ("chipRuns", cell.chips),
        ("userEnteredFormat", cell.format),
    )


def _written_link(cell: Cell) -> str | None:
    """Return the address of a cell that is one, or that has exactly one in its text runs."""
    if isinstance(cell.value, str) and cell.value.startswith("http") and _URL.fullmatch(cell.value):
        return cell.value
    if not cell.runs:
        return None
    links = [run.get("format", {}).get("link", {}).get("uri") for run in cell.runs]
    named = [str(link) for link in links if link]
    return named[0] if len(named) == 1 else None


def _alignment(value: Scalar) -> str | None:
    """Numbers stand right, texts left, truths and errors in the middle."""
    if value is None or value == "":
        return None
    if isinstance(value, bool | Failure):
        return "CENTER"
    return "LEFT" if isinstance(value, str) else "RIGHT"
