from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from notion_client import APIResponseError, Client

from adapters.sandbox.clock import TurnableClock
from adapters.sandbox.server import SandboxServer
from tests.adapters.sandbox.notion.build import Json, found, row, table, text

OPTIONS = {"options": [{"name": "High"}, {"name": "Low"}]}


@pytest.fixture
def source(notion: Client, sandbox: SandboxServer) -> str:
    """Make three rows: full (everything set), other (other values), bare (nothing set)."""
    person = sandbox.add_person("Mina Ito", "mina.ito@example.com")
    source = table(
        notion,
        sandbox.root_page_id,
        {
            "Text": {"rich_text": {}},
            "Number": {"number": {}},
            "Check": {"checkbox": {}},
            "Level": {"select": OPTIONS},
            "Tags": {"multi_select": OPTIONS},
            "State": {"status": {}},
            "Due": {"date": {}},
            "Who": {"people": {}},
            "Mail": {"email": {}},
            "Files": {"files": {}},
            "No": {"unique_id": {}},
        },
    )
    notion.data_sources.update(
        source, properties={"Peer": {"relation": {"data_source_id": source, "single_property": {}}}}
    )
    full = row(
        notion,
        source,
        "full",
        Text={"rich_text": text("Disk is full")},
        Number={"number": 5},
        Check={"checkbox": True},
        Level={"select": {"name": "High"}},
        Tags={"multi_select": [{"name": "High"}, {"name": "Low"}]},
        State={"status": {"name": "Done"}},
        Due={"date": {"start": "2026-11-20T09:30:00Z"}},
        Who={"people": [{"id": person}]},
        Mail={"email": "Jane.Doe@example.com"},
        Files={"files": [{"name": "a", "external": {"url": "https://example.com/a"}}]},
    )
    row(
        notion,
        source,
        "other",
        Text={"rich_text": text("Queue")},
        Number={"number": -1},
        Level={"select": {"name": "Low"}},
        Tags={"multi_select": [{"name": "Low"}]},
        State={"status": {"name": "In progress"}},
        Due={"date": {"start": "2026-10-01"}},
        Peer={"relation": [{"id": full["id"]}]},
    )
    row(notion, source, "bare")
    return source


CASES: list[tuple[str, Json, str]] = [
    ("Name", {"title": {"equals": "FULL"}}, "full"),
    ("Text", {"rich_text": {"contains": "disk"}}, "full"),
    ("Text", {"rich_text": {"does_not_contain": "disk"}}, "bare other"),
    ("Text", {"rich_text": {"starts_with": "Que"}}, "other"),
    ("Text", {"rich_text": {"ends_with": "full"}}, "full"),
    ("Text", {"rich_text": {"is_empty": True}}, "bare"),
    ("Text", {"rich_text": {"is_not_empty": True}}, "full other"),
    ("Mail", {"rich_text": {"contains": "Doe"}}, "full"),
    ("Mail", {"email": {"does_not_equal": "x"}}, "bare full other"),
    ("Number", {"number": {"equals": 5}}, "full"),
    ("Number", {"number": {"does_not_equal": 5}}, "bare other"),
    ("Number", {"number": {"greater_than": -1}}, "full"),
    ("Number", {"number": {"less_than_or_equal_to": -1}}, "other"),
    ("Number", {"number": {"is_empty": True}}, "bare"),
    ("No", {"unique_id": {"greater_than": 1}}, "bare other"),
    ("Check", {"checkbox": {"equals": True}}, "full"),
    ("Check", {"checkbox": {"does_not_equal": True}}, "bare other"),
    ("Level", {"select": {"equals": "High"}}, "full"),
    ("Level", {"select": {"does_not_equal": "High"}}, "bare other"),
    ("Level", {"select": {"is_empty": True}}, "bare"),
    ("Tags", {"multi_select": {"contains": "High"}}, "full"),
    ("Tags", {"multi_select": {"does_not_contain": "High"}}, "bare other"),
    ("Tags", {"multi_select": {"is_not_empty": True}}, "full other"),
    ("State", {"status": {"equals": "Done"}}, "full"),
    ("State", {"status": {"equals": "Not started"}}, "bare"),
    ("State", {"status": {"equals": "Complete"}}, "full"),
    ("State", {"status": {"does_not_equal": "Done"}}, "bare other"),
    ("Due", {"date": {"equals": "2026-11-20T18:30:59.999+09:00"}}, "full"),
    ("Due", {"date": {"equals": "2026-11-20"}}, "full"),
    ("Due", {"date": {"equals": "today"}}, "full"),
    ("Due", {"date": {"before": "2026-11-20"}}, "other"),
    ("Due", {"date": {"on_or_before": "2026-11-20"}}, "full other"),
    ("Due", {"date": {"after": "yesterday"}}, "full"),
    ("Due", {"date": {"past_week": {}}}, "full"),
    ("Due", {"date": {"past_year": {}}}, "full other"),
    ("Due", {"date": {"next_week": {}}}, "full"),
    ("Due", {"date": {"this_week": {}}}, "full"),
    ("Due", {"date": {"is_empty": True}}, "bare"),
    ("Who", {"people": {"is_not_empty": True}}, "full"),
    ("Files", {"files": {"is_empty": True}}, "bare other"),
    ("Peer", {"relation": {"is_not_empty": True}}, "other"),
]


