"""Relations: complete past what a page shows, and never taken for empty where the pages at the other end are hidden."""

from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import pytest

from adapters.notion.table import NotionTable
from mappings.fields import FieldType
from sync.changes import Kind
from sync.errors import Misconfigured, OutOfReach
from sync.model import RecordId, Unreadable, Value
from tests.adapters.notion.faults import altered, error
from tests.adapters.notion.world import Was, World, change, name_of, now

LINKS = name_of(FieldType.RELATION)
TARGET = "GET /v1/data_sources/{}$"
QUERY = "POST /v1/data_sources/[^/]+/query.*"


def read(world: World, table: NotionTable | None = None) -> Mapping[str, Value | Unreadable]:
    made = table or world.table(FieldType.RELATION)
    return {str(record.id): record.fields[LINKS] for record in made.read().records}


def remembering(world: World, agreed: Mapping[str, tuple[str, ...]]) -> NotionTable:
    known = {RecordId(name): {LINKS: value} for name, value in agreed.items()}
    return NotionTable(world.connection, world.mapping(FieldType.RELATION), now, agreed=known)


def to(*pages: str) -> dict[str, Any]:
    return {"relation": [{"id": page} for page in pages]}


def why(found: Value | Unreadable) -> str:
    assert isinstance(found, Unreadable)
    return str(found.why)


@pytest.fixture
def hidden(world: World) -> Iterator[World]:
    """A world whose related table is not shared with the connection."""
    parent = world.add_parent("p")
    world.add("a", "r1", Parents=to(parent))
    world.add("b", "r2")
    _share(world, "DELETE")
    yield world
    _share(world, "PUT")


def _share(world: World, method: str) -> None:
    httpx.request(method, f"{world.server.url}/_sandbox/shares/{world.parents}").raise_for_status()


@pytest.mark.parametrize("count", [26, 60, 100])
def test_long_lists_are_complete_in_both_directions(world: World, count: int) -> None:
    parents = tuple(world.add_parent(f"p{number}") for number in range(count))
    page = world.add("a", "r1")
    table = world.table(FieldType.RELATION)
    (receipt,) = table.write([change(Kind.UPDATE, "r1", page, {FieldType.RELATION: parents})], table.read())
    assert receipt.written == {LINKS}
    assert read(world) == {"r1": parents}


def test_more_links_than_a_write_takes_are_read_but_hold_the_field_when_written(world: World) -> None:
    parents = tuple(world.add_parent(f"p{number}") for number in range(101))
    page = world.add("a", "r1")
    table = world.table(FieldType.TITLE, FieldType.RELATION)
    cells: dict[FieldType, Value | Was] = {FieldType.TITLE: Was("a", "b"), FieldType.RELATION: parents}
    (receipt,) = table.write([change(Kind.UPDATE, "r1", page, cells)], table.read())
    assert receipt.written == {name_of(FieldType.TITLE)}
    assert "100" in str(receipt.refused[LINKS])
    httpx.post(f"{world.server.url}/_sandbox/pages/{page}/values", json={"Parents": parents}).raise_for_status()
    assert read(world) == {"r1": parents}


def test_links_to_a_table_that_is_not_shared_are_held_and_not_taken_for_none(hidden: World) -> None:
    for found in read(hidden).values():
        assert "is not shared with the connection" in why(found)


def test_nothing_is_written_to_a_relation_whose_table_is_not_shared(hidden: World) -> None:
    table = hidden.table(FieldType.RELATION)
    seen = table.read()
    planned = change(Kind.UPDATE, "r2", seen.records[0].address, {FieldType.RELATION: (hidden.parents,)})
    assert "not shared" in str(table.objections([planned], seen)[planned.key, LINKS])


def test_a_refused_look_at_the_related_table_holds_as_well(world: World) -> None:
    world.add("a", "r1")
    world.transport.fail(TARGET.format(world.parents), error(403, "restricted_resource"))
    assert "not shared" in why(read(world)["r1"])


