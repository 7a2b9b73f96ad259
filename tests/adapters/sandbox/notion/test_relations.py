from datetime import timedelta
from typing import Any

import pytest
from notion_client import APIResponseError, Client

from adapters.sandbox.clock import TurnableClock
from adapters.sandbox.server import SandboxServer
from tests.adapters.sandbox.notion.build import Json, row, table


def related(page: Any, name: str) -> list[str]:  # noqa: ANN401 - a wire page
    return [each["id"] for each in page["properties"][name]["relation"]]


@pytest.fixture
def backlog(notion: Client, sandbox: SandboxServer) -> str:
    return table(notion, sandbox.root_page_id, {"Points": {"number": {}}}, title="Backlog")


@pytest.fixture
def risks(notion: Client, sandbox: SandboxServer, backlog: str) -> str:
    items = {"relation": {"data_source_id": backlog, "type": "dual_property", "dual_property": {}}}
    return table(notion, sandbox.root_page_id, {"Items": items})


def links(pages: list[Json]) -> Json:
    return {"relation": [{"id": page["id"]} for page in pages]}


def test_a_two_way_relation_makes_the_property_at_the_other_end(notion: Client, risks: str, backlog: str) -> None:
    here: Any = notion.data_sources.retrieve(risks)
    there: Any = notion.data_sources.retrieve(backlog)
    name = "Related to Risks (Items)"
    assert here["properties"]["Items"]["relation"]["dual_property"] == {
        "synced_property_name": name,
        "synced_property_id": there["properties"][name]["id"],
    }
    assert there["properties"][name]["relation"]["data_source_id"] == risks


def test_back_links_appear_without_moving_the_other_pages_time(
    notion: Client, risks: str, backlog: str, clock: TurnableClock
) -> None:
    """Recorded: 24 new back-links at 15:45, and the page's last edit is still of 15:44."""
    item = row(notion, backlog, "item")
    clock.turn(timedelta(minutes=3))
    risk = row(notion, risks, "risk", Items=links([item]))
    after: Any = notion.pages.retrieve(item["id"])
    assert related(after, "Related to Risks (Items)") == [risk["id"]]
    assert after["last_edited_time"] == item["last_edited_time"]
    notion.pages.update(risk["id"], properties={"Items": {"relation": []}})
    after = notion.pages.retrieve(item["id"])
    assert related(after, "Related to Risks (Items)") == []


def test_a_write_replaces_all_links(notion: Client, risks: str, backlog: str) -> None:
    one, two = row(notion, backlog, "1"), row(notion, backlog, "2")
    risk = row(notion, risks, "risk", Items=links([one]))
    after: Any = notion.pages.update(risk["id"], properties={"Items": links([two])})
    assert related(after, "Items") == [two["id"]]


def test_a_page_read_stops_at_25_and_the_property_endpoint_has_them_all(
    notion: Client, risks: str, backlog: str
) -> None:
    items = [row(notion, backlog, str(number)) for number in range(30)]
    risk = row(notion, risks, "risk", Items=links(items))
    read: Any = notion.pages.retrieve(risk["id"])
    assert read["properties"]["Items"]["has_more"] is True
    assert related(read, "Items") == [item["id"] for item in items[:25]]
    key = read["properties"]["Items"]["id"]
    first: Any = notion.pages.properties.retrieve(risk["id"], key, page_size=20)
    assert (first["object"], first["type"], first["has_more"]) == ("list", "property_item", True)
    assert first["property_item"]["id"] == key
    assert first["property_item"]["next_url"].startswith("https://api.notion.com/v1/pages/")
    second: Any = notion.pages.properties.retrieve(risk["id"], key, page_size=20, start_cursor=first["next_cursor"])
    shown = [each["relation"]["id"] for each in (*first["results"], *second["results"])]
    assert shown == [item["id"] for item in items]
    assert (second["has_more"], second["next_cursor"]) == (False, None)
    assert first["results"][0] == {
        "object": "property_item",
        "type": "relation",
        "id": key,
        "relation": {"id": items[0]["id"]},
    }


def test_a_trashed_page_is_hidden_from_relations_until_it_is_restored(notion: Client, risks: str, backlog: str) -> None:
    item = row(notion, backlog, "item")
    risk = row(notion, risks, "risk", Items=links([item]))
    notion.pages.update(item["id"], in_trash=True)
    assert related(notion.pages.retrieve(risk["id"]), "Items") == []
    notion.pages.update(item["id"], in_trash=False)
    assert related(notion.pages.retrieve(risk["id"]), "Items") == [item["id"]]


