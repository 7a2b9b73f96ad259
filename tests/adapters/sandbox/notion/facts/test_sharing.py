"""What is trashed, archived, moved or no longer shared."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from notion_client import APIResponseError, Client

from adapters.sandbox.server import SandboxServer
from tests.adapters.sandbox.notion.build import Json, found, row, table, text


def unshare(sandbox: SandboxServer, key: str) -> None:
    assert httpx.delete(f"{sandbox.url}/_sandbox/shares/{key}").status_code == 200


def share(sandbox: SandboxServer, key: str) -> None:
    assert httpx.put(f"{sandbox.url}/_sandbox/shares/{key}").status_code == 200


@pytest.fixture
def source(notion: Client, sandbox: SandboxServer) -> str:
    return table(notion, sandbox.root_page_id, {"N": {"number": {}}})


def linked(notion: Client, sandbox: SandboxServer, source: str, page: Json) -> Json:
    columns = {"Items": {"relation": {"data_source_id": source, "single_property": {}}}}
    home = table(notion, sandbox.root_page_id, columns, title="Home")
    return row(notion, home, "hub", Items={"relation": [{"id": page["id"]}]})


def related(notion: Client, page: Json) -> list[Json]:
    read: Any = notion.pages.retrieve(page["id"])
    links: list[Json] = read["properties"]["Items"]["relation"]
    return links


def missing(call: Callable[[str], object], key: str) -> None:
    with pytest.raises(APIResponseError) as caught:
        call(key)
    assert (caught.value.status, caught.value.code) == (404, "object_not_found")


def test_a_trashed_page_leaves_queries_and_stays_readable(notion: Client, source: str) -> None:
    """Queries never show what is trashed; by id it reads on, with in_trash."""
    page = row(notion, source, "x")
    notion.pages.update(page["id"], in_trash=True)
    assert found(notion, source) == []
    read: Any = notion.pages.retrieve(page["id"])
    assert read["in_trash"] is True
    back: Any = notion.pages.update(page["id"], in_trash=False)
    assert back["in_trash"] is False
    assert found(notion, source) == ["x"]


def test_a_trashed_page_takes_no_edit(notion: Client, source: str) -> None:
    """Can't edit block that is archived. You must unarchive the block before editing."""
    page = row(notion, source, "x")
    notion.pages.update(page["id"], in_trash=True)
    with pytest.raises(APIResponseError) as caught:
        notion.pages.update(page["id"], properties={"N": {"number": 1}})
    assert str(caught.value) == "Can't edit block that is archived. You must unarchive the block before editing."


def test_in_trash_is_no_parameter_of_a_query(notion: Client, source: str) -> None:
    """in_trash is not a supported query body parameter."""
    with pytest.raises(APIResponseError) as caught:
        notion.data_sources.query(source, in_trash=True)
    assert caught.value.status == 400


def test_archived_is_another_thing_than_trashed(notion: Client, source: str) -> None:
    """A query takes is_archived: true, which is not the trash."""
    page, other = row(notion, source, "x"), row(notion, source, "y")
    path = f"pages/{page['id']}"
    after: Any = notion.request(path=path, method="PATCH", body={"is_archived": True})
    assert (after["is_archived"], after["in_trash"]) == (True, False)
    assert found(notion, source) == ["y"]
    body = {"is_archived": True}
    answer: Any = notion.request(path=f"data_sources/{source}/query", method="POST", body=body)
    assert [each["id"] for each in answer["results"]] == [page["id"]] != [other["id"]]


def test_a_moved_page_leaves_the_query_and_is_not_deleted(notion: Client, source: str, sandbox: SandboxServer) -> None:
    """A page under another parent vanishes from the query: absence is no proof of deletion."""
    page = row(notion, source, "x")
    notion.pages.move(page["id"], parent={"type": "page_id", "page_id": sandbox.root_page_id})
    assert found(notion, source) == []
    read: Any = notion.pages.retrieve(page["id"])
    assert (read["in_trash"], read["parent"]["page_id"]) == (False, sandbox.root_page_id)


