"""What a table looks like: its columns and a sample of its rows, before anything is mapped."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mappings.codecs.sheet import CellData
from mappings.fields import FieldType, Unit
from sync.model import Unreadable, Value


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a database. ``values`` are those of the sampled pages, in their order.

    ``kind`` is Notion's own word for the type, also where it is one that is not known; ``form`` a number's format.
    """

    name: str
    key: str
    type: FieldType
    kind: str = ""
    options: tuple[str, ...] = ()
    values: tuple[Value | Unreadable, ...] = ()
    form: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a tab. ``cells`` are those of the sampled rows, in their order.

    ``position`` counts from 0, ``options`` are those of a dropdown. ``locked`` means that a protected range keeps us
    out, ``twice`` that another column has the same header.
    """

    name: str
    position: int
    cells: tuple[CellData, ...] = ()
    options: tuple[str, ...] = ()
    boxes: bool = False
    """Whether its cells are checkboxes."""
    locked: bool = False
    twice: bool = False


@dataclass(frozen=True, slots=True)
class Database:
    """A data source. ``rows`` were sampled; ``more`` says that there are others."""

    title: str
    source: str
    url: str
    properties: tuple[Property, ...]
    rows: int = 0
    more: bool = False


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab of a spreadsheet. ``header_row`` counts from 1; 0 where the tab is empty."""

    title: str
    number: int
    columns: tuple[Column, ...]
    header_row: int = 1
    rows: int = 0
    more: bool = False
    unnamed: tuple[str, ...] = ()
    """The letters of columns that have cells and no header."""

    @property
    def empty(self) -> bool:
        return not self.columns


@dataclass(frozen=True, slots=True)
class Book:
    """A spreadsheet and its tabs, by title with their numbers, and how many rows each has.

    ``asked`` is the tab that its address names.
    """

    title: str
    spreadsheet: str
    zone: str
    locale: str
    tabs: Mapping[str, int]
    rows: Mapping[str, int] = field(default_factory=dict)
    asked: str | None = None


@dataclass(frozen=True, slots=True)
class NewColumn:
    """A column, or the property it becomes, of a table that is to be made from the other side.

    ``pattern`` is Google's number format, ``form`` Notion's; ``timed`` says that a date has times.
    """

    name: str
    type: FieldType
    options: tuple[str, ...] = ()
    pattern: str = ""
    form: str = ""
    timed: bool = False
    width: int = 120
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class NewTable:
    """A table that is to be made: a tab or a database. ``identity`` names the column or property of the record id."""

    title: str
    columns: tuple[NewColumn, ...]
    identity: str | None
