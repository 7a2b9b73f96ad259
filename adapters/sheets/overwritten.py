"""The tab into which a batch copies the cells that it is about to overwrite, so that the answer shows what they held.

Sheets has no compare-and-set, and a batch addresses cells by position. Between the last read and the batch somebody may
put in a row with content, sort, or type into the very cell. So each batch begins by copying the cells it writes, each
to the same place of a hidden tab of ours, and the answer shows them: what stood there at that moment is known exactly,
and what was not meant to go is put back (``adapters.sheets.replaced``). The place is the same so that formulas keep
their references. Each batch uses the tab anew; it grows only with the table.

Other ways were weighed. Developer metadata pins rows for ``values:batchUpdateByDataFilter``, but needs two calls more,
does not follow a sort, and writes no formats, runs or chips. ``findReplace`` on one cell is a conditional write, but of
text alone, never of an empty cell, and its replacement is read as if it were typed. No reply of any request shows what
a cell held. A copy of the whole tab would show it as well, at the price of all its cells and formulas.

Where the tab is, and how large, stands in developer metadata of the spreadsheet, which every read shows: no call is
spent on it. The first batch makes the tab along with everything else.
"""

from collections.abc import Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import TypeAlias

from adapters.sheets.a1 import a1, quoted
from adapters.sheets.client import Json
from adapters.sheets.draft import stretches
from adapters.sheets.grid import Box, Grid
from adapters.sheets.tags import KEY
from mappings.codecs.sheet import CellData

TITLE = "Bothways overwritten"
MARK = "developerMetadata(metadataId,metadataKey,metadataValue)"
"""The field mask of the metadata that tells where the tab is."""
_STEM = "overwritten/"
_OFFSET = 1_900_000_000
"""The ids of our tabs begin here where nothing else is known: people's are given at random."""
HEADERS = 3
"""So many rows from the header row on are kept with the cells: rows that are put in above push it down."""
_ROWS, _COLUMNS = 1000, 26
"""The least size: that of any new tab."""

Place: TypeAlias = tuple[int, int]
Kept: TypeAlias = Mapping[Place, CellData]
"""What cells held right before a batch wrote them, by row and column."""


