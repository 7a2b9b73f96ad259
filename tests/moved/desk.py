"""A pair in step, and the people who then change the tables themselves."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from adapters.sheets.rows import Tab
from adapters.sheets.table import SheetTable
from jobs.settings import load
from jobs.sync import Outcome, OutcomeKind
from jobs.wiring import open_alone
from mappings.fields import FieldType
from sync.model import FieldName, Side, Snapshot
from tests.real.world import World, fields_by_id, world

Json = dict[str, Any]

KINDS = {"title": FieldType.TITLE, "owner": FieldType.RICH_TEXT, "score": FieldType.NUMBER}
ID, TITLE, OWNER, SCORE, NOTES = range(5)
"""The columns of the tab; the last one is nobody's business."""
FIRST = 2
"""The row of the first record, as people count."""
RECORDS = tuple(f"R-{n}a" for n in range(5))
_WRITTEN = ("notion", "google")


@dataclass
class Desk:
    """Five records in step, entered in Notion; in the sheet the record ``RECORDS[n]`` stands in row ``n + 2``."""

    made: World
    before: dict[str, Mapping[str, object]] = field(default_factory=dict)

    def settle(self) -> None:
        self.made.put([["id", *KINDS, "notes"]])
        rows = [{"id": name, "title": f"risk {name}", "owner": f"team {name}", "score": "3"} for name in RECORDS]
        self.made.create_pages(rows)
        assert self.made.sync().kind is OutcomeKind.CHANGED
        self.made.put([[f"note {name}"] for name in RECORDS], "E2")
        assert self.made.sync().kind is OutcomeKind.IN_STEP
        self.before = self.notion()
        self.made.server.forget_calls()

    # people in the sheet

    def do(self, *requests: Json) -> Self:
        self.made.clients.google.http_client.batch_update(self.made.spreadsheet, {"requests": list(requests)})
        return self

    def type(self, cell: str, *values: object) -> Self:
        self.made.put([list(values)], cell)
        return self

    @property
    def sheet_id(self) -> int:
        answer = self.made.clients.google.http_client.fetch_sheet_metadata(self.made.spreadsheet)
        return next(int(s["properties"]["sheetId"]) for s in answer["sheets"] if s["properties"]["title"] == "table")

    def span(self, dimension: str, start: int, count: int = 1) -> Json:
        return {"sheetId": self.sheet_id, "dimension": dimension, "startIndex": start, "endIndex": start + count}

    def box(self, top: int, bottom: int, left: int, right: int) -> Json:
        """Return a range by indices from 0; the ends are not part of it."""
        rows = {"startRowIndex": top, "endRowIndex": bottom}
        return {"sheetId": self.sheet_id, **rows, "startColumnIndex": left, "endColumnIndex": right}

    def insert(self, dimension: str, at: int, count: int = 1) -> Self:
        self.do({"insertDimension": {"range": self.span(dimension, at, count), "inheritFromBefore": at > 0}})
        return self

    def delete(self, dimension: str, at: int, count: int = 1) -> Self:
        self.do({"deleteDimension": {"range": self.span(dimension, at, count)}})
        return self

    def move(self, dimension: str, at: int, to: int) -> Self:
        self.do({"moveDimension": {"source": self.span(dimension, at), "destinationIndex": to}})
        return self

    def sort(self, column: int, left: int = ID, right: int = NOTES + 1) -> Self:
        spec = {"dimensionIndex": column, "sortOrder": "DESCENDING"}
        self.do({"sortRange": {"range": self.box(1, 6, left, right), "sortSpecs": [spec]}})
        return self

    def values(self, tab: str = "table") -> list[list[str]]:
        answer = self.made.clients.google.http_client.values_get(self.made.spreadsheet, f"'{tab}'!A1:Z100")
        found: list[list[str]] = answer.get("values", [])
        return found

    # people in Notion

    def property(self, name: str, change: Json | None) -> None:
        self.made.clients.notion.data_sources.update(self.made.source, properties={name: change})

    # the run

    def sync(self, *, force: bool = False) -> Outcome:
        """Run; ``writes`` counts the calls of this run alone."""
        self.made.server.forget_calls()
        return self.made.sync(force=force)

    def look(self) -> tuple[Snapshot, Snapshot, Tab]:
        """Read both sides as the next run would."""
        settings = load(self.made.settings_file(), {})
        (mapping,) = settings.mappings()
        with open_alone(mapping, settings) as tools:
            table = tools.tables[Side.SHEET]
            notion, sheet = tools.tables[Side.NOTION].read(), table.read()
            assert isinstance(table, SheetTable)
            assert table._tab is not None
            return notion, sheet, table._tab

    def notion(self) -> dict[str, Mapping[str, object]]:
        return fields_by_id(self.look()[0])

    def notion_alone(self) -> dict[str, Mapping[str, object]]:
        """Read Notion where the sheet cannot be read."""
        settings = load(self.made.settings_file(), {})
        (mapping,) = settings.mappings()
        with open_alone(mapping, settings) as tools:
            return fields_by_id(tools.tables[Side.NOTION].read())

    def writes(self) -> int:
        return sum(self.made.write_calls()[service] for service in _WRITTEN)

    def edit_both(self) -> None:
        """Type an owner in the sheet and a score in Notion, wherever they are by now."""
        notion, _, tab = self.look()
        row, column = tab.by_id[tab.records[min(tab.records)].id][0], tab.layout.columns[FieldName("owner")]  # type: ignore[index]  # every row has an id here
        one = {"sheetId": tab.grid.sheet_id, "rowIndex": row, "columnIndex": column}
        cell = {"userEnteredValue": {"stringValue": "佐藤"}}
        self.do({"updateCells": {"start": one, "rows": [{"values": [cell]}], "fields": "userEnteredValue"}})
        page = next(record for record in notion.records if record.id == RECORDS[3])
        score = notion.columns[FieldName("score")].name
        self.made.clients.notion.pages.update(page.address, properties={score: {"number": 8}})

    def proves_in_step(self, count: int = len(RECORDS)) -> None:
        """Edit both sides: each edit arrives once, nothing is lost or twice there, and a second run writes nothing."""
        self.edit_both()
        outcome = self.sync()
        assert outcome.kind is OutcomeKind.CHANGED, (outcome.error, outcome.refusals, outcome.plan.conflicts)
        notion, sheet, _ = self.look()
        pages, rows = fields_by_id(notion), fields_by_id(sheet)
        assert pages == rows
        assert len(pages) == count
        assert [name for name in self.before if pages[name]["owner"] == "佐藤"] != []
        assert pages[RECORDS[3]]["score"] == 8
        for name, was in self.before.items():
            assert pages[name]["title"] == was["title"]
            assert pages[name]["owner"] in (was["owner"], "佐藤")
            assert pages[name]["score"] in (was["score"], 8)
        self.writes_nothing_more()

    def writes_nothing_more(self) -> None:
        outcome = self.made.plan()
        assert not outcome.plan.changes
        assert not outcome.plan.columns
        self.sync()
        assert self.writes() == 0


@contextmanager
def desk(folder: Path, options: str = "") -> Iterator[Desk]:
    with world(folder, KINDS, options) as made:
        found = Desk(made)
        found.settle()
        yield found