def test_a_related_table_out_of_reach_ends_the_run(world: World) -> None:
    world.add("a", "r1")
    for _ in range(10):
        world.transport.fail(TARGET.format(world.parents), error(503, "service_unavailable"))
    with pytest.raises(OutOfReach):
        read(world)


def test_a_run_asks_once_for_each_related_table(world: World) -> None:
    page = world.add("a", "r1")
    world.transport.forget()
    table = world.table(FieldType.RELATION)
    seen = table.read()
    table.recheck(seen)
    table.write([change(Kind.UPDATE, "r1", page, {FieldType.RELATION: (world.add_parent("p"),)})], seen)
    table.read()
    assert world.transport.count(TARGET.format(world.parents)) == 1


def test_a_table_without_relations_asks_for_none(world: World) -> None:
    world.add("a", "r1")
    world.transport.forget()
    world.table(FieldType.TITLE).read()
    assert world.transport.count(TARGET.format(world.parents)) == 0


def test_a_page_that_loses_the_property_holds_it(world: World) -> None:
    world.add("a", "r1", Parents=to(world.add_parent("p")))

    def lose(body: dict[str, Any]) -> None:
        for page in body["results"]:
            del page["properties"]["Parents"]

    world.transport.fail(QUERY, altered(lose))
    assert "did not send" in why(read(world)["r1"])


def test_a_relation_that_the_schema_leaves_out_is_told_from_a_misspelt_one(world: World) -> None:
    def lose(body: dict[str, Any]) -> None:
        del body["properties"]["Parents"]

    world.transport.fail(TARGET.format(world.source), altered(lose))
    with pytest.raises(Misconfigured) as raised:
        read(world)
    assert any("not shared" in str(mistake) for mistake in raised.value.mistakes)


def test_a_link_to_a_trashed_page_is_kept_and_one_that_was_removed_is_not(world: World) -> None:
    stays, trashed, removed = (world.add_parent(name) for name in "abc")
    world.add("a", "r1", Parents=to(stays, trashed))
    world.raw("PATCH", f"pages/{trashed}", in_trash=True)
    assert read(world) == {"r1": (stays,)}, "Notion hides it"
    agreed = {"r1": (trashed, stays, removed)}
    assert read(world, remembering(world, agreed)) == {"r1": (stays, trashed)}
    assert read(world, remembering(world, {"r1": (trashed, stays)})) == {"r1": (trashed, stays)}
    world.raw("PATCH", f"pages/{trashed}", in_trash=False)
    assert read(world, remembering(world, agreed)) == {"r1": (stays, trashed)}


def test_a_link_that_was_trashed_is_looked_at_once_for_all_records(world: World) -> None:
    trashed = world.add_parent("a")
    names = [f"r{number}" for number in range(5)]
    for name in names:
        world.add(name, name, Parents=to(trashed))
    world.raw("PATCH", f"pages/{trashed}", in_trash=True)
    world.transport.forget()
    found = read(world, remembering(world, dict.fromkeys(names, (trashed,))))
    assert found == dict.fromkeys(names, (trashed,))
    assert world.transport.count("GET /v1/pages/.*") == 1


def test_many_links_that_are_gone_cost_a_list_and_not_a_call_each(world: World) -> None:
    parents = tuple(world.add_parent(f"p{number}") for number in range(15))
    world.add("a", "r1")
    world.raw("PATCH", f"pages/{parents[3]}", in_trash=True)
    world.transport.forget()
    assert read(world, remembering(world, {"r1": parents})) == {"r1": (parents[3],)}
    assert world.transport.count("GET /v1/pages/.*") == 1
    assert world.transport.count(QUERY) == 2


def test_titles_of_a_related_table_are_asked_for_once(world: World) -> None:
    pages = {world.add_parent(f"p{number}"): f"p{number}" for number in range(3)}
    world.transport.forget()
    table = world.table(FieldType.RELATION)
    assert table.titles(LINKS) == pages
    assert table.titles(LINKS) == pages
    assert world.transport.count(QUERY) == 1
    assert table.titles(name_of(FieldType.TITLE)) == {}
