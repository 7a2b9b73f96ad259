"""Options, arrays that replace, texts that are merged, and every size limit with the service's own words."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from notion_client import APIResponseError, Client
from notion_client.errors import UnknownHTTPResponseError

from adapters.sandbox.server import SandboxServer
from tests.adapters.sandbox.notion.build import Json, row, table, text

_HOUR = timedelta(hours=1)
BODY = "body failed validation: body"


def refusal(call: Callable[..., object], *arguments: object, **named: object) -> str:
    with pytest.raises(APIResponseError) as caught:
        call(*arguments, **named)
    assert (caught.value.status, caught.value.code) == (400, "validation_error")
    return str(caught.value)


@pytest.fixture
def source(notion: Client, sandbox: SandboxServer) -> str:
    columns: Json = {
        "Text": {"rich_text": {}},
        "Level": {"select": {"options": [{"name": "High", "color": "red"}]}},
        "Tags": {"multi_select": {"options": [{"name": "A"}, {"name": "B"}]}},
        "State": {"status": {}},
        "Who": {"people": {}},
        "Files": {"files": {}},
        "Link": {"url": {}},
        "Mail": {"email": {}},
        "Phone": {"phone_number": {}},
        "Verified": {"verification": {}},
    }
    return table(notion, sandbox.root_page_id, columns)


def test_a_status_option_is_never_made_by_a_page(notion: Client, source: str) -> None:
    """A page write never creates a status option; the message names the property and the value."""
    wish = {"State": {"status": {"name": "Doing"}}}
    said = refusal(row, notion, source, "x", **wish)
    assert said.startswith("Invalid status value for property 'State': 'Doing'")


def test_null_resets_a_status_to_its_default(notion: Client, source: str) -> None:
    """Clearing a status sets the default option; it is never empty."""
    page = row(notion, source, "x", State={"status": {"name": "Done"}})
    after: Any = notion.pages.update(page["id"], properties={"State": {"status": None}})
    assert after["properties"]["State"]["status"]["name"] == "Not started"


def test_a_status_filter_takes_a_groups_name(notion: Client, source: str) -> None:
    """A value that is no option but the name of a group matches the group."""
    row(notion, source, "x", State={"status": {"name": "Done"}})
    answer: Any = notion.data_sources.query(source, filter={"property": "State", "status": {"equals": "Complete"}})
    assert len(answer["results"]) == 1


def test_new_status_options_join_the_group_to_do(notion: Client, source: str) -> None:
    """Options added through the schema land in To-do, whatever group was asked for."""
    schema: Any = notion.data_sources.retrieve(source)
    kept = [{"id": each["id"]} for each in schema["properties"]["State"]["status"]["options"]]
    wish = {"State": {"status": {"options": [*kept, {"name": "Blocked", "group": "Complete"}]}}}
    after: Any = notion.data_sources.update(source, properties=wish)
    state = after["properties"]["State"]["status"]
    blocked = next(each["id"] for each in state["options"] if each["name"] == "Blocked")
    assert blocked in next(group["option_ids"] for group in state["groups"] if group["name"] == "To-do")


def test_an_unknown_select_option_is_made_on_write(notion: Client, source: str) -> None:
    """An unknown name creates the option, a name in other case finds the one there is, its colour is no edit."""
    made = row(notion, source, "x", Level={"select": {"name": "Extreme"}})
    assert made["properties"]["Level"]["select"]["name"] == "Extreme"
    same = row(notion, source, "y", Level={"select": {"name": "hIGH", "color": "blue"}})
    assert same["properties"]["Level"]["select"]["name"] == "High"
    assert same["properties"]["Level"]["select"]["color"] == "red"
    schema: Any = notion.data_sources.retrieve(source)
    assert [each["name"] for each in schema["properties"]["Level"]["select"]["options"]] == ["High", "Extreme"]


def test_an_option_has_no_comma(notion: Client, source: str) -> None:
    """Invalid select option, commas not allowed."""
    said = refusal(row, notion, source, "x", Tags={"multi_select": [{"name": "a,b"}]})
    assert said == "Invalid select option, commas not allowed: a,b"


def test_renaming_an_option_through_the_api_changes_nothing(notion: Client, source: str) -> None:
    """The rename answers 200, and the option keeps its name."""
    schema: Any = notion.data_sources.retrieve(source)
    key = schema["properties"]["Level"]["select"]["options"][0]["id"]
    wish = {"Level": {"select": {"options": [{"id": key, "name": "Higher"}]}}}
    after: Any = notion.data_sources.update(source, properties=wish)
    assert after["properties"]["Level"]["select"]["options"][0]["name"] == "High"


def test_an_option_that_is_left_out_of_a_schema_edit_is_deleted(notion: Client, source: str) -> None:
    """Options arrays replace what was there, and pages lose the value."""
    page = row(notion, source, "x", Level={"select": {"name": "High"}})
    notion.data_sources.update(source, properties={"Level": {"select": {"options": [{"name": "Low"}]}}})
    read: Any = notion.pages.retrieve(page["id"])
    assert read["properties"]["Level"]["select"] is None


def test_arrays_replace_the_whole_value(notion: Client, source: str) -> None:
    """A multi-select, people or files that is written holds what was written and nothing else."""
    page = row(notion, source, "x", Tags={"multi_select": [{"name": "A"}, {"name": "B"}]})
    after: Any = notion.pages.update(page["id"], properties={"Tags": {"multi_select": [{"name": "B"}]}})
    assert [each["name"] for each in after["properties"]["Tags"]["multi_select"]] == ["B"]
    gone: Any = notion.pages.update(page["id"], properties={"Tags": {"multi_select": []}})
    assert gone["properties"]["Tags"]["multi_select"] == []


def test_equal_neighbours_are_merged_into_one_that_cannot_be_written_back(notion: Client, source: str) -> None:
    """2,000 and 1 characters read as one text of 2,001, which is refused if it is sent as it was read."""
    page = row(notion, source, "x", Text={"rich_text": text("a" * 2000) + text("b")})
    read = page["properties"]["Text"]["rich_text"]
    assert [len(part["plain_text"]) for part in read] == [2001]
    said = refusal(notion.pages.update, page["id"], properties={"Text": {"rich_text": read}})
    assert said == f"{BODY}.properties.Text.rich_text[0].text.content.length should be ≤ `2000`, instead was `2001`."


def test_texts_of_other_formats_are_not_merged(notion: Client, source: str) -> None:
    """What is bold, and what is a link, stays a text of its own; extra fields are filled in."""
    bold = {**text("b")[0], "annotations": {"bold": True}}
    page = row(notion, source, "x", Text={"rich_text": [*text("a"), bold, *text("c")]})
    read = page["properties"]["Text"]["rich_text"]
    assert [part["plain_text"] for part in read] == ["a", "b", "c"]
    assert (read[0]["href"], read[0]["text"]["link"], read[0]["annotations"]["color"]) == (None, None, "default")


SIZES: list[tuple[str, Any, str]] = [
    (
        "Text",
        {"rich_text": text("a" * 2001)},
        "Text.rich_text[0].text.content.length should be ≤ `2000`, instead was `2001`.",
    ),
    ("Text", {"rich_text": text("a") * 101}, "Text.rich_text.length should be ≤ `100`, instead was `101`."),
    (
        "Text",
        {"rich_text": [{"text": {"content": "a", "link": {"url": "h" * 2001}}}]},
        "Text.rich_text[0].text.link.url.length should be ≤ `2000`, instead was `2001`.",
    ),
    (
        "Text",
        {"rich_text": [{"type": "equation", "equation": {"expression": "x" * 1001}}]},
        "Text.rich_text[0].equation.expression.length should be ≤ `1000`, instead was `1001`.",
    ),
    ("Link", {"url": "h" * 2001}, "Link.url.length should be ≤ `2000`, instead was `2001`."),
    ("Link", {"url": ""}, "Link.url.length should be ≥ `1`, instead was `0`."),
    ("Mail", {"email": "m" * 201}, "Mail.email.length should be ≤ `200`, instead was `201`."),
    ("Phone", {"phone_number": "1" * 201}, "Phone.phone_number.length should be ≤ `200`, instead was `201`."),
    (
        "Tags",
        {"multi_select": [{"name": "A"}, {"name": "B"}, {"name": "c" * 101}]},
        "Tags.multi_select[2].name.length should be ≤ `100`, instead was `101`.",
    ),
    ("Level", {"select": {"name": ""}}, "Level.select.name.length should be ≥ `1`, instead was `0`."),
    (
        "Tags",
        {"multi_select": [{"name": str(each)} for each in range(101)]},
        "Tags.multi_select.length should be ≤ `100`, instead was `101`.",
    ),
    ("Who", {"people": [{"id": "x"}] * 101}, "Who.people.length should be ≤ `100`, instead was `101`."),
    ("Files", {"files": [{"name": "a"}] * 101}, "Files.files.length should be ≤ `100`, instead was `101`."),
]


@pytest.mark.parametrize(("name", "payload", "message"), SIZES, ids=[each[2][:40] for each in SIZES])
def test_each_size_is_refused_with_the_services_words(
    notion: Client, source: str, name: str, payload: Json, message: str
) -> None:
    """Texts 2,000, links 2,000, equations 1,000, arrays 100, addresses 200, option names 1 to 100."""
    assert refusal(row, notion, source, "x", **{name: payload}) == f"{BODY}.properties.{message}"


def test_one_failing_property_is_named_at_a_time(notion: Client, source: str) -> None:
    """Of several wrong values the service reports one, and writes none."""
    page = row(notion, source, "x")
    wrong = {"Link": {"url": ""}, "Mail": {"email": ""}, "Level": {"select": {"name": "High"}}}
    said = refusal(notion.pages.update, page["id"], properties=wrong)
    assert "Link" in said
    assert "Mail" not in said
    read: Any = notion.pages.retrieve(page["id"])
    assert read["properties"]["Level"]["select"] is None


def test_a_wrong_type_is_named_by_the_property(notion: Client, source: str) -> None:
    """A value under another type's key is refused."""
    assert refusal(row, notion, source, "x", Text={"number": 1}) == "Text is expected to be rich_text."


