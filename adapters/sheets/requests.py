"""The requests of a batch, in the API's own terms, each with what it is for."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from adapters.sheets.client import Json
from adapters.sheets.draft import Append, Draft, Edit, Fill, Insert, NewRow, Owner, Rule
from adapters.sheets.grid import EMPTY, Grid
from adapters.sheets.trash import Trash, restore_requests, trash_requests
from mappings.codecs.sheet import CellData, misformatted, sendable

_VALUE = "userEnteredValue"
_VALUE_AND_FORMAT = "userEnteredValue,userEnteredFormat.numberFormat"
_PARTS = ("textFormatRuns", "chipRuns", "dataValidation")

Request: TypeAlias = tuple[Json, Owner | None]


def requests_of(
    draft: Draft, grid: Grid, header: int, trash: Trash | None, marks: Sequence[Json] = (), kept: Sequence[Request] = ()
) -> list[Request]:
    """Return the requests in the order in which they are carried out.

    Rows are put back first, and removed last, from the bottom up.

    ``marks`` are the requests that mark columns; they come after all others. ``kept`` keep what the cells held that are
    overwritten; they come before whatever changes a cell, so that the cells' dropdowns are kept as well.
    """
    found: list[Request] = []
    if trash is not None and draft.restores:
        found += [(request, None) for request in restore_requests(draft.restores, grid, trash)]
    found += [(_below(row, header, grid.sheet_id), None) for row in sorted(draft.above, reverse=True)]
    found += kept
    found += [
        (request, rule.owners[0] if rule.owners else None)
        for rule in draft.rules
        for request in _rule(rule, grid.sheet_id)
    ]
    found += [(update(edit, grid.sheet_id), edit.owner) for edit in draft.edits if edit.source is None]
    found += _new_rows(draft, grid)
    if trash is not None and draft.removals:
        found += trash_requests(draft.removals, grid, header, trash)
    return found + [(request, None) for request in marks]


def _below(row: int, header: int, sheet_id: int) -> Json:
    """Move a row from above the headers to right below them."""
    rows = {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": row, "endIndex": row + 1}
    return {"moveDimension": {"source": rows, "destinationIndex": header + 1}}


def update(edit: Edit, sheet_id: int) -> Json:
    """Return the request of one cell. What the cell has besides its value is written as well; None clears it."""
    parts = [name for name in _PARTS if name in edit.cell]
    wanted = {_VALUE, *parts, *(["userEnteredFormat"] if edit.formatted else [])}
    cell = sendable({name: part for name, part in edit.cell.items() if name in wanted})
    return {
        "updateCells": {
            "range": grid_range(sheet_id, edit.row, edit.row + 1, edit.column, edit.column + 1),
            "rows": [{"values": [cell]}],
            "fields": ",".join([_VALUE_AND_FORMAT if edit.formatted else _VALUE, *parts]),
        }
    }


def _rule(rule: Rule, sheet_id: int) -> Iterator[Json]:
    if rule.table is not None:
        yield {"updateTable": {"table": rule.table, "fields": "columnProperties"}}
    for top, bottom in rule.runs:
        place = grid_range(sheet_id, top, bottom, rule.column, rule.column + 1)
        given = {} if rule.rule is None else {"rule": rule.rule}
        yield {"setDataValidation": {"range": place, **given, "filteredRowsIncluded": True}}


def grid_range(sheet_id: int, top: int, bottom: int, left: int, right: int) -> Json:
    return {
        "sheetId": sheet_id,
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }


def _new_rows(draft: Draft, grid: Grid) -> Iterator[Request]:
    count, place = len(draft.rows), draft.place
    if not count:
        return
    if isinstance(place, Append):
        for row, formats in zip(draft.rows, place.formats, strict=True):
            yield _append(row, formats, grid.sheet_id), Owner(row.key)
        return
    yield from _make_room(place, count, grid)
    for index, row in enumerate(draft.rows, place.row):
        for column, cell in row.cells.items():
            current = grid.cell(index, column) if isinstance(place, Fill) else EMPTY
            edit = Edit(index, column, cell, formatted=misformatted(cell, current))
            yield update(edit, grid.sheet_id), Owner(row.key)


def _append(row: NewRow, formats: Mapping[int, CellData], sheet_id: int) -> Json:
    """The values start at column A; cells that are not ours are sent as the empty ones they are."""
    values = []
    for column in range(max(row.cells) + 1):
        cell, prepared = row.cells.get(column, EMPTY), formats.get(column, EMPTY)
        values.append(cell if misformatted(cell, prepared) else {**cell, **prepared})
    return {"appendCells": {"sheetId": sheet_id, "rows": [{"values": values}], "fields": _VALUE_AND_FORMAT}}


def _make_room(place: Fill | Insert, count: int, grid: Grid) -> Iterator[Request]:
    pushed = isinstance(place, Insert) and place.width is not None
    lacking = place.row + (2 * count if pushed else count) - grid.row_count
    if isinstance(place, Insert) and place.width is None and place.row < grid.row_count:
        rows = {"sheetId": grid.sheet_id, "dimension": "ROWS", "startIndex": place.row, "endIndex": place.row + count}
        yield {"insertDimension": {"range": rows, "inheritFromBefore": not place.like_below}}, None
        for column in place.formulas:
            yield _copy_down(place.row, count, column, grid.sheet_id), None
        return
    if lacking > 0:
        yield {"appendDimension": {"sheetId": grid.sheet_id, "dimension": "ROWS", "length": lacking}}, None
    if isinstance(place, Insert) and place.width is not None:
        area = grid_range(grid.sheet_id, place.row, place.row + count, 0, place.width)
        yield {"insertRange": {"range": area, "shiftDimension": "ROWS"}}, None


def _copy_down(top: int, count: int, column: int, sheet_id: int) -> Json:
    """Give the rows from ``top`` on the formula of the prepared row right below them."""
    return {
        "copyPaste": {
            "source": grid_range(sheet_id, top + count, top + count + 1, column, column + 1),
            "destination": grid_range(sheet_id, top, top + count, column, column + 1),
            "pasteType": "PASTE_FORMULA",
        }
    }
