"""The header row: which column is which field."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from adapters.sheets.a1 import a1
from adapters.sheets.grid import Grid, Layout
from adapters.sheets.tags import Marks
from mappings.codecs.sheet.cell import shown
from sync.errors import Misconfigured
from sync.message import Message, say
from sync.model import ID_FIELD, FieldName

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


@dataclass(frozen=True)
class Wanted:
    """What to look for. ``names`` are the headers a field may have, the likeliest first, ``ID_FIELD`` among the fields.

    ``header_row`` counts from 1. A field in ``may_miss`` is left out where it has no column.
    """

    names: Mapping[FieldName, tuple[str, ...]]
    marks: Marks
    header_row: int
    may_miss: frozenset[FieldName] = frozenset()

    def called(self, name: FieldName, text: str) -> bool:
        return any(header_text(each) == text for each in self.names[name])


def find_layout(grid: Grid, wanted: Wanted) -> Layout:
    """Find the id column and the column of each field: by its mark, else by its header.

    Raises ``Misconfigured`` with every mistake at once: headers that are missing, headers that stand twice, and two
    rows that both look like the header row.
    """
    row = _header_row(grid, wanted)
    search = _Search(grid, wanted, row, headers(grid, row))
    columns = search.columns()
    mistakes = [*search.mistakes, *_header_again(grid, wanted, row, columns), *search.missing]
    if mistakes:
        seen = say("The columns of the tab {tab} do not fit the mapping.", tab=repr(grid.title))
        way_out = say(
            "Headers in row {row}: {headers}. Correct the headers or the mapping.",
            row=row + 1,
            headers=", ".join(search.there) or "-",
        )
        raise Misconfigured(seen, mistakes, way_out)
    names = {name: search.header(name, column) for name, column in columns.items()}
    return Layout(row, columns.pop(ID_FIELD), columns, names)


@dataclass
class _Search:
    grid: Grid
    wanted: Wanted
    row: int
    there: Mapping[str, list[int]]
    mistakes: list[Message] = field(default_factory=list)
    missing: list[Message] = field(default_factory=list)

    def columns(self) -> dict[FieldName, int]:
        found: dict[FieldName, int] = {}
        if self._is_header:
            found = {name: column for name in self.wanted.names if (column := self._by_mark(name)) is not None}
        taken = frozenset(found.values())
        for name in self.wanted.names:
            if name not in found:
                column = self._by_header(name, taken)
                if column is not None:
                    found[name] = column
        self.mistakes += self._shared(found)
        return {name: found[name] for name in self.wanted.names if name in found}

    @property
    def _is_header(self) -> bool:
        """Marks say which column, not which row: without one known header the row may be anything."""
        return any(self.wanted.called(name, text) for name in self.wanted.names for text in self.there)

    def header(self, name: FieldName, column: int) -> str:
        """Return what a column is called, in the mapping's own spelling where it is the same."""
        text = self._text(column)
        return next((each for each in self.wanted.names[name] if header_text(each) == text), text)

    def _text(self, column: int) -> str:
        return header_text(shown(self.grid.cell(self.row, column)))

    def _by_mark(self, name: FieldName) -> int | None:
        """A mark on a column without a header was left behind by a column that was cut and pasted."""
        column = self.wanted.marks.column(self.grid, name)
        return column if column is not None and self._text(column) else None

    def _by_header(self, name: FieldName, taken: frozenset[int]) -> int | None:
        for each in self.wanted.names[name]:
            columns = [column for column in self.there.get(header_text(each), []) if column not in taken]
            if len(columns) > 1:
                self.mistakes.append(_twice(each, columns, self.row))
            if columns:
                return columns[0]
        if name == ID_FIELD:
            self.missing.append(_no_id_column(self.wanted.names[name][0], self.row, self.there))
        elif name not in self.wanted.may_miss:
            self.missing.append(_missing(self.wanted.names[name][0], self.row, self.there))
        return None

    def _shared(self, found: Mapping[FieldName, int]) -> Iterator[Message]:
        """Two fields may be given one header on purpose; else each has a column of its own."""
        owner: dict[int, FieldName] = {}
        for name, column in found.items():
            first, second = (self.wanted.names[each][-1] for each in (owner.setdefault(column, name), name))
            if header_text(first) != header_text(second):
                yield say(
                    "the column {cell} would be both {first} and {second}",
                    cell=a1(self.row, column),
                    first=repr(first),
                    second=repr(second),
                )


def _header_row(grid: Grid, wanted: Wanted) -> int:
    """Return the only row that looks like the header row, else the one the mapping names."""
    expected = wanted.header_row - 1
    found = [row for row in range(min(len(grid.rows), _SEARCHED)) if _looks_like_header(grid, wanted, row)]
    if len(found) == 1 or expected not in found:
        return found[0] if found else expected
    return expected


def _looks_like_header(grid: Grid, wanted: Wanted, row: int) -> bool:
    """Say whether at least half of the headers, and more than one, stand in a row."""
    there = headers(grid, row)
    hits = sum(any(header_text(each) in there for each in names) for names in wanted.names.values())
    return hits > 1 and 2 * hits >= len(wanted.names)


def _header_again(grid: Grid, wanted: Wanted, row: int, columns: Mapping[FieldName, int]) -> Iterator[Message]:
    """Find rows that would be read as records, or be left out, though they repeat the headers."""
    at = columns.get(ID_FIELD)
    if at is None:
        return
    for other in range(grid.height):
        text = header_text(shown(grid.cell(other, at)))
        if other != row and text and wanted.called(ID_FIELD, text) and _looks_like_header(grid, wanted, other):
            yield say(
                "the rows of {cell} and {other} both look like the header row; remove one, or change its headers",
                cell=a1(row, at),
                other=a1(other, at),
            )


def _twice(name: str, columns: Iterable[int], row: int) -> Message:
    cells = [a1(row, column) for column in columns]
    return say(
        "the header {name} stands {count} times, in {cells}; rename all but one",
        name=repr(header_text(name)),
        count=len(cells),
        cells=", ".join(cells),
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
