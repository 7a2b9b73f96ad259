"""What each property type reads, takes, refuses, and how it is cleared."""

from typing import Any

import httpx
import pytest
from notion_client import APIResponseError, Client

from adapters.sandbox.server import SandboxServer
from tests.adapters.sandbox.notion.build import Json, row, table, text

OPTIONS = {"options": [{"name": "High", "color": "red"}, {"name": "Low", "color": "green"}]}


@pytest.fixture
def source(notion: Client, sandbox: SandboxServer) -> str:
    return table(
        notion,
        sandbox.root_page_id,
        {
            "Text": {"rich_text": {}},
            "Number": {"number": {"format": "percent"}},
            "Check": {"checkbox": {}},
            "Level": {"select": OPTIONS},
            "Tags": {"multi_select": OPTIONS},
            "State": {"status": {}},
            "Due": {"date": {}},
            "Who": {"people": {}},
            "Link": {"url": {}},
            "Mail": {"email": {}},
            "Phone": {"phone_number": {}},
            "Files": {"files": {}},
            "Place": {"place": {}},
            "Made": {"created_time": {}},
            "Maker": {"created_by": {}},
            "Changed": {"last_edited_time": {}},
            "Changer": {"last_edited_by": {}},
            "No": {"unique_id": {"prefix": "RSK"}},
            "Sum": {"formula": {"expression": 'prop("Number") * 2'}},
        },
    )


def value(page: Any, name: str) -> Any:  # noqa: ANN401 - wire values
    prop = page["properties"][name]
    return prop[prop["type"]]


def written(notion: Client, source: str, name: str, payload: Json) -> Any:  # noqa: ANN401 - wire values
    page = row(notion, source, "x", **{name: payload})
    read: Any = notion.pages.retrieve(page["id"])
    assert read["properties"] == page["properties"]
    return value(read, name)


def refused(notion: Client, source: str, name: str, payload: object) -> str:
    with pytest.raises(APIResponseError) as caught:
        row(notion, source, "x", **{name: payload})
    assert (caught.value.status, caught.value.code.value) == (400, "validation_error")
    return str(caught.value)


def test_an_empty_row_shows_every_type_empty(notion: Client, source: str) -> None:
    page = row(notion, source, "")
    shown = {name: value(page, name) for name in page["properties"]}
    bot: Any = notion.users.me()
    person = {"object": "user", "id": bot["id"], "name": bot["name"], "avatar_url": None, "type": "bot", "bot": {}}
    assert shown.pop("State")["name"] == "Not started"
    assert shown == {
        "Name": [],
        "Text": [],
        "Number": None,
        "Check": False,
        "Level": None,
        "Tags": [],
        "Due": None,
        "Who": [],
        "Link": None,
        "Mail": None,
        "Phone": None,
        "Files": [],
        "Place": None,
        "Made": "2026-11-20T09:30:00.000Z",
        "Changed": "2026-11-20T09:30:00.000Z",
        "Maker": person,
        "Changer": person,
        "No": {"prefix": "RSK", "number": 1},
        "Sum": {"type": "number", "number": 0},
    }
    assert list(page["properties"])[-1] == "Name"


@pytest.mark.parametrize(
    ("name", "payload", "cleared", "empty"),
    [
        ("Text", {"rich_text": text("a")}, {"rich_text": []}, []),
        ("Number", {"number": 0.25}, {"number": None}, None),
        ("Check", {"checkbox": True}, {"checkbox": False}, False),
        ("Level", {"select": {"name": "High"}}, {"select": None}, None),
        ("Tags", {"multi_select": [{"name": "Low"}]}, {"multi_select": []}, []),
        ("Due", {"date": {"start": "2026-01-01"}}, {"date": None}, None),
        ("Link", {"url": "https://example.com"}, {"url": None}, None),
        ("Mail", {"email": "a@example.com"}, {"email": None}, None),
        ("Phone", {"phone_number": "03-1234"}, {"phone_number": None}, None),
        ("Place", {"place": {"lat": 35.6, "lon": 139.7}}, {"place": None}, None),
    ],
)
def test_a_value_is_set_and_cleared(
    notion: Client, source: str, name: str, payload: Json, cleared: Json, empty: object
) -> None:
    page = row(notion, source, "x", **{name: payload})
    assert value(page, name) != empty
    after = notion.pages.update(page["id"], properties={name: cleared})
    assert value(after, name) == empty


