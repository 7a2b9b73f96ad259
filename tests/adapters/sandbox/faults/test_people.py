from datetime import timedelta
from typing import Any

import gspread
import httpx
import pytest

from adapters.sandbox.clock import TurnableClock
from adapters.sandbox.server import SandboxServer
from tests.adapters.sandbox.faults.world import WRITER, World

BATCH = "google POST *:batchUpdate before 1st"


def grid(world: World, edit: str) -> list[list[Any]]:
    world.server.script(f'{BATCH} sheet this "Register" {edit}')
    world.batch()
    (fired,) = world.server.fired()
    assert fired.failed == ""
    return world.cells()


HEAD = ["ID", "Name", "Score"]
A, B, C = ["r1", "Login fails", 3], ["r2", "Disk full", 8], ["r3", "Slow query", 5]


@pytest.mark.parametrize(
    ("edit", "cells"),
    [
        ("insert row 2", [HEAD, [], A, B, C]),
        ("delete row 3", [HEAD, A, C]),
        ("insert column B", [[row[0], "", *row[1:]] for row in (HEAD, A, B, C)]),
        ("delete column B", [[row[0], row[2]] for row in (HEAD, A, B, C)]),
        ("move column C to A", [[row[2], row[0], row[1]] for row in (HEAD, A, B, C)]),
        ("move column A to C", [[row[1], row[2], row[0]] for row in (HEAD, A, B, C)]),
        ("move row 2 to 4", [HEAD, B, C, A]),
        ("move row 4 to 2", [HEAD, C, A, B]),
        ("copy row 2 to 5", [HEAD, A, B, C, A]),
        ("sort by C desc", [HEAD, B, C, A]),
        ("sort by B", [HEAD, B, A, C]),
        ("sort by C from 3", [HEAD, A, C, B]),
        ('type C2 = "=1+1"', [HEAD, ["r1", "Login fails", 2], B, C]),
        ('type B2 = "2026-01-05"', [HEAD, ["r1", 46027, 3], B, C]),
        ("clear C4", [HEAD, A, B, ["r3", "Slow query"]]),
    ],
)
def test_people_change_a_tab(world: World, edit: str, cells: list[list[Any]]) -> None:
    assert grid(world, edit) == cells


def test_people_rename_and_remove_tabs_after_the_call(world: World) -> None:
    text = 'google POST *:batchUpdate after 1st sheet this "Register" rename to "Old" | sheet this "Other" remove'
    world.server.script(text)
    world.batch()
    assert [tab.title for tab in world.book.worksheets()] == ["Old"]


def test_an_edit_hits_a_write_that_was_meant_for_another_row(world: World) -> None:
    world.server.script('google PUT * before 1st sheet "Risks 2026" "Register" sort by C desc')
    world.write("D2", "meant for r1")
    assert world.cells()[1] == ["r2", "Disk full", 8, "meant for r1"]


def test_an_edit_after_is_made_before_the_answer_and_after_the_write(world: World) -> None:
    world.server.script(f'google PUT * after 1st sheet {world.book.id} "Register" delete row 2')
    world.write("D2", "gone")
    assert world.cells() == [HEAD, B, C]


def modifier(world: World) -> str:
    fields = {"fields": "lastModifyingUser"}
    answer = world.http.get(f"/drive/v3/files/{world.book.id}", params=fields).json()
    return str(answer["lastModifyingUser"]["emailAddress"])


def test_the_sheet_knows_who_edited_it_last(world: World) -> None:
    world.server.script(f'google POST *:batchUpdate after 1st as {WRITER} sheet this "Register" type F1 = "x"')
    world.batch()
    assert modifier(world) == WRITER


def test_who_has_no_access_cannot_edit_and_the_call_goes_on(world: World) -> None:
    world.server.script(f'{BATCH} as stranger@example.com sheet this "Register" clear A1')
    world.batch()
    (fired,) = world.server.fired()
    assert "403" in fired.failed
    assert world.cells()[0][0] == "ID"


@pytest.mark.parametrize(
    ("call", "edit", "reason"),
    [
        ("google", 'sheet this "Nowhere" remove', "no tab"),
        ("google", 'sheet "No such book" "Register" remove', "no spreadsheet"),
        ("google", "page this trash", "about no page"),
        ("notion", 'sheet this "Register" remove', "about no spreadsheet"),
        ("notion", "page 5eed0000-0000-4000-8000-00000000dead trash", "404"),
        ("notion", 'page "No such page" trash', "no page"),
        ("notion", 'page this set "No such" = "x"', "no property"),
        ("notion", 'page this set "Score" = "many"', "no number"),
        ("notion", 'page this set "Status" = "Nonsense"', "400"),
        ("notion", 'as "Nobody" page this trash', "no person"),
        ("notion", 'source "No such" add "x"', "no data source"),
    ],
)
def test_an_edit_that_cannot_be_made_says_why(world: World, call: str, edit: str, reason: str) -> None:
    world.server.script(f"{call} write before 1st {edit}")
    if call == "google":
        world.batch()
    else:
        world.rename(world.pages[0], "New")
    (fired,) = world.server.fired()
    assert reason in fired.failed


