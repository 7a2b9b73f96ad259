"""The worked example of the mapping guide: its tables are built, its commands run, and its outcome is compared."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gspread
import httpx
import pytest
from gspread.utils import ValueInputOption
from typer.testing import CliRunner

from adapters.sandbox.server import SandboxServer
from jobs.cli import app
from tests.adapters.sandbox.google.client import connect
from tests.docs.blocks import blocks, lines, table
from tests.shared import ROOT

PAGE = ROOT / "docs" / "mapping.md"
TEXT = PAGE.read_text("utf-8")
HEADERS = {"Authorization": "Bearer not-a-real-token", "Notion-Version": "2026-03-11"}
KINDS = {"リスク名": "title", "ステータス": "select", "Impact": "select", "サービス": "multi_select"}
KINDS |= {"次回レビュー日": "date", "予算": "number", "Bothways ID": "rich_text"}
OPTIONS = {"ステータス": ("未着手", "調査中", "対応中", "完了"), "Impact": ("High", "Medium", "Low")}


class Tables:
    """The database and the tab of the page, in a sandbox."""

    def __init__(self, server: SandboxServer) -> None:
        self.url = server.url
        properties: dict[str, Any] = {name: {kind: {}} for name, kind in KINDS.items()}
        for name, options in OPTIONS.items():
            properties[name]["select"]["options"] = [{"name": option} for option in options]
        made = self.notion(
            "databases",
            parent={"page_id": server.root_page_id},
            title=[{"text": {"content": "リスク管理"}}],
            initial_data_source={"properties": properties},
        )
        self.source = made["data_sources"][0]["id"]
        head, *rows = table(TEXT, "before: notion")
        for row in rows:
            filled = {name: sent(KINDS[name], cell) for name, cell in zip(head, row, strict=True) if cell}
            self.notion("pages", parent={"data_source_id": self.source}, properties=filled)
        self.client = connect(server.url)
        book = self.client.create("リスク")
        self.spreadsheet = book.id
        self.tab: gspread.Worksheet = book.sheet1
        self.tab.update_title("リスク一覧")
        title = ["リスク一覧"]
        self.tab.update([title, *table(TEXT, "before: sheet")], "A1", value_input_option=ValueInputOption.user_entered)

    def notion(self, path: str, **body: object) -> dict[str, Any]:
        answer = httpx.post(f"{self.url}/v1/{path}", json=body, headers=HEADERS)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def pages(self) -> list[dict[str, str]]:
        found = self.notion(f"data_sources/{self.source}/query")["results"]
        return [{name: shown(each) for name, each in page["properties"].items()} for page in found]

    def configuration(self) -> str:
        written = next(block for block in blocks(PAGE, "toml") if "リスク一覧" in block)
        written = written.replace("https://www.notion.so/…", self.source)
        written = written.replace("https://docs.google.com/spreadsheets/d/…", self.spreadsheet)
        return f'{written}\n[notion]\nbase_url = "{self.url}"\n[google]\nbase_url = "{self.url}"\n'


def sent(kind: str, cell: str) -> dict[str, object]:
    match kind:
        case "title":
            return {"title": [{"text": {"content": cell}}]}
        case "select":
            return {"select": {"name": cell}}
        case "multi_select":
            return {"multi_select": [{"name": name} for name in cell.split(", ")]}
        case "number":
            return {"number": int(cell)}
        case _:
            return {kind: {"start": cell}}


def shown(value: dict[str, Any]) -> str:
    match value[value["type"]]:
        case None:
            return ""
        case list(entries):
            return ", ".join(entry.get("name") or entry["plain_text"] for entry in entries)
        case {"name": name}:
            return str(name)
        case {"start": start}:
            return str(start)
        case other:
            return str(other)


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tables]:
    monkeypatch.chdir(tmp_path)
    with SandboxServer() as server:
        made = Tables(server)
        (tmp_path / "bothways.toml").write_text(made.configuration(), "utf-8")
        yield made
        made.client.http_client.session.close()


def test_the_example_comes_to_what_the_page_says(tables: Tables) -> None:
    said = []
    for line in lines(PAGE):
        done = CliRunner().invoke(app, line.arguments)
        assert done.exit_code in (0, 4), f"{line.text}\n{done.output}"
        said.append(done.output)
    report = next(block for block in blocks(PAGE, "text") if "書き込むもの" in block)
    plan = "".join(said[1].split())
    assert [word for word in report.split() if word not in plan] == []
    head, *rows = table(TEXT, "after: notion")
    found = [[page[name] for name in head] for page in tables.pages()]
    assert sorted(found) == sorted(rows)
    head, *rows = table(TEXT, "after: sheet")
    cells = tables.tab.get_all_values()
    at = [cells[1].index(name) for name in head]
    assert [[str(row[column]) for column in at] for row in cells[2:]] == rows
    assert all(row[0] for row in cells[2:])


def test_afterwards_nothing_is_left_to_do(tables: Tables) -> None:
    for line in lines(PAGE):
        CliRunner().invoke(app, line.arguments)
    assert tables.tab.get_all_values()
    done = CliRunner().invoke(app, ["plan"])
    assert done.exit_code == 0, done.output
