"""Both sides as they stand, read past the program: cells and properties as text."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.torture.words import day

Json = dict[str, Any]
Ask = Callable[..., Awaitable[Json]]
CELLS = "sheets(properties(sheetId,title),data.rowData.values(userEnteredValue,effectiveValue,note,userEnteredFormat))"


@dataclass(frozen=True)
class Line:
    """A row of the tab, or a page. ``place`` is its number, or the id of the page."""

    place: str
    id: str | None
    values: Mapping[str, str | None]
    memo: str | None = None
    note: str | None = None
    bold: bool = False
    formula: str | None = None

    @property
    def blank(self) -> bool:
        return self.id is None and not any(self.values.values())


@dataclass(frozen=True)
class Sheet:
    """``columns`` by field; ``others`` is all that stands on other tabs."""

    lines: tuple[Line, ...]
    columns: Mapping[str, int]
    height: int
    others: Mapping[str, str] = field(default_factory=dict)


async def look_at_sheet(ask: Ask, book: str, headers: Mapping[str, str]) -> Sheet:
    """Read the tab; ``headers`` are what the columns are called by now."""
    found = await ask("GET", f"/v4/spreadsheets/{book}", includeGridData="true", fields=CELLS)
    tabs = {each["properties"]["title"]: each for each in found["sheets"]}
    rows = [row.get("values", []) for row in tabs["table"]["data"][0].get("rowData", [])]
    titles = [_text(cell) for cell in (rows[0] if rows else [])]
    columns = {name: titles.index(title) for name, title in headers.items() if title in titles}
    lines = tuple(_line(number, row, columns) for number, row in enumerate(rows[1:], 2))
    others = {title: repr(tab.get("data")) for title, tab in tabs.items() if title != "table"}
    return Sheet(lines, columns, len(rows), others)


def _line(number: int, row: list[Json], columns: Mapping[str, int]) -> Line:
    cells = {name: row[at] if at < len(row) else {} for name, at in columns.items()}
    values = {name: _value(name, cell) for name, cell in cells.items() if name not in ("id", "memo", "double")}
    look = cells.get("name", {}).get("userEnteredFormat", {})
    return Line(
        str(number),
        _text(cells.get("id", {})),
        values,
        _text(cells.get("memo", {})),
        cells.get("name", {}).get("note"),
        bool(look.get("textFormat", {}).get("bold")),
        cells.get("double", {}).get("userEnteredValue", {}).get("formulaValue"),
    )


def _text(cell: Json) -> str | None:
    value = cell.get("effectiveValue", {})
    if "numberValue" in value:
        number = value["numberValue"]
        return str(int(number)) if number == int(number) else str(number)
    return value.get("stringValue") or None


def _value(name: str, cell: Json) -> str | None:
    text = _text(cell)
    if name == "due" and "numberValue" in cell.get("effectiveValue", {}):
        return day(cell["effectiveValue"]["numberValue"])
    if name == "tags" and text:
        return ", ".join(sorted(each.strip() for each in text.split(",")))
    return text


async def look_at_pages(ask: Ask, source: str, names: Mapping[str, str]) -> tuple[Line, ...]:
    """Read the pages in the order in which they were made; ``names`` are what the properties are called by now."""
    body: Json = {"sorts": [{"timestamp": "created_time", "direction": "ascending"}], "page_size": 100}
    found = await ask("POST", f"/v1/data_sources/{source}/query", body)
    return tuple(_page(page, names) for page in found["results"])


def _page(page: Json, names: Mapping[str, str]) -> Line:
    values = {name: _property(page["properties"].get(called)) for name, called in names.items()}
    own = {name: value for name, value in values.items() if name not in ("id", "aside")}
    return Line(page["id"], values.get("id"), own, values.get("aside"))


def _property(found: Json | None) -> str | None:
    if found is None:
        return None
    value = found[found["type"]]
    match found["type"]:
        case "title" | "rich_text":
            return "".join(part["plain_text"] for part in value) or None
        case "multi_select":
            return ", ".join(sorted(each["name"] for each in value)) or None
        case "select":
            return None if value is None else str(value["name"])
        case "date":
            return None if value is None else str(value["start"])
        case _:
            return None if value is None else str(int(value) if value == int(value) else value)
