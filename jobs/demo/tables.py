"""The demo's two tables, as they lie beside the code: what is mapped, what is in them, and how untidy they are."""

import csv
import io
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from mappings.fields import FieldType

ID_LIST = ";"


@dataclass(frozen=True, slots=True)
class Mapped:
    """A field as the configuration maps it: its name, its type, and what it is called on both sides."""

    name: str
    type: FieldType
    notion: str
    sheet: str


@dataclass(frozen=True, slots=True)
class Row:
    """One record as the team means it, as text; ``key`` is used in the data files only. Lists are cut by ``;``."""

    key: str
    values: Mapping[str, str]
    memo: str


@dataclass(frozen=True, slots=True)
class Oddities:
    """How the two sides differ before Bothways is used, by the keys of the rows (see data/oddities.toml)."""

    only_notion: tuple[str, ...]
    only_sheet: tuple[str, ...]
    twice_in_sheet: tuple[str, ...]
    blank_after: tuple[str, ...]
    note_after: Mapping[str, str]
    ids: Mapping[str, Mapping[str, str]]
    typed: Mapping[str, Mapping[str, str]]
    differs: Mapping[str, Mapping[str, str]]
    empty: Mapping[str, Mapping[str, tuple[str, ...]]]
    notes: Mapping[str, Mapping[str, str]]

    def id_on(self, side: str, key: str) -> str | None:
        return self.ids["both"].get(key) or self.ids[side].get(key)


@dataclass(frozen=True, slots=True)
class Look:
    """What a table has beside its mapped fields."""

    database: str
    columns: tuple[str, ...]
    memo: str
    prefix: str | None
    author: str
    choices: Mapping[str, tuple[str, ...]]
    formulas: Mapping[str, str]
    widths: Mapping[str, int]
    notion_only: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Demo:
    """One pair: where it lies, its fields, its rows."""

    name: str
    database_id: str
    id_property: str
    spreadsheet_id: str
    tab: str
    id_column: str
    fields: Mapping[str, Mapped]
    rows: tuple[Row, ...]
    oddities: Oddities
    look: Look
    bodies: Mapping[str, str]

    @property
    def data_source_id(self) -> str:
        """An id of the demo's own, so that it is the same in every run."""
        return self.database_id[:-1] + chr(ord(self.database_id[-1]) + ord("a") - ord("1"))

    def row(self, key: str) -> Row:
        return next(row for row in self.rows if row.key == key)

    def keys_on(self, side: str) -> list[str]:
        """Return the keys of the rows that stand on ``side``, in the order of the table."""
        elsewhere = self.oddities.only_sheet if side == "notion" else self.oddities.only_notion
        return [row.key for row in self.rows if row.key not in elsewhere]


def configuration() -> str:
    """Return the demo's configuration as text."""
    return _data("configuration.toml").read_text("utf-8")


@cache
def people() -> Mapping[str, str]:
    """Return the team by e-mail address."""
    return dict(_toml("people.toml"))


@cache
def demos() -> tuple[Demo, ...]:
    """Return the pairs in the order of the configuration."""
    return tuple(_demo(name, pair) for name, pair in tomllib.loads(configuration())["pairs"].items())


def _demo(name: str, pair: Mapping[str, Any]) -> Demo:
    fields = {
        each: Mapped(each, FieldType(said["type"]), said["notion"], said["sheet"])
        for each, said in pair["fields"].items()
    }
    look = _look(_toml("tables.toml")[name])
    rows = _rows(name, fields)
    bodies = {row.key: _data("bodies", f"{row.key}.md") for row in rows}
    return Demo(
        name=name,
        database_id=pair["notion"]["source"],
        id_property=pair["notion"]["id_property"],
        spreadsheet_id=pair["sheet"]["spreadsheet"],
        tab=pair["sheet"]["tab"],
        id_column=pair["sheet"]["id_column"],
        fields=fields,
        rows=rows,
        oddities=_oddities(_toml("oddities.toml")[name]),
        look=look,
        bodies={key: found.read_text("utf-8") for key, found in bodies.items() if found.is_file()},
    )


def _rows(name: str, fields: Mapping[str, Mapped]) -> tuple[Row, ...]:
    lines = csv.DictReader(io.StringIO(_data(f"{name}.csv").read_text("utf-8"), newline=""))
    return tuple(
        Row(line["key"], {each: line[each] for each in fields if each in line}, line.get("memo") or "")
        for line in lines
    )


def _look(said: Mapping[str, Any]) -> Look:
    return Look(
        database=said["database"],
        columns=tuple(said["columns"]),
        memo=said["memo"],
        prefix=said.get("prefix"),
        author=said["author"],
        choices={field: tuple(choices) for field, choices in said["choices"].items()},
        formulas=said["formulas"],
        widths=said["widths"],
        notion_only=said["notion_only"],
    )


def _oddities(said: Mapping[str, Any]) -> Oddities:
    return Oddities(
        only_notion=tuple(said["only_notion"]),
        only_sheet=tuple(said["only_sheet"]),
        twice_in_sheet=tuple(said.get("twice_in_sheet", ())),
        blank_after=tuple(said["blank_after"]),
        note_after=said["note_after"],
        ids=said["ids"],
        typed={key: {**said["spelt"].get(key, {}), **said["unreadable"].get(key, {})} for key in _either(said)},
        differs=said["differs"],
        empty={side: {key: tuple(names) for key, names in keys.items()} for side, keys in said["empty"].items()},
        notes=said["notes"],
    )


def _either(said: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*said["spelt"], *said["unreadable"]]))


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(_data(name).read_text("utf-8"))


def _data(*names: str) -> Traversable:
    return files("jobs.demo").joinpath("data", *names)
