"""Columns that the other side added or renamed."""

from collections.abc import Iterator, Sequence

from adapters.sheets.a1 import a1, quoted
from adapters.sheets.client import Json
from adapters.sheets.draft import Edit
from adapters.sheets.drafting import unlock
from adapters.sheets.faults import PROTECTED, LostAnswer, Rejected
from adapters.sheets.grid import TAB
from adapters.sheets.header import header_text, headers
from adapters.sheets.reader import Reader
from adapters.sheets.requests import update
from adapters.sheets.rows import Tab
from mappings.codecs.sheet import holds_formula
from sync.changes import ColumnChange, Reshape
from sync.errors import OutOfReach, Refused
from sync.message import say


def reshape(reader: Reader, tab: Tab, changes: Sequence[ColumnChange]) -> Tab:
    """Write the headers, in one call, and return the tab after it."""
    requests = list(_requests(tab, changes))
    if not requests:
        return tab
    body: Json = {
        "requests": requests,
        "includeSpreadsheetInResponse": True,
        "responseRanges": [quoted(tab.grid.title)],
    }
    for change in changes:
        reader.renamed[change.field] = change.name
    try:
        answer = reader.client.change(reader.spreadsheet, body, fields=f"updatedSpreadsheet.sheets({TAB})")
    except LostAnswer:
        return reader.read()  # its check of the headers shows whether they were written
    except Rejected as refusal:
        why = unlock(reader.client.account) if PROTECTED in refusal.message else None
        raise Refused(say("Google refuses to change the headers: {text}", text=refusal.message), why) from None
    if "updatedSpreadsheet" not in answer:
        raise OutOfReach(say("The answer of Google Sheets does not show the tab."))
    return reader.tab_of(answer["updatedSpreadsheet"])


def _requests(tab: Tab, changes: Sequence[ColumnChange]) -> Iterator[Json]:
    header, grid = tab.layout.header, tab.grid
    there = headers(grid, header)
    end = max(grid.row(header), default=-1) + 1
    for change in changes:
        if change.reshape in (Reshape.DROP, Reshape.RETYPE):
            raise Refused(
                say(
                    "The column {name} would be {how} in the sheet, which is left to people.",
                    name=change.name,
                    how=_HOW[change.reshape],
                ),
                say("Do it in the sheet by hand, then correct the mapping."),
            )
        if header_text(change.name) in there:
            continue
        if change.reshape is Reshape.RENAME:
            column = tab.layout.columns[change.field]
            if holds_formula(grid.cell(header, column)):
                raise Refused(say("The header {cell} is a formula and cannot be renamed.", cell=a1(header, column)))
        else:
            column, end = end, end + 1
            if column >= grid.column_count:
                yield {"appendDimension": {"sheetId": grid.sheet_id, "dimension": "COLUMNS", "length": 1}}
        yield update(
            Edit(header, column, {"userEnteredValue": {"stringValue": change.name}}, formatted=False), grid.sheet_id
        )


_HOW = {Reshape.DROP: "dropped", Reshape.RETYPE: "retyped"}
