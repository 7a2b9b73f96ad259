"""How Notion's databases, pages, blocks and comments behave where a sync leans on it."""

from typing import Any

import pytest

from tests.contract.services.desk import Desk, eventually, refused, text
from tests.contract.services.place import NO_PAGE


def titles(rows: list[dict[str, Any]]) -> list[str]:
    return sorted("".join(part["plain_text"] for part in each["properties"]["Name"]["title"]) for each in rows)


def test_a_database_has_one_data_source_with_its_schema(desk: Desk) -> None:
    database, source = desk.database({"Score": {"number": {}}})
    found: Any = desk.notion.databases.retrieve(database)
    assert [each["id"] for each in found["data_sources"]] == [source]
    schema: Any = desk.notion.data_sources.retrieve(source)
    assert {name: each["type"] for name, each in schema["properties"].items()} == {"Name": "title", "Score": "number"}
    assert schema["properties"]["Name"]["id"] == "title"


def test_a_renamed_property_keeps_its_id(desk: Desk) -> None:
    _, source = desk.database({"Score": {"number": {}}})
    before: Any = desk.notion.data_sources.retrieve(source)
    key = before["properties"]["Score"]["id"]
    after: Any = desk.notion.data_sources.update(source, properties={key: {"name": "Points"}})
    assert after["properties"]["Points"]["id"] == key
    assert "Score" not in after["properties"]


def test_properties_are_added_and_taken_away(desk: Desk) -> None:
    _, source = desk.database({"Old": {"number": {}}})
    made: Any = desk.notion.data_sources.update(source, properties={"New": {"rich_text": {}}, "Old": None})
    assert sorted(made["properties"]) == ["Name", "New"]


def test_a_query_goes_on_where_the_page_before_ended(desk: Desk) -> None:
    _, source = desk.database({})
    for name in "abc":
        desk.page(source, name)
    assert titles(desk.rows(source, 3)) == ["a", "b", "c"]
    first = desk.query(source, page_size=2)
    assert (len(first["results"]), first["has_more"]) == (2, True)
    second = desk.query(source, page_size=2, start_cursor=first["next_cursor"])
    assert (len(second["results"]), second["has_more"], second["next_cursor"]) == (1, False, None)
    assert titles([*first["results"], *second["results"]]) == ["a", "b", "c"]


def test_a_query_finds_what_was_edited_since(desk: Desk) -> None:
    _, source = desk.database({})
    page = desk.page(source, "a")
    since = {"timestamp": "last_edited_time", "last_edited_time": {"on_or_after": page["last_edited_time"]}}
    assert titles(desk.rows(source, 1, filter=since)) == ["a"]
    later = {"timestamp": "last_edited_time", "last_edited_time": {"on_or_after": "2099-01-01T00:00:00.000Z"}}
    assert desk.query(source, filter=later)["results"] == []


def test_a_query_gives_only_the_properties_that_were_asked_for(desk: Desk) -> None:
    _, source = desk.database({"Score": {"number": {}}, "Memo": {"rich_text": {}}})
    desk.page(source, "a", Score={"number": 1})
    desk.rows(source, 1)
    (found,) = desk.query(source, filter_properties=["title"])["results"]
    assert list(found["properties"]) == ["Name"]


def test_the_trash_hides_a_page_from_queries_and_gives_it_back(desk: Desk) -> None:
    _, source = desk.database({})
    page = desk.page(source, "a")
    desk.rows(source, 1)
    desk.notion.pages.update(page["id"], in_trash=True)
    assert desk.rows(source, 0) == []
    found: Any = desk.notion.pages.retrieve(page["id"])
    assert found["in_trash"] is True
    assert refused(lambda: desk.notion.pages.update(page["id"], properties={"Name": {"title": text("b")}}))[0] == 400
    desk.notion.pages.update(page["id"], in_trash=False)
    assert titles(desk.rows(source, 1)) == ["a"]


def test_blocks_are_put_where_they_belong_and_taken_away(desk: Desk) -> None:
    page = desk.below([_paragraph("one"), _paragraph("three")])
    listed = _blocks(desk, page["id"])
    assert _texts(listed) == ["one", "three"]
    after = {"type": "after_block", "after_block": {"id": listed[0]["id"]}}
    desk.notion.blocks.children.append(page["id"], children=[_paragraph("two")], position=after)
    assert _texts(_blocks(desk, page["id"])) == ["one", "two", "three"]
    desk.notion.blocks.delete(listed[0]["id"])
    assert _texts(_blocks(desk, page["id"])) == ["two", "three"]


def test_too_many_blocks_at_once_are_refused(desk: Desk) -> None:
    page = desk.below()
    many = [_paragraph("x")] * 101
    assert refused(lambda: desk.notion.blocks.children.append(page["id"], children=many))[0] == 400
    assert _blocks(desk, page["id"]) == []


def test_comments_are_listed_with_their_page(desk: Desk) -> None:
    page = desk.below()
    try:
        desk.notion.comments.create(parent={"type": "page_id", "page_id": page["id"]}, rich_text=text("a note"))
    except Exception as refusal:
        if getattr(refusal, "status", 0) != 403:
            raise
        pytest.skip("the connection may not comment")
    found = eventually(lambda: _comments(desk, page["id"]), lambda listed: len(listed) == 1)
    assert found[0]["rich_text"][0]["plain_text"] == "a note"


def test_the_connection_is_a_bot(desk: Desk) -> None:
    me: Any = desk.notion.users.me()
    assert (me["object"], me["type"]) == ("user", "bot")


def test_what_is_not_there_and_what_is_no_id_are_told_apart(desk: Desk) -> None:
    assert refused(lambda: desk.notion.pages.retrieve(NO_PAGE)) == (404, "object_not_found")
    assert refused(lambda: desk.notion.data_sources.query(NO_PAGE)) == (404, "object_not_found")
    assert refused(lambda: desk.notion.pages.retrieve("no-id")) == (400, "validation_error")


def test_a_token_that_is_none_is_refused(desk: Desk) -> None:
    answer = desk.bare("GET", "/v1/users/me", "ntn_none")
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")


def _paragraph(content: str) -> dict[str, Any]:
    return {"type": "paragraph", "paragraph": {"rich_text": text(content)}}


def _blocks(desk: Desk, page: str) -> list[dict[str, Any]]:
    answer: Any = desk.notion.blocks.children.list(page, page_size=100)
    found: list[dict[str, Any]] = answer["results"]
    return found


def _texts(blocks: list[dict[str, Any]]) -> list[str]:
    return ["".join(part["plain_text"] for part in each["paragraph"]["rich_text"]) for each in blocks]


def _comments(desk: Desk, page: str) -> list[dict[str, Any]]:
    answer: Any = desk.notion.comments.list(block_id=page)
    found: list[dict[str, Any]] = answer["results"]
    return found
