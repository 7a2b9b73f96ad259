"""What a tab looks like below its mapped headers, and whether we may write. One batch without requests is sent."""

from collections.abc import Iterable, Mapping
from contextlib import suppress

from adapters.sheets.a1 import a1
from adapters.sheets.client import SheetsClient
from adapters.sheets.faults import LostAnswer, Rejected
from adapters.sheets.grid import Box, Grid
from adapters.sheets.header import header_text, headers
from adapters.sheets.reader import Reader, spreadsheet_id
from adapters.sheets.tags import Marks, mapped_headers
from mappings.codecs.sheet import CellData, content, holds_formula
from mappings.fields import PairMapping
from mappings.live import LiveColumn, LiveTab
from sync.errors import Misconfigured, NotAllowed, OutOfReach
from sync.message import Message
from sync.model import ID_FIELD, Column, FieldName, Site

_BOOK = "properties(title,timeZone)"
_SHOWN = 3


def look_at_tab(
    client: SheetsClient, mapping: PairMapping, known: Mapping[FieldName, Column], site: Site | None = None
) -> LiveTab:
    """Look in three calls. ``known`` and ``site`` are those of earlier runs. Raises what reading a tab raises."""
    key = spreadsheet_id(mapping.sheet.spreadsheet)
    book = client.fetch(key, fields=_BOOK).get("properties", {})
    reader = Reader(
        client=client,
        mapping=mapping,
        known={name: column.name for name, column in known.items()},
        marks=Marks.of(mapping, {name: column.key for name, column in known.items() if column.key}),
        spreadsheet=key,
        site=site or Site(),
    )
    grid = reader.grid()
    header, id_column, columns, mistakes, way_out = _layout(reader, grid, mapping)
    return LiveTab(
        spreadsheet=str(book.get("title", "")),
        zone=str(book.get("timeZone", "")),
        columns={name: _column(grid, header, at) for name, at in columns.items()},
        rows=_filled_rows(grid, header, columns.values()),
        mistakes=mistakes,
        way_out=way_out,
        id_column=LiveColumn("") if id_column is None else _column(grid, header, id_column),
        writable=_writable(client, key),
        account=client.account,
    )


_Found = tuple[int, int | None, Mapping[FieldName, int], tuple[Message, ...], Message | None]


def _layout(reader: Reader, grid: Grid, mapping: PairMapping) -> _Found:
    """Find the columns as a run does; where that fails, those whose header stands in the row once."""
    try:
        layout = reader.fit(grid).layout
    except Misconfigured as misfit:
        row, names = mapping.sheet.header_row - 1, mapped_headers(mapping)
        there = {text: found[0] for text, found in headers(grid, row).items() if len(found) == 1}
        columns = {name: there[header_text(text)] for name, text in names.items() if header_text(text) in there}
        found = columns.pop(ID_FIELD, None)
        return row, found, columns, misfit.mistakes or (misfit.seen,), misfit.way_out
    return layout.header, layout.id_column, layout.columns, (), None


def _column(grid: Grid, header: int, at: int) -> LiveColumn:
    cells = {row: grid.cell(row, at) for row in range(header + 1, grid.height)}
    formulas = [row for row, cell in cells.items() if holds_formula(cell)]
    filled = [row for row, cell in cells.items() if content(cell) is not None]
    lists = [found for cell in cells.values() if (found := _list(cell)) is not None]
    looked_at = range(header + 1, max(filled, default=header) + 2)
    return LiveColumn(
        header=next((text for text, found in headers(grid, header).items() if at in found), ""),
        filled=len(filled),
        formulas=len(formulas),
        first_formula=a1(formulas[0], at) if formulas else "",
        merged=tuple(_named(each) for each in grid.merges if _touches(each, header, at))[:_SHOWN],
        locked=next((a1(row, at) for row in looked_at if grid.locked(row, at)), ""),
        choices=tuple(dict.fromkeys(choice for found, _ in lists for choice in found)) if lists else None,
        strict=any(strict for _, strict in lists),
    )


def _list(cell: CellData) -> tuple[list[str], bool] | None:
    """Return the entries of a cell's own dropdown, and whether it refuses others."""
    rule = cell.get("dataValidation") or {}
    condition = rule.get("condition", {})
    if condition.get("type") != "ONE_OF_LIST":
        return None
    return [str(each.get("userEnteredValue", "")) for each in condition.get("values", [])], bool(rule.get("strict"))


def _touches(merge: Box, header: int, at: int) -> bool:
    return merge.bottom > header + 1 and merge.left <= at < merge.right


def _named(merge: Box) -> str:
    return f"{a1(merge.top, merge.left)}:{a1(merge.bottom - 1, merge.right - 1)}"


def _filled_rows(grid: Grid, header: int, columns: Iterable[int]) -> int:
    mapped = tuple(columns)
    return sum(any(_entered(grid.cell(row, at)) for at in mapped) for row in range(header + 1, grid.height))


def _entered(cell: CellData) -> bool:
    return not holds_formula(cell) and content(cell) not in (None, False, "")


def _writable(client: SheetsClient, key: str) -> bool | None:
    """Ask for a change of nothing: who may only read is refused, everybody else is told that there is no request."""
    with suppress(LostAnswer, OutOfReach):
        try:
            client.change(key, {"requests": []}, fields="spreadsheetId")
        except Rejected:
            return True
        except NotAllowed:
            return False
        return True
    return None
