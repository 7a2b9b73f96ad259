"""A pair whose tables are full of what is none of our business: columns, tabs, rules, formats, bodies, comments."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mappings.fields import FieldType
from tests.real.world import SHEETS, Row, World, world

Json = dict[str, Any]

KINDS = {
    "name": FieldType.TITLE,
    "text": FieldType.RICH_TEXT,
    "score": FieldType.NUMBER,
    "level": FieldType.SELECT,
    "tags": FieldType.MULTI_SELECT,
    "due": FieldType.DATE,
    "link": FieldType.URL,
}
LEVELS = ("high", "middle", "low")
TAGS = ("api", "db", "web")
ROWS = 6
MEMO, SUM, STATE = 2, 5, 10
"""Columns of nobody's mapping: notes between ours, a formula between ours, and notes on the right."""
LAST = STATE + 1
SPARE = 20


def row(number: int) -> Row:
    return {
        "id": f"r-{'abcdefgh'[number]}",
        "name": f"record {number}",
        "text": f"what is known of {number}",
        "score": str(number),
        "level": LEVELS[number % 3],
        "tags": TAGS[number % 3],
        "due": f"2026-03-{number + 1:02}",
        "link": f"https://example.com/{number}",
    }


@dataclass
class Table:
    """The pair, and how to look at all there is of it."""

    world: World
    tab: int = 0
    other: int = 7

    def batch(self, *requests: Json, user: str | None = None) -> None:
        headers = {} if user is None else {"X-Sandbox-User": user}
        url = f"{SHEETS}/{self.world.spreadsheet}:batchUpdate"
        self.world.clients.google.http_client.request("post", url, json={"requests": list(requests)}, headers=headers)

    def book(self) -> Json:
        """Return the spreadsheet with every cell of every tab."""
        client = self.world.clients.google.http_client
        found = client.request("get", f"{SHEETS}/{self.world.spreadsheet}", {"includeGridData": True}).json()
        assert isinstance(found, dict)
        return found

    def notion(self) -> dict[str, dict[str, Json]]:
        """Return all that the workspace holds, by kind and id."""
        store = self.world.server.store
        kinds = [kind for kind in store._docs if kind.startswith("notion.")]
        return {kind: dict(store.all(kind)) for kind in kinds}

    def column(self, name: str) -> int:
        (found,) = [at for at, cell in enumerate(self.cells(0)) if cell.get("formattedValue") == name]
        return found

    def cells(self, number: int) -> list[Json]:
        sheet = next(each for each in self.book()["sheets"] if each["properties"]["sheetId"] == self.tab)
        values = sheet["data"][0]["rowData"][number].get("values", [])
        assert isinstance(values, list)
        return values

    def ours(self) -> set[int]:
        return {self.column(name) for name in ("id", *KINDS)}

    def type(self, number: int, column: int, value: Json) -> None:
        """Put a value into a cell as a person does; nothing else of the cell changes."""
        start = {"sheetId": self.tab, "rowIndex": number, "columnIndex": column}
        cells = [{"values": [{"userEnteredValue": value}]}]
        self.batch({"updateCells": {"start": start, "rows": cells, "fields": "userEnteredValue"}})

    def change(self, key: str, properties: Mapping[str, object]) -> None:
        self.world.clients.notion.pages.update(self.world.pages[key], properties=dict(properties))


@contextmanager
def table(folder: Path, options: str = "") -> Iterator[Table]:
    """Yield a pair in step, before anybody has put anything else into it."""
    with world(folder, KINDS, options) as made:
        found = Table(made, tab=_first_tab(made))
        rows = [row(number) for number in range(ROWS)]
        made.type_rows(rows)
        _furnish(found)
        made.create_pages(rows)
        made.clients.notion.data_sources.update(
            made.source,
            properties={
                "Note": {"rich_text": {}},
                "Stage": {"status": {}},
                "Twice": {"formula": {"expression": "1+1"}},
            },
        )
        yield found


def _first_tab(made: World) -> int:
    found = made.clients.google.http_client.request(
        "get", f"{SHEETS}/{made.spreadsheet}", {"fields": "sheets.properties"}
    )
    return int(found.json()["sheets"][0]["properties"].get("sheetId", 0))


def _furnish(found: Table) -> None:
    """Put a dates' format on the dates, columns of others between ours, and another tab beside."""
    due = 1 + list(KINDS).index("due")
    dated = {"userEnteredFormat": {"numberFormat": {"type": "DATE", "pattern": "yyyy-mm-dd"}}}
    requests: list[Json] = [
        {
            "updateSheetProperties": {
                "properties": {"sheetId": found.tab, "gridProperties": {"rowCount": SPARE, "columnCount": 12}},
                "fields": "gridProperties(rowCount,columnCount)",
            }
        },
        {
            "repeatCell": {
                "range": box(found.tab, 1, SPARE, due, due + 1),
                "cell": dated,
                "fields": "userEnteredFormat.numberFormat",
            }
        },
    ]
    requests += [
        {
            "updateCells": {
                "start": {"sheetId": found.tab, "rowIndex": 1 + number, "columnIndex": due},
                "rows": [{"values": [{"userEnteredValue": {"numberValue": 46082 + number}}]}],
                "fields": "userEnteredValue",
            }
        }
        for number in range(ROWS)
    ]
    requests += [
        {
            "insertDimension": {
                "range": {"sheetId": found.tab, "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}
            }
        }
        for at in (MEMO, SUM)
    ]
    requests.append(
        {
            "addSheet": {
                "properties": {
                    "sheetId": found.other,
                    "title": "other",
                    "gridProperties": {"rowCount": 9, "columnCount": 5},
                }
            }
        }
    )
    for at, name in ((MEMO, "memo"), (SUM, "double"), (STATE, "state")):
        cells = [
            text(name),
            *(
                {"userEnteredValue": {"formulaValue": f"=E{r + 1}*2"}} if at == SUM else text(f"{name} {r}")
                for r in range(1, ROWS + 1)
            ),
        ]
        start = {"sheetId": found.tab, "rowIndex": 0, "columnIndex": at}
        requests.append(
            {
                "updateCells": {
                    "start": start,
                    "rows": [{"values": [cell]} for cell in cells],
                    "fields": "userEnteredValue",
                }
            }
        )
    found.batch(*requests)


def text(value: str) -> Json:
    return {"userEnteredValue": {"stringValue": value}}


def box(tab: int, top: int, bottom: int, left: int, right: int) -> Json:
    ends = {"startRowIndex": top, "endRowIndex": bottom, "startColumnIndex": left, "endColumnIndex": right}
    return {"sheetId": tab, **ends}
