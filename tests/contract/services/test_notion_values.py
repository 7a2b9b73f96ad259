"""What Notion keeps of a value, and how it shows it again."""

from typing import Any

import pytest

from tests.contract.services.desk import Desk, refused, text

SCHEMA: dict[str, Any] = {
    "Memo": {"rich_text": {}},
    "Score": {"number": {"format": "number"}},
    "Done": {"checkbox": {}},
    "Level": {"select": {"options": [{"name": "High", "color": "red"}, {"name": "Low"}]}},
    "Tags": {"multi_select": {"options": [{"name": "db"}, {"name": "net"}]}},
    "Due": {"date": {}},
    "Link": {"url": {}},
    "Mail": {"email": {}},
    "Tel": {"phone_number": {}},
    "No": {"unique_id": {"prefix": "CT"}},
    "Created": {"created_time": {}},
    "Edited": {"last_edited_time": {}},
    "Papers": {"files": {}},
    "Who": {"people": {}},
}
VALUES: dict[str, Any] = {
    "Memo": {"rich_text": text("障害 a")},
    "Score": {"number": 3.5},
    "Done": {"checkbox": True},
    "Level": {"select": {"name": "High"}},
    "Tags": {"multi_select": [{"name": "db"}, {"name": "net"}]},
    "Due": {"date": {"start": "2026-01-05"}},
    "Link": {"url": "https://example.com/a"},
    "Mail": {"email": "a@example.com"},
    "Tel": {"phone_number": "03-0000-0000"},
    "Papers": {"files": [{"name": "a", "type": "external", "external": {"url": "https://example.com/a.pdf"}}]},
}
EMPTY: dict[str, Any] = {
    "Memo": {"rich_text": []},
    "Score": {"number": None},
    "Done": {"checkbox": False},
    "Level": {"select": None},
    "Tags": {"multi_select": []},
    "Due": {"date": None},
    "Link": {"url": None},
    "Mail": {"email": None},
    "Tel": {"phone_number": None},
    "Papers": {"files": []},
}


@pytest.fixture
def source(desk: Desk) -> str:
    return desk.database(SCHEMA)[1]


def read(desk: Desk, page: str) -> dict[str, Any]:
    found: Any = desk.notion.pages.retrieve(page)
    properties: dict[str, Any] = found["properties"]
    return properties


