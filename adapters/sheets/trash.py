"""Rows are never erased: they are copied into a tab of their own, then removed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from adapters.sheets.a1 import quoted
from adapters.sheets.client import Json
from adapters.sheets.draft import Owner, Removal, Restore
from adapters.sheets.grid import Grid
from sync.errors import OutOfReach
from sync.message import say

TITLE = "Bothways trash"
TABS = "sheets.properties(sheetId,title,gridProperties(rowCount,columnCount))"
"""The field mask that lists the tabs of a spreadsheet."""


@dataclass(frozen=True, slots=True)
class Trash:
    """The tab for removed rows as it is before a batch; ``exists`` is false where the batch has to make it.

    What is put there starts at ``rows``: first the headers, then each removed row.
    """

    sheet_id: int
    exists: bool
    rows: int
    columns: int

    def range_of(self, removed: int) -> str:
        """Return the range in which the headers and the copies stand after the batch."""
        return f"{quoted(TITLE)}!{self.rows + 1}:{self.rows + 1 + removed}"


def find_trash(spreadsheet: Json) -> Trash:
    """Look for the tab in a list of tabs."""
    tabs = [sheet["properties"] for sheet in spreadsheet.get("sheets", [])]
    for tab in tabs:
        if tab["title"] == TITLE:
            size = tab["gridProperties"]
            return Trash(int(tab.get("sheetId", 0)), exists=True, rows=size["rowCount"], columns=size["columnCount"])
    taken = {int(tab.get("sheetId", 0)) for tab in tabs}
    return Trash(next(number for number in count(1) if number not in taken), exists=False, rows=0, columns=0)


def trash_requests(
    removals: Sequence[Removal], grid: Grid, header: int, trash: Trash
) -> Iterator[tuple[Json, Owner | None]]:
    """Copy the header and the rows below what is in the trash, then remove the rows from the bottom up."""
    for request in _room(len(removals) + 1, grid, trash):
        yield request, None
    yield _copy(grid.sheet_id, header, trash.sheet_id, trash.rows, grid.column_count), None
    for place, removal in enumerate(removals, trash.rows + 1):
        yield _copy(grid.sheet_id, removal.row, trash.sheet_id, place, grid.column_count), Owner(removal.key)
    for removal in sorted(removals, key=lambda each: -each.row):
        yield _delete(grid.sheet_id, removal.row), Owner(removal.key)


def _room(rows: int, grid: Grid, trash: Trash) -> Iterator[Json]:
    if not trash.exists:
        yield new_tab(trash, rows=rows, columns=grid.column_count)
        return
    yield {"appendDimension": {"sheetId": trash.sheet_id, "dimension": "ROWS", "length": rows}}
    if trash.columns < grid.column_count:
        lacking = grid.column_count - trash.columns
        yield {"appendDimension": {"sheetId": trash.sheet_id, "dimension": "COLUMNS", "length": lacking}}


def new_tab(trash: Trash, *, rows: int, columns: int) -> Json:
    size = {"rowCount": rows, "columnCount": columns}
    return {"addSheet": {"properties": {"sheetId": trash.sheet_id, "title": TITLE, "gridProperties": size}}}


def restore_requests(restores: Sequence[Restore], grid: Grid, trash: Trash) -> list[Json]:
    """Put rows back from the trash, where the copies stay: two requests each. ``grid`` shows them back already."""
    found: list[Json] = []
    rows = grid.row_count - len(restores)
    for grown, restore in enumerate(restores):
        if restore.row >= rows + grown:
            found.append({"appendDimension": {"sheetId": grid.sheet_id, "dimension": "ROWS", "length": 1}})
        else:
            at = {"sheetId": grid.sheet_id, "dimension": "ROWS", "startIndex": restore.row, "endIndex": restore.row + 1}
            found.append({"insertDimension": {"range": at, "inheritFromBefore": False}})
        found.append(_copy(trash.sheet_id, restore.source, grid.sheet_id, restore.row, grid.column_count))
    return found


def _copy(from_tab: int, from_row: int, to_tab: int, to_row: int, width: int) -> Json:
    def line(tab: int, row: int) -> Json:
        return {
            "sheetId": tab,
            "startRowIndex": row,
            "endRowIndex": row + 1,
            "startColumnIndex": 0,
            "endColumnIndex": width,
        }

    return {
        "copyPaste": {
            "source": line(from_tab, from_row),
            "destination": line(to_tab, to_row),
            "pasteType": "PASTE_NORMAL",
        }
    }


def _delete(sheet_id: int, row: int) -> Json:
    rows = {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": row, "endIndex": row + 1}
    return {"deleteDimension": {"range": rows}}


def in_doubt() -> OutOfReach:
    return OutOfReach(
        say("Rows were removed and it is not known whether others were put back in the right place."),
        say("Every removed row is in the tab {tab}; look there, then run again.", tab=TITLE),
    )
