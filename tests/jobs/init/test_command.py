"""The command without a terminal: what it writes, what it leaves alone, and what it says is missing."""

import json
from typing import Any

import pytest

from jobs.settings import load
from jobs.sync import OutcomeKind
from tests.jobs.init.world import World

ROWS: list[list[object]] = [
    ["課題", "状況", "優先度", "期限", "完了"],
    ["ログの欠落", "対応中", "高", "2026-03-01", "FALSE"],
    ["証明書の期限", "未着手", "中", "2026-04-01", "FALSE"],
    ["=1+1 と書いた題", "完了", "低", "", "TRUE"],
    ["0012", "未着手", "高", "2026/05/01", "FALSE"],
]
SCHEMA: dict[str, Any] = {
    "名前": {"title": {}},
    "ステータス": {"select": {"options": [{"name": name} for name in ("未着手", "対応中", "完了")]}},
    "優先度": {"select": {"options": [{"name": name} for name in ("高", "中", "低")]}},
    "期限": {"date": {}},
    "完了": {"checkbox": {}},
    "実行": {"button": {}},
    "作成": {"created_time": {}},
}


def pages() -> list[dict[str, Any]]:
    def page(title: str, status: str, level: str, due: str | None, done: bool) -> dict[str, Any]:  # noqa: FBT001 - a row of a table
        return {
            "名前": {"title": [{"text": {"content": title}}]},
            "ステータス": {"select": {"name": status}},
            "優先度": {"select": {"name": level}},
            "期限": {"date": {"start": due} if due else None},
            "完了": {"checkbox": done},
        }

    return [
        page("ログの欠落", "対応中", "高", "2026-03-01", False),
        page("証明書の期限", "未着手", "中", "2026-04-01", False),
        page("=1+1 と書いた題", "完了", "低", None, True),
        page("0012", "未着手", "高", "2026-05-01", False),
    ]


def both(made: World) -> tuple[str, str]:
    rows = [[f"'{cell}" if str(cell).startswith(("=", "0")) else cell for cell in row] for row in ROWS]
    return made.database("課題", SCHEMA, pages()), made.book({"一覧": rows, "空": []})


def test_tabs_that_bothways_made_are_not_meant(made: World) -> None:
    rows = [[f"'{cell}" if str(cell).startswith(("=", "0")) else cell for cell in row] for row in ROWS]
    book = made.book({"Bothways overwritten": rows, "一覧": rows, "Bothways conflicts": rows})
    database = made.database("課題", SCHEMA, pages())
    done = made.init("--notion", database, "--sheet", book, "--add-ids")
    assert done.exit_code == 0, done.output
    assert 'tab = "一覧"' in made.file.read_text("utf-8")


def test_plan_accepts_what_was_written_and_a_second_sync_writes_nothing(made: World) -> None:
    database, book = both(made)
    done = made.init("--notion", database, "--sheet", book, "--add-ids")
    assert done.exit_code == 0, done.output
    planned = made.run(writing=False)
    assert [each.kind for each in planned.values()] == [OutcomeKind.PENDING]
    assert [each.kind for each in made.run().values()] == [OutcomeKind.CHANGED]
    made.server.forget_calls()
    assert [each.kind for each in made.run().values()] == [OutcomeKind.IN_STEP]
    assert made.writes() == []
    assert len(made.values(book, "一覧")) == len(ROWS)


def test_a_title_with_another_name_is_found_by_its_values(made: World) -> None:
    database, book = both(made)
    found = made.proposed("--notion", database, "--sheet", book, "--add-ids")
    fields = {each["notion"]: each for each in found["fields"]}
    assert fields["名前"]["sheet"] == "課題"
    assert "4 of 4 rows that are on both sides agree" in fields["名前"]["reasons"]
    assert fields["ステータス"]["sheet"] == "状況"
    assert {each["name"]: each["why"] for each in found["left_out"]}["実行"] == "a button has no value"


def test_the_id_column_goes_right_of_the_last_header_and_the_rest_stays(made: World) -> None:
    database, book = both(made)
    before = made.tab(book, "一覧")["data"][0]["rowData"]
    made.clients.google.http_client.values_update(
        book, "'一覧'!F4", params={"valueInputOption": "RAW"}, body={"values": [["beside the table"]]}
    )
    assert made.init("--notion", database, "--sheet", book, "--add-ids").exit_code == 0
    rows = made.values(book, "一覧")
    assert rows[0] == ["課題", "状況", "優先度", "期限", "完了", "ID"]
    assert rows[3][6] == "beside the table"
    after = made.tab(book, "一覧")["data"][0]["rowData"]
    assert [row["values"][:5] for row in after[:5]] == [row["values"][:5] for row in before]
    assert made.source(database)["properties"]["Bothways ID"]["type"] == "rich_text"


def test_without_an_answer_about_the_ids_nothing_is_written_and_the_answer_is_named(made: World) -> None:
    database, book = both(made)
    made.server.forget_calls()
    done = made.init("--notion", database, "--sheet", book)
    assert done.exit_code == 2
    assert "--add-ids or --no-add-ids" in done.stderr
    assert made.writes() == []
    assert not made.file.exists()


def test_without_an_id_property_the_pages_own_ids_serve(made: World) -> None:
    database, book = both(made)
    numbered = made.book({"一覧": [["番号", *ROWS[0]], *(["", *row] for row in ROWS[1:])]})
    done = made.init("--notion", database, "--sheet", numbered, "--no-add-ids", "--id-column", "番号")
    assert done.exit_code == 0, done.output
    assert "id_property" not in made.file.read_text("utf-8")
    refused = made.init("--notion", database, "--sheet", book, "--no-add-ids", "--config", "other.toml")
    assert refused.exit_code == 2
    assert "--id-column NAME" in refused.stderr


