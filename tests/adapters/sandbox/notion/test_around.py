"""People, search, comments, uploads and views."""

from io import BytesIO
from typing import Any

import pytest
from notion_client import APIResponseError, Client

from adapters.sandbox.server import SandboxServer
from tests.adapters.sandbox.notion.build import row, table, text


def test_the_workspace_has_people_with_addresses_and_one_bot(notion: Client) -> None:
    listed: Any = notion.users.list()
    people = [user for user in listed["results"] if user["type"] == "person"]
    assert "misaki.sato@example.com" in [user["person"]["email"] for user in people]
    me: Any = notion.users.me()
    assert [user["id"] for user in listed["results"] if user["type"] == "bot"] == [me["id"]]
    assert me["bot"]["workspace_name"] == "Bothways sandbox"
    assert me["bot"]["workspace_limits"]["max_file_upload_size_in_bytes"] == 5242880
    first: Any = notion.users.list(page_size=2)
    rest: Any = notion.users.list(start_cursor=first["next_cursor"])
    assert first["results"] + rest["results"] == listed["results"]
    assert listed["results"][0]["id"] == notion.users.retrieve(listed["results"][0]["id"])["id"]  # type: ignore[index]  # sync client
    with pytest.raises(APIResponseError, match="Could not find user"):
        notion.users.retrieve("99999999-9999-4999-8999-999999999999")


def test_search_finds_titles_by_the_beginnings_of_words(notion: Client, sandbox: SandboxServer) -> None:
    source = table(notion, sandbox.root_page_id, {}, title="Risk register")
    row(notion, source, "Risky disk")
    row(notion, source, "Queue")
    answer: Any = notion.search(query="risk")
    assert sorted(each["object"] for each in answer["results"]) == ["data_source", "page"]
    only: Any = notion.search(query="Risk", filter={"property": "object", "value": "data_source"})
    assert [each["id"] for each in only["results"]] == [source]
    nothing: Any = notion.search(query="nothing of the kind")
    assert (nothing["results"], nothing["type"]) == ([], "page_or_data_source")
    first: Any = notion.search(page_size=1)
    second: Any = notion.search(page_size=1, start_cursor=first["next_cursor"])
    assert first["results"][0]["id"] != second["results"][0]["id"]


def test_search_shows_trashed_data_sources_unasked(notion: Client, sandbox: SandboxServer) -> None:
    """549 of 4 240 recorded search results were trashed databases."""
    source = table(notion, sandbox.root_page_id, {}, title="Old register")
    notion.data_sources.update(source, in_trash=True)
    answer: Any = notion.search(query="register")
    assert [each["in_trash"] for each in answer["results"]] == [True]


def test_comments_on_a_page_share_its_discussion(notion: Client, sandbox: SandboxServer) -> None:
    page = row(notion, table(notion, sandbox.root_page_id, {}), "a")
    one: Any = notion.comments.create(parent={"page_id": page["id"]}, rich_text=text("one"))
    two: Any = notion.comments.create(discussion_id=one["discussion_id"], rich_text=text("two"))
    three: Any = notion.comments.create(parent={"page_id": page["id"]}, markdown="**three**")
    assert one["discussion_id"] == two["discussion_id"] == three["discussion_id"]
    assert one["display_name"] == {"type": "integration", "resolved_name": "Bothways"}
    listed: Any = notion.comments.list(block_id=page["id"])
    assert [each["rich_text"][0]["plain_text"] for each in listed["results"]] == ["one", "two", "three"]
    notion.comments.update(one["id"], rich_text=text("1"))
    notion.comments.delete(two["id"])
    listed = notion.comments.list(block_id=page["id"])
    assert [each["rich_text"][0]["plain_text"] for each in listed["results"]] == ["1", "three"]
    assert notion.comments.retrieve(one["id"])["rich_text"][0]["plain_text"] == "1"  # type: ignore[index]  # sync client
    with pytest.raises(APIResponseError, match="Could not find comment"):
        notion.comments.retrieve(two["id"])


def test_a_file_is_sent_and_attached_by_id(notion: Client, sandbox: SandboxServer) -> None:
    source = table(notion, sandbox.root_page_id, {"Files": {"files": {}}})
    upload: Any = notion.file_uploads.create(mode="single_part", filename="notes.txt", content_type="text/plain")
    wish = {"files": [{"name": "notes.txt", "file_upload": {"id": upload["id"]}}]}
    assert (upload["status"], upload["expiry_time"]) == ("pending", "2026-11-20T10:30:00.000Z")
    with pytest.raises(APIResponseError, match="has not been uploaded"):
        row(notion, source, "a", Files=wish)
    sent: Any = notion.file_uploads.send(upload["id"], file=("notes.txt", BytesIO(b"twelve bytes"), "text/plain"))
    assert (sent["status"], sent["content_length"]) == ("uploaded", 12)
    page = row(notion, source, "a", Files=wish)
    file = page["properties"]["Files"]["files"][0]
    assert (file["name"], file["type"], set(file["file"])) == ("notes.txt", "file", {"url", "expiry_time"})
    listed: Any = notion.file_uploads.list(status="uploaded")
    assert [each["id"] for each in listed["results"]] == [upload["id"]]


def test_views_keep_a_filter_and_are_queried(notion: Client, sandbox: SandboxServer) -> None:
    source = table(notion, sandbox.root_page_id, {"Score": {"number": {}}})
    pages = [row(notion, source, str(number), Score={"number": number}) for number in range(4)]
    database: Any = notion.data_sources.retrieve(source)
    given = {"property": "Score", "number": {"greater_than": 1}}
    view: Any = notion.views.create(
        data_source_id=source,
        database_id=database["parent"]["database_id"],
        name="High",
        type="table",
        filter=given,
    )
    assert (view["parent"], view["filter"], view["configuration"]) == (database["parent"], given, {"type": "table"})
    asked: Any = notion.views.queries.create(view["id"])
    assert asked["total_count"] == 2
    results: Any = notion.views.queries.results(view["id"], asked["id"])
    assert {page["id"] for page in results["results"]} == {page["id"] for page in pages[2:]}
    notion.views.update(view["id"], name="Highest")
    assert notion.views.retrieve(view["id"])["name"] == "Highest"  # type: ignore[index]  # sync client
    listed: Any = notion.views.list(data_source_id=source)
    assert view["id"] in [each["id"] for each in listed["results"]]
    notion.views.queries.delete(view["id"], asked["id"])
    notion.views.delete(view["id"])
    with pytest.raises(APIResponseError, match="Could not find view"):
        notion.views.retrieve(view["id"])


def test_there_are_no_templates_and_no_emojis(notion: Client, sandbox: SandboxServer) -> None:
    source = table(notion, sandbox.root_page_id, {})
    assert notion.data_sources.list_templates(source) == {"templates": [], "has_more": False, "next_cursor": None}
    emojis: Any = notion.custom_emojis.list()
    assert emojis["results"] == []
