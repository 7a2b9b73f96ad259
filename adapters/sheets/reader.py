"""Reads one tab by its mapping."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from gspread.exceptions import NoValidUrlKeyFound
from gspread.utils import extract_id_from_url

from adapters.sheets.a1 import quoted
from adapters.sheets.client import Json, SheetsClient
from adapters.sheets.faults import BAD_RANGE, Rejected
from adapters.sheets.grid import TAB, Grid, parse_grid
from adapters.sheets.header import Wanted, find_layout
from adapters.sheets.overwritten import MARK, Scratch, marked
from adapters.sheets.rows import Tab
from adapters.sheets.tags import Marks
from adapters.sheets.trash import TABS
from mappings.codecs.sheet import Names
from mappings.codecs.sheet.cell import shown
from mappings.fields import PairMapping
from sync.errors import Misconfigured, NotThere, OutOfReach, ServiceError
from sync.message import say
from sync.model import FieldName, Site
from sync.policy import Schema

_CELLS = re.compile(r"\$?[A-Z]{1,3}\$?\d*(:\$?[A-Z]{1,3}\$?\d*)?", re.IGNORECASE)
_SHOWN = "userEnteredValue,effectiveValue,formattedValue,effectiveFormat.numberFormat"
SHOWN = f"{MARK},sheets({TAB})"
"""The field mask of a spreadsheet with the cells of the tabs that are asked for."""


@dataclass
class Reader:
    """``known`` are headers of earlier runs, ``renamed`` those that this run gave, ``site`` the tab read last."""

    client: SheetsClient
    mapping: PairMapping
    known: Mapping[FieldName, str]
    marks: Marks
    spreadsheet: str
    site: Site = field(default_factory=Site)
    renamed: dict[FieldName, str] = field(default_factory=dict)
    called: Mapping[FieldName, Names] = field(default_factory=dict)
    """What the entries of people and relations mean, by field."""
    lists: dict[str, Sequence[str] | None] = field(default_factory=dict)
    """The choices of dropdowns that stand in cells, by their range, as this read of the tab found them."""
    scratch: Scratch = field(default_factory=Scratch)
    """The tab for what batches overwrite, as the last answer tells of it."""

    def read(self) -> Tab:
        """Read every cell of the tab: one call, where it is called as before."""
        return self.fit(self.grid())

    def grid(self) -> Grid:
        """Return the cells of the tab, whatever its columns are."""
        wanted, before = self.site.name or self.mapping.sheet.tab, self.site.table
        try:
            grid = grid_of(self.fetch([quoted(wanted)]), wanted)
        except NotThere:
            grid = None
        if grid is None or (before and str(grid.sheet_id) != before):
            grid = self._read_by_id(before) or grid or self._read_by_name()
        self.site = Site(str(grid.sheet_id), grid.title)
        self.lists.clear()
        return grid

    def listed(self, place: str) -> Sequence[str] | None:
        """Read the choices that stand in a range, once; None where there is no such range."""
        if place not in self.lists:
            self.lists[place] = self._listed(place)
        return self.lists[place]

    def _listed(self, place: str) -> Sequence[str] | None:
        tab, mark, cells = place.rpartition("!")
        if not mark and _CELLS.fullmatch(cells):
            tab, mark = quoted(self.site.name), "!"
        try:
            found = self.client.fetch(
                self.spreadsheet,
                fields=f"sheets.data.rowData.values({_SHOWN})",
                ranges=[tab + mark + cells.replace("$", "")],
            )
        except Rejected:
            return None
        parts = [part for sheet in found.get("sheets", []) for part in sheet.get("data", [])]
        rows = [row for part in parts for row in part.get("rowData", [])]
        return [text for row in rows for cell in row.get("values", []) if (text := shown(cell).strip())]

    def _read_by_id(self, before: str) -> Grid | None:
        """Look for the tab of the runs before under another name; without one the name alone decides."""
        tabs = [each["properties"] for each in self.list_tabs().get("sheets", [])] if before else []
        title = next((str(tab["title"]) for tab in tabs if str(tab.get("sheetId", 0)) == before), None)
        return None if title is None else grid_of(self.fetch([quoted(title)]), title)

    def _read_by_name(self) -> Grid:
        title = self.mapping.sheet.tab
        return grid_of(self.fetch([quoted(title)]), title)

    def fetch(self, ranges: list[str]) -> Json:
        try:
            found = self.client.fetch(self.spreadsheet, fields=SHOWN, ranges=ranges)
        except Rejected as refusal:
            if BAD_RANGE in refusal.message:
                raise self._no_tab() from None
            raise ServiceError(say("Google Sheets refused to read: {text}", text=refusal.message)) from None
        self.learn(found)
        return found

    def learn(self, spreadsheet: Json) -> None:
        """Keep what an answer tells of the tab for what batches overwrite."""
        told = marked(spreadsheet)
        if told is not None and told.sheet_id == self.scratch.sheet_id:
            told = replace(told, title=self.scratch.title)
        self.scratch = told or self.scratch

    def list_tabs(self) -> Json:
        return self.client.fetch(self.spreadsheet, fields=TABS)

    def tab_of(self, spreadsheet: Json) -> Tab:
        """Find the tab in an answer. Raises ``Misconfigured`` as well."""
        return self.fit(grid_of(spreadsheet, self.site.name or self.mapping.sheet.tab))

    def fit(self, grid: Grid) -> Tab:
        """Find the mapped columns. Raises ``Misconfigured`` where they do not fit the mapping."""
        names = {name: self._names(name, header) for name, header in self.marks.headers.items()}
        adds = self.mapping.policy.on_add is Schema.PROPAGATE
        may_miss = frozenset(name for name in names if name in self.known or adds)
        layout = find_layout(grid, Wanted(names, self.marks, self.mapping.sheet.header_row, may_miss))
        return Tab(grid, layout, self.mapping, self.called)

    def _names(self, name: FieldName, mapped: str) -> tuple[str, ...]:
        """Return what a column may be called: as this run has named it, as it was called before, as it is mapped."""
        if name in self.renamed:
            return (self.renamed[name],)
        return tuple(dict.fromkeys([self.known.get(name, mapped), mapped]))

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