def test_texts_are_filled_in_and_equal_neighbours_merged(notion: Client, source: str) -> None:
    """2000 characters and one more come back as a single segment of 2001, longer than may be written."""
    read = written(notion, source, "Text", {"rich_text": text("a" * 2000) + text("b")})
    assert [len(part["plain_text"]) for part in read] == [2001]
    bold = {"type": "text", "text": {"content": "c"}, "annotations": {"bold": True}}
    read = written(notion, source, "Text", {"rich_text": [*text("a"), bold, *text("d"), *text("")]})
    assert [part["plain_text"] for part in read] == ["a", "c", "d"]
    assert read[0] == {
        "type": "text",
        "text": {"content": "a", "link": None},
        "annotations": {
            "bold": False,
            "italic": False,
            "strikethrough": False,
            "underline": False,
            "code": False,
            "color": "default",
        },
        "plain_text": "a",
        "href": None,
    }


@pytest.mark.parametrize(
    ("kind", "what", "shown"),
    [
        ("template_mention_date", "today", "@Today"),
        ("template_mention_date", "now", "@Now"),
        ("template_mention_user", "me", "@Me"),
    ],
)
def test_a_mention_of_a_template_names_what_it_will_be(
    notion: Client, source: str, kind: str, what: str, shown: str
) -> None:
    mention = {"type": "template_mention", "template_mention": {"type": kind, kind: what}}
    (read,) = written(notion, source, "Text", {"rich_text": [{"type": "mention", "mention": mention}]})
    assert read["mention"] == mention
    assert read["plain_text"] == shown


def test_a_mention_of_a_person_is_shown_whole(notion: Client, sandbox: SandboxServer, source: str) -> None:
    key = sandbox.add_person("Mina Ito", "mina.ito@example.com")
    mention = {"type": "mention", "mention": {"type": "user", "user": {"id": key}}}
    read = written(notion, source, "Text", {"rich_text": [mention]})
    assert read[0]["plain_text"] == "@Mina Ito"
    assert read[0]["mention"]["user"]["person"] == {"email": "mina.ito@example.com"}


def test_sizes_are_refused_with_the_services_words(notion: Client, source: str) -> None:
    path = "body failed validation: body.properties."
    assert refused(notion, source, "Text", {"rich_text": text("a" * 2242)}) == (
        f"{path}Text.rich_text[0].text.content.length should be ≤ `2000`, instead was `2242`."
    )
    assert refused(notion, source, "Text", {"rich_text": text("a") * 101}) == (
        f"{path}Text.rich_text.length should be ≤ `100`, instead was `101`."
    )
    assert refused(notion, source, "Level", {"select": {"name": "x" * 101}}) == (
        f"{path}Level.select.name.length should be ≤ `100`, instead was `101`."
    )
    many = [{"name": str(number)} for number in range(101)]
    assert refused(notion, source, "Tags", {"multi_select": many}) == (
        f"{path}Tags.multi_select.length should be ≤ `100`, instead was `101`."
    )
    assert refused(notion, source, "Link", {"url": "h" * 2001}) == (
        f"{path}Link.url.length should be ≤ `2000`, instead was `2001`."
    )
    assert refused(notion, source, "Mail", {"email": ""}) == (
        f"{path}Mail.email.length should be ≥ `1`, instead was `0`."
    )


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("Number", {"number": "3"}),
        ("Number", {"number": True}),
        ("Check", {"checkbox": None}),
        ("Text", {"rich_text": "plain"}),
        ("Text", {"rich_text": [{"type": "text"}]}),
        ("Level", {"select": "High"}),
        ("Tags", {"multi_select": {"name": "High"}}),
        ("Due", {"date": {"start": "20.11.2026"}}),
        ("Due", {"date": {"end": "2026-01-01"}}),
        ("Due", {"date": {"start": "2026-01-02", "end": "2026-01-01"}}),
        ("Who", {"people": [{"id": "nobody"}]}),
        ("Files", {"files": [{"external": {"url": "https://example.com/a"}}]}),
        ("Place", {"place": {"lat": 1}}),
        ("Number", 3),
        ("Number", {}),
    ],
)
def test_a_value_of_the_wrong_form_is_refused(notion: Client, source: str, name: str, payload: object) -> None:
    assert refused(notion, source, name, payload).startswith(f"body failed validation: body.properties.{name}")


