"""What the three versions of the API have in common and what not."""

from collections.abc import Callable
from typing import Any

import pytest
from notion_client import APIResponseError, Client

from adapters.sandbox.server import SandboxServer
from tests.adapters.sandbox.notion.build import Json, row, table, text


@pytest.fixture
def old(connect: Callable[..., Client]) -> Client:
    return connect("2022-06-28")


def ask(client: Client, method: str, path: str, **body: Any) -> Any:  # noqa: ANN401 - wire values
    return client.request(path=path, method=method, body=body or None)


def made(client: Client, parent: str, **properties: Json) -> Json:
    given = {"parent": {"type": "page_id", "page_id": parent}, "title": text("Risks")}
    answer: Json = ask(client, "POST", "databases", **given, properties={"Name": {"title": {}}, **properties})
    return answer


def test_before_2025_09_03_a_database_has_the_properties(old: Client, sandbox: SandboxServer) -> None:
    """Since then a database is a container of data sources and has none itself."""
    database = made(old, sandbox.root_page_id, Score={"number": {}})
    assert set(database["properties"]) == {"Name", "Score"}
    assert "data_sources" not in database
    assert database["archived"] is database["in_trash"] is False
    assert database["created_time"] == "2026-11-20T09:30:00.000Z"
    read = ask(old, "GET", f"databases/{database['id']}")
    assert read["properties"] == database["properties"]


def test_pages_stood_in_databases_and_stand_in_data_sources(
    old: Client, notion: Client, sandbox: SandboxServer
) -> None:
    """The parent database_id became data_source_id, which carries the database's id too."""
    database = made(old, sandbox.root_page_id, Score={"number": {}})
    values = {"Name": {"title": text("x")}, "Score": {"number": 3}}
    page = ask(old, "POST", "pages", parent={"database_id": database["id"]}, properties=values)
    assert page["parent"] == {"type": "database_id", "database_id": database["id"]}
    new: Any = notion.pages.retrieve(page["id"])
    assert (new["parent"]["type"], new["parent"]["database_id"]) == ("data_source_id", database["id"])
    assert ("archived" in page, "archived" in new) == (True, False)


def test_queries_moved_from_databases_to_data_sources(old: Client, notion: Client, sandbox: SandboxServer) -> None:
    """Lists were of page_or_database, and are of page_or_data_source."""
    database = made(old, sandbox.root_page_id, Score={"number": {}})
    ask(old, "POST", "pages", parent={"database_id": database["id"]}, properties={"Score": {"number": 3}})
    wanted = {"property": "Score", "number": {"equals": 3}}
    answer = ask(old, "POST", f"databases/{database['id']}/query", filter=wanted)
    assert (answer["type"], len(answer["results"])) == ("page_or_database", 1)
    for client, path in ((notion, f"databases/{database['id']}/query"), (old, "data_sources/x/query")):
        with pytest.raises(APIResponseError) as caught:
            ask(client, "POST", path)
        assert caught.value.code == "invalid_request_url"


def test_search_found_databases_and_finds_data_sources(old: Client, notion: Client, sandbox: SandboxServer) -> None:
    """The search filter's value database became data_source."""
    made(old, sandbox.root_page_id)
    found = ask(old, "POST", "search", filter={"property": "object", "value": "database"})
    assert [each["object"] for each in found["results"]] == ["database"]
    new: Any = notion.search(filter={"property": "object", "value": "data_source"})
    assert [each["object"] for each in new["results"]] == ["data_source"]


def test_a_schema_was_edited_in_the_database(old: Client, sandbox: SandboxServer) -> None:
    """Relations named their target by database."""
    target = made(old, sandbox.root_page_id)
    database = made(old, sandbox.root_page_id)
    relation = {"relation": {"database_id": target["id"], "single_property": {}}}
    after = ask(old, "PATCH", f"databases/{database['id']}", properties={"Items": relation}, title=text("New"))
    assert after["properties"]["Items"]["relation"]["database_id"] == target["id"]
    assert after["title"][0]["plain_text"] == "New"


def test_several_data_sources_are_beyond_the_old_version(old: Client, notion: Client, sandbox: SandboxServer) -> None:
    """400 with error_type multiple_data_sources_for_database, the ids, and the version it takes."""
    source: Any = notion.data_sources.retrieve(table(notion, sandbox.root_page_id, {}))
    database = source["parent"]["database_id"]
    second: Any = notion.data_sources.create(
        parent={"type": "database_id", "database_id": database}, properties={"Name": {"title": {}}}
    )
    with pytest.raises(APIResponseError) as caught:
        ask(old, "POST", f"databases/{database}/query")
    assert str(caught.value) == "Databases with multiple data sources are not supported in this API version."
    assert caught.value.additional_data == {
        "error_type": "multiple_data_sources_for_database",
        "database_id": database,
        "child_data_source_ids": [source["id"], second["id"]],
        "minimum_api_version": "2025-09-03",
    }


def test_a_database_with_nothing_shared_says_so(old: Client, notion: Client, sandbox: SandboxServer) -> None:
    """does not contain any data sources accessible by this API bot."""
    source: Any = notion.data_sources.retrieve(table(notion, sandbox.root_page_id, {}))
    row(notion, source["id"], "x")
    sandbox.notion.unshare(source["id"])
    with pytest.raises(APIResponseError) as caught:
        ask(old, "GET", f"databases/{source['parent']['database_id']}")
    assert str(caught.value).endswith("does not contain any data sources accessible by this API bot.")


def test_after_became_position(old: Client, notion: Client, sandbox: SandboxServer) -> None:
    """2026-03-11 takes position, the versions before it after."""
    block = {"paragraph": {"rich_text": text("a")}}
    first: Any = old.blocks.children.append(sandbox.root_page_id, children=[block])
    key = first["results"][0]["id"]
    assert old.blocks.children.append(sandbox.root_page_id, children=[block], after=key)
    with pytest.raises(APIResponseError) as caught:
        notion.blocks.children.append(sandbox.root_page_id, children=[block], after=key)
    assert caught.value.status == 400