def test_an_unshared_page_is_not_there(notion: Client, source: str, sandbox: SandboxServer) -> None:
    """What is not shared reads 404 as if it were deleted, and leaves lists without a word."""
    page, _ = row(notion, source, "x"), row(notion, source, "y")
    unshare(sandbox, page["id"])
    missing(notion.pages.retrieve, page["id"])
    missing(notion.blocks.retrieve, page["id"])
    missing(notion.blocks.children.list, page["id"])
    assert found(notion, source) == ["y"]
    answer: Any = notion.search(filter={"property": "object", "value": "page"})
    assert page["id"] not in [each["id"] for each in answer["results"]]
    share(sandbox, page["id"])
    assert found(notion, source) == ["y", "x"]


def test_lost_access_and_deletion_get_the_same_answer(notion: Client, source: str, sandbox: SandboxServer) -> None:
    """object_not_found with the integration's id, and nothing that tells the two apart."""
    page = row(notion, source, "x")
    unshare(sandbox, page["id"])
    bodies = []
    for key in (page["id"], "5eed0000-0000-4000-8000-00000000dead"):
        with pytest.raises(APIResponseError) as caught:
            notion.pages.retrieve(key)
        bodies.append((caught.value.status, str(caught.value).replace(key, "…")))
    assert bodies[0] == bodies[1]


def test_with_a_data_source_its_rows_go_out_of_sight(notion: Client, source: str, sandbox: SandboxServer) -> None:
    """Revocation takes what stands below with it."""
    page = row(notion, source, "x")
    unshare(sandbox, source)
    missing(notion.data_sources.retrieve, source)
    missing(notion.data_sources.query, source)
    missing(notion.pages.retrieve, page["id"])


def test_a_relation_to_what_is_not_shared_reads_as_empty(notion: Client, source: str, sandbox: SandboxServer) -> None:
    """The target of a relation has to be shared, else it reads as empty; and nothing was edited."""
    page = row(notion, source, "x")
    hub = linked(notion, sandbox, source, page)
    unshare(sandbox, source)
    assert related(notion, hub) == []
    read: Any = notion.pages.retrieve(hub["id"])
    assert read["last_edited_time"] == hub["last_edited_time"]
    share(sandbox, source)
    assert related(notion, hub) == [{"id": page["id"]}]


def test_an_unshared_person_is_an_id_and_no_more(notion: Client, sandbox: SandboxServer) -> None:
    """Guests are not in the list of users, and people may be an id alone."""
    person = sandbox.add_person("Mina Ito", "mina.ito@example.com")
    page = row(
        notion, table(notion, sandbox.root_page_id, {"Who": {"people": {}}}), "x", Who={"people": [{"id": person}]}
    )
    unshare(sandbox, person)
    missing(notion.users.retrieve, person)
    listed: Any = notion.users.list()
    assert person not in [each["id"] for each in listed["results"]]
    read: Any = notion.pages.retrieve(page["id"])
    assert read["properties"]["Who"]["people"] == [{"object": "user", "id": person}]


def test_search_shows_trashed_data_sources_unasked(notion: Client, source: str) -> None:
    """549 of 4,240 recorded search results were trashed; filter.in_trash leaves them out."""
    notion.data_sources.update(source, in_trash=True)
    answer: Any = notion.search(query="Risks")
    assert [each["in_trash"] for each in answer["results"]] == [True]
    kept: Any = notion.search(query="Risks", filter={"in_trash": False})
    assert kept["results"] == []


def test_search_is_late(notion: Client, source: str, sandbox: SandboxServer) -> None:
    """The index is eventually consistent: what was just made is not found yet, though a query has it."""
    assert httpx.post(f"{sandbox.url}/_sandbox/search", json={"late": True}).json() == {"late": True}
    row(notion, source, "Zebra")
    answer: Any = notion.search(query="Zebra")
    assert answer["results"] == []
    assert found(notion, source) == ["Zebra"]
    httpx.post(f"{sandbox.url}/_sandbox/search", json={"late": False})
    later: Any = notion.search(query="Zebra")
    assert len(later["results"]) == 1


def test_a_rich_text_mention_outlives_access(notion: Client, source: str, sandbox: SandboxServer) -> None:
    """A mention keeps the name it was written with."""
    page = row(notion, source, "x")
    columns: Json = {"Text": {"rich_text": {}}}
    mention = [{"type": "mention", "mention": {"page": {"id": page["id"]}}}, *text(" see")]
    other = row(notion, table(notion, sandbox.root_page_id, columns), "y", Text={"rich_text": mention})
    unshare(sandbox, page["id"])
    read: Any = notion.pages.retrieve(other["id"])
    assert read["properties"]["Text"]["rich_text"][0]["plain_text"] == "x"
