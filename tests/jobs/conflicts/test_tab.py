"""Conflicts settled in the tab of the spreadsheet, with the real clients against the local services."""

from pathlib import Path

import pytest

from jobs.sync import OutcomeKind
from sync.choices import JOINT
from tests.jobs.conflicts.town import TAB, town


def test_a_conflict_is_listed_once_with_both_values_as_text_and_a_dropdown(tmp_path: Path) -> None:
    with town(tmp_path) as made:
        made.sync()
        assert TAB not in made.tabs(), "made at the first conflict, not before"
        made.clash("R-1a", owner=("佐藤", "=1+1 鈴木"))
        outcome = made.sync()
        assert (outcome.kind, outcome.notices) == (OutcomeKind.CONFLICTS, ())
        (line,) = made.lines()
        assert (line["Pair"], line["Record"], line["Title"], line["Field"]) == ("table", "R-1a", "電源障害", "owner")
        assert (line["Last agreed"], line["Notion"], line["Sheet"]) == ("aoki", "佐藤", "=1+1 鈴木")
        assert line["Since"]
        assert line["Last edited"].startswith("Notion 20")
        assert made.tabs()[TAB]["gridProperties"]["frozenRowCount"] == 1
        cells = made.cells(TAB)[1]
        rule = cells[9]["dataValidation"]["condition"]
        words = [each["userEnteredValue"] for each in rule["values"]]
        assert words == ["keep Notion", "keep Sheet", "keep both", "later"]
        assert cells[6]["userEnteredValue"] == {"stringValue": "=1+1 鈴木"}
        before = made.cells(TAB)
        made.server.forget_calls()
        assert made.sync().kind is OutcomeKind.CONFLICTS
        assert made.write_calls() == {"notion": 0, "google": 0}
        assert made.read_calls()["google"] == 2, "the tab of the pair, and the tab of conflicts"
        assert made.cells(TAB) == before


@pytest.mark.parametrize(
    ("choice", "stands"),
    [("keep Notion", "佐藤"), ("シートを残す", "鈴木"), ("keep both", f"佐藤{JOINT}鈴木")],
)
def test_what_is_chosen_in_either_language_is_applied_and_its_line_taken_away(
    choice: str, stands: str, tmp_path: Path
) -> None:
    with town(tmp_path) as made:
        made.clash("R-1a", owner=("佐藤", "鈴木"))
        made.clash("R-2b", score=(7, 8))
        made.sync()
        made.choose("R-1a", choice)
        planned = made.plan()
        assert [str(each.conflict.record) for each in planned.plan.chosen] == ["R-1a"]
        assert made.sync().error is None
        assert [side["owner"] for side in made.values()["R-1a"]] == [stands, stands]
        assert [line["Record"] for line in made.lines()] == ["R-2b"], "the other still waits"
        made.choose("R-2b", "あとで")
        assert made.sync().kind is OutcomeKind.IN_STEP
        made.server.forget_calls()
        assert made.sync().kind is OutcomeKind.IN_STEP
        assert made.write_calls() == {"notion": 0, "google": 0}
        assert made.lines()[0]["Choice"] == "あとで"


def test_a_choice_made_on_other_values_is_shown_again_and_not_applied(tmp_path: Path) -> None:
    with town(tmp_path, language="ja") as made:
        made.clash("R-1a", owner=("佐藤", "鈴木"))
        made.sync()
        assert [line["前回の一致"] for line in made.lines()] == ["aoki"]
        made.choose("R-1a", "両方残す")
        made.notion("R-1a", owner="田中")
        assert made.sync().kind is OutcomeKind.CONFLICTS
        assert [side["owner"] for side in made.values()["R-1a"]] == ["田中", "鈴木"]
        (line,) = made.lines()
        assert (line["Notion"], line["選択"]) == ("田中", "")
        made.choose("R-1a", "ｎｏｔｉｏｎ を残す")
        assert made.sync().kind is OutcomeKind.CHANGED
        assert [side["owner"] for side in made.values()["R-1a"]] == ["田中", "田中"]
        assert made.lines() == []


def test_nonsense_is_said_and_left_alone(tmp_path: Path) -> None:
    with town(tmp_path) as made:
        made.clash("R-1a", owner=("佐藤", "鈴木"))
        made.sync()
        made.choose("R-1a", "maybe?")
        outcome = made.sync()
        assert outcome.kind is OutcomeKind.CONFLICTS
        assert ["maybe?" in str(notice) for notice in outcome.notices] == [True]
        assert made.lines()[0]["Choice"] == "maybe?"


