"""A tab of ours where people choose. Whatever they do to it, the next run mends it, and their choices are kept."""

from collections.abc import Sequence

from adapters.sheets.a1 import quoted
from adapters.sheets.board import CONFLICTS, Form, added, columns_of, founded, mended
from adapters.sheets.client import Json, SheetsClient
from adapters.sheets.faults import BAD_RANGE, LostAnswer, Rejected
from adapters.sheets.grid import TAB, Grid
from adapters.sheets.reader import grid_of
from adapters.sheets.trash import TABS
from mappings.aliases import Language
from mappings.board import BoardLine, BoardRow
from mappings.codecs.sheet.cell import shown
from sync.errors import OutOfReach, ServiceError
from sync.message import say

_LOSSES = 3
"""So many writes are sent before the next run has to go on."""


class ConflictsTab:
    """One tab of a spreadsheet, shared by all its pairs and known by its id, so that it may be renamed and moved.

    Raises what the client raises, and ``ServiceError`` where Google refuses.
    """

    def __init__(
        self, client: SheetsClient, spreadsheet: str, title: str, language: Language, form: Form = CONFLICTS
    ) -> None:
        self._client = client
        self._spreadsheet = spreadsheet
        self._title = title
        self._language: Language = language
        self._form = form

    def read(self) -> Sequence[BoardRow] | None:
        """Return the lines that stand there, in one call; ``None`` where there is no tab."""
        grid = self._grid()
        return None if grid is None else [row for _, row in _rows(self._form, grid)]

    def post(self, lines: Sequence[BoardLine], pair: str) -> frozenset[str]:
        """Let these be the lines of the pair; return the keys that stand there then, those of other pairs with them.

        A line that stands there is not touched, so neither is the choice in it. The tab is read again just before, and
        once more after each answer that was lost: what stands there then is not written twice.
        """
        for losses in range(1, _LOSSES + 1):
            try:
                return self._posted(lines, pair)
            except LostAnswer:
                self._client.back_off(losses)
        raise OutOfReach(
            say("Google did not say whether the tab {title} was written.", title=self._title),
            say("The next run looks, and goes on from there."),
        )

    def _posted(self, lines: Sequence[BoardLine], pair: str) -> frozenset[str]:
        grid = self._grid()
        if grid is None:
            if not lines:
                return frozenset()
            requests = founded(self._form, self._free_title(), self._language)
            width = {column: place for place, column in enumerate(self._form.columns)}
            self._send([*requests, *added(self._form, lines, width, self._language)])
            return frozenset(line.key for line in lines)
        found = _rows(self._form, grid)
        standing = {row.key for _, row in found}
        new = [line for line in lines if line.key not in standing]
        columns, requests = mended(self._form, grid, self._language)
        wanted = {line.key for line in lines}
        over = {row.key for _, row in found if row.key not in wanted and self._form.owner(row.key) == pair}
        removed = [at for at, row in found if row.key in over or _is_copy(found, at)] or _keyless(self._form, grid)
        requests += _removals(removed, grid)
        requests += added(self._form, new, columns, self._language)
        if not requests:
            return frozenset(standing)
        answer = self._send(requests, grid.title)
        return frozenset(row.key for _, row in _rows(self._form, grid_of(answer["updatedSpreadsheet"], grid.title)))

    def _send(self, requests: Sequence[Json], title: str | None = None) -> Json:
        body: Json = {"requests": list(requests)}
        fields = "spreadsheetId"
        if title is not None:
            body |= {
                "includeSpreadsheetInResponse": True,
                "responseIncludeGridData": True,
                "responseRanges": [quoted(title)],
            }
            fields = f"updatedSpreadsheet(sheets({TAB}))"
        try:
            return self._client.change(self._spreadsheet, body, fields=fields)
        except Rejected as refusal:
            raise ServiceError(
                say("Google refuses the tab {title}: {text}", title=self._title, text=refusal.message)
            ) from None

    def _grid(self) -> Grid | None:
        """Find the tab by its name, which is one call, else by its id."""
        found = self._fetch(self._title)
        if found is not None and found.sheet_id == self._form.board:
            return found
        title = next((title for title, number in self._tabs().items() if number == self._form.board), None)
        found = None if title is None else self._fetch(title)
        self._title = self._title if found is None else found.title
        return found

    def _fetch(self, title: str) -> Grid | None:
        try:
            answer = self._client.fetch(self._spreadsheet, fields=f"sheets({TAB})", ranges=[quoted(title)])
        except Rejected as refusal:
            if BAD_RANGE in refusal.message:
                return None
            raise ServiceError(
                say("Google refuses the tab {title}: {text}", title=self._title, text=refusal.message)
            ) from None
        return grid_of(answer, title)

    def _tabs(self) -> dict[str, int]:
        found = self._client.fetch(self._spreadsheet, fields=TABS).get("sheets", [])
        return {str(each["properties"]["title"]): int(each["properties"].get("sheetId", 0)) for each in found}

    def _free_title(self) -> str:
        """Return the name for the tab; one that is somebody else's gets a number behind it."""
        taken = {title.casefold() for title in self._tabs()}
        title, number = self._title, 1
        while title.casefold() in taken:
            number += 1
            title = f"{self._title} {number}"
        self._title = title
        return title


def _rows(form: Form, grid: Grid) -> list[tuple[int, BoardRow]]:
    """Return the lines, each with its row. Whatever has no key of ours is a person's."""
    columns = columns_of(form, grid)
    if form.keys not in columns:
        return []
    choice = columns.get(form.choice)
    found = []
    for at in range(grid.height):
        key = shown(grid.cell(at, columns[form.keys]))
        if form.owner(key) is not None:
            found.append((at, BoardRow(key, "" if choice is None else shown(grid.cell(at, choice)))))
    return found


def _is_copy(found: Sequence[tuple[int, BoardRow]], at: int) -> bool:
    """Say whether a row is a copy of an earlier one, without a choice of its own."""
    here = next(row for place, row in found if place == at)
    earlier = [row for place, row in found if place < at and row.key == here.key]
    return bool(earlier) and (not here.choice or any(row.choice == here.choice for row in earlier))


def _keyless(form: Form, grid: Grid) -> list[int]:
    """Return the rows that were ours when somebody took the keys away: they are put in anew."""
    columns = columns_of(form, grid)
    ours = [columns.get(each) for each in form.ours]
    if form.keys in columns or None in ours:
        return []
    return [
        at for at in range(1, grid.height) if all(shown(grid.cell(at, place)) for place in ours if place is not None)
    ]


def _removals(rows: Sequence[int], grid: Grid) -> list[Json]:
    """Remove rows from the bottom up; one that may be typed in has to be left, or Google refuses."""
    found: list[Json] = []
    if rows and grid.row_count - len(rows) < 2:
        found.append({"appendDimension": {"sheetId": grid.sheet_id, "dimension": "ROWS", "length": 1}})
    for at in sorted(rows, reverse=True):
        place = {"sheetId": grid.sheet_id, "dimension": "ROWS", "startIndex": at, "endIndex": at + 1}
        found.append({"deleteDimension": {"range": place}})
    return found
