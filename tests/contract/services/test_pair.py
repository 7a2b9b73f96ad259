"""The program itself on both services: what it promises has to hold at each place."""

from pathlib import Path
from typing import Any

import pytest

from jobs.settings import load
from jobs.sync import Outcome, OutcomeKind, sync_pair
from jobs.wiring import open_alone
from tests.contract.services.desk import Desk, Sheet, settings, text

KINDS = {"Name": "title", "Level": "select", "Score": "number", "Due": "date", "Memo": "rich_text"}
HEADER = ["ID", *KINDS, "Own"]


class Pair:
    """A database and a tab with one record each, of which neither knows the other's."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk = desk
        options = {"options": [{"name": "High"}, {"name": "Low"}]}
        more = {"Level": {"select": options}, "Score": {"number": {}}, "Due": {"date": {}}}
        texts: dict[str, Any] = {"Memo": {"rich_text": {}}, "ID": {"rich_text": {}}, "Private": {"rich_text": {}}}
        _, self.source = desk.database({**more, **texts})
        self.sheet: Sheet = desk.tab(rows=30, columns=9)
        self.sheet.put([HEADER, ["", "from the sheet", "Low", 2, "2026-02-03", "memo", "=D2*2"]])
        given = {"Level": {"select": {"name": "High"}}, "Score": {"number": 5}}
        private = {"Private": {"rich_text": text("nobody's business")}}
        self.page = desk.page(self.source, "from Notion", **given, **private)["id"]
        desk.rows(self.source, 1)
        self.file = settings(desk, folder, self.source, self.sheet.title, KINDS)

    def sync(self) -> Outcome:
        token = self.desk.place.token
        loaded = load(self.file, {"BOTHWAYS_NOTION__TOKEN": token, "BOTHWAYS_GOOGLE__TOKEN": token})
        (mapping,) = loaded.mappings()
        with open_alone(mapping, loaded) as tools:
            return sync_pair(mapping, tools)

    def pages(self, number: int = 2) -> dict[str, dict[str, Any]]:
        rows = self.desk.rows(self.source, number)
        return {"".join(p["plain_text"] for p in each["properties"]["Name"]["title"]): each for each in rows}

    def lines(self) -> dict[str, list[Any]]:
        return {row[1]: row for row in self.sheet.get()[1:]}


@pytest.fixture
def pair(desk: Desk, tmp_path: Path) -> Pair:
    return Pair(desk, tmp_path)


def test_both_sides_get_what_they_lack_and_a_second_run_writes_nothing(pair: Pair) -> None:
    assert pair.sync().kind is OutcomeKind.CHANGED
    pages, lines = pair.pages(), pair.lines()
    assert sorted(pages) == sorted(lines) == ["from Notion", "from the sheet"]
    assert lines["from Notion"][2:4] == ["High", 5]
    assert pages["from the sheet"]["properties"]["Due"]["date"]["start"] == "2026-02-03"
    assert pair.sync().kind is OutcomeKind.IN_STEP


def test_edits_travel_both_ways_and_leave_the_rest_alone(pair: Pair) -> None:
    pair.sync()
    pair.pages()
    row = next(place for place, line in enumerate(pair.sheet.get(), 1) if line[1] == "from Notion")
    pair.sheet.put([[8]], place=f"D{row}")
    other = pair.pages()["from the sheet"]["id"]
    pair.desk.notion.pages.update(other, properties={"Memo": {"rich_text": text("edited in Notion")}})
    assert pair.sync().kind is OutcomeKind.CHANGED
    pages, lines = pair.pages(), pair.lines()
    assert pages["from Notion"]["properties"]["Score"]["number"] == 8
    assert pages["from Notion"]["properties"]["Private"]["rich_text"][0]["plain_text"] == "nobody's business"
    assert lines["from the sheet"][5:7] == ["edited in Notion", 4]
    assert pair.sync().kind is OutcomeKind.IN_STEP


def test_what_both_sides_changed_is_held_on_both(pair: Pair) -> None:
    pair.sync()
    pair.pages()
    row = next(place for place, line in enumerate(pair.sheet.get(), 1) if line[1] == "from Notion")
    pair.sheet.put([["sheet's"]], place=f"F{row}")
    pair.desk.notion.pages.update(pair.page, properties={"Memo": {"rich_text": text("Notion's")}})
    assert pair.sync().kind is OutcomeKind.CONFLICTS
    assert pair.lines()["from Notion"][5] == "sheet's"
    found: Any = pair.desk.notion.pages.retrieve(pair.page)
    assert found["properties"]["Memo"]["rich_text"][0]["plain_text"] == "Notion's"
