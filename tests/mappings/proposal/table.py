"""Small tables, as they look to the proposal."""

from collections.abc import Mapping, Sequence
from typing import Any

from mappings.fields import FieldType
from mappings.sketch import Column, Database, Property, Tab
from sync.model import Value


def cell(value: object) -> dict[str, Any]:
    if value is None or value == "":
        return {}
    if isinstance(value, bool):
        return {"userEnteredValue": {"boolValue": value}}
    if isinstance(value, int | float):
        return {"userEnteredValue": {"numberValue": value}}
    if str(value).startswith("="):
        return {"userEnteredValue": {"formulaValue": value}, "effectiveValue": {"numberValue": 1}}
    return {"userEnteredValue": {"stringValue": str(value)}}


def dated(number: float, kind: str = "DATE", pattern: str = "") -> dict[str, Any]:
    form = {"numberFormat": {"type": kind, "pattern": pattern}}
    return {"userEnteredValue": {"numberValue": number}, "effectiveFormat": form}


def column(name: str, *values: object, position: int = 0, options: Sequence[str] = ()) -> Column:
    cells = tuple(each if isinstance(each, dict) else cell(each) for each in values)
    return Column(name, position, cells, tuple(options))


def tab(columns: Mapping[str, Sequence[object]]) -> Tab:
    made = tuple(column(name, *values, position=place) for place, (name, values) in enumerate(columns.items()))
    return Tab("tab", 1, made, rows=max(map(len, columns.values()), default=0))


def database(properties: Mapping[str, tuple[FieldType, Sequence[Value]]]) -> Database:
    made = tuple(
        Property(name, name, kind, kind.value, values=tuple(values)) for name, (kind, values) in properties.items()
    )
    return Database("table", "source", "", made, rows=max((len(each.values) for each in made), default=0))