@dataclass(frozen=True, slots=True)
class Scratch:
    """The tab as it is known; ``exists`` is false where the next batch has to make it. ``mark``: its metadata's id."""

    sheet_id: int = _OFFSET
    title: str = TITLE
    exists: bool = False
    rows: int = 0
    columns: int = 0
    mark: int | None = None

    def fitting(self, grid: Grid) -> "Scratch":
        """Return the tab larger than the other one; it grows by some more, so that it seldom has to."""
        rows = self.rows if self.rows >= grid.row_count else max(_ROWS, grid.row_count * 5 // 4)
        columns = self.columns if self.columns > grid.column_count else max(_COLUMNS, grid.column_count + 5)
        return replace(self, rows=rows, columns=columns)

    @property
    def stamped(self) -> Place:
        """The cell beside the table's columns that shows which batch used the tab last."""
        return 0, self.columns - 1

    def ranges(self, places: Collection[Place]) -> list[str]:
        """Return what the answer has to show: the stamp, and the cells."""
        stamp = f"{quoted(self.title)}!{a1(*self.stamped)}"
        if not places:
            return [stamp]
        rows, columns = [row for row, _ in places], [column for _, column in places]
        box = f"{a1(min(rows), min(columns))}:{a1(max(rows), max(columns))}"
        return [stamp, f"{quoted(self.title)}!{box}"]


def marked(spreadsheet: Json) -> Scratch | None:
    """Return the tab that the metadata in an answer names."""
    for each in spreadsheet.get("developerMetadata", []):
        value = str(each.get("metadataValue", ""))
        parts = value.removeprefix(_STEM).split("/")
        if each.get("metadataKey") == KEY and value.startswith(_STEM) and len(parts) == 3 and all(map(_number, parts)):
            sheet_id, rows, columns = map(int, parts)
            return Scratch(sheet_id, TITLE, True, rows, columns, int(each["metadataId"]))
    return None


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def listed(tabs: Json, known: Scratch) -> Scratch:
    """Look for the tab in a list of tabs: by the id that is known, else by its title."""
    found = [each["properties"] for each in tabs.get("sheets", [])]
    ours = [tab for tab in found if tab.get("sheetId", 0) == known.sheet_id and known.mark is not None]
    for tab in (*ours, *(tab for tab in found if tab["title"] == TITLE)):
        size = tab.get("gridProperties", {})
        rows, columns = int(size.get("rowCount", 0)), int(size.get("columnCount", 0))
        return Scratch(int(tab.get("sheetId", 0)), str(tab["title"]), True, rows, columns, known.mark)
    taken = {int(tab.get("sheetId", 0)) for tab in found}
    free = next(number for number in range(_OFFSET, _OFFSET + len(taken) + 1) if number not in taken)
    return Scratch(free, mark=known.mark)


def keeping(was: Scratch, now: Scratch, grid: Grid, places: AbstractSet[Place], stamp: str) -> list[Json]:
    """Return the requests that keep what stands in these places; ``now`` is the tab as they leave it."""
    found = list(_room(was, now))
    if grid.merges:
        found.append({"unmergeCells": {"range": {"sheetId": now.sheet_id}}})
    found.append(_stamp(now, stamp))
    return found + [_copy(grid.sheet_id, box, now.sheet_id, box) for box in boxes(places)]


def _room(was: Scratch, now: Scratch) -> Iterator[Json]:
    if not was.exists:
        size = {"rowCount": now.rows, "columnCount": now.columns}
        about = {"sheetId": now.sheet_id, "title": now.title, "hidden": True, "gridProperties": size}
        yield {"addSheet": {"properties": about}}
    elif now.rows > was.rows:
        yield _more(now, "ROWS", now.rows - was.rows)
    if was.exists and now.columns > was.columns:
        yield _more(now, "COLUMNS", now.columns - was.columns)
    if was.exists and was.mark is not None and (was.rows, was.columns) == (now.rows, now.columns):
        return
    if was.mark is not None:
        yield {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": {"metadataId": was.mark}}}}
    text = f"{_STEM}{now.sheet_id}/{now.rows}/{now.columns}"
    made = {"metadataKey": KEY, "metadataValue": text, "visibility": "DOCUMENT", "location": {"spreadsheet": True}}
    yield {"createDeveloperMetadata": {"developerMetadata": made}}


def _more(scratch: Scratch, dimension: str, count: int) -> Json:
    return {"appendDimension": {"sheetId": scratch.sheet_id, "dimension": dimension, "length": count}}


def _stamp(scratch: Scratch, stamp: str) -> Json:
    row, column = scratch.stamped
    place = _range(scratch.sheet_id, Box(row, row + 1, column, column + 1))
    rows = [{"values": [{"userEnteredValue": {"stringValue": stamp}}]}]
    return {"updateCells": {"range": place, "rows": rows, "fields": "userEnteredValue"}}


def boxes(places: Collection[Place]) -> list[Box]:
    """Cover cells with as few ranges as neighbours allow."""
    columns: dict[int, list[int]] = {}
    for row, column in sorted(places):
        columns.setdefault(column, []).append(row)
    found: list[Box] = []
    open_ones: dict[Place, Box] = {}
    for column in sorted(columns):
        grown: dict[Place, Box] = {}
        for run in stretches(columns[column]):
            left = open_ones.pop(run, None)
            same = left is not None and left.right == column
            grown[run] = Box(*run, left.left if left is not None and same else column, column + 1)
            if left is not None and not same:
                found.append(left)
        found += open_ones.values()
        open_ones = grown
    return sorted([*found, *open_ones.values()], key=lambda box: (box.top, box.left))


def put_back(scratch: Scratch, source: Place, sheet_id: int, row: int, column: int) -> Json:
    """Copy a kept cell back with all that it has: formats, runs, chips that nobody may write."""
    kept = Box(source[0], source[0] + 1, source[1], source[1] + 1)
    return _copy(scratch.sheet_id, kept, sheet_id, Box(row, row + 1, column, column + 1))


def _copy(from_tab: int, source: Box, to_tab: int, to: Box) -> Json:
    places = {"source": _range(from_tab, source), "destination": _range(to_tab, to)}
    return {"copyPaste": {**places, "pasteType": "PASTE_NORMAL"}}


def _range(sheet_id: int, box: Box) -> Json:
    return {
        "sheetId": sheet_id,
        "startRowIndex": box.top,
        "endRowIndex": box.bottom,
        "startColumnIndex": box.left,
        "endColumnIndex": box.right,
    }


def shown(spreadsheet: Json, scratch: Scratch, stamp: str) -> Kept | None:
    """Return what an answer shows of the tab; None where another batch used it last, or it is not shown."""
    cells: dict[Place, CellData] = {}
    for sheet in spreadsheet.get("sheets", []):
        if int(sheet.get("properties", {}).get("sheetId", 0)) == scratch.sheet_id:
            for part in sheet.get("data", []):
                cells.update(_cells(part))
    entered = cells.pop(scratch.stamped, {}).get("userEnteredValue", {})
    return cells if entered.get("stringValue") == stamp else None


def _cells(part: Json) -> Iterator[tuple[Place, CellData]]:
    top, left = int(part.get("startRow", 0)), int(part.get("startColumn", 0))
    for row, line in enumerate(part.get("rowData", []), top):
        for column, cell in enumerate(line.get("values", []), left):
            yield (row, column), cell
