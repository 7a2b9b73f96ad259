"""A tab as a person has it on the screen: rows found by what stands in them, cells typed in."""

from collections.abc import Mapping
from typing import Any

from gspread.utils import ValueInputOption, rowcol_to_a1

from jobs.demo.clients import Clients
from jobs.demo.tables import Demo

Json = dict[str, Any]


class Desk:
    """One tab, looked at once; ``look`` again after rows or columns moved."""

    def __init__(self, clients: Clients, demo: Demo) -> None:
        self.demo = demo
        self.tab = clients.google.open_by_key(demo.spreadsheet_id).worksheet(demo.tab)
        self.values: list[list[str]] = []
        self.look()

    def look(self) -> None:
        self.values = self.tab.get_all_values()

    def column(self, header: str) -> int:
        """Return the column under ``header``, counted from 1."""
        return self.values[0].index(header) + 1

    def row(self, key: str) -> int:
        """Return the row of a record of the demo, counted from 1: the one that its title names, the second of twins."""
        title = self.demo.row(key).values["title"]
        named = [row.key for row in self.demo.rows if row.values["title"] == title]
        return self.rows_called(title)[named.index(key)]

    def rows_called(self, title: str) -> list[int]:
        at = self.column(self.demo.fields["title"].sheet) - 1
        return [number for number, row in enumerate(self.values, 1) if row[at] == title]

    def last_row(self) -> int:
        """Return the last row that has a title; ticked and unticked boxes go on below it."""
        at = self.column(self.demo.fields["title"].sheet) - 1
        return max(number for number, row in enumerate(self.values, 1) if row[at])

    def shown(self, key: str, field: str) -> str:
        return self.values[self.row(key) - 1][self.column(self.demo.fields[field].sheet) - 1]

    def type(self, row: int, cells: Mapping[str, str]) -> None:
        """Type into the cells under these headers, as at the keyboard: what looks like a date becomes one."""
        data = [{"range": rowcol_to_a1(row, self.column(header)), "values": [[text]]} for header, text in cells.items()]
        self.tab.batch_update(data, value_input_option=ValueInputOption.user_entered)

    def head(self, column: int, header: str) -> None:
        """Type a header into an empty column."""
        self.tab.update_cell(1, column, header)
        self.look()

    def rearrange(self, *requests: Json) -> None:
        self.tab.spreadsheet.batch_update({"requests": list(requests)})
        self.look()

    def delete_row(self, row: int) -> Json:
        return {"deleteDimension": {"range": self._rows(row, row)}}

    def insert_column(self, before: int) -> Json:
        return {"insertDimension": {"range": self._columns(before), "inheritFromBefore": True}}

    def move_column(self, column: int, before: int) -> Json:
        return {"moveDimension": {"source": self._columns(column), "destinationIndex": before - 1}}

    def sort(self, column: int, last: int) -> Json:
        """Sort all rows below the header, newest or greatest first."""
        box = {"sheetId": self.tab.id, "startRowIndex": 1, "endRowIndex": last}
        return {"sortRange": {"range": box, "sortSpecs": [{"dimensionIndex": column - 1, "sortOrder": "DESCENDING"}]}}

    def _rows(self, first: int, last: int) -> Json:
        return {"sheetId": self.tab.id, "dimension": "ROWS", "startIndex": first - 1, "endIndex": last}

    def _columns(self, column: int) -> Json:
        return {"sheetId": self.tab.id, "dimension": "COLUMNS", "startIndex": column - 1, "endIndex": column}