def test_a_value_of_another_type_is_refused_by_name(notion: Client, source: str) -> None:
    assert refused(notion, source, "Number", {"rich_text": text("3")}) == "Number is expected to be number."


@pytest.mark.parametrize("name", ["Made", "Maker", "Changed", "Changer", "No", "Sum"])
def test_what_the_service_works_out_cannot_be_written(notion: Client, source: str, name: str) -> None:
    kind = row(notion, source, "x")["properties"][name]["type"]
    assert f"is of type {kind}" in refused(notion, source, name, {kind: "2026-01-01"})


def test_an_unknown_option_is_made_and_a_known_one_found_in_any_case(notion: Client, source: str) -> None:
    made = written(notion, source, "Level", {"select": {"name": "Medium"}})
    again = written(notion, source, "Level", {"select": {"name": "MEDIUM", "color": "red"}})
    assert made == again
    shown: Any = notion.data_sources.retrieve(source)
    assert [each["name"] for each in shown["properties"]["Level"]["select"]["options"]] == ["High", "Low", "Medium"]


def test_an_option_is_not_made_by_a_write_that_fails(notion: Client, source: str) -> None:
    with pytest.raises(APIResponseError):
        row(notion, source, "x", Level={"select": {"name": "New"}}, Number={"number": "bad"})
    shown: Any = notion.data_sources.retrieve(source)
    assert [each["name"] for each in shown["properties"]["Level"]["select"]["options"]] == ["High", "Low"]


def test_an_option_with_a_comma_is_refused(notion: Client, source: str) -> None:
    message = refused(notion, source, "Tags", {"multi_select": [{"name": "a, b"}]})
    assert message == "Invalid select option, commas not allowed: a, b"


def test_options_keep_their_order_and_count_once(notion: Client, source: str) -> None:
    wish = [{"name": "Low"}, {"name": "High"}, {"name": "low"}]
    read = written(notion, source, "Tags", {"multi_select": wish})
    assert [each["name"] for each in read] == ["Low", "High"]


def test_a_status_is_never_made_and_null_means_the_default(notion: Client, source: str) -> None:
    message = refused(notion, source, "State", {"status": {"name": "Doing"}})
    assert message.startswith("Invalid status value for property 'State': 'Doing'")
    page = row(notion, source, "x", State={"status": {"name": "Done"}})
    assert value(page, "State")["name"] == "Done"
    after = notion.pages.update(page["id"], properties={"State": {"status": None}})
    assert value(after, "State")["name"] == "Not started"


