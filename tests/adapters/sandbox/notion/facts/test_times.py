"""What is known of the service's times, each fact with a test. In our words, from the notes on the API."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from notion_client import APIResponseError, Client

from adapters.sandbox.clock import TurnableClock
from adapters.sandbox.server import SandboxServer
from tests.adapters.sandbox.notion.build import row, table, text


def test_times_of_five_objects_are_floored(notion: Client, sandbox: SandboxServer, clock: TurnableClock) -> None:
    """created_time and last_edited_time of page, data source, block, comment and file upload are cut to the minute."""
    source = table(notion, sandbox.root_page_id, {})
    page: Any = row(notion, source, "x")
    blocks: Any = notion.blocks.children.append(page["id"], children=[{"divider": {}}])
    comment: Any = notion.comments.create(parent={"page_id": page["id"]}, rich_text=text("hm"))
    upload: Any = notion.file_uploads.create(mode="single_part", filename="a.txt")
    shown: Any = notion.data_sources.retrieve(source)
    assert clock.now().second
    for each in (page, shown, blocks["results"][0], comment, upload):
        assert each["created_time"] == each["last_edited_time"] == "2026-11-20T09:30:00.000Z", each["object"]


def test_times_of_databases_and_views_are_in_milliseconds(notion: Client, sandbox: SandboxServer) -> None:
    """database and view carry milliseconds and +00:00 in the place of Z."""
    source: Any = notion.data_sources.retrieve(table(notion, sandbox.root_page_id, {}))
    database: Any = notion.databases.retrieve(source["parent"]["database_id"])
    view: Any = notion.request(
        path="views", method="POST", body={"data_source_id": source["id"], "name": "v", "type": "table"}
    )
    for each in (database, view):
        assert each["created_time"] == "2026-11-20T09:30:42.123+00:00", each["object"]


def test_two_edits_in_one_minute_cannot_be_told_apart(
    notion: Client, sandbox: SandboxServer, clock: TurnableClock
) -> None:
    """Equal times do not mean that nothing changed."""
    page = row(notion, table(notion, sandbox.root_page_id, {"N": {"number": {}}}), "x", N={"number": 1})
    clock.turn(timedelta(seconds=10))
    after: Any = notion.pages.update(page["id"], properties={"N": {"number": 2}})
    assert after["last_edited_time"] == page["last_edited_time"]


def test_option_and_schema_edits_do_not_move_a_pages_time(
    notion: Client, sandbox: SandboxServer, clock: TurnableClock
) -> None:
    """Only an edit of the page itself moves its last edit."""
    source = table(notion, sandbox.root_page_id, {"Level": {"select": {"options": [{"name": "High"}]}}})
    page = row(notion, source, "x", Level={"select": {"name": "High"}})
    clock.turn(timedelta(minutes=5))
    notion.data_sources.update(source, properties={"Level": {"name": "Grade"}, "New": {"number": {}}})
    read: Any = notion.pages.retrieve(page["id"])
    assert read["last_edited_time"] == page["last_edited_time"]
    assert read["properties"]["Grade"]["select"]["name"] == "High"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"start": "2024-06-27T17:57:33.181116", "time_zone": "Europe/London"}, "2024-06-27T17:57:00.000+01:00"),
        ({"start": "2024-06-27T17:57:33.181Z"}, "2024-06-27T17:57:00.000+00:00"),
        ({"start": "2024-06-27T17:57:33", "time_zone": "UTC"}, "2024-06-27T17:57:00.000+00:00"),
        ({"start": "2024-06-27"}, "2024-06-27"),
    ],
    ids=str,
)
def test_dates_lose_seconds_and_the_name_of_the_zone(
    notion: Client, sandbox: SandboxServer, given: dict[str, str], kept: str
) -> None:
    """A written time is cut to the minute, and the zone's name becomes an offset; time_zone always reads null."""
    source = table(notion, sandbox.root_page_id, {"Due": {"date": {}}})
    page = row(notion, source, "x", Due={"date": given})
    assert page["properties"]["Due"]["date"] == {"start": kept, "end": None, "time_zone": None}


def test_with_a_zone_a_date_needs_a_time(notion: Client, sandbox: SandboxServer) -> None:
    """With time_zone, start and end need a time."""
    source = table(notion, sandbox.root_page_id, {"Due": {"date": {}}})
    with pytest.raises(APIResponseError) as caught:
        row(notion, source, "x", Due={"date": {"start": "2024-06-27", "time_zone": "Asia/Tokyo"}})
    assert caught.value.status == 400


def test_filters_compare_to_the_minute(notion: Client, sandbox: SandboxServer) -> None:
    """equals with seconds in it matched the stored minute."""
    source = table(notion, sandbox.root_page_id, {"Due": {"date": {}}})
    row(notion, source, "x", Due={"date": {"start": "2024-06-27T18:01:15+01:00"}})
    wanted = {"property": "Due", "date": {"equals": "2024-06-27T18:01:44.377+01:00"}}
    answer: Any = notion.data_sources.query(source, filter=wanted)
    assert len(answer["results"]) == 1


def test_an_own_write_is_signed_by_the_connection(notion: Client, sandbox: SandboxServer) -> None:
    """An own write sets last_edited_by to the bot."""
    page: Any = row(notion, table(notion, sandbox.root_page_id, {}), "x")
    me: Any = notion.users.me()
    assert page["last_edited_by"]["id"] == me["id"]
    assert datetime.fromisoformat(page["last_edited_time"]).tzinfo is not None
