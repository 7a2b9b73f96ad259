"""The Digest tab: one block of rows a week, the latest on top, with native charts. One read and one write.

The tab is known by its id and a block by a named range, so that both may be moved and renamed around. Only cells of our
columns are written, rows are put in and never taken away: what people put beside or below a block moves along with it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from adapters.sheets.client import Json, SheetsClient
from adapters.sheets.faults import LostAnswer, Rejected
from adapters.sheets.requests import grid_range
from mappings.digest import WIDTH, Cell, Drawn, Graph, Look, Sheaf
from sync.errors import OutOfReach, ServiceError
from sync.message import say

TAB = 1113014619
"""The id of the tab, the same in every spreadsheet."""
_FIELDS = (
    "sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)),charts(chartId)),"
    "namedRanges(namedRangeId,name,range)"
)
_NAME = re.compile(r"Bothways_digest_(\d+)_([0-9a-f]{16})_(\w+)")
_CELL = "userEnteredValue,userEnteredFormat(numberFormat,textFormat,backgroundColor,wrapStrategy)"
_ROWS = 200
_COLUMNS = 16
_WIDTHS = (130, 260, 220, 80, 80, 80, 110, 130)
_SLOTS = 64
"""So many charts one block may have."""
_SIZE = {"widthPixels": 560, "heightPixels": 350}
_LOOKS: Mapping[Look, Json] = {
    Look.PLAIN: {},
    Look.TITLE: {"textFormat": {"bold": True, "fontSize": 13}},
    Look.HEAD: {"textFormat": {"bold": True}, "backgroundColor": {"red": 0.91, "green": 0.94, "blue": 0.98}},
}


@dataclass(frozen=True, slots=True)
class _Block:
    """What stands in the tab for a window: rows from ``top`` up to but without ``bottom``."""

    name: str
    range: str
    order: int
    print: str
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class _Found:
    there: bool
    titles: frozenset[str]
    rows: int = 0
    columns: int = 0
    blocks: tuple[_Block, ...] = ()
    charts: frozenset[int] = frozenset()


class DigestTab:
    """Raises what the client raises, and ``ServiceError`` where Google refuses."""

    def __init__(self, client: SheetsClient, spreadsheet: str, title: str) -> None:
        self._client = client
        self._spreadsheet = spreadsheet
        self._title = title

    @property
    def url(self) -> str:
        return f"https://docs.google.com/spreadsheets/d/{self._spreadsheet}/edit#gid={TAB}"

    def publish(self, sheaf: Sheaf) -> bool:
        """Let the block of this window be as ``sheaf`` says; return whether anything was written."""
        try:
            try:
                return self._publish(sheaf)
            except LostAnswer:
                return self._publish(sheaf)
        except LostAnswer as lost:
            raise OutOfReach(
                say("Google did not say whether the tab {title} was written.", title=self._title),
                say("The next run looks, and goes on from there."),
            ) from lost
        except Rejected as refusal:
            raise ServiceError(
                say("Google refuses the tab {title}: {text}", title=self._title, text=refusal.message)
            ) from None

    def _publish(self, sheaf: Sheaf) -> bool:
        found = _found(self._client.fetch(self._spreadsheet, fields=_FIELDS))
        block = next((each for each in found.blocks if each.name == _slug(sheaf.key)), None)
        if block is not None and block.print == sheaf.print and _charts(sheaf) <= found.charts:
            return False
        requests = list(_requests(sheaf, found, block, self._title))
        self._client.change(self._spreadsheet, {"requests": requests}, fields="spreadsheetId")
        return True


def _found(answer: Json) -> _Found:
    sheets = answer.get("sheets", [])
    titles = frozenset(str(each["properties"]["title"]).casefold() for each in sheets)
    tab = next((each for each in sheets if each["properties"].get("sheetId", 0) == TAB), None)
    if tab is None:
        return _Found(there=False, titles=titles)
    grid = tab["properties"].get("gridProperties", {})
    blocks = []
    for each in answer.get("namedRanges", []):
        name, place = _NAME.fullmatch(str(each.get("name"))), each.get("range", {})
        if name is not None and place.get("sheetId", 0) == TAB and "endRowIndex" in place:
            top = place.get("startRowIndex", 0)
            blocks.append(_Block(name[3], each["namedRangeId"], int(name[1]), name[2], top, place["endRowIndex"]))
    charts = frozenset(int(each["chartId"]) for each in tab.get("charts", []))
    return _Found(True, titles, grid.get("rowCount", 0), grid.get("columnCount", 0), tuple(blocks), charts)


def _slug(key: str) -> str:
    return re.sub(r"\W", "_", key)


def _name(sheaf: Sheaf) -> str:
    return f"Bothways_digest_{sheaf.order}_{sheaf.print}_{_slug(sheaf.key)}"


def _first_chart(key: str) -> int:
    return (crc32(key.encode()) & 0x1FFFFFE | 1) * _SLOTS


def _charts(sheaf: Sheaf) -> frozenset[int]:
    first = _first_chart(sheaf.key)
    return frozenset(first + place for place in range(len(sheaf.graphs[:_SLOTS])))


def _requests(sheaf: Sheaf, found: _Found, block: _Block | None, title: str) -> Iterator[Json]:
    height = len(sheaf.rows)
    if not found.there:
        yield from _founded(title, found.titles, height)
    elif found.columns < WIDTH:
        yield _more("COLUMNS", WIDTH - found.columns)
    if block is None:
        top = _place(sheaf, found)
        missing = top - found.rows if found.there else 0
        if missing >= 0 and found.there:
            yield _more("ROWS", missing + height + 1)
        else:
            yield _inserted(top, height + 1)
        rows = height + 1
    else:
        top, rows = block.top, max(block.bottom - block.top, height)
        grown = height - (block.bottom - block.top)
        if grown > 0:
            yield _inserted(block.bottom, grown) if block.bottom < found.rows else _more("ROWS", grown)
    yield _cells(sheaf, top, rows)
    place = grid_range(TAB, top, top + (height if block is None else rows), 0, WIDTH)
    if block is None:
        yield {"addNamedRange": {"namedRange": {"name": _name(sheaf), "range": place}}}
    else:
        named = {"namedRangeId": block.range, "name": _name(sheaf), "range": place}
        yield {"updateNamedRange": {"namedRange": named, "fields": "name,range"}}
    yield from _graphs(sheaf, found, top)


def _place(sheaf: Sheaf, found: _Found) -> int:
    """Return the row above the latest earlier block; else the one below all, where none is earlier."""
    earlier = [each for each in found.blocks if each.order <= sheaf.order]
    if earlier:
        return max(earlier, key=lambda each: (each.order, -each.top)).top
    return max((each.bottom + 1 for each in found.blocks), default=0)


def _founded(title: str, taken: frozenset[str], height: int) -> Iterator[Json]:
    free, number = title, 1
    while free.casefold() in taken:
        number += 1
        free = f"{title} {number}"
    grid = {"rowCount": max(_ROWS, height + 2), "columnCount": _COLUMNS}
    yield {"addSheet": {"properties": {"sheetId": TAB, "title": free, "gridProperties": grid}}}
    for place, width in enumerate(_WIDTHS):
        span = {"sheetId": TAB, "dimension": "COLUMNS", "startIndex": place, "endIndex": place + 1}
        properties = {"pixelSize": width}
        yield {"updateDimensionProperties": {"range": span, "properties": properties, "fields": "pixelSize"}}


def _more(dimension: str, length: int) -> Json:
    return {"appendDimension": {"sheetId": TAB, "dimension": dimension, "length": length}}


def _inserted(row: int, count: int) -> Json:
    span = {"sheetId": TAB, "dimension": "ROWS", "startIndex": row, "endIndex": row + count}
    return {"insertDimension": {"range": span, "inheritFromBefore": False}}


def _cells(sheaf: Sheaf, top: int, rows: int) -> Json:
    """Write every cell of ours; those beyond the new content are emptied."""
    filled = [[*(_cell(cell) for cell in row[:WIDTH]), *[{}] * (WIDTH - len(row))] for row in sheaf.rows]
    filled += [[{}] * WIDTH for _ in range(rows - len(filled))]
    return {
        "updateCells": {
            "range": grid_range(TAB, top, top + rows, 0, WIDTH),
            "rows": [{"values": row} for row in filled],
            "fields": _CELL,
        }
    }


def _cell(cell: Cell) -> Json:
    if cell.value is None or cell.value == "":
        return {"userEnteredFormat": dict(_LOOKS[cell.look])} if cell.look is not Look.PLAIN else {}
    form: dict[str, Any] = dict(_LOOKS[cell.look])
    if isinstance(cell.value, str):
        if cell.link is not None:
            form["textFormat"] = {**form.get("textFormat", {}), "link": {"uri": cell.link}}
        form["numberFormat"] = {"type": "TEXT", "pattern": "@"}
        return {"userEnteredValue": {"stringValue": cell.value}, "userEnteredFormat": form}
    form["numberFormat"] = {"type": "NUMBER", "pattern": cell.pattern or "0.##"}
    return {"userEnteredValue": {"numberValue": cell.value}, "userEnteredFormat": form}


def _graphs(sheaf: Sheaf, found: _Found, top: int) -> Iterator[Json]:
    first, graphs = _first_chart(sheaf.key), sheaf.graphs[:_SLOTS]
    for place in range(_SLOTS):
        key = first + place
        if place >= len(graphs):
            if key in found.charts:
                yield {"deleteEmbeddedObject": {"objectId": key}}
            continue
        spec = _spec(graphs[place], top)
        anchor = {"sheetId": TAB, "rowIndex": top + graphs[place].top, "columnIndex": graphs[place].series + 1}
        overlay = {"anchorCell": anchor, "offsetXPixels": 8, **_SIZE}
        if key in found.charts:
            yield {"updateChartSpec": {"chartId": key, "spec": spec}}
            yield {
                "updateEmbeddedObjectPosition": {
                    "objectId": key,
                    "newPosition": {"overlayPosition": {"anchorCell": anchor}},
                    "fields": "anchorCell",
                }
            }
        else:
            yield {"addChart": {"chart": {"chartId": key, "spec": spec, "position": {"overlayPosition": overlay}}}}


def _spec(graph: Graph, top: int) -> Json:
    head, end = top + graph.top, top + graph.top + 1 + graph.labels
    basic: Json = {
        "chartType": "LINE" if graph.kind is Drawn.LINE else "COLUMN",
        "legendPosition": "BOTTOM_LEGEND" if graph.series > 1 else "NO_LEGEND",
        "headerCount": 1,
        "domains": [{"domain": _source(head, end, 0)}],
        "series": [
            {"series": _source(head, end, 1 + place), "targetAxis": "LEFT_AXIS"} for place in range(graph.series)
        ],
    }
    if graph.kind is Drawn.STACKED:
        basic["stackedType"] = "STACKED"
    return {"title": graph.title, "altText": graph.text, "basicChart": basic}


def _source(top: int, bottom: int, column: int) -> Json:
    sources: Sequence[Json] = [grid_range(TAB, top, bottom, column, column + 1)]
    return {"sourceRange": {"sources": list(sources)}}
