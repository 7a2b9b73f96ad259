from typing import Any

import httpx
import pytest
from notion_client import APIResponseError, Client

from adapters.sandbox.server import SandboxServer
from tests.adapters.sandbox.notion.build import Json, found, row, table, text
from tests.adapters.sandbox.notion.conftest import Connect


def properties(notion: Client, source: str) -> Json:
    shown: Any = notion.data_sources.retrieve(source)
    return dict(shown["properties"])


def test_a_database_holds_one_data_source_that_has_the_properties(notion: Client, sandbox: SandboxServer) -> None:
    database: Any = notion.databases.create(
        parent={"type": "page_id", "page_id": sandbox.root_page_id},
        title=text("リスク一覧"),
        initial_data_source={"properties": {"件名": {"title": {}}, "点数": {"number": {"format": "percent"}}}},
    )
    assert "properties" not in database
    assert [each["name"] for each in database["data_sources"]] == ["リスク一覧"]
    shown: Any = notion.data_sources.retrieve(database["data_sources"][0]["id"])
    assert shown["parent"] == {"type": "database_id", "database_id": database["id"]}
    assert shown["database_parent"] == {"type": "page_id", "page_id": sandbox.root_page_id}
    assert shown["properties"]["件名"] == {
        "id": "title",
        "name": "件名",
        "description": None,
        "type": "title",
        "title": {},
    }
    assert shown["properties"]["点数"]["number"] == {"format": "percent"}


def test_a_database_may_stand_in_the_workspace_itself(notion: Client) -> None:
    database: Any = notion.databases.create(parent={"type": "workspace", "workspace": True})
    assert database["parent"] == {"type": "workspace", "workspace": True}
    assert database["title"][0]["plain_text"] == "New database"


def test_the_sandbox_lets_a_caller_choose_ids(sandbox: SandboxServer) -> None:
    headers = {
        "authorization": "Bearer not-a-real-token",
        "notion-version": "2026-03-11",
        "x-sandbox-id": "11111111-1111-4111-8111-111111111111",
        "x-sandbox-data-source-id": "22222222-2222-4222-8222-222222222222",
    }
    body = {"parent": {"workspace": True}}
    made = httpx.post(f"{sandbox.url}/v1/databases", headers=headers, json=body).json()
    assert (made["id"], made["data_sources"][0]["id"]) == (
        headers["x-sandbox-id"],
        headers["x-sandbox-data-source-id"],
    )


def test_a_schema_without_a_title_is_refused(notion: Client, sandbox: SandboxServer) -> None:
    with pytest.raises(APIResponseError, match="Title is not provided"):
        notion.databases.create(
            parent={"page_id": sandbox.root_page_id}, initial_data_source={"properties": {"A": {"number": {}}}}
        )


def test_a_renamed_property_keeps_its_id_and_its_values(notion: Client, sandbox: SandboxServer) -> None:
    source = table(notion, sandbox.root_page_id, {"Score": {"number": {}}})
    page = row(notion, source, "a", Score={"number": 3})
    before = properties(notion, source)["Score"]["id"]
    notion.data_sources.update(source, properties={before: {"name": "Points"}})
    assert properties(notion, source)["Points"]["id"] == before
    read: Any = notion.pages.retrieve(page["id"])
    assert read["properties"]["Points"]["number"] == 3


def test_null_deletes_a_property_with_its_values(notion: Client, sandbox: SandboxServer) -> None:
    source = table(notion, sandbox.root_page_id, {"Score": {"number": {}}})
    page = row(notion, source, "a", Score={"number": 3})
    notion.data_sources.update(source, properties={"Score": None})
    notion.data_sources.update(source, properties={"Score": {"number": {}}})
    read: Any = notion.pages.retrieve(page["id"])
    assert read["properties"]["Score"]["number"] is None
    with pytest.raises(APIResponseError, match="title"):
        notion.data_sources.update(source, properties={"Name": None})


