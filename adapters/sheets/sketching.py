"""What the tabs of a spreadsheet look like: headers, and a sample of the rows below. Nothing here writes."""

import re
from collections import Counter
from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

from adapters.sheets.a1 import letters, quoted
from adapters.sheets.client import Json, SheetsClient
from adapters.sheets.faults import Rejected
from adapters.sheets.grid import TAB, Grid
from adapters.sheets.header import header_text
from adapters.sheets.reader import grid_of, spreadsheet_id
from mappings.codecs.sheet import CellData, content, holds_formula
from mappings.codecs.sheet.cell import shown
from mappings.sketch import Book, Column, Tab
from sync.errors import ServiceError
from sync.message import say

SAMPLE = 100
"""Rows that are looked at."""
_SEARCHED = 20
"""So many rows are searched for the header, which is the first with most of the texts that any of them has."""
_MOST_TABS = 12
_BOOK = (
    "spreadsheetId,properties(title,timeZone,locale),"
    "sheets.properties(sheetId,title,sheetType,gridProperties(rowCount,columnCount))"
)


def sketch_book(client: SheetsClient, text: str) -> Book:
    """List the tabs of a spreadsheet, given by id or address: one call."""
    key = spreadsheet_id(text)
    try:
        found = client.fetch(key, fields=_BOOK)
    except Rejected as refusal:
        raise ServiceError(say("Google Sheets refused to read: {text}", text=refusal.message)) from None
    grids = [each for each in found.get("sheets", []) if each["properties"].get("sheetType", "GRID") == "GRID"]
    tabs = {str(each["properties"]["title"]): int(each["properties"].get("sheetId", 0)) for each in grids}
    properties = found.get("properties", {})
    return Book(
        title=str(properties.get("title", "")),
        spreadsheet=key,
        zone=str(properties.get("timeZone", "")),
        locale=str(properties.get("locale", "")),
        tabs=tabs,
        rows={title: _rows(each) for title, each in zip(tabs, grids, strict=True)},
        asked=_asked(text, tabs),
    )


def sketch_tabs(
    client: SheetsClient, book: Book, titles: Sequence[str], header_row: int | None = None
) -> tuple[Tab, ...]:
    """Read the first rows of these tabs, at most a dozen of them: one call. ``header_row`` counts from 1."""
    last = max(header_row or 0, _SEARCHED) + SAMPLE
    ranges = [f"{quoted(title)}!1:{min(last, book.rows.get(title, last))}" for title in titles[:_MOST_TABS]]
    try:
        found = client.fetch(book.spreadsheet, fields=f"sheets({TAB})", ranges=ranges)
    except Rejected as refusal:
        raise ServiceError(say("Google Sheets refused to read: {text}", text=refusal.message)) from None
    return tuple(_tab(each, header_row) for each in found.get("sheets", []))


def _rows(sheet: Json) -> int:
    return int(sheet["properties"].get("gridProperties", {}).get("rowCount", 1))


def _asked(text: str, tabs: dict[str, int]) -> str | None:
    """Return the tab that an address names (``gid=``)."""
    if "://" not in text:
        return None
    parts = urlsplit(text)
    named = parse_qs(parts.query).get("gid", []) + re.findall(r"gid=(\d+)", parts.fragment)
    return next((title for title, number in tabs.items() if str(number) in named), None)


def _tab(sheet: Json, header_row: int | None) -> Tab:
    grid = grid_of({"sheets": [sheet]}, sheet["properties"]["title"])
    header = header_row - 1 if header_row else _header(grid)
    names = {column: header_text(shown(cell)) for column, cell in grid.row(header).items()} if header >= 0 else {}
    names = {column: name for column, name in names.items() if name}
    rows = [row for row in range(header + 1, min(grid.height, header + 1 + SAMPLE)) if _filled(grid, row, names)]
    counts = Counter(names.values())
    return Tab(
        title=grid.title,
        number=grid.sheet_id,
        columns=tuple(_column(grid, header, rows, column, name, counts[name] > 1) for column, name in names.items()),
        header_row=header + 1 if names else 0,
        rows=len(rows),
        more=grid.height > header + SAMPLE,
        unnamed=tuple(letters(column) for column in _unnamed(grid, rows, names)),
    )


def _header(grid: Grid) -> int:
    """Return the first row that has nearly as many different texts as any of the first rows; -1 where none has one."""
    counts = [len(set(_texts(grid, row))) for row in range(min(grid.height, _SEARCHED))]
    most = max(counts, default=0)
    return next((row for row, count in enumerate(counts) if 5 * count >= 3 * most > 0), -1)


def _texts(grid: Grid, row: int) -> list[str]:
    cells = grid.row(row).values()
    return [found for cell in cells if isinstance(found := content(cell), str) and not holds_formula(cell)]


def _filled(grid: Grid, row: int, names: dict[int, str]) -> bool:
    """A row counts where something was entered below a header; a box that is not ticked was not."""
    cells = (grid.cell(row, column) for column in names)
    return any(content(cell) not in (None, False, "") and not holds_formula(cell) for cell in cells)


def _column(grid: Grid, header: int, rows: Sequence[int], column: int, name: str, twice: bool) -> Column:  # noqa: FBT001 - a fact of the column, given in its place
    cells = tuple(grid.cell(row, column) for row in rows)
    return Column(
        name=name,
        position=column,
        cells=cells,
        options=_dropdown(cells or (grid.cell(header + 1, column),)),
        boxes=_boxes(cells or (grid.cell(header + 1, column),)),
        locked=grid.locked(rows[0] if rows else header + 1, column),
        twice=twice,
    )


def _condition(cell: CellData) -> Json:
    found: Json = cell.get("dataValidation", {}).get("condition", {})
    return found


def _dropdown(cells: Sequence[CellData]) -> tuple[str, ...]:
    """Return the options of all dropdowns that stand in the cells, each once."""
    rules = [_condition(cell) for cell in cells]
    values = [value for rule in rules if rule.get("type") == "ONE_OF_LIST" for value in rule.get("values", [])]
    return tuple(dict.fromkeys(str(value.get("userEnteredValue", "")) for value in values))


def _boxes(cells: Sequence[CellData]) -> bool:
    return any(_condition(cell).get("type") == "BOOLEAN" for cell in cells)


def _unnamed(grid: Grid, rows: Sequence[int], names: dict[int, str]) -> list[int]:
    """Return the columns within the table that have cells and no header."""
    within = range(max(names, default=0))
    return [column for column in within if column not in names and any(content(grid.cell(row, column)) for row in rows)]