@pytest.mark.parametrize(
    ("given", "start"),
    [
        ({"start": "2026-06-27"}, "2026-06-27"),
        ({"start": "2026-06-27T17:57:33.181Z"}, "2026-06-27T17:57:00.000+00:00"),
        ({"start": "2026-06-27T17:57:33"}, "2026-06-27T17:57:00.000+00:00"),
        ({"start": "2026-06-27T17:57:33+09:00"}, "2026-06-27T17:57:00.000+09:00"),
        ({"start": "2024-06-27T17:57:33.181116", "time_zone": "Europe/London"}, "2024-06-27T17:57:00.000+01:00"),
        ({"start": "2024-01-08T12:00:00Z", "time_zone": "UTC"}, "2024-01-08T12:00:00.000+00:00"),
    ],
)
def test_dates_lose_their_seconds_and_the_name_of_their_zone(
    notion: Client, source: str, given: Json, start: str
) -> None:
    assert written(notion, source, "Due", {"date": given}) == {"start": start, "end": None, "time_zone": None}


def test_people_are_shown_whole_and_must_be_known(notion: Client, sandbox: SandboxServer, source: str) -> None:
    key = sandbox.add_person("Mina Ito", "mina.ito@example.com")
    read = written(notion, source, "Who", {"people": [{"id": key}, {"object": "user", "id": key}]})
    assert read == [
        {
            "object": "user",
            "id": key,
            "name": "Mina Ito",
            "avatar_url": None,
            "type": "person",
            "person": {"email": "mina.ito@example.com"},
        }
    ]
    with pytest.raises(APIResponseError, match="Could not find user"):
        row(notion, source, "x", Who={"people": [{"id": "99999999-9999-4999-8999-999999999999"}]})


def test_files_replace_the_whole_list(notion: Client, source: str) -> None:
    one, two = ({"name": name, "external": {"url": f"https://example.com/{name}"}} for name in ("a", "b"))
    page = row(notion, source, "x", Files={"files": [one]})
    after = notion.pages.update(page["id"], properties={"Files": {"files": [two]}})
    assert value(after, "Files") == [{"name": "b", "type": "external", "external": {"url": "https://example.com/b"}}]


def test_numbers_are_doubles(notion: Client, source: str) -> None:
    read = written(notion, source, "Number", {"number": 12345678901234567890})
    assert read == 12345678901234567168
    assert isinstance(written(notion, source, "Number", {"number": 3.0}), int)


def test_rows_are_numbered_and_a_new_number_property_counts_the_old_rows(
    notion: Client, sandbox: SandboxServer
) -> None:
    source = table(notion, sandbox.root_page_id, {})
    pages = [row(notion, source, name) for name in "ab"]
    notion.data_sources.update(source, properties={"No": {"unique_id": {"prefix": "INC"}}})
    third = row(notion, source, "c")
    read = [notion.pages.retrieve(page["id"]) for page in pages]
    assert [value(page, "No")["number"] for page in (*read, third)] == [1, 2, 3]


def test_a_formula_names_properties_by_id_and_takes_a_result_by_seeding(
    notion: Client, sandbox: SandboxServer, source: str
) -> None:
    shown: Any = notion.data_sources.retrieve(source)
    key = shown["properties"]["Number"]["id"]
    assert shown["properties"]["Sum"]["formula"]["expression"].startswith(f"{{{{notion:block_property:{key}:{source}:")
    page = row(notion, source, "x")
    seeding = httpx.post(
        f"{sandbox.url}/_sandbox/pages/{page['id']}/values", json={"Sum": {"type": "number", "number": 4}}
    )
    assert seeding.status_code == 200
    after: Any = notion.pages.retrieve(page["id"])
    assert value(after, "Sum") == {"type": "number", "number": 4}
    assert after["last_edited_time"] == page["last_edited_time"]


def test_a_verification_names_the_connection(notion: Client, sandbox: SandboxServer) -> None:
    source = table(notion, sandbox.root_page_id, {"Checked": {"verification": {}}})
    assert written(notion, source, "Checked", {"verification": {"state": "unverified"}})["state"] == "unverified"
    read = written(notion, source, "Checked", {"verification": {"state": "verified"}})
    me: Any = notion.users.me()
    assert (read["state"], read["verified_by"]["id"]) == ("verified", me["id"])
