"""The requests that make a tab of ours, mend it, and put lines into it. Every text is written as text."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from adapters.sheets.client import Json
from adapters.sheets.grid import Grid
from adapters.sheets.header import header_text, headers
from adapters.sheets.requests import grid_range
from mappings.aliases import Language
from mappings.board import HEADERS, BoardColumn, BoardLine, question_of
from mappings.choosing import WORDS

_ROWS = 200
_LONGEST = 5_000
_FIELDS = "userEnteredValue,userEnteredFormat.numberFormat,dataValidation"
_TEXT = {"numberFormat": {"type": "TEXT", "pattern": "@"}}
_HEADER = {"textFormat": {"bold": True}, "backgroundColor": {"red": 0.99, "green": 0.93, "blue": 0.82}}
_WIDTH = 130


@dataclass(frozen=True)
class Form:
    """What a tab of ours looks like. ``board`` is its id, the same in every spreadsheet: it is found under any name.

    ``key`` is that of the metadata on its columns. ``choice`` and ``keys`` are two of its columns: where people choose
    among ``words``, and the hidden one by which a line is known. ``ours`` are filled in every line of ours. ``owner``
    says whose line a key is; None is no key.
    """

    board: int
    key: str
    columns: tuple[str, ...]
    headers: Mapping[Language, Mapping[str, str]]
    words: Mapping[Language, Sequence[str]]
    widths: Mapping[str, int]
    choice: str
    keys: str
    ours: tuple[str, ...]
    owner: Callable[[str], str | None]


def _pair_of(key: str) -> str | None:
    found = question_of(key)
    return None if found is None else found[0]


CONFLICTS = Form(
    board=1113014617,
    key="bothways-conflicts",
    columns=tuple(column.value for column in BoardColumn),
    headers={language: {column.value: text for column, text in each.items()} for language, each in HEADERS.items()},
    words={language: list(each.values()) for language, each in WORDS.items()},
    widths={BoardColumn.PAIR: 90, BoardColumn.TITLE: 200, BoardColumn.NOTION: 240, BoardColumn.SHEET: 240},
    choice=BoardColumn.CHOICE,
    keys=BoardColumn.KEY,
    ours=(BoardColumn.RECORD, BoardColumn.SINCE),
    owner=_pair_of,
)


def founded(form: Form, title: str, language: Language) -> list[Json]:
    """Return what makes the tab: its header frozen, the key hidden."""
    grid = {"rowCount": _ROWS, "columnCount": len(form.columns), "frozenRowCount": 1}
    made: list[Json] = [{"addSheet": {"properties": {"sheetId": form.board, "title": title, "gridProperties": grid}}}]
    for place, column in enumerate(form.columns):
        made += _furnished(form, column, place, language)
    return made


def _furnished(form: Form, column: str, place: int, language: Language) -> Iterator[Json]:
    span = {"sheetId": form.board, "dimension": "COLUMNS", "startIndex": place, "endIndex": place + 1}
    cell = {"userEnteredValue": {"stringValue": form.headers[language][column]}, "userEnteredFormat": _HEADER}
    yield {
        "updateCells": {
            "range": grid_range(form.board, 0, 1, place, place + 1),
            "rows": [{"values": [cell]}],
            "fields": "userEnteredValue,userEnteredFormat",
        }
    }
    looks = {"pixelSize": form.widths.get(column, _WIDTH), "hiddenByUser": column == form.keys}
    yield {"updateDimensionProperties": {"range": span, "properties": looks, "fields": "pixelSize,hiddenByUser"}}
    mark = {
        "metadataKey": form.key,
        "metadataValue": column,
        "visibility": "DOCUMENT",
        "location": {"dimensionRange": span},
    }
    yield {"createDeveloperMetadata": {"developerMetadata": mark}}


def columns_of(form: Form, grid: Grid) -> dict[str, int]:
    """Return where the columns are: by their marks, else by their headers in either language."""
    found: dict[str, int] = {}
    for place, tags in sorted(grid.tags.items()):
        for tag in tags:
            if tag.key == form.key and tag.value in form.columns:
                found.setdefault(tag.value, place)
    there = headers(grid, 0)
    for column in form.columns:
        for words in form.headers.values():
            places = there.get(header_text(words[column]), [])
            if column not in found and len(places) == 1 and places[0] not in found.values():
                found[column] = places[0]
    return found


def mended(form: Form, grid: Grid, language: Language) -> tuple[dict[str, int], list[Json]]:
    """Return the columns, and what makes those anew that somebody removed, right of all others."""
    found = columns_of(form, grid)
    missing = [column for column in form.columns if column not in found]
    if not missing:
        return found, []
    end = max([*found.values(), *grid.row(0), -1]) + 1
    made: list[Json] = []
    if end + len(missing) > grid.column_count:
        length = end + len(missing) - grid.column_count
        made.append({"appendDimension": {"sheetId": form.board, "dimension": "COLUMNS", "length": length}})
    for place, column in enumerate(missing, end):
        found[column] = place
        made += _furnished(form, column, place, language)
    return found, made


def added(form: Form, lines: Sequence[BoardLine], columns: Mapping[str, int], language: Language) -> list[Json]:
    """Return what puts the lines below all that stands there."""
    if not lines:
        return []
    rows = [{"values": _cells(form, line, columns, language)} for line in lines]
    return [{"appendCells": {"sheetId": form.board, "rows": rows, "fields": _FIELDS}}]


def _cells(form: Form, line: BoardLine, columns: Mapping[str, int], language: Language) -> list[Json]:
    cells: list[Json] = [{} for _ in range(max(columns.values()) + 1)]
    for column, place in columns.items():
        text = line.key if column == form.keys else line.texts.get(column, "")[:_LONGEST]
        cells[place] = {"userEnteredFormat": _TEXT} | ({"userEnteredValue": {"stringValue": text}} if text else {})
    cells[columns[form.choice]]["dataValidation"] = _dropdown(form, language)
    return cells


def _dropdown(form: Form, language: Language) -> Json:
    """Other words are taken with a warning: those of the other language are read, too."""
    values = [{"userEnteredValue": word} for word in form.words[language]]
    return {"condition": {"type": "ONE_OF_LIST", "values": values}, "strict": False, "showCustomUi": True}
