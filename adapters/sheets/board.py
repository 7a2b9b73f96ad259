"""The requests that make the Conflicts tab, mend it, and put lines into it. Every text is written as text."""

from collections.abc import Iterator, Mapping, Sequence

from adapters.sheets.client import Json
from adapters.sheets.grid import Grid
from adapters.sheets.header import header_text, headers
from adapters.sheets.requests import grid_range
from mappings.aliases import Language
from mappings.board import HEADERS, BoardColumn, BoardLine
from mappings.choosing import WORDS

BOARD = 1113014617
"""The tab's id, the same in every spreadsheet: by it the tab is found under any name."""
KEY = "bothways-conflicts"
"""The key of the metadata on its columns."""
_ROWS = 200
_LONGEST = 5_000
_FIELDS = "userEnteredValue,userEnteredFormat.numberFormat,dataValidation"
_TEXT = {"numberFormat": {"type": "TEXT", "pattern": "@"}}
_HEADER = {"textFormat": {"bold": True}, "backgroundColor": {"red": 0.99, "green": 0.93, "blue": 0.82}}
_WIDTHS = {BoardColumn.PAIR: 90, BoardColumn.TITLE: 200, BoardColumn.NOTION: 240, BoardColumn.SHEET: 240}
_WIDTH = 130


def founded(title: str, language: Language) -> list[Json]:
    """Return what makes the tab: its header frozen, the key hidden."""
    grid = {"rowCount": _ROWS, "columnCount": len(BoardColumn), "frozenRowCount": 1}
    made: list[Json] = [{"addSheet": {"properties": {"sheetId": BOARD, "title": title, "gridProperties": grid}}}]
    for place, column in enumerate(BoardColumn):
        made += _furnished(column, place, language)
    return made


def _furnished(column: BoardColumn, place: int, language: Language) -> Iterator[Json]:
    span = {"sheetId": BOARD, "dimension": "COLUMNS", "startIndex": place, "endIndex": place + 1}
    cell = {"userEnteredValue": {"stringValue": HEADERS[language][column]}, "userEnteredFormat": _HEADER}
    yield {
        "updateCells": {
            "range": grid_range(BOARD, 0, 1, place, place + 1),
            "rows": [{"values": [cell]}],
            "fields": "userEnteredValue,userEnteredFormat",
        }
    }
    looks = {"pixelSize": _WIDTHS.get(column, _WIDTH), "hiddenByUser": column is BoardColumn.KEY}
    yield {"updateDimensionProperties": {"range": span, "properties": looks, "fields": "pixelSize,hiddenByUser"}}
    mark = {
        "metadataKey": KEY,
        "metadataValue": column.value,
        "visibility": "DOCUMENT",
        "location": {"dimensionRange": span},
    }
    yield {"createDeveloperMetadata": {"developerMetadata": mark}}


def columns_of(grid: Grid) -> dict[BoardColumn, int]:
    """Return where the columns are: by their marks, else by their headers in either language."""
    found: dict[BoardColumn, int] = {}
    for place, tags in sorted(grid.tags.items()):
        for tag in tags:
            if tag.key == KEY and tag.value in BoardColumn.__members__.values():
                found.setdefault(BoardColumn(tag.value), place)
    there = headers(grid, 0)
    for column in BoardColumn:
        for words in HEADERS.values():
            places = there.get(header_text(words[column]), [])
            if column not in found and len(places) == 1 and places[0] not in found.values():
                found[column] = places[0]
    return found


def mended(grid: Grid, language: Language) -> tuple[dict[BoardColumn, int], list[Json]]:
    """Return the columns, and what makes those anew that somebody removed, right of all others."""
    found = columns_of(grid)
    missing = [column for column in BoardColumn if column not in found]
    if not missing:
        return found, []
    end = max([*found.values(), *grid.row(0), -1]) + 1
    made: list[Json] = []
    if end + len(missing) > grid.column_count:
        length = end + len(missing) - grid.column_count
        made.append({"appendDimension": {"sheetId": BOARD, "dimension": "COLUMNS", "length": length}})
    for place, column in enumerate(missing, end):
        found[column] = place
        made += _furnished(column, place, language)
    return found, made


def added(lines: Sequence[BoardLine], columns: Mapping[BoardColumn, int], language: Language) -> list[Json]:
    """Return what puts the lines below all that stands there."""
    if not lines:
        return []
    rows = [{"values": _cells(line, columns, language)} for line in lines]
    return [{"appendCells": {"sheetId": BOARD, "rows": rows, "fields": _FIELDS}}]


def _cells(line: BoardLine, columns: Mapping[BoardColumn, int], language: Language) -> list[Json]:
    cells: list[Json] = [{} for _ in range(max(columns.values()) + 1)]
    for column, place in columns.items():
        text = line.key if column is BoardColumn.KEY else line.texts.get(column, "")[:_LONGEST]
        cells[place] = {"userEnteredFormat": _TEXT} | ({"userEnteredValue": {"stringValue": text}} if text else {})
    cells[columns[BoardColumn.CHOICE]]["dataValidation"] = _dropdown(language)
    return cells


def _dropdown(language: Language) -> Json:
    """Other words are taken with a warning: those of the other language are read, too."""
    values = [{"userEnteredValue": word} for word in WORDS[language].values()]
    return {"condition": {"type": "ONE_OF_LIST", "values": values}, "strict": False, "showCustomUi": True}
