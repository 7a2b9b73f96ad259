"""The choices that cells offer, and why one is not added to them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from adapters.sheets.client import Json
from adapters.sheets.grid import Grid, box_of
from mappings.fields import Field, FieldType, NewOptions
from mappings.suggest import nearest
from sync.message import Message, say

_BEGINS_A_FORMULA = ("=", "+")


@dataclass(frozen=True, slots=True)
class Dropdown:
    """The rule of a cell. ``range`` is where the choices stand if not in the rule, ``table`` the table that has it."""

    column: int
    rule: Json
    names: tuple[str, ...] = ()
    range: str | None = None
    table: str | None = None

    @property
    def key(self) -> tuple[int, str]:
        return (self.column, repr((self.table, self.rule)))

    def offering(self, names: Iterable[str]) -> Json:
        """Return the rule with more choices."""
        condition = self.rule["condition"]
        values = [*condition.get("values", ()), *({"userEnteredValue": name} for name in names)]
        return {**self.rule, "condition": {**condition, "values": values}}


def dropdown_at(grid: Grid, row: int, column: int) -> Dropdown | None:
    """Return the dropdown of a cell: that of its column in a table, else its own."""
    table, rule = _of_table(grid, row, column) or (None, grid.cell(row, column).get("dataValidation"))
    condition = (rule or {}).get("condition", {})
    names = tuple(str(each.get("userEnteredValue", "")) for each in condition.get("values", ()))
    if rule is not None and condition.get("type") == "ONE_OF_LIST":
        return Dropdown(column, rule, names, table=table)
    if rule is not None and condition.get("type") == "ONE_OF_RANGE" and names:
        return Dropdown(column, rule, range=names[0].removeprefix("="))
    return None


def _of_table(grid: Grid, row: int, column: int) -> tuple[str, Json] | None:
    for table in grid.tables:
        box = box_of(table.get("range", {}))
        for each in table.get("columnProperties", ()) if box.has(row, column) else ():
            if each.get("columnIndex", 0) == column - box.left and "dataValidationRule" in each:
                return str(table["tableId"]), each["dataValidationRule"]
    return None


def why_not(name: str, dropdown: Dropdown, what: Field, cell: str, known: Sequence[str]) -> Message | None:
    """Return why an option is not added to a dropdown whose choices are ``known``; None where it may be."""
    if dropdown.range is not None:
        return say(
            "{name} is not among the choices of {cell}, which stand in {range}: add it there",
            name=repr(name),
            cell=cell,
            range=dropdown.range,
        )
    if what.new_options is NewOptions.HOLD:
        return say(
            "{name} is not in the dropdown of {cell}, and the mapping adds nothing to it; "
            "there are: {options} (nearest: {near})",
            name=repr(name),
            cell=cell,
            options=", ".join(known) or "-",
            near=nearest(name, known) or "-",
        )
    if what.type is FieldType.MULTI_SELECT:
        return say(
            "{name} is not in the dropdown of {cell}, which cannot be extended: Google's API does not keep "
            "that several may be chosen; add it there by hand",
            name=repr(name),
            cell=cell,
        )
    if name.startswith(_BEGINS_A_FORMULA):
        return say("{name} would be taken for a formula in the dropdown of {cell}", name=repr(name), cell=cell)
    return None
