"""Answers with parts missing, added, of a wrong type or cut short: never an exception of the program's own."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.notion.client import Patience, connect
from adapters.notion.table import NotionTable
from adapters.pace import Pace
from mappings.fields import FieldType
from sync.changes import Kind
from sync.errors import BothwaysError
from sync.model import Proof, Side, Snapshot, Value
from tests.adapters.notion.world import VERSION, Was, World, change, now, text
from tests.adapters.pace.clock import StandingClock, dice

ODD: st.SearchStrategy[Any] = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=3)
    | st.builds(list)
    | st.builds(dict)
    | st.builds(lambda: [{}])
)


@pytest.fixture
def answers(world: World) -> dict[str, Any]:
    page = world.add("a", "r1", Memo={"rich_text": text("x")}, Tags={"multi_select": [{"name": "High"}]})
    query = world.raw("POST", f"data_sources/{world.source}/query", page_size=100)
    return {
        "databases": world.raw("GET", f"databases/{world.database}"),
        "data_sources": world.raw("GET", f"data_sources/{world.source}"),
        "query": query,
        "pages": world.raw("GET", f"pages/{page}"),
        "users": world.raw("GET", "users"),
    }


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - any JSON
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in inner:
        yield (*path, key)
        yield from places(value, (*path, key))


def spoil(data: st.DataObject, answer: dict[str, Any]) -> None:
    path = data.draw(st.sampled_from(list(places(answer))))
    node = answer
    for key in path[:-1]:
        node = node[key]
    if data.draw(st.booleans()) and isinstance(node, dict):
        del node[path[-1]]
    else:
        node[path[-1]] = data.draw(ODD)


def table_on(world: World, answers: dict[str, Any], sent: list[str]) -> NotionTable:
    def handle(request: httpx.Request) -> httpx.Response:
        sent.append(request.method)
        part = request.url.path.split("/")
        found = answers["query" if part[-1] == "query" else part[2]]
        return httpx.Response(200, content=json.dumps(found).encode())

    clock = StandingClock()
    pace = Pace(1000, 60, monotonic=clock.monotonic, sleep=clock.sleep)
    patience = Patience(clock.sleep, dice(), attempts=2)
    made = connect(
        "not-a-real-token", "http://127.0.0.1:1", VERSION, pace, patience, transport=httpx.MockTransport(handle)
    )
    return NotionTable(made, world.mapping(), now)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_no_spoiled_answer_makes_a_read_or_a_write_fall_over(
    world: World, answers: dict[str, Any], data: st.DataObject
) -> None:
    spoiled = copy.deepcopy(answers)
    for _ in range(data.draw(st.integers(1, 3))):
        spoil(data, spoiled[data.draw(st.sampled_from(sorted(spoiled)))])
    sent: list[str] = []
    table = table_on(world, spoiled, sent)
    try:
        snapshot = table.read()
        rows = [
            row for row in spoiled["query"]["results"] if not isinstance(row, dict) or row.get("in_trash") is not True
        ]
        assert snapshot.records or snapshot.proof is Proof.PARTIAL or not rows
        table.recheck(snapshot)
    except BothwaysError:
        assert "PATCH" not in sent
        return
    cells: dict[FieldType, Value | Was] = {FieldType.TITLE: "b", FieldType.PEOPLE: ("ada@example.com",)}
    page = str(answers["pages"]["id"])
    for kind in (Kind.UPDATE, Kind.CREATE, Kind.TRASH):
        try:
            table.write([change(kind, "r1", page, cells)], Snapshot(Side.NOTION, (), {}, now()))
        except BothwaysError:
            continue
