"""A spreadsheet: tabs in their order, named ranges, developer metadata, and how a range is found by its text."""

from collections.abc import Callable
from datetime import UTC, datetime
from random import Random
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import orjson

from adapters.sandbox.google import a1
from adapters.sandbox.google.a1 import Bounds, Box
from adapters.sandbox.google.errors import invalid
from adapters.sandbox.google.sheet import Sheet
from adapters.sandbox.google.spans import bounds_of

Json = dict[str, Any]
MAX_CELLS = 10_000_000
Place = tuple[Sheet, Box]
Snapshot = tuple[bytes, list[tuple[Sheet, Sheet]]]


class Workbook:
    def __init__(self, spreadsheet_id: str, properties: Json, sheets: list[Sheet], random: Random) -> None:
        self.id = spreadsheet_id
        self.properties = properties
        self.sheets = sheets
        self.named: list[Json] = []
        self.metadata: list[Json] = []
        self.random = random
        self.caller = ""
        self.owner = ""
        self.version = 0
        self.calculated: dict[tuple[int, int, int], Any] = {}
        self.volatile = False
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    @property
    def locale(self) -> str:
        return str(self.properties.get("locale", "en_US"))

    def local_now(self) -> datetime:
        """Return the time in the spreadsheet's zone, without the zone."""
        try:
            zone = ZoneInfo(str(self.properties.get("timeZone", "Etc/GMT")))
        except (ZoneInfoNotFoundError, ValueError):
            zone = ZoneInfo("Etc/GMT")
        return self.clock().astimezone(zone).replace(tzinfo=None)

    def changed(self) -> None:
        """Forget what formulas came to."""
        self.version += 1
        self.calculated = {}
        self.volatile = False

    def sheet(self, sheet_id: int) -> Sheet:
        for sheet in self.sheets:
            if sheet.id == sheet_id:
                return sheet
        raise invalid(f"No sheet with id: {sheet_id}")

    def grid(self, sheet_id: int) -> Sheet:
        """Return a tab that has cells; a chart's own tab has none."""
        for sheet in self.sheets:
            if sheet.id == sheet_id and sheet.properties["sheetType"] == "GRID":
                return sheet
        raise invalid(f"No grid with id: {sheet_id}")

    def titled(self, title: str) -> Sheet | None:
        same = [sheet for sheet in self.sheets if sheet.title == title]
        folded = [sheet for sheet in self.sheets if sheet.title.casefold() == title.casefold()]
        found = same or folded
        return found[0] if found else None

    def first_sheet(self) -> Sheet:
        shown = [sheet for sheet in self.sheets if not sheet.properties.get("hidden")]
        return (shown or self.sheets)[0]

    def new_id(self, taken: set[int] | None = None) -> int:
        while True:
            number = self.random.randrange(1, 2**31 - 1)
            if number not in (taken or set()):
                return number

    def new_sheet_id(self) -> int:
        return self.new_id({sheet.id for sheet in self.sheets})

    def renumber(self) -> None:
        for index, sheet in enumerate(self.sheets):
            sheet.properties["index"] = index

    def check_size(self) -> None:
        if sum(sheet.row_count * sheet.column_count for sheet in self.sheets) > MAX_CELLS:
            raise invalid(
                f"This action would increase the number of cells in the workbook above the limit of {MAX_CELLS} cells."
            )
        if any(sheet.column_count > a1.MAX_COLUMNS for sheet in self.sheets):
            raise invalid(
                f"This action would increase the number of columns in the sheet above the limit of {a1.MAX_COLUMNS} "
                "columns."
            )

    def find(self, text: str) -> tuple[Sheet, Bounds]:
        """Find a range by its A1 text: a tab, cells, cells of a tab, or a named range."""
        title, rest = a1.split_title(text)
        if title is not None:
            sheet = self.titled(title)
            if sheet is None:
                raise invalid(f"Unable to parse range: {text}")
            bounds = a1.parse(rest) if rest else Bounds()
            return self._named(rest, text) if bounds is None else (sheet, bounds)
        bounds = a1.parse(text)
        if bounds is not None and (bounds.left < a1.MAX_COLUMNS):
            return self.first_sheet(), bounds
        if any(named["name"].casefold() == text.casefold() for named in self.named):
            return self._named(text, text)
        sheet = self.titled(text)
        if sheet is None:
            raise invalid(f"Unable to parse range: {text}")
        return sheet, Bounds()

    def locate(self, text: str) -> Place:
        """Find a range by its A1 text and clip it to the grid."""
        sheet, bounds = self.find(text)
        self.check_inside(sheet, bounds)
        return sheet, sheet.clip(bounds)

    def check_inside(self, sheet: Sheet, bounds: Bounds) -> None:
        if bounds.top < sheet.row_count and bounds.left < sheet.column_count:
            return
        box = Box(bounds.top, bounds.left, bounds.bottom or sheet.row_count, bounds.right or sheet.column_count)
        raise outside(sheet, box)

    def place(self, grid: Json) -> Place:
        """Find a GridRange; ends beyond the grid are cut, a start beyond it is refused."""
        sheet = self.grid(grid.get("sheetId", 0))
        bounds = bounds_of(grid)
        box = sheet.clip(bounds)
        if box.height <= 0 or box.width <= 0:
            raise outside(sheet, Box(bounds.top, bounds.left, bounds.bottom or box.bottom, bounds.right or box.right))
        return sheet, box

    def text(self, sheet: Sheet, box: Box) -> str:
        return f"{a1.quoted(sheet.title)}!{a1.box_text(box)}"

    def snapshot(self) -> Snapshot:
        parts = orjson.dumps([self.properties, self.named, self.metadata])
        return parts, [(sheet, sheet.copied()) for sheet in self.sheets]

    def restore(self, snapshot: Snapshot) -> None:
        self.properties, self.named, self.metadata = orjson.loads(snapshot[0])
        for sheet, copy in snapshot[1]:
            sheet.__dict__.update(copy.__dict__)
        self.sheets = [sheet for sheet, _ in snapshot[1]]
        self.changed()

    def _named(self, name: str, text: str) -> tuple[Sheet, Bounds]:
        for named in self.named:
            if named["name"].casefold() == name.casefold():
                return self.sheet(named["range"].get("sheetId", 0)), bounds_of(named["range"])
        raise invalid(f"Unable to parse range: {text}")


def outside(sheet: Sheet, box: Box) -> Exception:
    text = f"{a1.quoted(sheet.title)}!{a1.box_text(box)}"
    return invalid(
        f"Range ({text}) exceeds grid limits. Max rows: {sheet.row_count}, max columns: {sheet.column_count}"
    )