def test_people_set_values_by_the_propertys_type(world: World) -> None:
    daniel = world.server.notion.store.all("notion.user")
    key = next(key for key, user in daniel if user["name"] == "Daniel Okafor")
    world.server.script(
        'notion PATCH * before 1st page this set "Score" = "2.5" | page this set "Tags" = "a, b"'
        ' | page this set "Open" = "true" | page this set "Due" = "2026-01-05/2026-01-07"'
        ' | page this set "Owner" = "daniel.okafor@example.com" | page this set "Status" = "Done"'
        ' | page this set "Name" = "Typed"'
    )
    world.notion.pages.update(world.pages[0], icon={"type": "emoji", "emoji": "🔥"})
    assert [fired.failed for fired in world.server.fired()] == [""] * 7
    found = world.page(world.pages[0])["properties"]
    assert found["Score"]["number"] == 2.5
    assert [tag["name"] for tag in found["Tags"]["multi_select"]] == ["a", "b"]
    assert found["Open"]["checkbox"] is True
    assert (found["Due"]["date"]["start"], found["Due"]["date"]["end"]) == ("2026-01-05", "2026-01-07")
    assert [person["id"] for person in found["Owner"]["people"]] == [key]
    assert found["Status"]["status"]["name"] == "Done"
    assert found["Name"]["title"][0]["plain_text"] == "Typed"


def test_people_empty_values(world: World) -> None:
    names = ("Score", "Tags", "Open", "Due", "Owner")
    world.notion.pages.update(world.pages[0], properties={"Score": {"number": 1}, "Open": {"checkbox": True}})
    edits = " | ".join(f'page this set "{name}" = empty' for name in names)
    world.server.script(f"notion PATCH * before 1st {edits}")
    world.notion.pages.update(world.pages[0], icon=None)
    assert [fired.failed for fired in world.server.fired()] == [""] * 5
    found = world.page(world.pages[0])["properties"]
    values = [found[name][found[name]["type"]] for name in names]
    assert values == [None, [], False, None, []]


def test_a_page_knows_who_edited_it_and_when(world: World, clock: TurnableClock) -> None:
    clock.turn(timedelta(minutes=5))
    world.server.script('notion POST */query after 1st as "Emma Clarke" page "Disk full" set "Score" = "1"')
    world.query()
    page = world.page(world.pages[1])
    user: Any = world.notion.users.retrieve(page["last_edited_by"]["id"])
    assert user["name"] == "Emma Clarke"
    assert page["last_edited_time"] == "2026-11-20T09:35:00.000Z"


def test_nobody_in_particular_is_a_person_all_the_same(world: World) -> None:
    world.server.script(f"notion POST */query after 1st page {world.pages[0]} trash")
    world.query()
    page = world.page(world.pages[0])
    assert page["in_trash"] is True
    user: Any = world.notion.users.retrieve(page["last_edited_by"]["id"])
    assert user["type"] == "person"


def test_a_page_is_trashed_between_the_read_and_the_write(world: World) -> None:
    world.server.script("notion PATCH /v1/pages/* before once page this trash")
    with pytest.raises(Exception, match="archived"):
        world.rename(world.pages[0], "Too late")
    assert "Login fails" not in world.titles()


def test_a_created_page_is_this_after_the_call(world: World) -> None:
    world.server.script(f"notion POST /v1/pages after once page this move to {world.server.root_page_id}")
    key = world.add("Away")
    assert world.page(key)["parent"] == {"type": "page_id", "page_id": world.server.root_page_id}


def test_people_add_rows_and_change_the_schema(world: World) -> None:
    world.server.script(
        'notion POST */query before once source this add "New"'
        ' | source "Risks" rename "Score" to "Points" | source this remove "Tags"'
    )
    assert len(world.query()["results"]) == 4
    source: Any = world.notion.data_sources.retrieve(world.source)
    assert {"Points", "Name"} <= set(source["properties"])
    assert not {"Score", "Tags"} & set(source["properties"])


def test_people_get_in_where_a_token_is_required() -> None:
    with SandboxServer(token="t") as server:
        headers = {"authorization": "Bearer t", "notion-version": "2026-03-11"}
        body = {"properties": {"title": "Book"}}
        made = httpx.post(f"{server.url}/v4/spreadsheets", headers=headers, json=body).json()["spreadsheetId"]
        edits = f'page {server.root_page_id} set "title" = "Typed" | sheet {made} "Sheet1" type A1 = "typed"'
        server.script(f"any * before once {edits}")
        httpx.get(f"{server.url}/v1/users/me", headers=headers).raise_for_status()
        assert [fired.failed for fired in server.fired()] == ["", ""]


def test_edits_meet_no_faults_no_quotas_and_no_list_of_calls(world: World) -> None:
    world.server.script(
        "google * 2nd.. 500\nnotion * always 500\n"
        'any * before 1st source "Risks" add "x" | sheet this "Register" clear A1'
    )
    world.server.forget_calls()
    world.batch()
    assert [fired.failed for fired in world.server.fired()] == ["", ""]
    assert len(world.server.calls()) == 1
    with pytest.raises(gspread.exceptions.APIError):
        world.batch()
    assert world.cells()[0][0] == ""
