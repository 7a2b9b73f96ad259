from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from notion_client import APIResponseError, Client

from adapters.sandbox.clock import TurnableClock
from adapters.sandbox.server import SandboxServer
from adapters.sandbox.store import Store
from tests.adapters.sandbox.notion.build import Json, found, row, table, text


def bulk(sandbox: SandboxServer, source: str, count: int) -> None:
    pages = [
        {
            "parent": {"data_source_id": source},
            "properties": {"Name": {"title": text(f"r{number:05}")}, "Score": {"number": number}},
        }
        for number in range(count)
    ]
    for start in range(0, count, 1000):
        part = {"pages": pages[start : start + 1000]}
        answer = httpx.post(f"{sandbox.url}/_sandbox/pages", json=part, timeout=60)
        assert answer.status_code == 200


def pages_of(notion: Client, source: str, **body: Any) -> list[Json]:  # noqa: ANN401 - wire values
    """Return every answer of a query until it says there are no more."""
    answers: list[Json] = []
    cursor = None
    while True:
        answer: Any = notion.data_sources.query(source, start_cursor=cursor, **body)
        answers.append(answer)
        if not answer["has_more"]:
            return answers
        cursor = answer["next_cursor"]


@pytest.fixture
def source(notion: Client, sandbox: SandboxServer) -> str:
    return table(notion, sandbox.root_page_id, {"Score": {"number": {}}})


def test_250_rows_come_in_pages_of_100_each_once(notion: Client, sandbox: SandboxServer, source: str) -> None:
    bulk(sandbox, source, 250)
    sandbox.forget_calls()
    answers = pages_of(notion, source)
    assert [len(answer["results"]) for answer in answers] == [100, 100, 50]
    assert len({page["id"] for answer in answers for page in answer["results"]}) == 250
    assert len(sandbox.calls("notion")) == 3
    assert answers[0]["next_cursor"].startswith("s:")
    assert [len(part) for part in answers[0]["next_cursor"].split(":")] == [1, 36, 36]
    assert {name: answers[2][name] for name in ("next_cursor", "type", "page_or_data_source")} == {
        "next_cursor": None,
        "type": "page_or_data_source",
        "page_or_data_source": {},
    }
    assert "request_status" not in answers[2]


def test_a_workspace_in_a_file_is_queried_as_before_after_it_is_opened_again(tmp_path: Path) -> None:
    shown = []
    source = ""
    for _ in range(2):
        store = Store(tmp_path / "sandbox.db")
        with SandboxServer(store=store) as server:
            client = Client(auth=server.token, base_url=server.url, notion_version="2026-03-11", retry=False)
            if not source:
                level: Json = {"select": {"options": []}}
                source = table(client, server.root_page_id, {"Level": level, "No": {"unique_id": {}}})
                for name in "ab":
                    row(client, source, name, Level={"select": {"name": name}})
            answer: Any = client.data_sources.query(source)
            shown.append(answer["results"])
            client.close()
        store.close()
    assert len(shown[0]) == 2
    assert shown[0] == shown[1]


def test_a_page_has_at_most_100_rows(notion: Client, source: str) -> None:
    with pytest.raises(APIResponseError, match=r"body\.page_size should be ≤ `100`, instead was `101`"):
        notion.data_sources.query(source, page_size=101)


def test_a_cursor_of_a_session_that_is_gone_is_invalid(notion: Client, sandbox: SandboxServer, source: str) -> None:
    bulk(sandbox, source, 3)
    first: Any = notion.data_sources.query(source, page_size=1)
    assert httpx.delete(f"{sandbox.url}/_sandbox/cursors").status_code == 200
    with pytest.raises(APIResponseError) as caught:
        notion.data_sources.query(source, page_size=1, start_cursor=first["next_cursor"])
    assert (caught.value.status, caught.value.code.value) == (400, "validation_error")
    assert str(caught.value).startswith("The start_cursor provided is invalid: ")


def test_a_cursor_can_be_used_twice(notion: Client, sandbox: SandboxServer, source: str) -> None:
    bulk(sandbox, source, 4)
    first: Any = notion.data_sources.query(source, page_size=2)
    again = [found(notion, source, page_size=2, start_cursor=first["next_cursor"]) for _ in range(2)]
    assert again[0] == again[1] == ["r00001", "r00000"]


def test_rows_that_move_while_they_are_paged_are_skipped(notion: Client, source: str, clock: TurnableClock) -> None:
    """Sorted by the last edit, a row that is edited between two pages jumps behind the cursor, or before it."""
    rows = [row(notion, source, name) for name in "abcd"]
    sorts = [{"timestamp": "last_edited_time", "direction": "descending"}]
    clock.turn(timedelta(minutes=1))
    first: Any = notion.data_sources.query(source, sorts=sorts, page_size=2)
    unseen = next(page for page in rows if page["id"] not in [each["id"] for each in first["results"]])
    notion.pages.update(unseen["id"], properties={"Score": {"number": 1}})
    rest: Any = notion.data_sources.query(source, sorts=sorts, start_cursor=first["next_cursor"])
    assert unseen["id"] not in [page["id"] for page in (*first["results"], *rest["results"])]


def test_a_query_ends_at_ten_thousand_rows_and_says_so(notion: Client, sandbox: SandboxServer, source: str) -> None:
    """HTTP 200, has_more false, and request_status alone tells that it is not all."""
    bulk(sandbox, source, 10_050)
    answers = pages_of(notion, source)
    assert sum(len(answer["results"]) for answer in answers) == 10_000
    assert (answers[-1]["has_more"], answers[-1]["next_cursor"]) == (False, None)
    assert answers[-1]["request_status"] == {
        "type": "incomplete",
        "incomplete_reason": "query_result_limit_reached",
    }
    below: Any = notion.data_sources.query(source, filter={"property": "Score", "number": {"less_than": 5}})
    assert "request_status" not in below


def test_sorts_go_by_property_and_put_empty_values_last(notion: Client, source: str) -> None:
    for name, score in (("b", 2), ("a", 2), ("c", 1)):
        row(notion, source, name, Score={"number": score})
    row(notion, source, "empty")
    by_name = {"property": "Name", "direction": "ascending"}
    up = [{"property": "Score", "direction": "ascending"}, by_name]
    down = [{"property": "Score", "direction": "descending"}, by_name]
    assert found(notion, source, sorts=up) == ["c", "a", "b", "empty"]
    assert found(notion, source, sorts=down) == ["a", "b", "c", "empty"]
    with pytest.raises(APIResponseError, match="Could not find sort property with name or id: Skore"):
        notion.data_sources.query(source, sorts=[{"property": "Skore", "direction": "ascending"}])


def test_the_rows_show_only_the_properties_asked_for(notion: Client, source: str) -> None:
    row(notion, source, "a", Score={"number": 1})
    answer: Any = notion.data_sources.query(source, filter_properties=["Score", "title"])
    assert set(answer["results"][0]["properties"]) == {"Name", "Score"}
    answer = notion.data_sources.query(source, filter_properties=["Score"])
    assert set(answer["results"][0]["properties"]) == {"Score"}


def test_filter_properties_do_not_belong_in_the_body(notion: Client, source: str) -> None:
    with pytest.raises(APIResponseError, match=r"body\.filter_properties should be not present, instead was"):
        notion.request(path=f"data_sources/{source}/query", method="POST", body={"filter_properties": ["Score"]})


def test_the_trash_is_no_parameter_of_a_query(notion: Client, source: str) -> None:
    with pytest.raises(APIResponseError, match=r"body\.in_trash should be not present"):
        notion.data_sources.query(source, in_trash=True)
