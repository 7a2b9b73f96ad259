"""What people put into a spreadsheet beside values, as requests of the API, and strategies that choose among it."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from tests.untouched.table import LAST, MEMO, SPARE, STATE, SUM, Json, Table, box, text

Area = tuple[int, int, int, int]
Maker = Callable[[Table, Area], Json]


@st.composite
def areas(draw: st.DrawFn, left: int = 0, right: int = LAST) -> Area:
    top = draw(st.integers(0, SPARE - 2))
    first = draw(st.integers(left, right - 1))
    return top, draw(st.integers(top + 1, SPARE - 1)), first, draw(st.integers(first + 1, right))


def looks(table: Table, area: Area) -> Json:
    look = {"textFormat": {"bold": True}, "backgroundColor": {"red": 0.5}, "horizontalAlignment": "CENTER"}
    fields = "userEnteredFormat(textFormat.bold,backgroundColor,horizontalAlignment)"
    return {"repeatCell": {"range": box(table.tab, *area), "cell": {"userEnteredFormat": look}, "fields": fields}}


def note(table: Table, area: Area) -> Json:
    return {"repeatCell": {"range": box(table.tab, *area), "cell": {"note": "mind this"}, "fields": "note"}}


def borders(table: Table, area: Area) -> Json:
    return {"updateBorders": {"range": box(table.tab, *area), "top": {"style": "SOLID"}, "left": {"style": "DOTTED"}}}


def number_rule(table: Table, area: Area) -> Json:
    rule = {"condition": {"type": "NUMBER_GREATER", "values": [{"userEnteredValue": "0"}]}, "inputMessage": "positive"}
    return {"setDataValidation": {"range": box(table.tab, *area[:2], SUM, SUM + 1), "rule": rule}}


def conditional(table: Table, area: Area) -> Json:
    rule = {
        "ranges": [box(table.tab, *area)],
        "booleanRule": {"condition": {"type": "NOT_BLANK"}, "format": {"backgroundColor": {"green": 1}}},
    }
    return {"addConditionalFormatRule": {"rule": rule, "index": 0}}


def warning(table: Table, area: Area) -> Json:
    protected = {"range": box(table.tab, *area), "warningOnly": True, "description": "be careful"}
    return {"addProtectedRange": {"protectedRange": protected}}


def named(table: Table, area: Area) -> Json:
    return {"addNamedRange": {"namedRange": {"name": "of_theirs", "range": box(table.tab, *area)}}}


def hidden(table: Table, area: Area) -> Json:
    rows = {"sheetId": table.tab, "dimension": "ROWS", "startIndex": area[0], "endIndex": area[1]}
    properties = {"hiddenByUser": True, "pixelSize": 47}
    return {"updateDimensionProperties": {"range": rows, "properties": properties, "fields": "hiddenByUser,pixelSize"}}


def width(table: Table, area: Area) -> Json:
    columns = {"sheetId": table.tab, "dimension": "COLUMNS", "startIndex": area[2], "endIndex": area[3]}
    return {"updateDimensionProperties": {"range": columns, "properties": {"pixelSize": 321}, "fields": "pixelSize"}}


def frozen(table: Table, area: Area) -> Json:
    grid = {"frozenRowCount": 1, "frozenColumnCount": 1 + area[2] % 3}
    properties = {"sheetId": table.tab, "gridProperties": grid, "tabColor": {"blue": 1}}
    fields = "gridProperties(frozenRowCount,frozenColumnCount),tabColor"
    return {"updateSheetProperties": {"properties": properties, "fields": fields}}


def filtered(table: Table, area: Area) -> Json:
    criteria = {str(MEMO): {"hiddenValues": [f"memo {area[0]}"]}}
    return {"setBasicFilter": {"filter": {"range": box(table.tab, 0, SPARE, 0, LAST), "criteria": criteria}}}


def view(table: Table, area: Area) -> Json:
    criteria = {str(STATE): {"hiddenValues": ["state 1"]}}
    shown = {"title": "mine", "range": box(table.tab, 0, area[1] + 1, 0, LAST), "criteria": criteria}
    return {"addFilterView": {"filter": shown}}


def banded(table: Table, _area: Area) -> Json:
    colors = {"firstBandColor": {"red": 1, "green": 1, "blue": 1}, "secondBandColor": {"red": 0.9}}
    return {"addBanding": {"bandedRange": {"range": box(table.tab, 0, SPARE, 0, LAST), "rowProperties": colors}}}


def chart(table: Table, area: Area) -> Json:
    source = {"sourceRange": {"sources": [box(table.tab, 0, 7, SUM, SUM + 1)]}}
    spec = {"title": "theirs", "basicChart": {"chartType": "COLUMN", "series": [{"series": source}]}}
    anchor = {"anchorCell": {"sheetId": table.tab, "rowIndex": area[0], "columnIndex": STATE}}
    return {"addChart": {"chart": {"spec": spec, "position": {"overlayPosition": anchor}}}}


def tagged(table: Table, area: Area) -> Json:
    place = {"sheetId": table.tab, "dimension": "COLUMNS", "startIndex": area[2], "endIndex": area[2] + 1}
    made: Json = {"metadataKey": "theirs", "visibility": "DOCUMENT", "location": {"dimensionRange": place}}
    return {"createDeveloperMetadata": {"developerMetadata": {**made, "metadataValue": "42"}}}


def tagged_row(table: Table, area: Area) -> Json:
    place = {"sheetId": table.tab, "dimension": "ROWS", "startIndex": area[0], "endIndex": area[0] + 1}
    made: Json = {"metadataKey": "theirs", "visibility": "DOCUMENT", "location": {"dimensionRange": place}}
    return {"createDeveloperMetadata": {"developerMetadata": made}}


def merged(table: Table, area: Area) -> Json:
    return {
        "mergeCells": {"range": box(table.tab, area[0] + 1, area[1] + 1, STATE, STATE + 1), "mergeType": "MERGE_ALL"}
    }


def grouped(table: Table, area: Area) -> Json:
    rows = {"sheetId": table.tab, "dimension": "ROWS", "startIndex": area[0], "endIndex": area[1]}
    return {"addDimensionGroup": {"range": rows}}


def elsewhere(table: Table, area: Area) -> Json:
    """On another tab, a formula that looks at ours, and a word."""
    start = {"sheetId": table.other, "rowIndex": area[0] % 8, "columnIndex": 0}
    cells = [{"userEnteredValue": {"formulaValue": "=COUNTA(table!A:A)"}}, text("beside")]
    return {"updateCells": {"start": start, "rows": [{"values": cells}], "fields": "userEnteredValue"}}


def rich(table: Table, area: Area) -> Json:
    """Text in several formats, in a column of others."""
    cell: dict[str, Any] = text("two words")
    cell["textFormatRuns"] = [{"startIndex": 4, "format": {"italic": True}}]
    start = {"sheetId": table.tab, "rowIndex": 1 + area[0] % 5, "columnIndex": MEMO}
    return {"updateCells": {"start": start, "rows": [{"values": [cell]}], "fields": "userEnteredValue,textFormatRuns"}}


ONCE: tuple[Maker, ...] = (frozen, filtered, view, banded, named, warning, merged)
OFTEN: tuple[Maker, ...] = (
    looks,
    note,
    borders,
    number_rule,
    conditional,
    hidden,
    width,
    chart,
    tagged,
    tagged_row,
    grouped,
    elsewhere,
    rich,
)

EVERYTHING = [(maker, (3, 12, 1, 9)) for maker in (*ONCE, *OFTEN)]
"""One of each, over rows with records and without."""

furniture = st.builds(
    lambda once, often: [*once, *often],
    st.lists(st.tuples(st.sampled_from(ONCE), areas()), unique_by=lambda each: each[0].__name__, max_size=len(ONCE)),
    st.lists(st.tuples(st.sampled_from(OFTEN), areas()), max_size=12),
)
