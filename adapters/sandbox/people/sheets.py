"""Edits in a spreadsheet: rows and columns inserted, deleted, moved, copied, sorted; cells typed; tabs renamed."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from adapters.sandbox.google.a1 import column_of
from adapters.sandbox.google.a1 import quoted as quoted_title
from adapters.sandbox.people.edit import Edit
from adapters.sandbox.people.hand import Hand, NotMade
from adapters.sandbox.words import Word, Words, quoted

Json = dict[str, Any]
CELL = r"[A-Z]{1,3}[1-9]\d{0,6}"
ROW, COLUMN = r"[1-9]\d{0,6}", r"[A-Z]{1,3}"
AXES = ("row", "column")


@dataclass(frozen=True, slots=True)
class Grid:
    """A tab, as its requests need it."""

    id: int
    rows: int
    columns: int

    def span(self, axis: str, at: str) -> Json:
        start = place(axis, at)
        dimension = "ROWS" if axis == "row" else "COLUMNS"
        return {"sheetId": self.id, "dimension": dimension, "startIndex": start, "endIndex": start + 1}


class Deed(ABC):
    @abstractmethod
    def request(self, grid: Grid) -> Json:
        """Return the request of a batchUpdate that does it."""


@dataclass(frozen=True, slots=True)
class Insert(Deed):
    """An empty row or column is put in where ``at`` is."""

    axis: str
    at: str

    def __str__(self) -> str:
        return f"insert {self.axis} {self.at}"

    def request(self, grid: Grid) -> Json:
        return {"insertDimension": {"range": grid.span(self.axis, self.at), "inheritFromBefore": False}}


@dataclass(frozen=True, slots=True)
class Delete(Deed):
    axis: str
    at: str

    def __str__(self) -> str:
        return f"delete {self.axis} {self.at}"

    def request(self, grid: Grid) -> Json:
        return {"deleteDimension": {"range": grid.span(self.axis, self.at)}}


@dataclass(frozen=True, slots=True)
class Move(Deed):
    """A row or column is dragged so that it is where ``to`` was."""

    axis: str
    at: str
    to: str

    def __str__(self) -> str:
        return f"move {self.axis} {self.at} to {self.to}"

    def request(self, grid: Grid) -> Json:
        start, end = place(self.axis, self.at), place(self.axis, self.to)
        target = end + 1 if end > start else end
        return {"moveDimension": {"source": grid.span(self.axis, self.at), "destinationIndex": target}}


@dataclass(frozen=True, slots=True)
class Copy(Deed):
    """A row is pasted over another, ids and all."""

    at: str
    to: str

    def __str__(self) -> str:
        return f"copy row {self.at} to {self.to}"

    def request(self, grid: Grid) -> Json:
        def box(row: int) -> Json:
            return {"sheetId": grid.id, "startRowIndex": row, "endRowIndex": row + 1}

        rows = {"source": box(int(self.at) - 1), "destination": box(int(self.to) - 1)}
        return {"copyPaste": {**rows, "pasteType": "PASTE_NORMAL"}}


@dataclass(frozen=True, slots=True)
class Sort(Deed):
    """All rows from ``top`` on are sorted by a column; the header stands above."""

    column: str
    descending: bool = False
    top: str = "2"

    def __str__(self) -> str:
        text = f"sort by {self.column} desc" if self.descending else f"sort by {self.column}"
        return text if self.top == "2" else f"{text} from {self.top}"

    def request(self, grid: Grid) -> Json:
        box = {"startRowIndex": int(self.top) - 1, "endRowIndex": grid.rows, "startColumnIndex": 0}
        order = "DESCENDING" if self.descending else "ASCENDING"
        spec = {"dimensionIndex": column_of(self.column), "sortOrder": order}
        whole = {"sheetId": grid.id, **box, "endColumnIndex": grid.columns}
        return {"sortRange": {"range": whole, "sortSpecs": [spec]}}


@dataclass(frozen=True, slots=True)
class Rename(Deed):
    title: str

    def __str__(self) -> str:
        return f"rename to {quoted(self.title)}"

    def request(self, grid: Grid) -> Json:
        return {"updateSheetProperties": {"properties": {"sheetId": grid.id, "title": self.title}, "fields": "title"}}


@dataclass(frozen=True, slots=True)
class Remove(Deed):
    """The tab itself is deleted."""

    def __str__(self) -> str:
        return "remove"

    def request(self, grid: Grid) -> Json:
        return {"deleteSheet": {"sheetId": grid.id}}


@dataclass(frozen=True, slots=True)
class Type:
    """A text is typed into a cell, and read by Sheets as it reads what people type; an empty one clears the cell."""

    cell: str
    text: str

    def __str__(self) -> str:
        return f"type {self.cell} = {quoted(self.text)}"


@dataclass(frozen=True, slots=True)
class SheetEdit(Edit):
    spreadsheet: Word
    tab: str
    deed: Deed | Type

    @property
    def what(self) -> str:
        return f"sheet {self.spreadsheet} {quoted(self.tab)} {self.deed}"

    async def make(self, hand: Hand) -> None:
        key = hand.spreadsheet(self.spreadsheet)
        base = f"/v4/spreadsheets/{key}"
        if isinstance(self.deed, Type):
            body = {"values": [[self.deed.text]]}
            path = f"{base}/values/{quoted_title(self.tab)}!{self.deed.cell}"
            await hand.google(self.who, key, "PUT", path, body, valueInputOption="USER_ENTERED")
            return
        found = await hand.google(self.who, key, "GET", base, fields="sheets.properties")
        tabs = {sheet["properties"]["title"]: sheet["properties"] for sheet in found.get("sheets", ())}
        if self.tab not in tabs:
            raise NotMade(f"there is no tab {quoted(self.tab)}")
        size = tabs[self.tab].get("gridProperties", {})
        grid = Grid(tabs[self.tab].get("sheetId", 0), size.get("rowCount", 0), size.get("columnCount", 0))
        await hand.google(self.who, key, "POST", f"{base}:batchUpdate", {"requests": [self.deed.request(grid)]})


def read_sheet_edit(words: Words, who: str) -> SheetEdit:
    return SheetEdit(who, words.take('a spreadsheet\'s id, "name", or this'), words.text(), _deed(words))


def _deed(words: Words) -> Deed | Type:
    verb = words.expect("insert", "delete", "move", "copy", "sort", "type", "clear", "rename", "remove")
    if verb in ("insert", "delete"):
        axis = words.expect(*AXES)
        return (Insert if verb == "insert" else Delete)(axis, _at(words, axis))
    if verb in ("move", "copy"):
        axis = words.expect(*(AXES if verb == "move" else AXES[:1]))
        at = _at(words, axis)
        words.expect("to")
        to = _at(words, axis)
        return Move(axis, at, to) if verb == "move" else Copy(at, to)
    if verb == "sort":
        words.expect("by")
        column = _at(words, "column")
        descending = words.accept("desc") is not None
        return Sort(column, descending, _at(words, "row") if words.accept("from") else "2")
    if verb in ("type", "clear"):
        cell = words.fitting(CELL, "a cell, like B5")
        if verb == "clear":
            return Type(cell, "")
        words.expect("=")
        return Type(cell, words.text())
    if verb == "rename":
        words.expect("to")
        return Rename(words.text())
    return Remove()


def _at(words: Words, axis: str) -> str:
    if axis == "row":
        return words.fitting(ROW, "the number of a row")
    return words.fitting(COLUMN, "the letters of a column, like C")


def place(axis: str, at: str) -> int:
    """Return the index of a row's number or a column's letters, from 0."""
    return int(at) - 1 if axis == "row" else column_of(at)
