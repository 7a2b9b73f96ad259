"""More rows created in one minute than a query shows."""

from datetime import timedelta

import pytest

from adapters.notion.table import NotionTable
from mappings.fields import FieldType
from sync.model import Proof
from tests.adapters.notion.faults import altered
from tests.adapters.notion.test_faults import QUERY
from tests.adapters.notion.world import World

ROWS = 30


def to_the_next_minute(world: World) -> None:
    clock = world.server.app.state.clock
    clock.turn(timedelta(seconds=60 - clock.now().second))


@pytest.fixture
def crowd(world: World) -> World:
    """So many rows of one minute, which has only begun."""
    to_the_next_minute(world)
    for number in range(ROWS):
        world.add(f"t{number:02}", f"r{number}")
    return world


def read(world: World, cap: int, table: NotionTable) -> tuple[int, Proof]:
    world.server.notion.limits.query_rows = cap
    try:
        snapshot = table.read()
    finally:
        world.server.notion.limits.query_rows = 10_000
    assert len({record.id for record in snapshot.records}) == len(snapshot.records)
    return len(snapshot.records), snapshot.proof


@pytest.mark.parametrize("cap", [1, 4, 7, 29, 30])
def test_a_number_tells_any_crowd_apart(crowd: World, cap: int) -> None:
    table = crowd.table(FieldType.TITLE, FieldType.UNIQUE_ID)
    assert read(crowd, cap, table) == (ROWS, Proof.COMPLETE)


@pytest.mark.parametrize("cap", [16, 29, 30])
def test_a_minute_is_crowded(crowd: World, cap: int) -> None:
    assert read(crowd, cap, crowd.table(FieldType.TITLE)) == (ROWS, Proof.COMPLETE)


@pytest.mark.parametrize("cap", [1, 15])
def test_two_halves_that_do_not_meet_are_a_partial_read(crowd: World, cap: int) -> None:
    found, proof = read(crowd, cap, crowd.table(FieldType.TITLE))
    assert proof is Proof.PARTIAL
    assert found <= 2 * cap + 1


def test_equal_titles_at_the_seam_are_a_partial_read(world: World) -> None:
    to_the_next_minute(world)
    for number in range(ROWS):
        world.add("the same", f"r{number}")
    assert read(world, 20, world.table(FieldType.TITLE))[1] is Proof.PARTIAL


def test_a_crowd_does_not_end_the_read(crowd: World) -> None:
    to_the_next_minute(crowd)
    for number in range(ROWS, ROWS + 5):
        crowd.add(f"t{number}", f"r{number}")
    assert read(crowd, 20, crowd.table(FieldType.TITLE)) == (ROWS + 5, Proof.COMPLETE)


def test_the_next_page_is_promised_and_not_given(world: World) -> None:
    world.add("a", "r1")

    def promised(body: dict[str, object]) -> None:
        body["has_more"] = True

    world.transport.fail(QUERY, altered(promised))
    assert world.table(FieldType.TITLE).read().proof is Proof.PARTIAL


def test_a_row_is_not_understood(world: World) -> None:
    world.add("a", "r1")
    world.transport.fail(QUERY, altered(lambda body: body.update(results=[{"object": "page"}])))
    snapshot = world.table(FieldType.TITLE).read()
    assert (snapshot.records, snapshot.proof) == ((), Proof.PARTIAL)