def test_a_verification_is_by_the_connection_and_needs_a_time(notion: Client, source: str) -> None:
    """verified_by is set to the bot; a date needs a time; unverified clears it."""
    page = row(notion, source, "x", Verified={"verification": {"state": "verified"}})
    me: Any = notion.users.me()
    assert page["properties"]["Verified"]["verification"]["verified_by"]["id"] == me["id"]
    day = {"verification": {"state": "verified", "date": {"start": "2026-11-20"}}}
    refusal(notion.pages.update, page["id"], properties={"Verified": day})


def test_a_hosted_file_has_another_address_at_every_read(notion: Client, source: str, sandbox: SandboxServer) -> None:
    """Addresses of hosted files are signed for about an hour: never to be compared."""
    upload: Any = notion.file_uploads.create(mode="single_part", filename="a.txt")
    notion.file_uploads.send(upload["id"], file=("a.txt", b"hello", "text/plain"))
    page = row(notion, source, "x", Files={"files": [{"type": "file_upload", "file_upload": {"id": upload["id"]}}]})
    sandbox.clock.turn(_HOUR)
    read: Any = notion.pages.retrieve(page["id"])
    before, after = (each["properties"]["Files"]["files"][0]["file"] for each in (page, read))
    assert before["url"].partition("?")[0] == after["url"].partition("?")[0]
    assert before["url"] != after["url"]
    assert before["expiry_time"] < after["expiry_time"]


