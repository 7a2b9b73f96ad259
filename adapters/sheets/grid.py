"""A tab as one answer of the API shows it: every cell, with where it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from adapters.sheets.client import Json
from mappings.codecs.sheet import CellData
from sync.model import FieldName

TAB = (
    "properties(sheetId,title,gridProperties(rowCount,columnCount)),merges,"
    "tables(tableId,name,range,columnProperties),"
    "protectedRanges(range,unprotectedRanges,warningOnly,requestingUserCanEdit),"
    "data(startRow,startColumn,columnMetadata.developerMetadata(metadataId,metadataKey,metadataValue),"
    "rowData.values(userEnteredValue,effectiveValue,formattedValue,hyperlink,textFormatRuns,chipRuns,dataValidation,"
    "effectiveFormat.numberFormat))"
)
"""The field mask of a tab with its cells."""

EMPTY: CellData = {}


@dataclass(frozen=True, slots=True)
class Box:
    """A range of the grid; the ends are not part of it."""

    top: int
    bottom: int
    left: int
    right: int

    def has(self, row: int, column: int) -> bool:
        return self.top <= row < self.bottom and self.left <= column < self.right


@dataclass(frozen=True, slots=True)
class Tag:
    """One piece of developer metadata on a column."""

    id: int
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the header row and the mapped columns are, counted from 0.

    ``names`` is what each column is called; ``ID_FIELD`` is that of the record ids.
    """

    header: int
    id_column: int
    columns: Mapping[FieldName, int]
    names: Mapping[FieldName, str] = field(default_factory=dict)

    @property
    def mapped(self) -> frozenset[int]:
        return frozenset(self.columns.values())


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a tab. Rows are ragged, as the API gives them: what is not there is empty."""

    sheet_id: int
    title: str
    row_count: int
    column_count: int
    rows: Sequence[Sequence[CellData]]
    protected: tuple[tuple[Box, tuple[Box, ...]], ...] = ()
    """Ranges that we may not edit, each with the parts of it that we may."""
    merges: tuple[Box, ...] = ()
    tables: tuple[Json, ...] = ()
    """The typed tables, as the API shows them."""
    tags: Mapping[int, tuple[Tag, ...]] = field(default_factory=dict)
    """The developer metadata of the columns that have any."""
    patches: Mapping[int, Mapping[int, CellData]] = field(default_factory=dict)
    """Cells that will stand there, by row and column, once what is planned is done."""

    def cell(self, row: int, column: int) -> CellData:
        if row in self.patches and column in self.patches[row]:
            return self.patches[row][column]
        if row < len(self.rows) and column < len(self.rows[row]):
            return self.rows[row][column]
        return EMPTY

    def rule(self, row: int, column: int) -> CellData:
        """Return the cell's rule for what may be entered alone, as a cell."""
        cell = self.cell(row, column)
        return {"dataValidation": cell["dataValidation"]} if "dataValidation" in cell else EMPTY

    def row(self, index: int) -> dict[int, CellData]:
        """Return the cells of a row that hold something, by column."""
        width = len(self.rows[index]) if index < len(self.rows) else 0
        columns = {*range(width), *self.patches.get(index, ())}
        cells = ((column, self.cell(index, column)) for column in sorted(columns))
        return {column: cell for column, cell in cells if "userEnteredValue" in cell or "effectiveValue" in cell}

    def patched(self, patches: Mapping[tuple[int, int], CellData]) -> "Grid":
        """Return the grid with other cells in these places."""
        found = {row: dict(cells) for row, cells in self.patches.items()}
        for (row, column), cell in patches.items():
            found.setdefault(row, {})[column] = cell
        return replace(self, patches=found)

    @property
    def height(self) -> int:
        """How many rows there are to look at."""
        return max(len(self.rows), *(row + 1 for row in self.patches), 0)

    @property
    def last_filled(self) -> int:
        """The last row with a value in any column; -1 where there is none."""
        return next((index for index in range(len(self.rows) - 1, -1, -1) if self.row(index)), -1)

    def locked(self, row: int, column: int) -> bool:
        return any(
            box.has(row, column) and not any(free.has(row, column) for free in open_parts)
            for box, open_parts in self.protected
        )


def parse_grid(sheet: Json) -> Grid:
    """Read one entry of ``sheets``, in the mask ``TAB``. Raises LookupError, TypeError, ValueError where it is none."""
    properties = sheet["properties"]
    size = properties["gridProperties"]
    return Grid(
        sheet_id=int(properties.get("sheetId", 0)),
        title=str(properties["title"]),
        row_count=int(size["rowCount"]),
        column_count=int(size["columnCount"]),
        rows=_rows(sheet.get("data", [])),
        protected=tuple(_locks(sheet.get("protectedRanges", []))),
        tags=_tags(sheet.get("data", [])),
        merges=tuple(box_of(each) for each in sheet.get("merges", [])),
        tables=tuple(sheet.get("tables", [])),
    )


def _rows(parts: Sequence[Json]) -> list[list[CellData]]:
    rows: list[list[CellData]] = []
    for part in parts:
        top, left = int(part.get("startRow", 0)), int(part.get("startColumn", 0))
        for offset, row in enumerate(part.get("rowData", [])):
            index = top + offset
            rows.extend([] for _ in range(index + 1 - len(rows)))
            cells = rows[index]
            cells.extend(EMPTY for _ in range(left - len(cells)))
            cells[left:] = row.get("values", [])
    return rows


def _tags(parts: Sequence[Json]) -> dict[int, tuple[Tag, ...]]:
    found: dict[int, tuple[Tag, ...]] = {}
    for part in parts:
        for column, about in enumerate(part.get("columnMetadata", []), int(part.get("startColumn", 0))):
            tags = tuple(
                Tag(int(each["metadataId"]), str(each.get("metadataKey", "")), str(each.get("metadataValue", "")))
                for each in about.get("developerMetadata", [])
            )
            if tags:
                found[column] = tags
    return found


def _locks(ranges: Sequence[Json]) -> list[tuple[Box, tuple[Box, ...]]]:
    return [
        (box_of(lock["range"]), tuple(box_of(part) for part in lock.get("unprotectedRanges", [])))
        for lock in ranges
        if "range" in lock and not lock.get("requestingUserCanEdit") and not lock.get("warningOnly")
    ]


def box_of(grid_range: Mapping[str, Any]) -> Box:
    endless = 2**31
    return Box(
        int(grid_range.get("startRowIndex", 0)),
        int(grid_range.get("endRowIndex", endless)),
        int(grid_range.get("startColumnIndex", 0)),
        int(grid_range.get("endColumnIndex", endless)),
    )
