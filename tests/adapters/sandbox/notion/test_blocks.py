from datetime import timedelta
from typing import Any

import pytest
from notion_client import APIResponseError, Client

from adapters.sandbox.clock import TurnableClock
from adapters.sandbox.server import SandboxServer
from tests.adapters.sandbox.notion.build import Json, text
from tests.adapters.sandbox.notion.conftest import Connect


def paragraph(content: str) -> Json:
    return {"type": "paragraph", "paragraph": {"rich_text": text(content)}}


def texts(blocks: Any) -> list[str]:  # noqa: ANN401 - a wire list
    return [block[block["type"]]["rich_text"][0]["plain_text"] for block in blocks["results"]]


@pytest.fixture
def page(notion: Client, sandbox: SandboxServer) -> str:
    made: Any = notion.pages.create(parent={"page_id": sandbox.root_page_id}, properties={"title": text("Report")})
    return str(made["id"])


def append(notion: Client, parent: str, *contents: str, **rest: Json) -> Any:  # noqa: ANN401 - a wire list
    return notion.blocks.children.append(parent, children=[paragraph(each) for each in contents], **rest)


def test_blocks_are_appended_and_listed_in_order(notion: Client, page: str) -> None:
    made = append(notion, page, "a", "b")
    assert texts(made) == ["a", "b"]
    listed: Any = notion.blocks.children.list(page)
    assert listed["results"] == made["results"]
    assert listed["results"][0] == {
        "object": "block",
        "id": made["results"][0]["id"],
        "parent": {"type": "page_id", "page_id": page},
        "created_time": "2026-11-20T09:30:00.000Z",
        "last_edited_time": "2026-11-20T09:30:00.000Z",
        "created_by": made["results"][0]["created_by"],
        "last_edited_by": made["results"][0]["created_by"],
        "has_children": False,
        "in_trash": False,
        "type": "paragraph",
        "paragraph": {"rich_text": listed["results"][0]["paragraph"]["rich_text"], "icon": None, "color": "default"},
    }


def test_with_a_position_the_answer_holds_the_following_siblings_too(notion: Client, page: str) -> None:
    first = append(notion, page, "a", "b")["results"][0]["id"]
    made = append(notion, page, "x", position={"type": "after_block", "after_block": {"id": first}})
    assert texts(made) == ["x", "b"]
    assert texts(append(notion, page, "y", position={"type": "start"})) == ["y", "a", "x", "b"]
    assert texts(append(notion, page, "z", position={"type": "end"})) == ["z"]
    assert texts(notion.blocks.children.list(page)) == ["y", "a", "x", "b", "z"]


def test_after_is_a_word_of_the_older_version_only(connect: Connect, notion: Client, page: str) -> None:
    first = append(notion, page, "a", "b")["results"][0]["id"]
    assert texts(connect("2025-09-03").blocks.children.append(page, children=[paragraph("x")], after=first)) == [
        "x",
        "b",
    ]
    with pytest.raises(APIResponseError, match=r"body\.after should be not present"):
        notion.blocks.children.append(page, children=[paragraph("y")], after=first)


def test_an_append_notes_the_edit_on_the_page(notion: Client, page: str, clock: TurnableClock) -> None:
    clock.turn(timedelta(minutes=2))
    append(notion, page, "a")
    read: Any = notion.pages.retrieve(page)
    assert read["last_edited_time"] == "2026-11-20T09:32:00.000Z"


def test_children_come_in_pages_whose_cursor_is_a_block(notion: Client, page: str) -> None:
    append(notion, page, *[str(number) for number in range(5)])
    first: Any = notion.blocks.children.list(page, page_size=2)
    rest: Any = notion.blocks.children.list(page, start_cursor=first["next_cursor"])
    assert (texts(first), texts(rest)) == (["0", "1"], ["2", "3", "4"])
    assert rest["results"][0]["id"] == first["next_cursor"]


