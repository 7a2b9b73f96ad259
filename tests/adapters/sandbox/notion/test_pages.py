from datetime import timedelta
from typing import Any

import pytest
from notion_client import APIResponseError, Client

from adapters.sandbox.clock import TurnableClock
from adapters.sandbox.server import SandboxServer
from tests.adapters.sandbox.notion.build import Json, found, row, table, text
from tests.adapters.sandbox.notion.conftest import Connect


@pytest.fixture
def source(notion: Client, sandbox: SandboxServer) -> str:
    return table(notion, sandbox.root_page_id, {"Score": {"number": {}}, "Note": {"rich_text": {}}})


def test_times_are_floored_to_the_minute(notion: Client, source: str, clock: TurnableClock) -> None:
    page = row(notion, source, "a")
    assert page["created_time"] == page["last_edited_time"] == "2026-11-20T09:30:00.000Z"
    clock.turn(timedelta(seconds=10))
    edited: Any = notion.pages.update(page["id"], properties={"Score": {"number": 1}})
    assert edited["last_edited_time"] == "2026-11-20T09:30:00.000Z", "two edits in one minute look the same"
    clock.turn(timedelta(seconds=10))
    edited = notion.pages.update(page["id"], properties={"Score": {"number": 2}})
    assert edited["last_edited_time"] == "2026-11-20T09:31:00.000Z"
    assert edited["created_time"] == "2026-11-20T09:30:00.000Z"


def test_what_an_update_omits_stays(notion: Client, source: str) -> None:
    page = row(notion, source, "a", Score={"number": 1}, Note={"rich_text": text("n")})
    edited: Any = notion.pages.update(page["id"], properties={"Score": {"number": 2}})
    assert edited["properties"]["Note"]["rich_text"][0]["plain_text"] == "n"
    assert edited["properties"]["Score"]["number"] == 2


def test_a_property_can_be_written_by_its_id(notion: Client, source: str) -> None:
    page = row(notion, source, "a")
    key = page["properties"]["Score"]["id"]
    edited: Any = notion.pages.update(page["id"], properties={key: {"number": 4}})
    assert edited["properties"]["Score"]["number"] == 4


def test_one_bad_property_fails_the_whole_write(notion: Client, source: str) -> None:
    page = row(notion, source, "a", Score={"number": 1})
    with pytest.raises(APIResponseError):
        notion.pages.update(page["id"], properties={"Score": {"number": 2}, "Note": {"rich_text": "text"}})
    read: Any = notion.pages.retrieve(page["id"])
    assert read["properties"]["Score"]["number"] == 1


def test_a_page_that_is_refused_takes_no_number_and_makes_no_option(notion: Client, sandbox: SandboxServer) -> None:
    level: Json = {"select": {"options": []}}
    source = table(notion, sandbox.root_page_id, {"No": {"unique_id": {}}, "Level": level})
    with pytest.raises(APIResponseError):
        notion.pages.create(
            parent={"data_source_id": source},
            properties={"Level": {"select": {"name": "High"}}},
            children=[{"nonsense": {}}],
        )
    page = row(notion, source, "a")
    shown: Any = notion.data_sources.retrieve(source)
    assert page["properties"]["No"]["unique_id"]["number"] == 1
    assert shown["properties"]["Level"]["select"]["options"] == []


def test_an_unknown_property_is_refused(notion: Client, source: str) -> None:
    with pytest.raises(APIResponseError, match="Skore is not a property that exists"):
        row(notion, source, "a", Skore={"number": 1})


def test_a_trashed_page_is_in_no_query_and_still_readable(notion: Client, source: str) -> None:
    page = row(notion, source, "a")
    row(notion, source, "b")
    trashed: Any = notion.pages.update(page["id"], in_trash=True)
    assert trashed["in_trash"] is True
    assert found(notion, source) == ["b"]
    read: Any = notion.pages.retrieve(page["id"])
    assert (read["in_trash"], read["properties"]["Name"]["title"][0]["plain_text"]) == (True, "a")