def shown(notion: Client, source: str, given: Json) -> str:
    return " ".join(sorted(found(notion, source, filter=given)))


def test_each_condition_finds_its_rows(notion: Client, source: str) -> None:
    wrong = {
        f"{name} {condition}": seen
        for name, condition, expected in CASES
        if (seen := shown(notion, source, {"property": name, **condition})) != expected
    }
    assert wrong == {}


def test_people_are_found_by_id_and_the_connection_as_me(notion: Client, sandbox: SandboxServer, source: str) -> None:
    person = sandbox.add_person("Mina Ito", "mina.ito@example.com")
    assert shown(notion, source, {"property": "Who", "people": {"contains": person}}) == "full"
    assert shown(notion, source, {"property": "Who", "people": {"does_not_contain": "me"}}) == "bare full other"


def test_a_property_can_be_named_by_id(notion: Client, source: str) -> None:
    schema: Any = notion.data_sources.retrieve(source)
    key = schema["properties"]["Number"]["id"]
    assert shown(notion, source, {"property": key, "number": {"equals": 5}}) == "full"


def test_compounds_join_conditions_two_levels_deep(notion: Client, source: str) -> None:
    high = {"property": "Level", "select": {"equals": "High"}}
    low = {"property": "Level", "select": {"equals": "Low"}}
    negative = {"property": "Number", "number": {"less_than": 0}}
    assert shown(notion, source, {"or": [high, low]}) == "full other"
    assert shown(notion, source, {"and": [{"or": [high, low]}, negative]}) == "other"
    assert shown(notion, source, {"and": []}) == "bare full other"
    with pytest.raises(APIResponseError, match="should be not present"):
        notion.data_sources.query(source, filter={"and": [{"or": [{"and": [high]}]}]})


def test_timestamps_are_filtered_without_a_property(notion: Client, source: str, clock: TurnableClock) -> None:
    clock.turn(timedelta(minutes=10))
    row(notion, source, "late")
    stamp = {"timestamp": "last_edited_time", "last_edited_time": {"on_or_after": "2026-11-20T09:40:59Z"}}
    assert shown(notion, source, stamp) == "late"
    stamp = {"timestamp": "created_time", "created_time": {"before": "2026-11-20T09:40:00Z"}}
    assert shown(notion, source, stamp) == "bare full other"
    assert shown(notion, source, {"timestamp": "created_time", "created_time": {"past_week": {}}}).count(" ") == 3


def errors() -> Iterator[tuple[Json, str]]:
    yield {"property": "Nam", "title": {"equals": "a"}}, "Could not find property with name or id: Nam"
    yield (
        {"property": "Number", "select": {"equals": "a"}},
        "database property number does not match filter select",
    )
    yield {"property": "Number", "number": {"equals": "5"}}, "body.filter.number.equals should be a number"
    yield {"property": "Due", "date": {"before": "soon"}}, "should be a valid ISO 8601 date string"
    yield {"property": "Text", "rich_text": {"is_empty": False}}, "should be `true`, instead was `false`"
    yield {"select": {"equals": "a"}}, "body.filter.or should be defined, instead was `undefined`."


@pytest.mark.parametrize(("given", "message"), list(errors()))
def test_a_filter_that_does_not_fit_is_refused(notion: Client, source: str, given: Json, message: str) -> None:
    with pytest.raises(APIResponseError) as caught:
        notion.data_sources.query(source, filter=given)
    assert message in str(caught.value)


def test_a_null_filter_is_refused(notion: Client, source: str) -> None:
    """notion-client sends None as null; the service answers 400."""
    with pytest.raises(APIResponseError, match=r"body\.filter should be an object or `undefined`, instead was `null`"):
        notion.data_sources.query(source, filter=None)
