"""All that is not a mapped cell, before and after: what may differ is taken out, the rest has to be the same."""

import json
from collections.abc import Collection
from typing import Any

from tests.untouched.table import Json

OURS = "bothways"
"""The key of the marks that we put on our own columns and tabs."""
OUR_TABS = ("Bothways trash", "Bothways overwritten", "Bothways conflicts")
"""Tabs that are ours; a comment of ours ends with a line that begins with our name."""
_VALUES = ("userEnteredValue", "effectiveValue", "formattedValue")
_COMPUTED = ("effectiveValue", "formattedValue")


_MADE_ANEW = ("filterViewId", "bandedRangeId", "protectedRangeId", "chartId", "spreadsheetId", "spreadsheetUrl")
"""What a copy of a spreadsheet has of its own."""


def outside(book: Json, tab: int, ours: Collection[int], *, new: int | None = None) -> list[str]:
    """Return a spreadsheet as lines of text without the values of our columns.

    From the row ``new`` on, counted from 0, our cells may have number formats of their own.
    """
    copy = _without_ours(json.loads(json.dumps(book)))
    for sheet in copy["sheets"]:
        mapped = ours if sheet["properties"]["sheetId"] == tab else ()
        for part in sheet.get("data", []):
            rows = enumerate(part.get("rowData", []))
            part["rowData"] = [_row(row, mapped, new=new is not None and at >= new) for at, row in rows]
            while part["rowData"] and not part["rowData"][-1]:
                part["rowData"].pop()
            for column in part.get("columnMetadata", []):
                _without_marks(column)
    return _lines(copy)


def alike(book: Json) -> Json:
    """Return a spreadsheet without what tells it from its copy: its name, its own ids, and our own tabs."""
    found = _without(_without_ours(book), _MADE_ANEW)
    assert isinstance(found, dict)
    found["properties"].pop("title")
    return found


def _without_ours(book: Json) -> Json:
    kept = [sheet for sheet in book["sheets"] if sheet["properties"]["title"] not in OUR_TABS]
    rest = {name: part for name, part in book.items() if name != "developerMetadata"}
    marks = [each for each in book.get("developerMetadata", []) if each["metadataKey"] != OURS]
    return {**rest, **({"developerMetadata": marks} if marks else {}), "sheets": kept}


def _without(value: Any, names: Collection[str]) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        return {name: _without(part, names) for name, part in value.items() if name not in names}
    return [_without(part, names) for part in value] if isinstance(value, list) else value


def _lines(value: Any) -> list[str]:  # noqa: ANN401 - any JSON
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, default=str).splitlines()


def _without_marks(column: Json) -> None:
    kept = [each for each in column.pop("developerMetadata", []) if each["metadataKey"] != OURS]
    if kept:
        column["developerMetadata"] = kept


def _row(row: Json, ours: Collection[int], *, new: bool) -> Json:
    cells = [_cell(cell, mapped=at in ours, new=new) for at, cell in enumerate(row.get("values", []))]
    while cells and not cells[-1]:
        cells.pop()
    return {"values": cells} if cells else {}


def _cell(cell: Json, *, mapped: bool, new: bool) -> Json:
    """A formula of others may look at our cells: it has to be the same formula, whatever it gives."""
    computed = "formulaValue" in cell.get("userEnteredValue", {})
    hidden = _VALUES if mapped else _COMPUTED if computed else ()
    found = {name: part for name, part in cell.items() if name not in hidden}
    if mapped and new:
        found.pop("effectiveFormat", None)
        look = {name: part for name, part in found.pop("userEnteredFormat", {}).items() if name != "numberFormat"}
        found |= {"userEnteredFormat": look} if look else {}
    return found


def pages(
    notion: dict[str, dict[str, Json]], properties: Collection[str], *, trashed: Collection[str] = ()
) -> list[str]:
    """Return a workspace as lines of text without mapped values and without who edited last."""
    copy = json.loads(json.dumps(notion, default=str))
    comments = copy.pop("notion.comment", {})
    kept = {key: each for key, each in comments.items() if "\nBothways " not in json.dumps(each).replace("\\n", "\n")}
    if kept:
        copy["notion.comment"] = kept
    for page in copy.get("notion.page", {}).values():
        for name in ("last_edited_time", "last_edited_by"):
            page.pop(name, None)
        values: dict[str, Any] = page["values"]
        page["values"] = {name: value for name, value in values.items() if name not in properties}
    for source in copy.get("notion.data_source", {}).values():
        for name in ("last_edited_time", "last_edited_by"):
            source.pop(name, None)
    return _lines(copy)
