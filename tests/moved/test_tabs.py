"""Tabs and whole spreadsheets that were renamed, copied, replaced."""

from typing import Any

import pytest

from jobs.settings import load
from jobs.sync import OutcomeKind, plan_pair
from jobs.wiring import open_alone
from sync.errors import StateError
from tests.moved.desk import Desk


def rename(at: Desk, sheet_id: int, title: str) -> None:
    at.do({"updateSheetProperties": {"properties": {"sheetId": sheet_id, "title": title}, "fields": "title"}})


def copied(at: Desk, title: str) -> int:
    made: Any = at.made.clients.google.http_client.batch_update(
        at.made.spreadsheet,
        {"requests": [{"duplicateSheet": {"sourceSheetId": at.sheet_id, "newSheetName": title}}]},
    )
    found: int = made["replies"][0]["duplicateSheet"]["properties"]["sheetId"]
    return found


def test_a_tab_that_was_renamed_is_followed_and_told_once(at: Desk) -> None:
    rename(at, at.sheet_id, "Register 2026")
    outcome = at.sync()
    assert outcome.kind is OutcomeKind.IN_STEP
    assert [str(note.why) for note in outcome.plan.notes] == [
        "the table table is called Register 2026 in sheet now; it is followed"
    ]
    assert at.sync().plan.notes == ()
    assert at.made.read_calls()["google"] == 1, "the new name is remembered, so nothing has to be looked for"
    at.proves_in_step()


def test_the_configuration_may_call_a_followed_tab_by_its_new_name(at: Desk) -> None:
    rename(at, at.sheet_id, "Register 2026")
    at.sync()
    file = at.made.settings_file()
    file.write_text(
        file.read_text(encoding="utf-8").replace('tab = "table"', 'tab = "Register 2026"'), encoding="utf-8"
    )
    settings = load(file, {})
    (mapping,) = settings.mappings()
    with open_alone(mapping, settings) as tools:
        assert plan_pair(mapping, tools).kind is OutcomeKind.IN_STEP


def test_a_tab_that_was_never_followed_is_another_table_than_the_memorys(at: Desk) -> None:
    copied(at, "a copy")
    file = at.made.settings_file()
    file.write_text(file.read_text(encoding="utf-8").replace('tab = "table"', 'tab = "a copy"'), encoding="utf-8")
    settings = load(file, {})
    (mapping,) = settings.mappings()
    with pytest.raises(StateError, match="other tables"), open_alone(mapping, settings):
        pass


def test_another_tab_under_the_old_name_is_not_taken_for_the_one_that_was_renamed(at: Desk) -> None:
    own = at.sheet_id
    other = copied(at, "a copy")
    rename(at, own, "the real one")
    rename(at, other, "table")
    at.type("C2", "typed into the copy")
    assert at.sync().kind is OutcomeKind.IN_STEP
    assert at.look()[2].grid.sheet_id == own
    at.proves_in_step()
    assert at.values("table")[1][2] == "typed into the copy"


def test_a_copied_tab_changes_nothing(at: Desk) -> None:
    copied(at, "backup")
    assert at.sync().kind is OutcomeKind.IN_STEP
    at.type("C1", "responsible")
    at.proves_in_step()
    assert at.values("backup")[0][2] == "owner"
    assert at.values("backup")[1][2] == "team R-0a"


def test_a_copy_that_takes_the_place_of_its_original_is_followed_by_its_name(at: Desk) -> None:
    """The copy carries the marks of the original, so even a renamed column is found in it."""
    at.type("C1", "responsible")
    at.sync()
    own, other = at.sheet_id, copied(at, "a copy")
    at.do({"deleteSheet": {"sheetId": own}})
    rename(at, other, "table")
    outcome = at.sync()
    assert [note.code for note in outcome.plan.notes] == ["table-replaced"]
    assert outcome.kind is OutcomeKind.IN_STEP
    at.proves_in_step()


def test_a_tab_that_is_gone_is_refused_with_those_there_are(at: Desk) -> None:
    own = at.sheet_id
    at.do({"addSheet": {"properties": {"title": "Tabel"}}}, {"deleteSheet": {"sheetId": own}})
    outcome = at.sync()
    assert outcome.kind is OutcomeKind.FAILED
    assert "no tab 'table'" in str(outcome.error)
    assert "nearest is 'Tabel'" in str(outcome.error)
    assert at.notion_alone() == at.before


def test_a_copied_spreadsheet_changes_nothing_in_either(at: Desk) -> None:
    at.type("C1", "responsible")
    twin = at.made.clients.google.copy(at.made.spreadsheet, "copy of the book")
    at.proves_in_step()
    assert twin.worksheet("table").acell("C2").value == "team R-0a"


def test_a_pair_that_is_pointed_at_the_copy_is_refused(at: Desk) -> None:
    twin = at.made.clients.google.copy(at.made.spreadsheet, "copy of the book")
    at.made.spreadsheet = twin.id
    outcome = None
    try:
        outcome = at.sync()
    except Exception as error:  # noqa: BLE001 - the store refuses before a run begins
        assert "knows the pair table with other tables" in str(error)  # noqa: PT017 - as above
    assert outcome is None
