"""The options that a batch adds to dropdowns."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from adapters.sheets.a1 import a1
from adapters.sheets.choices import Dropdown, dropdown_at, why_not
from adapters.sheets.client import Json
from adapters.sheets.draft import Owner, Rule, stretches
from adapters.sheets.grid import box_of
from adapters.sheets.rows import Tab
from mappings.codecs.sheet import CellData, Unwritable, spelled_here
from mappings.fields import Field, FieldType
from mappings.load import OPTIONS
from sync.message import Message, say
from sync.model import Value

Listed: TypeAlias = Callable[[str], Sequence[str] | None]
"""Reads the choices that stand in a range of cells; None where there is no such range."""

_SINGLE = (FieldType.SELECT, FieldType.STATUS)


@dataclass
class _Growth:
    """What is added to one dropdown, and the cells that need it."""

    dropdown: Dropdown
    names: dict[str, None] = field(default_factory=dict)
    owners: list[Owner] = field(default_factory=list)


@dataclass
class Dropdowns:
    """The dropdowns of a tab while one draft is made. ``listed`` reads the choices that stand in other cells."""

    tab: Tab
    listed: Listed
    _grown: dict[tuple[int, str], "_Growth"] = field(default_factory=dict)
    _runs: dict[tuple[int, str], tuple[tuple[int, int], ...]] = field(default_factory=dict)

    def spelled(self, value: Value, what: Field, row: int, column: int) -> Value:
        """Return the value as the cell spells its options. Raises ``Unwritable`` for one that is not to be added."""
        if what.type not in OPTIONS or value is None:
            return value
        dropdown = dropdown_at(self.tab.grid, row, column)
        known = self._known(dropdown)
        spelled = spelled_here(value, what, known, self.tab.grid.cell(row, column))
        new = [] if dropdown is None else [name for name in _names(spelled) if name not in known]
        if dropdown is not None and new:
            why = why_not(new[0], dropdown, what, a1(row, column), known) or self._protected(new[0], dropdown)
            if why is not None:
                raise Unwritable(why)
        return spelled

    def row_for_new(self, column: int) -> int:
        """Return the row whose cell tells what a new row offers: the free one below, else that of the last record."""
        below = self.tab.last_record + 1
        return (
            below
            if dropdown_at(self.tab.grid, below, column) or self.tab.last_record not in self.tab.records
            else below - 1
        )

    def grow(self, written: CellData, what: Field, row: int, column: int, owner: Owner) -> None:
        """Note what a cell that is written needs in its dropdown. Its value was ``spelled`` before."""
        if what.type not in _SINGLE:
            return
        dropdown = dropdown_at(self.tab.grid, row, column)
        name = written.get("userEnteredValue", {}).get("stringValue")
        if dropdown is None or dropdown.range is not None or name is None or name in dropdown.names:
            return
        growth = self._grown.setdefault(dropdown.key, _Growth(dropdown))
        growth.names.setdefault(name)
        growth.owners.append(owner)

    def rules(self) -> Iterator[Rule]:
        """Yield the rules with the new options in them, each for the cells that have it now."""
        tables: dict[str, dict[int, Json]] = {}
        owners: dict[str, list[Owner]] = {}
        for growth in self._grown.values():
            dropdown = growth.dropdown
            rule = dropdown.offering(growth.names)
            if dropdown.table is None:
                yield Rule(dropdown.column, rule, self._runs_of(dropdown), tuple(growth.owners))
            else:
                tables.setdefault(dropdown.table, {})[dropdown.column] = rule
                owners.setdefault(dropdown.table, []).extend(growth.owners)
        for key, columns in tables.items():
            yield Rule(min(columns), None, (), tuple(owners[key]), table=self._table(key, columns))

    def _known(self, dropdown: Dropdown | None) -> Sequence[str]:
        if dropdown is None:
            return ()
        return dropdown.names if dropdown.range is None else self.listed(dropdown.range) or ()

    def _runs_of(self, dropdown: Dropdown) -> tuple[tuple[int, int], ...]:
        """Return the stretches of rows whose cells have just this rule, each without its end."""
        if dropdown.key not in self._runs:
            grid, column = self.tab.grid, dropdown.column
            like = [row for row in range(grid.height) if grid.cell(row, column).get("dataValidation") == dropdown.rule]
            self._runs[dropdown.key] = tuple(stretches(like))
        return self._runs[dropdown.key]

    def _protected(self, name: str, dropdown: Dropdown) -> Message | None:
        rows = (row for run in self._runs_of(dropdown) for row in range(*run))
        locked = next((row for row in rows if self.tab.grid.locked(row, dropdown.column)), None)
        if locked is None or dropdown.table is not None:
            return None
        return say(
            "{name} cannot be added to the dropdown: it belongs to {cell}, too, which is protected",
            name=repr(name),
            cell=a1(locked, dropdown.column),
        )

    def _table(self, key: str, rules: Mapping[int, Json]) -> Json:
        """Return the table's columns as they are, with the rules put in: the list is replaced as a whole."""
        table = next(each for each in self.tab.grid.tables if each["tableId"] == key)
        left = box_of(table["range"]).left
        columns = [
            {**each, "dataValidationRule": rules[left + each.get("columnIndex", 0)]}
            if left + each.get("columnIndex", 0) in rules
            else each
            for each in table["columnProperties"]
        ]
        return {"tableId": key, "columnProperties": columns}


def _names(value: Value) -> Sequence[str]:
    if isinstance(value, str):
        return (value,)
    return value if isinstance(value, tuple) else ()
