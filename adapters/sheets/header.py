"""The header row: which column is which field."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from adapters.sheets.a1 import a1
from adapters.sheets.grid import Grid, Layout
from mappings.codecs.sheet.cell import shown
from sync.errors import Misconfigured
from sync.message import Message, say
from sync.model import FieldName

_SEARCHED = 100
"""So many rows are searched for a header row that is not where it was."""


def header_text(text: str) -> str:
    """Return a header as it is compared: in one Unicode form, trimmed."""
    return unicodedata.normalize("NFC", text).strip()


def headers(grid: Grid, row: int) -> dict[str, list[int]]:
    """Return the headers of a row that are not blank, each with its columns."""
    found: dict[str, list[int]] = defaultdict(list)
    for column, cell in grid.row(row).items():
        if text := header_text(shown(cell)):
            found[text].append(column)
    return dict(found)


def find_layout(
    grid: Grid, *, names: Mapping[FieldName, str], id_column: str, header_row: int, may_miss: frozenset[FieldName]
) -> Layout:
    """Find the id column and the column of each field; a field in ``may_miss`` is left out where it has none.

    Raises ``Misconfigured`` with every mistake at once: headers that are missing and headers that stand twice.
    """
    wanted = {header_text(name) for name in names.values()} | {header_text(id_column)}
    row = _header_row(grid, wanted, header_text(id_column), header_row - 1)
    there = headers(grid, row)
    mistakes = list(_twice(there, wanted, row))
    if header_text(id_column) not in there:
        mistakes.append(_no_id_column(id_column, row, there))
    missing = [name for field, name in names.items() if header_text(name) not in there and field not in may_miss]
    mistakes += [_missing(name, row, there) for name in missing]
    if mistakes:
        seen = say("The columns of the tab {tab} do not fit the mapping.", tab=repr(grid.title))
        way_out = say(
            "Headers in row {row}: {headers}. Correct the headers or the mapping.",
            row=row + 1,
            headers=", ".join(there) or "-",
        )
        raise Misconfigured(seen, mistakes, way_out)
    columns = {field: there[header_text(name)][0] for field, name in names.items() if header_text(name) in there}
    return Layout(row, there[header_text(id_column)][0], columns)


def _header_row(grid: Grid, wanted: Iterable[str], id_column: str, expected: int) -> int:
    """Return the row the mapping names, or the only one with all the headers where rows were put above it."""
    if id_column in headers(grid, expected):
        return expected
    found = [row for row in range(min(len(grid.rows), _SEARCHED)) if set(wanted) <= headers(grid, row).keys()]
    return found[0] if len(found) == 1 else expected


def _twice(there: Mapping[str, list[int]], wanted: Iterable[str], row: int) -> Iterable[Message]:
    for name in sorted(wanted):
        columns = there.get(name, [])
        if len(columns) > 1:
            yield say(
                "the header {name} stands {count} times, in {cells}; rename all but one",
                name=repr(name),
                count=len(columns),
                cells=", ".join(a1(row, column) for column in columns),
            )


def _no_id_column(name: str, row: int, there: Mapping[str, list[int]]) -> Message:
    return say(
        "there is no column {name} for the record ids in row {row}{near}; add a column with this header, "
        "its cells may be empty",
        name=repr(name),
        row=row + 1,
        near=_near(name, there),
    )


def _missing(name: str, row: int, there: Mapping[str, list[int]]) -> Message:
    return say("there is no column {name} in row {row}{near}", name=repr(name), row=row + 1, near=_near(name, there))


def _near(name: str, there: Iterable[str]) -> Message | str:
    folded = {each.casefold(): each for each in there}
    found = [folded[each] for each in get_close_matches(header_text(name).casefold(), list(folded), n=3, cutoff=0.5)]
    return say(" (nearest: {names})", names=", ".join(repr(each) for each in found)) if found else ""
