"""A pair in step whose two sides are then edited apart, and the places where its people look."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gspread.http_client import ParamsType

from adapters.sandbox.server import SandboxServer
from jobs.demo.clients import Clients
from jobs.demo.tables import ID_LIST
from mappings.fields import FieldType
from tests.real.world import SHEETS, World, fields_by_id

KINDS = {
    "title": FieldType.TITLE,
    "owner": FieldType.RICH_TEXT,
    "score": FieldType.NUMBER,
    "tags": FieldType.MULTI_SELECT,
}
TAB = "Bothways conflicts"
ROWS = [
    {"id": "R-1a", "title": "電源障害", "owner": "aoki", "score": "3", "tags": "a"},
    {"id": "R-2b", "title": "DNS", "owner": "baba", "score": "5", "tags": f"a{ID_LIST}b"},
]


@dataclass
class Town(World):
    language: str = "en"
    extra: str = ""
    """More lines of the table about Notion in the configuration."""
    no_tab: bool = False
    two: str = ""
    """The database of a second pair."""

    def settings_file(self) -> Path:
        file = super().settings_file()
        text = file.read_text("utf-8")
        text = f'language = "{self.language}"\n' + text
        if self.no_tab:
            text = text.replace("[pairs.table.sheet]\n", '[pairs.table.sheet]\nconflicts_tab = ""\n')
        if self.extra:
            text = text.replace("[pairs.table.notion]\n", f"[pairs.table.notion]\n{self.extra}\n")
        file.write_text(text, "utf-8")
        return file

    def notion(self, record: str, **values: object) -> None:
        """Edit a page as a person would."""
        row = {name: "" if value is None else str(value) for name, value in values.items()}
        row = {name: row.get(name, "") for name in self.kinds}
        made = {name: prop for name, prop in self.properties(row, clear=True).items() if name in values}
        self.clients.notion.pages.update(self.pages[record], properties=made)

    def sheet(self, record: str, **values: object) -> None:
        """Edit a row as a person would."""
        rows = self.grid("table")
        at = next(number for number, row in enumerate(rows, 1) if row and row[0] == record)
        for name, value in values.items():
            self.put([[value]], f"{chr(ord('B') + list(self.kinds).index(name))}{at}")

    def clash(self, record: str, **values: tuple[object, object]) -> None:
        """Let both sides edit a field: Notion's value, then the sheet's."""
        self.notion(record, **{name: pair[0] for name, pair in values.items()})
        self.sheet(record, **{name: pair[1] for name, pair in values.items()})

    def grid(self, tab: str) -> list[list[str]]:
        found = self.clients.google.http_client.values_get(self.spreadsheet, f"'{tab}'")
        return [list(map(str, row)) for row in found.get("values", [])]

    def tabs(self) -> dict[str, Mapping[str, Any]]:
        answer = self.clients.google.http_client.request("get", f"{SHEETS}/{self.spreadsheet}").json()
        return {each["properties"]["title"]: each["properties"] for each in answer["sheets"]}

    def lines(self, tab: str = TAB) -> list[dict[str, str]]:
        """Return the lines of the Conflicts tab by their headers."""
        if tab not in self.tabs():
            return []
        header, *rows = self.grid(tab)
        return [dict(zip(header, [*row, *[""] * len(header)], strict=False)) for row in rows if any(row)]

    def choose(self, record: str, choice: str, field: str | None = None, tab: str = TAB) -> None:
        """Choose in the tab."""
        header, *rows = self.grid(tab)
        place = header.index("選択" if "選択" in header else "Choice")
        for number, row in enumerate(rows, 2):
            if record in row and (field is None or field in row):
                self.clients.google.http_client.values_update(
                    self.spreadsheet,
                    f"'{tab}'!{chr(ord('A') + place)}{number}",
                    params={"valueInputOption": "USER_ENTERED"},
                    body={"values": [[choice]]},
                )

    def put_in(self, tab: str, place: str, text: str) -> None:
        self.clients.google.http_client.values_update(
            self.spreadsheet,
            f"'{tab}'!{place}",
            params={"valueInputOption": "USER_ENTERED"},
            body={"values": [[text]]},
        )

    def cells(self, tab: str) -> list[list[dict[str, Any]]]:
        """Return the cells of a tab, rules and all."""
        params: ParamsType = {"includeGridData": "true", "ranges": f"'{tab}'"}
        answer = self.clients.google.http_client.request("get", f"{SHEETS}/{self.spreadsheet}", params=params).json()
        rows = answer["sheets"][0]["data"][0].get("rowData", [])
        return [row.get("values", []) for row in rows]

    def ask(self, *requests: Mapping[str, object]) -> None:
        """Do to the spreadsheet what a person would."""
        self.clients.google.http_client.batch_update(self.spreadsheet, {"requests": list(requests)})

    def values(self) -> dict[str, tuple[Mapping[str, object], Mapping[str, object]]]:
        """Return what both sides hold, by record: Notion's fields, the sheet's."""
        notion, sheet = (fields_by_id(snapshot) for snapshot in self.both())
        return {name: (notion.get(name, {}), sheet.get(name, {})) for name in {*notion, *sheet}}

    def page(self, record: str) -> dict[str, Any]:
        found: Any = self.clients.notion.pages.retrieve(self.pages[record])
        return dict(found)

    def options_of(self, name: str) -> list[str]:
        found: Any = self.clients.notion.data_sources.retrieve(self.source)
        return [each["name"] for each in found["properties"][name]["select"]["options"]]

    def comments(self, record: str) -> list[str]:
        found: Any = self.clients.notion.comments.list(block_id=self.pages[record])
        return ["".join(part["plain_text"] for part in each["rich_text"]) for each in found["results"]]


@contextmanager
def town(folder: Path, options: str = "", **more: Any) -> Iterator[Town]:  # noqa: ANN401 - a Town's own fields
    with SandboxServer() as server, Clients(server.notion_base, server.google_base, server.token) as clients:
        made = Town(server, clients, folder, KINDS, options, **more)
        made.make()
        made.create_pages(ROWS)
        first = made.sync()
        assert first.error is None, first.error
        server.forget_calls()
        yield made