def test_a_trashed_page_takes_no_edit_until_it_is_restored(notion: Client, source: str) -> None:
    page = row(notion, source, "a")
    notion.pages.update(page["id"], in_trash=True)
    with pytest.raises(APIResponseError) as caught:
        notion.pages.update(page["id"], properties={"Score": {"number": 1}})
    assert str(caught.value) == ("Can't edit block that is archived. You must unarchive the block before editing.")
    assert caught.value.status == 400
    restored: Any = notion.pages.update(page["id"], in_trash=False)
    assert restored["in_trash"] is False
    assert found(notion, source) == ["a"]


def test_archived_is_refused_by_the_new_version_and_shown_by_the_old(connect: Connect, source: str) -> None:
    new, old = connect(), connect("2025-09-03")
    page = row(new, source, "a")
    with pytest.raises(APIResponseError, match=r"body\.archived should be not present, instead was `true`"):
        new.pages.update(page["id"], archived=True)
    assert "archived" not in page
    trashed: Any = old.pages.update(page["id"], archived=True)
    assert (trashed["archived"], trashed["in_trash"]) == (True, True)


def test_a_moved_page_leaves_the_query_and_its_other_values(
    notion: Client, sandbox: SandboxServer, source: str
) -> None:
    page = row(notion, source, "a", Score={"number": 1})
    other = table(notion, sandbox.root_page_id, {"Score": {"number": {}}}, title="Other")
    moved: Any = notion.pages.move(page["id"], parent={"type": "data_source_id", "data_source_id": other})
    assert moved["parent"]["data_source_id"] == other
    assert moved["properties"]["Score"]["number"] is None
    assert (found(notion, source), found(notion, other)) == ([], ["a"])


def test_only_the_properties_asked_for_are_shown(notion: Client, source: str) -> None:
    page = row(notion, source, "a")
    by_name: Any = notion.pages.retrieve(page["id"], filter_properties=["Score"])
    by_id: Any = notion.pages.retrieve(page["id"], filter_properties=["title"])
    assert (list(by_name["properties"]), list(by_id["properties"])) == (["Score"], ["Name"])
    with pytest.raises(APIResponseError, match="Could not find property with name or id: Skore"):
        notion.pages.retrieve(page["id"], filter_properties=["Skore"])


def test_a_page_can_come_with_its_body(notion: Client, source: str) -> None:
    parent = {"type": "data_source_id", "data_source_id": source}
    page: Any = notion.pages.create(parent=parent, properties={}, markdown="# Head\n\n- one\n- two")
    blocks: Any = notion.blocks.children.list(page["id"])
    assert [block["type"] for block in blocks["results"]] == ["heading_1"] + ["bulleted_list_item"] * 2
    page = notion.pages.create(parent=parent, properties={}, children=[{"paragraph": {"rich_text": text("hello")}}])
    body: Any = notion.pages.retrieve_markdown(page["id"])
    assert body["markdown"] == "hello"


def test_a_body_can_be_emptied_in_one_call(notion: Client, source: str) -> None:
    page: Any = notion.pages.create(parent={"data_source_id": source}, properties={}, markdown="one\n\ntwo")
    notion.pages.update(page["id"], erase_content=True)
    blocks: Any = notion.blocks.children.list(page["id"])
    assert blocks["results"] == []


def test_a_field_the_endpoint_does_not_know_is_refused(notion: Client, source: str) -> None:
    with pytest.raises(APIResponseError, match=r"body\.colour should be not present, instead was `\"red\"`"):
        notion.request(path="pages", method="POST", body={"parent": {"data_source_id": source}, "colour": "red"})


def test_a_page_on_a_page_has_a_title_only_and_notes_the_edit_on_its_parent(
    notion: Client, sandbox: SandboxServer, clock: TurnableClock
) -> None:
    clock.turn(timedelta(minutes=5))
    page: Any = notion.pages.create(
        parent={"page_id": sandbox.root_page_id}, properties={"title": text("Digest 2026-W47")}
    )
    assert list(page["properties"]) == ["title"]
    assert page["url"].startswith("https://app.notion.com/p/Digest-2026-W47-")
    parent: Any = notion.pages.retrieve(sandbox.root_page_id)
    assert parent["last_edited_time"] == "2026-11-20T09:35:00.000Z"