def test_whatever_people_do_to_the_tab_it_is_mended_and_choices_are_kept(tmp_path: Path) -> None:
    with town(tmp_path) as made:
        made.clash("R-1a", owner=("佐藤", "鈴木"), score=(7, 8))
        made.clash("R-2b", owner=("x", "y"))
        made.sync()
        number = made.tabs()[TAB]["sheetId"]
        rename = {"sheetId": number, "title": "要確認"}
        rows = {"sheetId": number, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
        columns = {"sheetId": number, "dimension": "COLUMNS", "startIndex": 9, "endIndex": 10}
        made.ask({"deleteDimension": {"range": rows}})  # the first line
        made.choose("R-2b", "keep Sheet")
        made.put_in(TAB, "J1", "どうする？")  # the header of the choices
        made.ask(
            {"updateSheetProperties": {"properties": rename, "fields": "title"}},
            {"moveDimension": {"source": columns, "destinationIndex": 0}},
        )
        assert made.sync().error is None
        assert made.values()["R-2b"][0]["owner"] == "y"
        left = made.lines("要確認")
        assert sorted(line["Field"] for line in left) == ["owner", "score"]
        assert {line["Record"] for line in left} == {"R-1a"}
        assert made.grid("要確認")[0][0] == "どうする？"
        made.ask({"deleteSheet": {"sheetId": number}})
        assert made.sync().kind is OutcomeKind.CONFLICTS
        assert len(made.lines()) + len(made.lines("要確認")) == 2


def test_a_tab_of_that_name_that_is_a_persons_is_not_touched(tmp_path: Path) -> None:
    with town(tmp_path) as made:
        made.ask({"addSheet": {"properties": {"title": TAB, "sheetId": 77}}})
        made.put_in(TAB, "A1", "my own")
        made.clash("R-1a", owner=("佐藤", "鈴木"))
        assert made.sync().kind is OutcomeKind.CONFLICTS
        assert made.grid(TAB) == [["my own"]]
        assert len(made.lines(f"{TAB} 2")) == 1
        made.choose("R-1a", "keep both", tab=f"{TAB} 2")
        assert made.sync().kind is OutcomeKind.CHANGED


def test_a_held_deletion_is_listed_and_settled_there(tmp_path: Path) -> None:
    with town(tmp_path) as made:
        made.clients.notion.pages.update(made.pages["R-1a"], in_trash=True)
        assert made.sync().kind is OutcomeKind.IN_STEP
        (line,) = made.lines()
        assert (line["Record"], line["Field"], line["Notion"]) == ("R-1a", "(whole record)", "(deleted)")
        made.choose("R-1a", "keep Sheet")
        assert made.sync().kind is OutcomeKind.CHANGED
        notion, sheet = made.values()["R-1a"]
        assert notion == sheet
        assert made.page("R-1a")["in_trash"] is False
        assert made.lines() == []
        assert made.sync().kind is OutcomeKind.IN_STEP


def test_without_a_tab_in_the_configuration_none_is_made(tmp_path: Path) -> None:
    with town(tmp_path) as made:
        made.no_tab = True
        made.clash("R-1a", owner=("佐藤", "鈴木"))
        assert made.sync().kind is OutcomeKind.CONFLICTS
        assert list(made.tabs()) == ["table"]


@pytest.mark.parametrize("fault", ["503", "drop after", "drop before", "429", "500 after"])
def test_a_tab_whose_write_goes_wrong_once_is_complete_after_the_same_run(fault: str, tmp_path: Path) -> None:
    with town(tmp_path) as made:
        made.clash("R-1a", owner=("佐藤", "鈴木"))
        made.server.script(f"google POST *:batchUpdate once {fault}")
        outcome = made.sync()
        assert (outcome.kind, outcome.notices) == (OutcomeKind.CONFLICTS, ())
        assert len(made.lines()) == 1
        made.server.script("")
        made.server.forget_calls()
        assert made.sync().kind is OutcomeKind.CONFLICTS
        assert made.write_calls() == {"notion": 0, "google": 0}


@pytest.mark.parametrize("fault", ["503", "drop before", "403"])
def test_a_tab_that_cannot_be_written_stops_no_run_and_is_made_good_next_time(fault: str, tmp_path: Path) -> None:
    with town(tmp_path) as made:
        made.clash("R-1a", owner=("佐藤", "鈴木"))
        made.server.script(f"google POST *:batchUpdate 100% {fault}")
        outcome = made.sync()
        assert (outcome.kind, len(outcome.notices)) == (OutcomeKind.CONFLICTS, 1)
        made.server.script("")
        assert made.sync().kind is OutcomeKind.CONFLICTS
        assert len(made.lines()) == 1
        made.choose("R-1a", "keep Notion")
        assert made.sync().kind is OutcomeKind.CHANGED
        assert made.lines() == []
