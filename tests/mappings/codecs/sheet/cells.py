"""What the API shows of a cell after it was written, and fields to read it as."""

from collections.abc import Mapping
from datetime import UTC, tzinfo
from typing import Any

from mappings.codecs.sheet import CellData, read_cell
from mappings.fields import Field, FieldType
from sync.model import FieldName, Unreadable, Value


def field_of(kind: FieldType) -> Field:
    return Field(FieldName("x"), kind, "X", "X")


def answered(written: Mapping[str, Any]) -> CellData:
    """The cell as it is read after ``written`` was entered in it."""
    shown = {"userEnteredValue": "effectiveValue", "userEnteredFormat": "effectiveFormat"}
    return {**written, **{shown[key]: part for key, part in written.items()}}


def number(value: float, kind: str = "") -> CellData:
    cell: dict[str, Any] = {"effectiveValue": {"numberValue": value}, "userEnteredValue": {"numberValue": value}}
    return {**cell, "effectiveFormat": {"numberFormat": {"type": kind}}} if kind else cell


def text(value: str) -> CellData:
    return {"effectiveValue": {"stringValue": value}, "userEnteredValue": {"stringValue": value}}


def read(cell: CellData, kind: FieldType, zone: tzinfo = UTC) -> Value | Unreadable:
    return read_cell(cell, field_of(kind), zone)


def why(found: Value | Unreadable) -> str:
    assert isinstance(found, Unreadable)
    return str(found.why)
