"""What a read leaves out: cuts at 25, pages of 100, the cap of 10,000, cursors that die."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from notion_client import APIResponseError, Client

from adapters.sandbox.clock import TurnableClock
from adapters.sandbox.server import SandboxServer
from tests.adapters.sandbox.notion.build import Json, row, table, text


def limit(sandbox: SandboxServer, **limits: int | None) -> None:
    assert httpx.post(f"{sandbox.url}/_sandbox/limits", json=limits).status_code == 200


def rows(notion: Client, source: str, count: int) -> list[str]:
    return [row(notion, source, f"r{number}")["id"] for number in range(count)]


def every_answer(notion: Client, source: str, **body: object) -> list[Any]:
    answers: list[Any] = [notion.data_sources.query(source, **body)]
    while answers[-1]["has_more"]:
        answers.append(notion.data_sources.query(source, start_cursor=answers[-1]["next_cursor"], **body))
    return answers


@pytest.fixture
def source(notion: Client, sandbox: SandboxServer) -> str:
    return table(notion, sandbox.root_page_id, {"N": {"number": {}}})


@pytest.fixture
def linked(notion: Client, sandbox: SandboxServer, source: str) -> Json:
    """A page that is related to 30 others."""
    columns: Json = {"Items": {"relation": {"data_source_id": source, "single_property": {}}}}
    columns["Sum"] = {"rollup": {"relation_property_name": "Items", "rollup_property_name": "N", "function": "count"}}
    home = table(notion, sandbox.root_page_id, columns)
    related = [{"id": key} for key in rows(notion, source, 30)]
    return row(notion, home, "hub", Items={"relation": related})


def test_a_page_read_shows_25_related_pages_and_says_there_are_more(notion: Client, linked: Json) -> None:
    """Above 25 a relation has has_more, and the property endpoint has them all."""
    shown = linked["properties"]["Items"]
    assert (len(shown["relation"]), shown["has_more"]) == (25, True)
    whole: Any = notion.pages.properties.retrieve(linked["id"], shown["id"])
    assert (len(whole["results"]), whole["has_more"]) == (30, False)
    assert {item["type"] for item in whole["results"]} == {"relation"}


def test_writing_back_a_cut_list_destroys_links(notion: Client, linked: Json) -> None:
    """A write replaces the whole relation: the five that were not shown are gone."""
    cut = linked["properties"]["Items"]["relation"]
    after: Any = notion.pages.update(linked["id"], properties={"Items": {"relation": cut}})
    whole: Any = notion.pages.properties.retrieve(linked["id"], after["properties"]["Items"]["id"])
    assert len(whole["results"]) == 25


def test_a_rollup_is_incomplete_until_the_last_page_of_its_items(notion: Client, linked: Json) -> None:
    """The type incomplete comes from the property endpoint only, until its last page."""
    key = linked["properties"]["Sum"]["id"]
    first: Any = notion.pages.properties.retrieve(linked["id"], key, page_size=20)
    assert first["property_item"]["rollup"] == {"type": "incomplete", "incomplete": {}, "function": "count"}
    last: Any = notion.pages.properties.retrieve(linked["id"], key, page_size=20, start_cursor=first["next_cursor"])
    assert last["property_item"]["rollup"] == {"type": "number", "number": 30, "function": "count"}
    assert linked["properties"]["Sum"]["rollup"]["number"] == 30


def test_some_rollups_are_not_to_be_had_from_the_property_endpoint(
    notion: Client, sandbox: SandboxServer, source: str
) -> None:
    """show_unique, unique, median and the counts by group are unsupported there."""
    sums = {"relation_property_name": "Items", "rollup_property_name": "N", "function": "median"}
    columns: Json = {
        "Items": {"relation": {"data_source_id": source, "single_property": {}}},
        "Middle": {"rollup": sums},
    }
    page = row(notion, table(notion, sandbox.root_page_id, columns), "x")
    item: Any = notion.pages.properties.retrieve(page["id"], page["properties"]["Middle"]["id"])
    assert item["property_item"]["rollup"]["type"] == "unsupported"
    assert page["properties"]["Middle"]["rollup"]["type"] == "number"


def test_people_are_cut_at_25(notion: Client, sandbox: SandboxServer) -> None:
    """25 people can be relied on in a page read."""
    source = table(notion, sandbox.root_page_id, {"Who": {"people": {}}})
    people = [{"id": sandbox.add_person(f"P {number}", f"p{number}@example.com")} for number in range(30)]
    page = row(notion, source, "x", Who={"people": people})
    assert len(page["properties"]["Who"]["people"]) == 25
    whole: Any = notion.pages.properties.retrieve(page["id"], page["properties"]["Who"]["id"])
    assert len(whole["results"]) == 30


def test_mentions_are_cut_at_25_where_the_documented_limit_is_set(notion: Client, sandbox: SandboxServer) -> None:
    """Documented: 25 mentions in a title or text; recorded: 50 came whole. So the cut is a setting."""
    sandbox.notion.mention_limit = 25
    person = sandbox.add_person("Mina Ito", "mina.ito@example.com")
    source = table(notion, sandbox.root_page_id, {"Text": {"rich_text": {}}})
    mentions = [{"type": "mention", "mention": {"user": {"id": person}}}] * 30
    page = row(notion, source, "x", Text={"rich_text": mentions})
    assert len(page["properties"]["Text"]["rich_text"]) == 25
    whole: Any = notion.pages.properties.retrieve(page["id"], page["properties"]["Text"]["id"])
    assert len(whole["results"]) == 30


def test_a_query_ends_at_the_cap_and_only_request_status_tells(
    notion: Client, sandbox: SandboxServer, source: str
) -> None:
    """At 10,000 rows has_more is false and next_cursor null; request_status says incomplete, with HTTP 200."""
    assert sandbox.notion.limits.query_rows == 10_000
    limit(sandbox, query_rows=5)
    rows(notion, source, 7)
    answers = every_answer(notion, source, page_size=2)
    assert [len(answer["results"]) for answer in answers] == [2, 2, 1]
    assert (answers[-1]["has_more"], answers[-1]["next_cursor"]) == (False, None)
    assert answers[-1]["request_status"] == {
        "type": "incomplete",
        "incomplete_reason": "query_result_limit_reached",
    }
    assert "request_status" not in answers[0]


def test_search_ends_at_the_cap_too(notion: Client, sandbox: SandboxServer, source: str) -> None:
    """The cap holds for search and for queries of views as well."""
    limit(sandbox, query_rows=3)
    rows(notion, source, 5)
    first: Any = notion.search(page_size=2, filter={"property": "object", "value": "page"})
    last: Any = notion.search(
        page_size=2, filter={"property": "object", "value": "page"}, start_cursor=first["next_cursor"]
    )
    assert [len(answer["results"]) for answer in (first, last)] == [2, 1]
    assert (last["has_more"], last["request_status"]["type"]) == (False, "incomplete")
    assert "request_status" not in first


def test_windows_by_created_time_get_past_the_cap(
    notion: Client, sandbox: SandboxServer, source: str, clock: TurnableClock
) -> None:
    """The way out: created_time ascending, on or after the last value seen, each row counted once."""
    limit(sandbox, query_rows=4)
    for _ in range(5):
        rows(notion, source, 2)
        clock.turn(timedelta(minutes=1))
    seen: dict[str, str] = {}
    since: Json = {}
    sorts = [{"timestamp": "created_time", "direction": "ascending"}]
    while True:
        answers = every_answer(notion, source, sorts=sorts, **since)
        seen |= {page["id"]: page["created_time"] for answer in answers for page in answer["results"]}
        if "request_status" not in answers[-1]:
            break
        last = max(seen.values())
        since = {"filter": {"timestamp": "created_time", "created_time": {"on_or_after": last}}}
    assert len(seen) == 10


def test_more_rows_in_one_minute_than_the_cap_cannot_be_windowed(
    notion: Client, sandbox: SandboxServer, source: str
) -> None:
    """created_time has minutes only: above the cap in one minute a window shows the same rows again."""
    limit(sandbox, query_rows=4)
    rows(notion, source, 6)
    first = every_answer(notion, source, sorts=[{"timestamp": "created_time", "direction": "ascending"}])
    last = first[-1]["results"][-1]["created_time"]
    since = {"timestamp": "created_time", "created_time": {"on_or_after": last}}
    again = every_answer(notion, source, filter=since)
    assert "request_status" in again[-1]


def test_a_cursor_dies_in_the_middle_of_a_loop(notion: Client, sandbox: SandboxServer, source: str) -> None:
    """A session's cursor can expire: 400 validation_error that names start_cursor; only a new query helps."""
    limit(sandbox, cursor_pages=2)
    rows(notion, source, 5)
    with pytest.raises(APIResponseError) as caught:
        every_answer(notion, source, page_size=1)
    assert (caught.value.status, caught.value.code) == (400, "validation_error")
    assert str(caught.value).startswith("The start_cursor provided is invalid: s:")
    limit(sandbox, cursor_pages=None)
    assert len(every_answer(notion, source, page_size=1)) == 5


def test_a_read_gives_at_most_100(notion: Client, source: str, sandbox: SandboxServer) -> None:
    """page_size is 100 at most, and that is what there is without one."""
    with pytest.raises(APIResponseError) as caught:
        notion.data_sources.query(source, page_size=101)
    assert str(caught.value) == ("body failed validation: body.page_size should be ≤ `100`, instead was `101`.")


def test_cursors_of_queries_name_a_session_and_a_row(notion: Client, source: str) -> None:
    """Recorded: s:<session>:<row>; of blocks, users and templates the cursor is a plain id."""
    rows(notion, source, 2)
    answer: Any = notion.data_sources.query(source, page_size=1)
    kind, session, last = answer["next_cursor"].split(":")
    assert (kind, len(session), last) == ("s", 36, answer["results"][0]["id"])
    page = answer["results"][0]["id"]
    notion.blocks.children.append(page, children=[{"paragraph": {"rich_text": text("a")}}, {"divider": {}}])
    children: Any = notion.blocks.children.list(page, page_size=1)
    assert len(children["next_cursor"]) == 36
