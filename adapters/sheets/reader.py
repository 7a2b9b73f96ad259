"""Reads one tab by its mapping."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from gspread.exceptions import NoValidUrlKeyFound
from gspread.utils import extract_id_from_url

from adapters.sheets.a1 import quoted
from adapters.sheets.client import Json, SheetsClient
from adapters.sheets.faults import BAD_RANGE, Rejected
from adapters.sheets.grid import TAB, Grid, Layout, parse_grid
from adapters.sheets.header import find_layout, header_text
from adapters.sheets.rows import Tab
from adapters.sheets.trash import TABS
from mappings.fields import PairMapping
from sync.errors import Misconfigured, NotThere, OutOfReach, ServiceError
from sync.message import say
from sync.model import FieldName
from sync.policy import Schema


@dataclass
class Reader:
    """``names`` are the headers of the fields; they change where a run renames a column."""

    client: SheetsClient
    mapping: PairMapping
    known: Mapping[FieldName, str]
    names: dict[FieldName, str]
    spreadsheet: str

    def read(self) -> Tab:
        """Read every cell of the tab: one call."""
        return self.tab_of(self.fetch([quoted(self.mapping.sheet.tab)]))

    def fetch(self, ranges: list[str]) -> Json:
        try:
            return self.client.fetch(self.spreadsheet, fields=f"sheets({TAB})", ranges=ranges)
        except Rejected as refusal:
            if BAD_RANGE in refusal.message:
                raise self._no_tab() from None
            raise ServiceError(say("Google Sheets refused to read: {text}", text=refusal.message)) from None

    def list_tabs(self) -> Json:
        return self.client.fetch(self.spreadsheet, fields=TABS)

    def tab_of(self, spreadsheet: Json) -> Tab:
        """Find the tab in an answer. Raises ``Misconfigured`` as well."""
        return self.fit(grid_of(spreadsheet, self.mapping.sheet.tab))

    def fit(self, grid: Grid) -> Tab:
        """Find the mapped columns. Raises ``Misconfigured`` where they do not fit the mapping."""
        try:
            layout = self._layout(grid, self.names)
        except Misconfigured:
            # a run that keeps the names of both sides alike may have renamed a column that the mapping calls as before
            renamed = self.names | dict(self.known)
            if not self.mapping.policy.shared_names or renamed == self.names:
                raise
            layout = self._layout(grid, renamed)
            self.names = renamed
        return Tab(grid, layout, self.mapping)

    def _layout(self, grid: Grid, names: Mapping[FieldName, str]) -> Layout:
        place = self.mapping.sheet
        return find_layout(
            grid,
            names=names,
            id_column=place.id_column,
            header_row=place.header_row,
            may_miss=frozenset(name for name, header in names.items() if self._may_miss(name, header)),
        )

    def _may_miss(self, name: FieldName, header: str) -> bool:
        """A column that was there before is gone, not misspelt; one that a run may add need not be there."""
        was_there = header_text(self.known.get(name, "")) == header_text(header)
        return was_there or self.mapping.policy.on_add is Schema.PROPAGATE

    def _no_tab(self) -> NotThere:
        wanted = self.mapping.sheet.tab
        titles = [str(sheet["properties"]["title"]) for sheet in self.list_tabs().get("sheets", [])]
        near = get_close_matches(wanted, titles, n=1, cutoff=0.0)
        return NotThere(
            say("The spreadsheet has no tab {tab}.", tab=repr(wanted)),
            say(
                "Its tabs are {tabs}; the nearest is {near}. Correct the name in the configuration, or the tab.",
                tabs=", ".join(repr(title) for title in titles) or "-",
                near=repr(near[0]) if near else "-",
            ),
        )


def grid_of(spreadsheet: Json, title: str) -> Grid:
    try:
        for sheet in spreadsheet["sheets"]:
            if sheet["properties"]["title"] == title:
                return parse_grid(sheet)
    except (LookupError, TypeError, ValueError, AttributeError):
        pass
    raise OutOfReach(
        say("The answer of Google Sheets does not show the tab {tab} in a form that is understood.", tab=repr(title)),
        say("Run again; if it stays so, the tab may not be a plain grid."),
    )


def spreadsheet_id(given: str) -> str:
    """Return the id in a URL, or the id itself."""
    if "/" not in given:
        return given.strip()
    try:
        return extract_id_from_url(given)
    except NoValidUrlKeyFound:
        raise Misconfigured(
            say("{url} is not the address of a spreadsheet.", url=given),
            way_out=say("Copy it from the browser: https://docs.google.com/spreadsheets/d/…"),
        ) from None
