"""A spreadsheet read raw, for a copy elsewhere: all that is on the wanted tabs, and how the others look. Only reads."""

from collections.abc import Collection, Iterator

from adapters.sheets.a1 import quoted
from adapters.sheets.client import Json, SheetsClient
from adapters.sheets.faults import Rejected
from sync.errors import ServiceError
from sync.message import say

_TABS = (
    "spreadsheetId,properties,namedRanges,developerMetadata,sheets(properties,merges,conditionalFormats,filterViews,"
    "protectedRanges,basicFilter,charts,bandedRanges,developerMetadata,rowGroups,columnGroups,slicers,tables)"
)
_CELLS = (
    "sheets(properties.sheetId,data(startRow,startColumn,rowMetadata,columnMetadata,rowData.values(userEnteredValue,"
    "effectiveValue,formattedValue,userEnteredFormat,effectiveFormat.numberFormat,note,dataValidation,textFormatRuns,"
    "chipRuns)))"
)


def copy_spreadsheet(client: SheetsClient, spreadsheet: str, tabs: Collection[str]) -> Json:
    """Return the spreadsheet as the API shows it, with the cells of ``tabs`` and of the tabs that their formulas name.

    A tab that is not there is left out, as it is. Other tabs come without ``data``.
    """
    book = _fetched(client, spreadsheet, _TABS)
    by_id = {int(sheet["properties"].get("sheetId", 0)): sheet for sheet in book.get("sheets", [])}
    wanted = {key for key, sheet in by_id.items() if sheet["properties"]["title"] in tabs}
    while wanted:
        titles = [quoted(by_id[key]["properties"]["title"]) for key in sorted(wanted)]
        for sheet in _fetched(client, spreadsheet, _CELLS, titles).get("sheets", []):
            by_id[int(sheet["properties"].get("sheetId", 0))]["data"] = sheet.get("data", [])
        wanted = _named_in_formulas(book, by_id, wanted)
    return book


def _fetched(client: SheetsClient, spreadsheet: str, fields: str, ranges: list[str] | None = None) -> Json:
    try:
        return client.fetch(spreadsheet, fields=fields, ranges=ranges)
    except Rejected as refusal:
        raise ServiceError(say("Google Sheets refused to read: {text}", text=refusal.message)) from None


def _named_in_formulas(book: Json, by_id: dict[int, Json], read: Collection[int]) -> set[int]:
    """Return the tabs without cells that a formula or a rule on a tab that was just read looks into."""
    text = "\n".join(formula for key in read for formula in _formulas(by_id[key]))
    names: dict[int, list[str]] = {key: [] for key, sheet in by_id.items() if _unread_grid(sheet)}
    for key, found in names.items():
        title = by_id[key]["properties"]["title"]
        found += [f"{title}!", f"{quoted(title)}!"]
    for named in book.get("namedRanges", []):
        key = int(named.get("range", {}).get("sheetId", 0))
        if key in names:
            names[key].append(str(named["name"]))
    folded = text.casefold()
    return {key for key, found in names.items() if any(name.casefold() in folded for name in found)}


def _unread_grid(sheet: Json) -> bool:
    return "data" not in sheet and sheet["properties"].get("sheetType", "GRID") == "GRID"


def _formulas(sheet: Json) -> Iterator[str]:
    for data in sheet.get("data", []):
        for row in data.get("rowData", []):
            for cell in row.get("values", []):
                entered = cell.get("userEnteredValue", {})
                if "formulaValue" in entered:
                    yield str(entered["formulaValue"])
                for value in cell.get("dataValidation", {}).get("condition", {}).get("values", []):
                    yield str(value.get("userEnteredValue", ""))