def test_a_schema_that_has_grown_too_large_is_refused(notion: Client, source: str, sandbox: SandboxServer) -> None:
    """Thousands of options made by page writes: the write is refused, and the largest property named."""
    httpx.post(f"{sandbox.url}/_sandbox/limits", json={"schema_bytes": 3000})
    many = [{"name": f"tag {number}"} for number in range(50)]
    assert row(notion, source, "x", Tags={"multi_select": many[:3]})
    said = refusal(row, notion, source, "x", Tags={"multi_select": many})
    assert said.startswith("You have exceeded the maximum database property schema size.")
    assert '"Tags"' in said


def test_a_table_that_is_full_answers_409(notion: Client, source: str, sandbox: SandboxServer) -> None:
    """409 row_limit_exceeded, of 250,000 rows."""
    assert sandbox.notion.limits.rows == 250_000
    httpx.post(f"{sandbox.url}/_sandbox/limits", json={"rows": 1})
    row(notion, source, "x")
    with pytest.raises(UnknownHTTPResponseError) as caught:  # a code the client does not know
        row(notion, source, "y")
    assert caught.value.status == 409
    assert '"row_limit_exceeded"' in caught.value.body


def test_a_free_workspace_runs_out_of_blocks(notion: Client, source: str, sandbox: SandboxServer) -> None:
    """403 restricted_resource with additional_data.block_limit, on free plans with several members."""
    httpx.post(f"{sandbox.url}/_sandbox/limits", json={"blocks": 1})
    page = row(notion, source, "x")
    notion.blocks.children.append(page["id"], children=[{"divider": {}}])
    with pytest.raises(APIResponseError) as caught:
        notion.blocks.children.append(page["id"], children=[{"divider": {}}])
    assert (caught.value.status, caught.value.code) == (403, "restricted_resource")


def test_a_limit_nobody_has_is_refused(sandbox: SandboxServer) -> None:
    several: list[Any] = [{"rows": -1}, {"rows": True}, {"patience": 3}, [], {"rows": None}]
    for wrong in several:
        assert httpx.post(f"{sandbox.url}/_sandbox/limits", json=wrong).status_code == 400