def test_options_are_replaced_by_those_that_are_given(notion: Client, sandbox: SandboxServer) -> None:
    options = [{"name": "High", "color": "red"}, {"name": "Low", "color": "green"}]
    source = table(notion, sandbox.root_page_id, {"Level": {"select": {"options": options}}})
    page = row(notion, source, "a", Level={"select": {"name": "Low"}})
    high = properties(notion, source)["Level"]["select"]["options"][0]
    notion.data_sources.update(source, properties={"Level": {"select": {"options": [high, {"name": "Mid"}]}}})
    after = properties(notion, source)["Level"]["select"]["options"]
    assert [each["name"] for each in after] == ["High", "Mid"]
    assert after[0]["id"] == high["id"]
    read: Any = notion.pages.retrieve(page["id"])
    assert read["properties"]["Level"]["select"] is None


def test_renaming_an_option_answers_200_and_changes_nothing(notion: Client, sandbox: SandboxServer) -> None:
    source = table(notion, sandbox.root_page_id, {"Level": {"select": {"options": [{"name": "High"}]}}})
    option = properties(notion, source)["Level"]["select"]["options"][0]
    wish = [{"id": option["id"], "name": "Higher"}]
    notion.data_sources.update(source, properties={"Level": {"select": {"options": wish}}})
    assert properties(notion, source)["Level"]["select"]["options"][0]["name"] == "High"


def test_an_edit_that_fails_changes_nothing(notion: Client, sandbox: SandboxServer) -> None:
    source = table(notion, sandbox.root_page_id, {"Score": {"number": {}}})
    with pytest.raises(APIResponseError):
        notion.data_sources.update(source, properties={"Score": {"name": "Points"}, "Bad": {"nonsense": {}}})
    assert set(properties(notion, source)) == {"Name", "Score"}


def test_a_new_type_keeps_what_can_be_text(notion: Client, sandbox: SandboxServer) -> None:
    source = table(notion, sandbox.root_page_id, {"Score": {"number": {}}})
    page = row(notion, source, "a", Score={"number": 3})
    notion.data_sources.update(source, properties={"Score": {"rich_text": {}}})
    read: Any = notion.pages.retrieve(page["id"])
    assert read["properties"]["Score"]["rich_text"][0]["plain_text"] == "3"


def test_a_trashed_database_takes_its_rows_from_every_query(notion: Client, sandbox: SandboxServer) -> None:
    source = table(notion, sandbox.root_page_id, {})
    page = row(notion, source, "a")
    shown: Any = notion.data_sources.retrieve(source)
    notion.databases.update(shown["parent"]["database_id"], in_trash=True)
    with pytest.raises(APIResponseError, match="Could not find data source"):
        notion.data_sources.query(source)
    notion.pages.retrieve(page["id"])
    notion.databases.update(shown["parent"]["database_id"], in_trash=False)
    assert found(notion, source) == ["a"]


def test_archived_is_a_word_of_the_older_version_only(connect: Connect, sandbox: SandboxServer) -> None:
    new, old = connect(), connect("2025-09-03")
    source = table(new, sandbox.root_page_id, {})
    recent: Any = new.data_sources.retrieve(source)
    older: Any = old.data_sources.retrieve(source)
    assert "archived" not in recent
    assert older["archived"] is False
    with pytest.raises(APIResponseError, match=r"body\.archived should be not present"):
        new.data_sources.update(source, archived=True)
    trashed: Any = old.data_sources.update(source, archived=True)
    assert (trashed["archived"], trashed["in_trash"]) == (True, True)


def test_a_second_data_source_can_be_added(notion: Client, sandbox: SandboxServer) -> None:
    database: Any = notion.databases.create(parent={"page_id": sandbox.root_page_id}, title=text("Two"))
    notion.data_sources.create(
        parent={"type": "database_id", "database_id": database["id"]},
        properties={"Name": {"title": {}}},
        title=text("Second"),
    )
    after: Any = notion.databases.retrieve(database["id"])
    assert [each["name"] for each in after["data_sources"]] == ["Two", "Second"]


def test_times_of_databases_have_milliseconds_and_those_of_data_sources_are_floored(
    notion: Client, sandbox: SandboxServer
) -> None:
    """10 414 of 10 414 recorded objects end in :00.000Z; databases alone are exact, with an offset."""
    source: Any = notion.data_sources.retrieve(table(notion, sandbox.root_page_id, {}))
    database: Any = notion.databases.retrieve(source["parent"]["database_id"])
    assert source["created_time"] == "2026-11-20T09:30:00.000Z"
    assert database["created_time"] == "2026-11-20T09:30:42.123+00:00"