def test_a_relation_takes_pages_of_its_data_source_only(notion: Client, risks: str) -> None:
    stranger = row(notion, risks, "stranger")
    with pytest.raises(APIResponseError, match="not in the related data source"):
        row(notion, risks, "risk", Items=links([stranger]))
    with pytest.raises(APIResponseError, match="Could not find page"):
        row(notion, risks, "risk", Items={"relation": [{"id": "99999999-9999-4999-8999-999999999999"}]})


def test_people_are_cut_at_25_too(notion: Client, sandbox: SandboxServer) -> None:
    keys = [sandbox.add_person(f"P{number}", f"p{number}@example.com") for number in range(27)]
    source = table(notion, sandbox.root_page_id, {"Who": {"people": {}}})
    page = row(notion, source, "x", Who={"people": [{"id": key} for key in keys]})
    assert len(page["properties"]["Who"]["people"]) == 25
    items: Any = notion.pages.properties.retrieve(page["id"], page["properties"]["Who"]["id"])
    assert [each["people"]["id"] for each in items["results"]] == keys


def test_mentions_are_cut_at_25_where_the_documented_limit_is_set(notion: Client, sandbox: SandboxServer) -> None:
    """The documentation says 25, a recording shows 50 in one page read: so there is no cut unless it is set."""
    source = table(notion, sandbox.root_page_id, {"Note": {"rich_text": {}}})
    user = {"type": "user", "user": {"id": sandbox.add_person("P", "p@example.com")}}
    page = row(notion, source, "x", Note={"rich_text": [{"type": "mention", "mention": user}] * 30})
    assert len(page["properties"]["Note"]["rich_text"]) == 30
    sandbox.notion.mention_limit = 25
    read: Any = notion.pages.retrieve(page["id"])
    assert len(read["properties"]["Note"]["rich_text"]) == 25
    items: Any = notion.pages.properties.retrieve(page["id"], read["properties"]["Note"]["id"])
    assert len(items["results"]) == 30


def test_a_single_property_is_one_item_and_a_text_is_a_list_of_segments(notion: Client, backlog: str) -> None:
    page = row(notion, backlog, "item", Points={"number": 3})
    points: Any = notion.pages.properties.retrieve(page["id"], page["properties"]["Points"]["id"])
    assert points == {
        "object": "property_item",
        "type": "number",
        "id": page["properties"]["Points"]["id"],
        "number": 3,
        "request_id": points["request_id"],
    }
    title: Any = notion.pages.properties.retrieve(page["id"], "title")
    assert title["results"][0]["title"]["plain_text"] == "item"


def test_rollups_follow_the_related_pages(notion: Client, risks: str, backlog: str) -> None:
    rolled = {"relation_property_name": "Items", "rollup_property_name": "Points"}
    notion.data_sources.update(
        risks,
        properties={
            name: {"rollup": {**rolled, "function": name}} for name in ("sum", "count", "max", "show_original")
        },
    )
    items = [row(notion, backlog, str(points), Points={"number": points}) for points in (3, 5)]
    risk = row(notion, risks, "risk", Items=links(items))
    shown = {name: risk["properties"][name]["rollup"] for name in ("sum", "count", "max", "show_original")}
    assert shown == {
        "sum": {"type": "number", "number": 8, "function": "sum"},
        "count": {"type": "number", "number": 2, "function": "count"},
        "max": {"type": "number", "number": 5, "function": "max"},
        "show_original": {
            "type": "array",
            "array": [{"type": "number", "number": 3}, {"type": "number", "number": 5}],
            "function": "show_original",
        },
    }
    notion.pages.update(items[0]["id"], properties={"Points": {"number": 10}})
    after: Any = notion.pages.retrieve(risk["id"])
    assert after["properties"]["sum"]["rollup"]["number"] == 15
    assert after["last_edited_time"] == risk["last_edited_time"]


def test_deleting_one_end_leaves_the_other_as_a_relation_of_its_own(notion: Client, risks: str, backlog: str) -> None:
    item = row(notion, backlog, "item")
    risk = row(notion, risks, "risk", Items=links([item]))
    notion.data_sources.update(risks, properties={"Items": None})
    there: Any = notion.data_sources.retrieve(backlog)
    assert there["properties"]["Related to Risks (Items)"]["relation"]["type"] == "single_property"
    after = notion.pages.retrieve(item["id"])
    assert related(after, "Related to Risks (Items)") == [risk["id"]]


def test_a_relation_to_its_own_data_source_links_both_ways(notion: Client, risks: str) -> None:
    own = {"relation": {"data_source_id": risks, "type": "dual_property", "dual_property": {}}}
    notion.data_sources.update(risks, properties={"Parent": own})
    top = row(notion, risks, "top")
    low = row(notion, risks, "low", Parent=links([top]))
    read = notion.pages.retrieve(top["id"])
    assert related(read, "Related to Risks (Parent)") == [low["id"]]
