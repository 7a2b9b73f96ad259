"""The sheet half of the demo: a tab's cells, formats, dropdowns and notes in the API's own form."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from jobs.demo.tables import ID_LIST, Demo, Row
from mappings.fields import FieldType

Json = dict[str, Any]

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's time has no zone
_DAY, _MOMENT = "yyyy/mm/dd", "yyyy/mm/dd hh:mm"
_WIDTH = 110
_LISTS = (FieldType.MULTI_SELECT, FieldType.PEOPLE, FieldType.RELATION)


def headers(demo: Demo) -> list[str]:
    """Return the first row: mapped fields under their own header, and the team's other columns."""
    return [demo.fields[name].sheet if name in demo.fields else name for name in demo.look.columns]


def cells(demo: Demo) -> list[Json]:
    """Return the rows of the tab, the header first, as RowData."""
    return [{"values": [header(name) for name in headers(demo)]}, *_body(demo)]


def tab_properties(demo: Demo, number: int, rows: int) -> Json:
    grid = {"rowCount": rows, "columnCount": len(demo.look.columns) + 2, "frozenRowCount": 1}
    return {"sheetId": tab_id(number), "title": demo.tab, "index": number, "gridProperties": grid}


def tab_id(number: int) -> int:
    return 1001 + number


def furnishing(demo: Demo, number: int, rows: int) -> list[Json]:
    """Return the requests for dropdowns, checkboxes and widths."""
    made: list[Json] = []
    for column, name in enumerate(demo.look.columns):
        place = {"sheetId": tab_id(number), "startColumnIndex": column, "endColumnIndex": column + 1}
        rule = _rule(demo, name)
        if rule:
            where = {**place, "startRowIndex": 1, "endRowIndex": rows}
            made.append({"setDataValidation": {"range": where, "rule": rule}})
        made.append(width(tab_id(number), column, demo.look.widths.get(name, _WIDTH)))
    return made


def width(sheet_id: int, column: int, pixels: int) -> Json:
    """Return the request that makes a column, counted from 0, so wide."""
    span = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": column, "endIndex": column + 1}
    return {"updateDimensionProperties": {"range": span, "properties": {"pixelSize": pixels}, "fields": "pixelSize"}}


def serial(text: str) -> float:
    """Return a day or a moment as a sheet keeps it: days since the end of 1899."""
    since = datetime.fromisoformat(text) - _EPOCH
    return since.days + since.seconds / 86400 if since.seconds else since.days


def header(name: str) -> Json:
    """Return a cell of the first row."""
    look = {"textFormat": {"bold": True}, "backgroundColor": {"red": 0.91, "green": 0.94, "blue": 0.98}}
    return {"userEnteredValue": {"stringValue": name}, "userEnteredFormat": look}


def _body(demo: Demo) -> Iterator[Json]:
    at = 1
    for key in demo.keys_on("sheet"):
        row = demo.row(key)
        for _ in range(2 if key in demo.oddities.twice_in_sheet else 1):
            at += 1
            yield {"values": [_cell(demo, row, name, at) for name in demo.look.columns]}
        note = demo.oddities.note_after.get(key)
        if note:
            at += 1
            place = demo.look.columns.index(demo.look.memo)
            yield {"values": [{}] * place + [{"userEnteredValue": {"stringValue": note}}]}
        if key in demo.oddities.blank_after:
            at += 1
            yield {}


def _cell(demo: Demo, row: Row, name: str, at: int) -> Json:
    note = demo.oddities.notes.get(row.key, {}).get(name)
    made = _mapped(demo, row, name) if name in demo.fields else _own(demo, row, name, at)
    return {**made, "note": note} if note else made


def _mapped(demo: Demo, row: Row, name: str) -> Json:
    odd = demo.oddities
    kind = demo.fields[name].type
    text = odd.differs.get(row.key, {}).get(name, row.values.get(name, ""))
    typed = odd.typed.get(row.key, {}).get(name)
    if typed is not None:
        return _text(typed)
    blank = kind is not FieldType.CHECKBOX and name in odd.empty["sheet"].get(row.key, ())
    return {} if blank else cell(text, kind)


def cell(text: str, kind: FieldType) -> Json:
    """Return a value as it lies in a sheet where nobody typed it otherwise. Lists are cut by ``;``."""
    if kind is FieldType.CHECKBOX:
        return {"userEnteredValue": {"boolValue": text == "true"}}
    if not text:
        return {}
    if kind is FieldType.NUMBER:
        return {"userEnteredValue": {"numberValue": float(text)}}
    if kind is FieldType.DATE:
        pattern, format_kind = (_MOMENT, "DATE_TIME") if "T" in text else (_DAY, "DATE")
        look = {"numberFormat": {"type": format_kind, "pattern": pattern}}
        return {"userEnteredValue": {"numberValue": serial(text)}, "userEnteredFormat": look}
    return _text(text.replace(ID_LIST, ", ") if kind in _LISTS else text)


def _own(demo: Demo, row: Row, name: str, at: int) -> Json:
    """Return a cell of a column that is nobody's business but the team's, or the id."""
    formula = demo.look.formulas.get(name)
    if formula:
        return {"userEnteredValue": {"formulaValue": formula.format_map(_addresses(demo, at))}}
    text = demo.oddities.id_on("sheet", row.key) if name == demo.id_column else None
    if name == demo.look.memo:
        text = row.memo
    return _text(text) if text else {}


def _text(text: str) -> Json:
    return {"userEnteredValue": {"stringValue": text}}


def _addresses(demo: Demo, at: int) -> dict[str, str]:
    return {name: f"{chr(ord('A') + place)}{at}" for place, name in enumerate(demo.look.columns)}


def _rule(demo: Demo, name: str) -> Json | None:
    field = demo.fields.get(name)
    if field is not None and field.type is FieldType.CHECKBOX:
        return {"condition": {"type": "BOOLEAN"}, "strict": True}
    choices = demo.look.choices.get(name)
    if not choices:
        return None
    values = [{"userEnteredValue": choice} for choice in choices]
    return {"condition": {"type": "ONE_OF_LIST", "values": values}, "strict": False, "showCustomUi": True}
