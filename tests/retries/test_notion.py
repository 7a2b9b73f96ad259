"""Every row about Notion: what the function says of it, and what the real client does."""

from collections.abc import Iterator

import pytest

from adapters.notion.failures import Rejected, Unanswered
from adapters.pace import Kind
from adapters.sandbox.server import SandboxServer
from mappings.fields import FieldType
from sync.changes import Kind as Kind_
from sync.errors import BothwaysError, Misconfigured, OutOfReach, ServiceError
from tests.adapters.notion.world import World, change
from tests.adapters.pace.clock import StandingClock
from tests.retries.notion import ENDPOINTS, JUDGES, call, connection
from tests.retries.table import Row, rows

ROWS = [row for row in rows() if row.service == "notion"]
RAISED: dict[Kind, tuple[type[BothwaysError], ...]] = {
    Kind.REREAD: (Unanswered,),
    Kind.HOLD: (Rejected,),
    Kind.STOP: (ServiceError, Misconfigured),
}


@pytest.fixture(scope="module")
def server() -> Iterator[SandboxServer]:
    with SandboxServer() as running:
        yield running


@pytest.fixture(scope="module")
def world(server: SandboxServer) -> Iterator[World]:
    made = World(server)
    yield made
    made.close()


@pytest.fixture(scope="module")
def page(world: World) -> str:
    return world.add("a", "r1")


def failed(row: Row, world: World, page: str) -> Exception:
    """Return what the official client raises for the row's answer."""
    refused = row.answer == "line refused"
    world.server.script("" if refused else f"notion {ENDPOINTS[row.call]} once {row.answer}")
    hasty = connection(world.server, StandingClock(), attempts=1, refused=refused)
    try:
        with pytest.raises(Exception) as raised:  # noqa: PT011 - which one is what is asked
            call(hasty, row.call, world, page)
    finally:
        hasty.close()
        world.server.script("")
    cause = raised.value.__cause__
    return cause if isinstance(cause, Exception) else raised.value


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_function_says_what_the_row_says(world: World, page: str, row: Row) -> None:
    advice = JUDGES[row.call](failed(row, world, page))
    assert advice.kind is row.kind
    assert advice.after == (pytest.approx(row.wait, abs=1.01) if row.wait else row.wait)


@pytest.mark.parametrize("row", [row for row in ROWS if not row.answer.startswith("line")], ids=str)
def test_the_client_does_what_the_row_says(world: World, page: str, row: Row) -> None:
    clock = StandingClock()
    patient = connection(world.server, clock, attempts=6)
    world.server.script(f"notion {ENDPOINTS[row.call]} once {row.answer}")
    world.server.forget_calls()
    try:
        if row.kind is Kind.RETRY:
            call(patient, row.call, world, page)
            assert sum(clock.slept) >= (row.wait or 0.5) - 1
        else:
            with pytest.raises(RAISED[row.kind]) as raised:
                call(patient, row.call, world, page)
            assert not (row.kind is Kind.STOP and isinstance(raised.value, OutOfReach)), "nothing passes by itself"
            assert clock.slept == []
        assert len(world.server.fired()) == 1
        if row.kind is Kind.REREAD and row.wait:
            patient.page(page)
            assert sum(clock.slept) == pytest.approx(row.wait), "even the look waits"
    finally:
        patient.close()
        world.server.script("")


@pytest.mark.parametrize("row", [row for row in ROWS if row.call == "create" and "line" not in row.answer], ids=str)
def test_whatever_becomes_of_a_creation_there_is_never_a_second_page(server: SandboxServer, row: Row) -> None:
    world = World(server)
    try:
        table = world.table()
        seen = table.read()
        world.connection.client.client.timeout = 0.5
        server.script(f"notion POST /v1/pages once {row.answer}")
        outcome: object
        try:
            (outcome,) = table.write([change(Kind_.CREATE, "r1", cells={FieldType.TITLE: "new"})], seen)
        except (ServiceError, Misconfigured) as error:
            outcome = error
        server.script("")
        there = [record.id for record in world.table().read().records]
        assert there in ([], ["r1"])
        if getattr(outcome, "done", False):
            assert there == ["r1"]
        if row.kind is Kind.RETRY:
            assert there == ["r1"]
    finally:
        world.close()
