"""Requests that work on the texts of cells: find and replace, split, paste, trim."""

import csv
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import StringIO
from typing import Any

from adapters.sandbox.google import protect
from adapters.sandbox.google.a1 import Bounds, Box
from adapters.sandbox.google.batch.context import Batch
from adapters.sandbox.google.cells import Cell, Formula
from adapters.sandbox.google.errors import invalid
from adapters.sandbox.google.sheet import Sheet
from adapters.sandbox.google.values import entered_text, shown_text, write
from adapters.sandbox.google.workbook import Workbook

Json = dict[str, Any]
_DELIMITERS = {"COMMA": ",", "SEMICOLON": ";", "PERIOD": ".", "SPACE": " "}


@dataclass(slots=True)
class _Found:
    values: int = 0
    formulas: int = 0
    occurrences: int = 0
    rows: set[tuple[int, int]] = field(default_factory=set)
    sheets: set[int] = field(default_factory=set)


def find_replace(batch: Batch, request: Json) -> Json:
    """Replace in texts as they are shown, and in formulas on demand; the result is typed in anew."""
    pattern = _pattern(request)
    found = _Found()
    for sheet, box in _places(batch.book, request):
        for row, column, cell in list(sheet.filled(box)):
            _replace(batch, sheet, (row, column, cell), pattern, request, found)
    batch.book.changed()
    counts = {
        "valuesChanged": found.values,
        "formulasChanged": found.formulas,
        "rowsChanged": len(found.rows),
        "sheetsChanged": len(found.sheets),
        "occurrencesChanged": found.occurrences,
    }
    return {name: count for name, count in counts.items() if count}


def text_to_columns(batch: Batch, request: Json) -> None:
    sheet, box = batch.book.place(request.get("source", {}))
    if box.width != 1:
        raise invalid("The source range must be exactly one column wide.")
    kind = request.get("delimiterType", "COMMA")
    texts = [shown_text(batch.book, sheet, row, box.left) for row in range(box.top, box.bottom)]
    mark = request.get("delimiter") or _DELIMITERS.get(kind)
    if kind == "AUTODETECT" or mark is None:
        mark = max(",;\t| ", key=lambda letter: sum(text.count(letter) for text in texts))
    rows = [row for text in texts for row in (_split(text, mark) or [[]])[:1]]
    needed = box.left + max((len(row) for row in rows), default=1)
    if needed > sheet.column_count:
        sheet.grow(sheet.row_count, needed)
    _type(batch, sheet, box.top, box.left, rows)


def paste_data(batch: Batch, request: Json) -> None:
    target = request.get("coordinate", {})
    sheet = batch.book.grid(target.get("sheetId", 0))
    if request.get("html"):
        table = _Table()
        table.feed(request.get("data", ""))
        rows = table.rows
    else:
        rows = _split(request.get("data", ""), request.get("delimiter") or "\t")
    top, left = target.get("rowIndex", 0), target.get("columnIndex", 0)
    bottom = top + len(rows)
    if bottom > sheet.row_count:
        sheet.grow(bottom, sheet.column_count)
    _type(batch, sheet, top, left, rows)


def trim_whitespace(batch: Batch, request: Json) -> Json:
    sheet, box = batch.book.place(request.get("range", {}))
    protect.check(batch.book, sheet, box)
    count = 0
    for row, column, cell in list(sheet.filled(box)):
        if isinstance(cell.value, str):
            text = re.sub(r"\s+", " ", cell.value).strip()
            if text != cell.value:
                sheet.put(row, {column: cell.with_value(text or None)})
                count += 1
    return {"cellsChangedCount": count} if count else {}


def _split(text: str, mark: str) -> list[list[str]]:
    if len(mark) > 1:
        return [line.split(mark) for line in text.splitlines()]
    return list(csv.reader(StringIO(text), delimiter=mark))


def _type(batch: Batch, sheet: Sheet, top: int, left: int, rows: list[list[str]]) -> None:
    bounds = Bounds(top, left, top + 1, left + 1)
    write(batch.book, sheet, bounds, rows, option="USER_ENTERED", now=batch.now)


def _pattern(request: Json) -> re.Pattern[str]:
    text = request.get("find", "")
    if not text:
        raise invalid("The find string must not be empty.")
    source = text if request.get("searchByRegex") else re.escape(text)
    try:
        return re.compile(source, 0 if request.get("matchCase") else re.IGNORECASE)
    except re.error as error:
        raise invalid(f"Invalid regular expression: {error}") from error


def _places(book: Workbook, request: Json) -> list[tuple[Sheet, Box]]:
    if request.get("allSheets"):
        return [(sheet, sheet.whole) for sheet in book.sheets]
    if "range" in request:
        return [book.place(request["range"])]
    if "sheetId" in request:
        sheet = book.sheet(request["sheetId"])
        return [(sheet, sheet.whole)]
    raise invalid("Must specify a range, a sheet or all sheets.")


def _replace(
    batch: Batch, sheet: Sheet, place: tuple[int, int, Cell], pattern: re.Pattern[str], request: Json, found: _Found
) -> None:
    row, column, cell = place
    formula = isinstance(cell.value, Formula)
    if cell.value is None or (formula and not request.get("includeFormulas")):
        return
    text = cell.value.text if isinstance(cell.value, Formula) else shown_text(batch.book, sheet, row, column)
    if request.get("matchEntireCell") and not pattern.fullmatch(text):
        return
    replacement = request.get("replacement", "")
    template = re.sub(r"\$(\d)", r"\\\1", replacement) if request.get("searchByRegex") else None
    changed, count = pattern.subn((lambda _: replacement) if template is None else template, text)
    if not count:
        return
    protect.check(batch.book, sheet, Box(row, column, row + 1, column + 1))
    sheet.put(row, {column: entered_text(cell, changed, batch.book, batch.now)})
    found.occurrences += count
    found.formulas += formula
    found.values += not formula
    found.rows.add((sheet.id, row))
    found.sheets.add(sheet.id)


class _Table(HTMLParser):
    """The cells of the tables in a piece of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the base's signature
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data.strip()