def test_a_configuration_is_never_overwritten_and_force_keeps_all_that_is_in_it(made: World) -> None:
    database, book = both(made)
    assert made.init("--notion", database, "--sheet", book, "--add-ids").exit_code == 0
    mine = made.file.read_text("utf-8").replace("[pairs.", "# my own remark\n[pairs.", 1)
    made.file.write_text(mine, "utf-8")
    again = made.book({"一覧": ROWS})
    words = ("--notion", database, "--sheet", again, "--add-ids")
    assert made.init(*words).exit_code == 2
    assert made.file.read_text("utf-8") == mine
    assert made.init(*words, "--force").exit_code == 0
    assert made.file.read_text("utf-8").startswith(mine)
    assert len(load(made.file, made.env).pairs) == 2


def test_a_tab_that_belongs_to_a_pair_already_is_refused_before_anything_is_made(made: World) -> None:
    database, book = both(made)
    words = ("--notion", database, "--sheet", book, "--add-ids")
    assert made.init(*words).exit_code == 0
    before = made.file.read_bytes()
    made.server.forget_calls()
    done = made.init(*words, "--force")
    assert done.exit_code == 2
    assert "belongs to" in done.stderr
    assert made.writes() == []
    assert made.file.read_bytes() == before
    assert [path.name for path in made.folder.iterdir()] == ["bothways.toml"]


def test_tokens_are_never_written(made: World, monkeypatch: pytest.MonkeyPatch) -> None:
    database, book = both(made)
    monkeypatch.setenv("BOTHWAYS_NOTION__TOKEN", "ntn_not-a-real-token")
    monkeypatch.setenv("BOTHWAYS_GOOGLE__TOKEN", "ya29.not-a-real-token")
    done = made.init("--notion", database, "--sheet", book, "--add-ids")
    assert done.exit_code == 0
    assert "not-a-real-token" not in made.file.read_text("utf-8") + done.output


def test_a_dry_run_shows_the_proposal_and_writes_nothing(made: World) -> None:
    database, book = both(made)
    made.server.forget_calls()
    done = made.init("--notion", database, "--sheet", book, "--add-ids", "--dry-run")
    assert done.exit_code == 0
    assert "名前 ↔ 課題" in done.stdout
    assert made.writes() == []
    assert not made.file.exists()


def test_with_nothing_named_it_says_what_it_needs(made: World) -> None:
    done = made.init()
    assert done.exit_code == 2
    assert "--notion URL" in done.stderr


def test_the_json_has_an_error_where_something_stops_it(made: World) -> None:
    done = made.init("--sheet", made.book({"一覧": ROWS}), "--tab", "一らん", "--json")
    found = json.loads(done.stdout)
    assert (found["exit_code"], found["error"]["kind"], found["written"]) == (1, "NotThere", None)
    assert "一覧" in found["error"]["way_out"]


def test_of_several_tabs_the_one_that_goes_with_the_database_is_taken_and_otherwise_asked(made: World) -> None:
    database, _ = both(made)
    book = made.book({"メモ": [["いつ", "何"], ["昨日", "x"]], "一覧": ROWS})
    assert made.proposed("--notion", database, "--sheet", book, "--add-ids")["sheet"]["tab"] == "一覧"
    done = made.init("--notion", database, "--sheet", made.book({"甲": ROWS, "乙": ROWS}))
    assert done.exit_code == 2
    assert "--tab NAME" in done.stderr


def test_a_header_below_other_rows_is_found(made: World) -> None:
    database, _ = both(made)
    book = made.book({"一覧": [["課題の一覧"], [], *ROWS]})
    found = made.proposed("--notion", database, "--sheet", book, "--add-ids")
    assert found["sheet"]["header_row"] == 3
    assert len(found["fields"]) == 5


def test_two_numberings_of_their_own_are_not_taken_for_one_id(made: World) -> None:
    rows = [["ID", *ROWS[0]], *([f"R-{number}", *row] for number, row in enumerate(ROWS[1:]))]
    own = [{**page, "ID": {"rich_text": [{"text": {"content": f"N-{at}"}}]}} for at, page in enumerate(pages())]
    database = made.database("課題", {**SCHEMA, "ID": {"rich_text": {}}}, own)
    found = made.proposed("--notion", database, "--sheet", made.book({"一覧": rows}), "--add-ids")
    assert found["sheet"]["id_column"] == "ID"
    assert found["notion"]["id_property"] == "Bothways ID"


def test_what_the_records_are_is_written_down_and_a_configuration_with_single_tables_takes_a_pair(made: World) -> None:
    database, book = both(made)
    before = """
[tables.goals]
record = "slo"
sheet = { spreadsheet = "another-spreadsheet-that-nobody-looks-at-00000", tab = "SLO", id_column = "ID" }
[tables.goals.fields]
title = { type = "title" }
flags = { type = "multi_select", own = true }
"""
    made.file.write_text(before, "utf-8")
    done = made.init("--notion", database, "--sheet", book, "--add-ids", "--force")
    assert done.exit_code == 0, done.output
    text = made.file.read_text("utf-8")
    assert text.startswith(before)
    settings = load(made.file, made.env)
    (pair,) = settings.pairs.values()
    assert pair.record is not None
    assert f'record = "{pair.record}"' in text
    assert "goals" in settings.tables