def test_nesting_goes_two_levels_down_in_one_request(notion: Client, page: str) -> None:
    def toggle(*children: Json) -> Json:
        return {"toggle": {"rich_text": text("t"), **({"children": list(children)} if children else {})}}

    made: Any = notion.blocks.children.append(page, children=[toggle(toggle(toggle()))])
    assert made["results"][0]["has_children"] is True
    inner: Any = notion.blocks.children.list(made["results"][0]["id"])
    assert inner["results"][0]["parent"] == {"type": "block_id", "block_id": made["results"][0]["id"]}
    with pytest.raises(APIResponseError, match="should be not present"):
        notion.blocks.children.append(page, children=[toggle(toggle(toggle(toggle())))])


def test_at_most_100_blocks_stand_in_an_array(notion: Client, page: str) -> None:
    with pytest.raises(APIResponseError, match=r"body\.children\.length should be ≤ `100`, instead was `101`"):
        append(notion, page, *["a"] * 101)


def test_tables_bring_their_rows_and_every_row_fits(notion: Client, page: str) -> None:
    def rows(*widths: int) -> list[Json]:
        return [{"table_row": {"cells": [text("x")] * width}} for width in widths]

    made: Any = notion.blocks.children.append(page, children=[{"table": {"table_width": 2, "children": rows(2, 2)}}])
    assert made["results"][0]["table"] == {"table_width": 2, "has_column_header": False, "has_row_header": False}
    with pytest.raises(APIResponseError, match="Number of cells in table row"):
        notion.blocks.children.append(page, children=[{"table": {"table_width": 2, "children": rows(2, 3)}}])


def test_an_update_replaces_whole_fields_and_keeps_the_others(notion: Client, page: str) -> None:
    todo = {"to_do": {"rich_text": text("do"), "checked": False}}
    made: Any = notion.blocks.children.append(page, children=[todo])
    key = made["results"][0]["id"]
    after: Any = notion.blocks.update(key, to_do={"checked": True})
    assert (after["to_do"]["checked"], after["to_do"]["rich_text"][0]["plain_text"]) == (True, "do")
    with pytest.raises(APIResponseError, match=r"body\.to_do should be defined"):
        notion.blocks.update(key, paragraph={"rich_text": []})


def test_a_deleted_block_is_in_no_list_and_can_be_restored(notion: Client, page: str) -> None:
    key = append(notion, page, "a", "b")["results"][0]["id"]
    deleted: Any = notion.blocks.delete(key)
    assert deleted["in_trash"] is True
    assert texts(notion.blocks.children.list(page)) == ["b"]
    read: Any = notion.blocks.retrieve(key)
    assert read["in_trash"] is True
    notion.blocks.update(key, in_trash=False)
    assert texts(notion.blocks.children.list(page)) == ["a", "b"]


def test_pages_and_databases_are_blocks_of_the_page_they_stand_on(
    notion: Client, sandbox: SandboxServer, page: str
) -> None:
    notion.pages.create(parent={"page_id": page}, properties={"title": text("Child")})
    notion.databases.create(parent={"page_id": page}, title=text("Table"))
    listed: Any = notion.blocks.children.list(page)
    assert [(block["type"], block[block["type"]]) for block in listed["results"]] == [
        ("child_page", {"title": "Child"}),
        ("child_database", {"title": "Table"}),
    ]
    itself: Any = notion.blocks.retrieve(page)
    assert (itself["type"], itself["parent"]["page_id"]) == ("child_page", sandbox.root_page_id)


def test_a_callout_without_an_icon_gets_a_bulb(notion: Client, page: str) -> None:
    made: Any = notion.blocks.children.append(page, children=[{"callout": {"rich_text": text("!")}}])
    assert made["results"][0]["callout"]["icon"] == {"type": "emoji", "emoji": "💡"}


def test_a_block_without_a_type_is_refused(notion: Client, page: str) -> None:
    with pytest.raises(APIResponseError, match="Fix one:"):
        notion.blocks.children.append(page, children=[{"nonsense": {}}])
