"""One tab: its properties, its cells, and all that hangs on its rows, columns and ranges.

Rows are dicts that are never changed in place: a row that is written is replaced. So a copy of the list is a snapshot
of the cells, and a row that is another object than before has changed.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from adapters.sandbox.google.a1 import Bounds, Box
from adapters.sandbox.google.cells import EMPTY, Cell

Json = dict[str, Any]
Row = dict[int, Cell]

BLANK_ROW: Row = {}
LISTS = (
    "merges",
    "conditionalFormats",
    "filterViews",
    "protectedRanges",
    "charts",
    "bandedRanges",
    "rowGroups",
    "columnGroups",
    "slicers",
    "tables",
)


class Sheet:
    def __init__(self, properties: Json) -> None:
        self.properties = properties
        self.rows: list[Row] = []
        self.row_meta: dict[int, Json] = {}
        self.column_meta: dict[int, Json] = {}
        self.parts: Json = {}

    @property
    def id(self) -> int:
        return int(self.properties["sheetId"])

    @property
    def title(self) -> str:
        return str(self.properties["title"])

    @property
    def grid(self) -> Json:
        found: Json = self.properties.setdefault("gridProperties", {})
        return found

    @property
    def row_count(self) -> int:
        return int(self.grid.get("rowCount", 0))

    @property
    def column_count(self) -> int:
        return int(self.grid.get("columnCount", 0))

    @property
    def whole(self) -> Box:
        return Box(0, 0, self.row_count, self.column_count)

    def listed(self, part: str) -> list[Json]:
        found: list[Json] = self.parts.setdefault(part, [])
        return found

    def row(self, index: int) -> Row:
        return self.rows[index] if index < len(self.rows) else BLANK_ROW

    def cell(self, row: int, column: int) -> Cell:
        return self.row(row).get(column, EMPTY)

    def put(self, row: int, cells: Mapping[int, Cell]) -> None:
        """Replace cells of one row; an empty cell leaves nothing behind."""
        if row >= len(self.rows):
            if all(cell.is_empty for cell in cells.values()):
                return
            self.rows.extend([BLANK_ROW] * (row + 1 - len(self.rows)))
        merged = {**self.rows[row], **cells}
        self.rows[row] = {column: cell for column, cell in merged.items() if not cell.is_empty}

    def meta(self, dimension: str) -> dict[int, Json]:
        return self.row_meta if dimension == "ROWS" else self.column_meta

    def length(self, dimension: str) -> int:
        return self.row_count if dimension == "ROWS" else self.column_count

    def clip(self, bounds: Bounds) -> Box:
        """Close the open ends and cut what lies outside the grid; the start must lie inside."""
        bottom = self.row_count if bounds.bottom is None else min(bounds.bottom, self.row_count)
        right = self.column_count if bounds.right is None else min(bounds.right, self.column_count)
        return Box(bounds.top, bounds.left, bottom, right)

    def filled(self, box: Box) -> Iterator[tuple[int, int, Cell]]:
        """Yield the cells in the box that hold anything, by rows."""
        for index in range(box.top, min(box.bottom, len(self.rows))):
            row = self.rows[index]
            for column in sorted(row):
                if box.left <= column < box.right:
                    yield index, column, row[column]

    def last_row(self) -> int:
        """Return the number of rows up to the last one with a value in it."""
        for index in range(len(self.rows) - 1, -1, -1):
            if any(cell.value is not None for cell in self.rows[index].values()):
                return index + 1
        return 0

    def grow(self, rows: int, columns: int) -> None:
        """Make the grid at least so large."""
        self.grid["rowCount"] = max(rows, self.row_count)
        self.grid["columnCount"] = max(columns, self.column_count)

    def copied(self) -> "Sheet":
        """Return a copy that shares only what is never changed in place."""
        copy = Sheet(orjson.loads(orjson.dumps(self.properties)))
        copy.rows = list(self.rows)
        copy.row_meta = {index: dict(meta) for index, meta in self.row_meta.items()}
        copy.column_meta = {index: dict(meta) for index, meta in self.column_meta.items()}
        copy.parts = orjson.loads(orjson.dumps(self.parts))
        return copy
