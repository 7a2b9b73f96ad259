"""The three commands against both services on loopback."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner, Result

from jobs.cli import app
from jobs.exits import Exit
from jobs.sync import OutcomeKind
from mappings.fields import FieldType
from mappings.links import link_to
from sync.model import Record
from tests.real.world import World, fields_by_id, world

KINDS = {"title": FieldType.TITLE, "owner": FieldType.RICH_TEXT, "score": FieldType.NUMBER}
ROWS = [
    {"id": "R-1a", "title": "認証基盤の停止", "owner": "青木", "score": "3"},
    {"id": "R-2a", "title": "Backup fails", "owner": "baba", "score": "5"},
]
FIRST_ROW = "2"


@dataclass
class Desk:
    made: World

    def call(self, *words: str, expect: Exit = Exit.DONE) -> Result:
        result = CliRunner().invoke(app, [*words, "--config", str(self.made.settings_file())])
        assert result.exit_code == expect, (result.stdout, result.stderr, result.exception)
        return result

    def asked(self, *words: str, expect: Exit = Exit.DONE) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.call(*words, "--json", expect=expect).stdout)
        assert found["exit_code"] == expect
        return found

    def page(self, record: str) -> Record:
        return next(each for each in self.made.both()[0].records if each.id == record)

    def edit_page(self, record: str, **texts: str) -> None:
        properties = {name: {"rich_text": [{"text": {"content": text}}]} for name, text in texts.items()}
        self.made.clients.notion.pages.update(self.page(record).address, properties=properties)

    def sync(self, kind: OutcomeKind = OutcomeKind.CHANGED) -> str:
        outcome = self.made.sync()
        assert outcome.kind is kind, (outcome.error, outcome.plan.held)
        assert outcome.run is not None
        return outcome.run

    def sides(self) -> tuple[dict[str, Any], dict[str, Any]]:
        notion, sheet = self.made.both()
        return dict(fields_by_id(notion)), dict(fields_by_id(sheet))

    def writes_nothing(self) -> None:
        """A run may show people what is open, once; the two tables stay as they are."""
        before = self.sides()
        self.made.sync()
        self.made.server.forget_calls()
        self.made.sync()
        assert self.made.write_calls() == {"notion": 0, "google": 0}
        assert self.sides() == before


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "BOTHWAYS_CONFIG", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BOTHWAYS_LANGUAGE", "en")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Desk]:
    with world(tmp_path, KINDS) as made:
        made.create_pages(ROWS)
        desk = Desk(made)
        desk.sync()
        yield desk


def carried(at: Desk) -> str:
    at.edit_page("R-1a", owner="佐藤")
    return at.sync()


def test_undo_puts_the_copy_back_and_leaves_the_edit(at: Desk) -> None:
    run = carried(at)
    shown = at.call("undo", run, "--plan", expect=Exit.CONFLICTS)
    assert "佐藤 → 青木" in shown.stdout
    assert at.sides()[1]["R-1a"]["owner"] == "佐藤"
    at.call("undo", "last", expect=Exit.CONFLICTS)
    notion, sheet = at.sides()
    assert (notion["R-1a"]["owner"], sheet["R-1a"]["owner"]) == ("佐藤", "青木")
    at.writes_nothing()
    assert "undone" in at.call("plan", expect=Exit.CONFLICTS).stdout


def test_undo_of_the_first_run_is_refused_and_forced(at: Desk) -> None:
    run = at.asked("log")["pairs"][0]["runs"][-1]["run"]
    refused = at.asked("undo", run, expect=Exit.REFUSED)
    assert [each["code"] for each in refused["pairs"][0]["refusals"]] == ["too-many-deletes"]
    at.call("undo", run, "--force", expect=Exit.CONFLICTS)
    notion, sheet = at.sides()
    assert sorted(notion) == ["R-1a", "R-2a"]
    assert sheet == {}
    again = at.asked("log")["pairs"][0]["runs"][0]
    assert (again["undoes"], again["forced"]) == (run, ["too-many-deletes"])
    assert "the sheet is empty" in at.call("undo", "last", expect=Exit.REFUSED).stdout
    at.call("undo", "last", "--force")
    notion, sheet = at.sides()
    assert notion == sheet
    at.writes_nothing()


def test_undo_of_a_page_that_was_made_moves_it_to_the_trash_and_back(at: Desk) -> None:
    at.made.put([["R-3a", "新しい", "千葉", 1]], "A4")
    run = at.sync()
    page = at.page("R-3a").address
    at.call("undo", run, expect=Exit.CONFLICTS)
    shown: Any = at.made.clients.notion.pages.retrieve(page)
    assert shown["in_trash"] is True
    at.writes_nothing()
    at.call("undo", "last")
    assert at.page("R-3a").address == page
    assert at.sides()[0] == at.sides()[1]
    at.writes_nothing()


def test_an_unknown_run_is_named_with_the_way_out(at: Desk) -> None:
    result = at.call("undo", "nobody", expect=Exit.USAGE)
    assert "there is no such run" in result.stderr
    assert "bothways log" in result.stderr


def test_restore_writes_the_old_value_to_both_sides(at: Desk) -> None:
    carried(at)
    then = at.asked("log")["pairs"][0]["runs"][-1]["ended"]
    at.call("restore", "認証基盤の停止", "owner", "--at", then, "--plan", expect=Exit.PENDING)
    at.call("restore", "認証基盤の停止", "owner", "--at", then)
    assert {side["R-1a"]["owner"] for side in at.sides()} == {"青木"}
    at.writes_nothing()
    at.call("undo", "last")
    assert {side["R-1a"]["owner"] for side in at.sides()} == {"佐藤"}


def test_restore_of_a_value_that_did_not_win(tmp_path: Path) -> None:
    with world(tmp_path, KINDS, 'conflicts = "notion"') as made:
        made.create_pages(ROWS)
        at = Desk(made)
        at.sync()
        at.edit_page("R-1a", owner="佐藤")
        at.made.put([["田中"]], "C2")
        at.sync()
        assert at.sides()[1]["R-1a"]["owner"] == "佐藤"
        at.call("restore", "R-1a", "owner", "--lost")
        assert {side["R-1a"]["owner"] for side in at.sides()} == {"田中"}
        at.writes_nothing()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("R-9z", "owner", "--at", "1h"), "no record is known by this id, title or link"),
        (("R-1a", "ovner", "--at", "1h"), "nearest: owner"),
        (("R-1a", "owner", "--at", "yesterday"), "this is no time"),
        (("R-1a", "owner", "--at", "2999-01-01"), "this is in the future"),
        (("R-1a", "owner", "--at", "2001-01-01"), "Nothing is known of owner at that time"),
        (("R-1a", "owner", "--lost"), "No value of owner was kept"),
        (("R-1a", "owner"), "--at TIME, or --lost"),
    ],
)
def test_a_wish_that_cannot_be_met_says_why(at: Desk, words: tuple[str, ...], said: str) -> None:
    result = at.call("restore", *words, expect=Exit.USAGE)
    assert said in " ".join(result.stderr.split())
    assert json.loads(at.call("restore", *words, "--json", expect=Exit.USAGE).stdout)["error"]["seen"]


def test_the_log_of_a_record_tells_every_change(at: Desk) -> None:
    run = carried(at)
    shown = at.call("log", "R-1a").stdout
    assert "認証基盤の停止" in shown
    assert "青木 → 佐藤" in shown
    assert "edited in Notion" in shown
    assert run in shown
    assert max(map(cell_len, shown.splitlines())) <= 80
    record = at.asked("log", "R-1a")["record"]
    assert (record["record"], record["title"], record["known"]) == ("R-1a", "認証基盤の停止", True)
    event = next(each for each in record["events"] if each["run"] == run and each["what"] == "written")
    assert (event["side"], event["field"], event["before"], event["after"]) == ("sheet", "owner", "青木", "佐藤")
    assert event["kind"] == "update"


def test_the_log_shows_what_is_open(at: Desk) -> None:
    at.call("undo", carried(at), expect=Exit.CONFLICTS)
    shown = at.call("log", "認証基盤の停止").stdout
    assert "Open now" in shown
    record = at.asked("log", "R-1a")["record"]
    assert [each["values"] for each in record["conflicts"]] == [{"notion": "佐藤", "sheet": "青木"}]


def test_a_record_is_found_by_every_name_it_has(at: Desk) -> None:
    page = at.page("R-2a").address
    book = f"https://docs.google.com/spreadsheets/d/{at.made.spreadsheet}/edit"
    row = next(each.address for each in at.made.both()[1].records if each.id == "R-2a")
    gid = 0
    for named in (
        "R-2a",
        "Backup fails",
        "ＢＡＣＫＵＰ　fails ",
        page,
        link_to(page),
        f"https://www.notion.so/team/Backup-fails-{page.replace('-', '')}?pvs=4",
        f"{book}?gid={gid}#gid={gid}&range=A{row}",
        f"{book}#gid={gid}&range={row}:{row}",
        f"{book}#gid={gid}&range=B{row}:D{row}",
    ):
        assert at.asked("log", named)["record"]["record"] == "R-2a", named


def test_a_record_is_found_by_the_title_it_had(at: Desk) -> None:
    title = {"title": {"title": [{"text": {"content": "Backups are late"}}]}}
    at.made.clients.notion.pages.update(at.page("R-2a").address, properties=title)
    at.sync()
    assert at.asked("log", "Backup fails")["record"]["record"] == "R-2a"


def test_a_title_that_two_records_have_is_not_guessed(at: Desk) -> None:
    at.made.put([["R-3a", "Backup fails", "千葉", 1]], "A4")
    at.sync()
    result = at.call("log", "backup fails", expect=Exit.USAGE)
    assert "2 records are called so" in result.stderr
    assert "R-2a" in result.stderr
    assert "R-3a" in result.stderr


def test_a_name_that_nothing_has_offers_the_nearest(at: Desk) -> None:
    assert "Backup fails (R-2a)" in " ".join(at.call("log", "Backup fials", expect=Exit.USAGE).stderr.split())


def test_the_latest_runs_with_what_they_wrote(at: Desk) -> None:
    run = carried(at)
    at.sync(OutcomeKind.IN_STEP)
    shown = at.call("log").stdout
    assert run in shown
    assert "1 in the sheet" in shown
    assert max(map(cell_len, shown.splitlines())) <= 80
    runs = at.asked("log", "--limit", "2")["pairs"][0]["runs"]
    assert [each["outcome"] for each in runs] == ["in_step", "changed"]
    assert runs[1]["counts"] == {"notion": 0, "sheet": 1}


def test_the_log_writes_nothing(at: Desk) -> None:
    at.made.server.forget_calls()
    at.call("log", "R-1a")
    at.call("log")
    assert at.made.server.calls() == []


def test_a_row_is_found_where_it_stands_now(at: Desk) -> None:
    """Where a row stood at the last run proves nothing: the sheet is read."""
    book = f"https://docs.google.com/spreadsheets/d/{at.made.spreadsheet}/edit#gid=0&range=A{FIRST_ROW}"
    before = at.asked("log", book)["record"]["record"]
    grid = at.made.clients.google.http_client
    tab = grid.fetch_sheet_metadata(at.made.spreadsheet)["sheets"][0]["properties"]["sheetId"]
    rows = {"sheetId": tab, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    grid.batch_update(at.made.spreadsheet, {"requests": [{"moveDimension": {"source": rows, "destinationIndex": 3}}]})
    assert {before, at.asked("log", book)["record"]["record"]} == {"R-1a", "R-2a"}


@pytest.mark.parametrize(("keep", "value"), [("notion", "佐藤"), ("sheet", "青木")])
def test_what_an_undo_left_open_is_settled_by_a_choice(at: Desk, keep: str, value: str) -> None:
    at.call("undo", carried(at), expect=Exit.CONFLICTS)
    at.call("settle", "R-1a", "owner", "--keep", keep)
    at.sync()
    assert {side["R-1a"]["owner"] for side in at.sides()} == {value}
    at.writes_nothing()
    at.edit_page("R-1a", owner="later")
    at.sync()
    assert at.sides()[1]["R-1a"]["owner"] == "later"


@pytest.mark.parametrize(("keep", "left"), [("sheet", True), ("notion", False)])
def test_a_record_that_an_undo_left_on_one_side_is_settled_by_a_choice(at: Desk, keep: str, *, left: bool) -> None:
    at.made.put([["R-3a", "新しい", "千葉", 1]], "A4")
    run = at.sync()
    page = at.page("R-3a").address
    at.call("undo", run, expect=Exit.CONFLICTS)
    at.call("settle", "R-3a", "--keep", keep)
    at.sync()
    assert [("R-3a" in side) for side in at.sides()] == [left, left]
    if left:
        assert at.page("R-3a").address == page
    at.writes_nothing()