def plain(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Return a property's value without what the service adds to it."""
    kind = value["type"]
    inner = value[kind]
    if kind in ("title", "rich_text"):
        return "".join(part["plain_text"] for part in inner)
    if kind in ("select", "status"):
        return inner and inner["name"]
    if kind == "multi_select":
        return [each["name"] for each in inner]
    return inner


def test_every_type_is_read_as_it_was_written(desk: Desk, source: str) -> None:
    page = desk.page(source, "件名", **VALUES)
    found = read(desk, page["id"])
    assert {name: found[name]["type"] for name in SCHEMA} == {name: next(iter(SCHEMA[name])) for name in SCHEMA}
    assert plain(found["Name"]) == "件名"
    assert plain(found["Memo"]) == "障害 a"
    assert (plain(found["Score"]), plain(found["Done"])) == (3.5, True)
    assert (plain(found["Level"]), plain(found["Tags"])) == ("High", ["db", "net"])
    assert plain(found["Due"])["start"] == "2026-01-05"
    assert plain(found["Link"]) == "https://example.com/a"
    assert plain(found["No"])["prefix"] == "CT"
    assert plain(found["Papers"])[0]["external"]["url"] == "https://example.com/a.pdf"


def test_every_type_can_be_emptied(desk: Desk, source: str) -> None:
    page = desk.page(source, "a", **VALUES)
    desk.notion.pages.update(page["id"], properties=EMPTY)
    found = read(desk, page["id"])
    assert {name: plain(found[name]) or None for name in EMPTY} == dict.fromkeys(EMPTY)


def test_a_patch_leaves_the_other_properties(desk: Desk, source: str) -> None:
    page = desk.page(source, "a", **VALUES)
    changed: Any = desk.notion.pages.update(page["id"], properties={"Score": {"number": 8}})
    assert plain(changed["properties"]["Score"]) == 8
    assert plain(changed["properties"]["Memo"]) == "障害 a"
    assert plain(changed["properties"]["Tags"]) == ["db", "net"]


@pytest.mark.parametrize(
    "date",
    [
        {"start": "2026-01-05", "end": "2026-01-07"},
        {"start": "2026-01-05T10:30:00+09:00"},
        {"start": "2026-01-05T10:30:00", "time_zone": "Asia/Tokyo"},
        {"start": "2026-01-05T10:30:00Z", "end": "2026-01-05T11:30:00Z"},
    ],
    ids=["days", "offset", "zone", "span"],
)
def test_dates_keep_their_moment(desk: Desk, source: str, date: dict[str, str]) -> None:
    page = desk.page(source, "a", Due={"date": date})
    found = plain(read(desk, page["id"])["Due"])
    assert found["start"][: len(date["start"][:16])] == date["start"][:16] or "T" in date["start"]
    assert (found["end"] is None) == ("end" not in date)


def test_the_times_of_a_page_are_cut_to_the_minute(desk: Desk, source: str) -> None:
    page = desk.page(source, "a")
    assert page["last_edited_time"].endswith(":00.000Z")
    assert page["created_time"].endswith(":00.000Z")


def test_rich_text_keeps_its_parts(desk: Desk, source: str) -> None:
    parts = [
        {"type": "text", "text": {"content": "bold"}, "annotations": {"bold": True}},
        {"type": "text", "text": {"content": " link", "link": {"url": "https://example.com/"}}},
        {"type": "mention", "mention": {"type": "date", "date": {"start": "2026-01-05"}}},
        {"type": "equation", "equation": {"expression": "a^2"}},
    ]
    page = desk.page(source, "a", Memo={"rich_text": parts})
    found = read(desk, page["id"])["Memo"]["rich_text"]
    assert [each["type"] for each in found] == ["text", "text", "mention", "equation"]
    assert found[0]["annotations"]["bold"]
    assert found[1]["href"] == "https://example.com/"


def test_parts_that_look_alike_become_one(desk: Desk, source: str) -> None:
    page = desk.page(source, "a", Memo={"rich_text": [*text("one "), *text("two")]})
    assert [each["plain_text"] for each in read(desk, page["id"])["Memo"]["rich_text"]] == ["one two"]


def test_an_option_that_is_new_is_made(desk: Desk, source: str) -> None:
    desk.page(source, "a", Level={"select": {"name": "Critical"}}, Tags={"multi_select": [{"name": "new"}]})
    schema: Any = desk.notion.data_sources.retrieve(source)
    assert "Critical" in [each["name"] for each in schema["properties"]["Level"]["select"]["options"]]
    assert "new" in [each["name"] for each in schema["properties"]["Tags"]["multi_select"]["options"]]


def test_a_list_with_more_than_25_entries_is_cut_and_read_whole_on_its_own(desk: Desk) -> None:
    _, others = desk.database({})
    _, source = desk.database({"Parents": {"relation": {"data_source_id": others, "single_property": {}}}})
    pages = [{"id": desk.page(others, f"p{number}")["id"]} for number in range(27)]
    page = desk.page(source, "a", Parents={"relation": pages})
    found = read(desk, page["id"])["Parents"]
    assert (len(found["relation"]), found["has_more"]) == (25, True)
    items = desk.notion.pages.properties.retrieve(page["id"], found["id"], page_size=100)
    assert len(items["results"]) == 27  # type: ignore[index]  # the client's answers are untyped


@pytest.mark.parametrize(
    "given",
    [
        {"Memo": {"rich_text": text("x" * 2001)}},
        {"Level": {"select": {"name": "a,b"}}},
        {"Score": {"number": "three"}},
        {"Due": {"date": {"start": "yesterday"}}},
        {"Nothing": {"number": 1}},
        {"Link": {"url": "https://example.com/" + "a" * 2000}},
        {"Memo": {"rich_text": text("x") * 101}},
    ],
    ids=["long text", "comma", "no number", "no date", "no property", "long address", "many parts"],
)
def test_what_cannot_be_written_is_refused_whole(desk: Desk, source: str, given: dict[str, Any]) -> None:
    page = desk.page(source, "a", Done={"checkbox": False})
    properties = {"Done": {"checkbox": True}, **given}
    status, _ = refused(lambda: desk.notion.pages.update(page["id"], properties=properties))
    assert status == 400
    assert plain(read(desk, page["id"])["Done"]) is False
