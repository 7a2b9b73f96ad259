from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from adapters.notion.client import Connection
from adapters.notion.failures import Unanswered
from adapters.notion.table import NotionTable
from mappings.fields import FieldType
from sync.changes import ColumnChange, Kind, Receipt, Reshape
from sync.errors import NotAllowed, OutOfReach
from sync.model import Proof, Side, Snapshot, Value
from tests.adapters.notion.faults import Fault, altered, answer, broken, error, saved_but
from tests.adapters.notion.world import Was, World, change, connection, name_of, now, text

EMPTY = Snapshot(Side.NOTION, (), {}, now())
QUERY = "POST /v1/data_sources/[^/]+/query"
PATCH = "PATCH /v1/pages/.*"
GET_PAGE = "GET /v1/pages/[^/]+"
CREATE = "POST /v1/pages"
TITLE = name_of(FieldType.TITLE)
B: dict[FieldType, Value | Was] = {FieldType.TITLE: Was("a", "b"), FieldType.NUMBER: 3}

LIMITED = error(429, "rate_limited", headers={"retry-after": "1"}, rate_limit_reason="public_api_request_rate_limit")
SAVED = error(503, "service_unavailable", "The change was saved, but the response could not be built in time.")
HTML = answer(502, "<html>Bad gateway</html>", {"content-type": "text/html", "cf-ray": "x"})

PASSING = {
    "limited": LIMITED,
    "overloaded": error(529, "service_overload"),
    "500": error(500, "internal_server_error"),
    "502": HTML,
    "503": error(503, "service_unavailable"),
    "503 pool": error(503, "database_connection_unavailable"),
    "504": error(504, "gateway_timeout"),
    "409": error(409, "conflict_error"),
    "edge": answer(403, "<html>no</html>", {"cf-ray": "x"}),
    "broken": broken(httpx.ReadError),
    "closed": broken(httpx.RemoteProtocolError),
    "unreachable": broken(httpx.ConnectError),
    "timeout": broken(httpx.ReadTimeout),
    "garbled": answer(200, "{"),
}
UNCLEAR = {
    name: fault
    for name, fault in PASSING.items()
    if name not in ("limited", "overloaded", "409", "edge", "unreachable")
}
AGAIN = {name: fault for name, fault in PASSING.items() if name not in UNCLEAR and name != "409"}
LOOKED_INTO = {**UNCLEAR, "409": PASSING["409"]}
"""A conflict means that somebody else was writing the same page."""


@pytest.fixture
def hasty(world: World) -> Iterator[NotionTable]:
    """A table whose connection tries each call once."""
    made: Connection = connection(world.server, world.transport, world.clock, attempts=1)
    yield NotionTable(made, world.mapping(), now)
    made.close()


def write(world: World, table: NotionTable, page: str) -> Receipt:
    seen = table.read()
    world.transport.forget()
    (receipt,) = table.write([change(Kind.UPDATE, "r1", page, B)], seen)
    return receipt


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
@pytest.mark.parametrize("call", [QUERY, "GET /v1/data_sources/.*", "GET /v1/databases/.*"])
def test_a_passing_fault_of_a_read_is_waited_out(world: World, call: str, fault: Fault) -> None:
    world.add("a", "r1")
    world.transport.fail(call, fault, fault)
    snapshot = world.table(FieldType.TITLE).read()
    assert [record.id for record in snapshot.records] == ["r1"]
    assert world.transport.count(call) == 3
    assert len(world.clock.slept) == 2


@pytest.mark.parametrize(("asked", "seconds"), [("1", 1.0), ("120", 120.0), ("1.5", 1.5)])
def test_what_notion_asks_to_wait_is_waited_however_long(world: World, asked: str, seconds: float) -> None:
    world.add("a", "r1")
    world.transport.fail(QUERY, error(429, "rate_limited", headers={"retry-after": asked}))
    world.table().read()
    assert world.clock.slept == [seconds]


def test_a_date_to_wait_for_counts_from_the_answers_own_date(world: World) -> None:
    headers = {"retry-after": "Wed, 21 Oct 2026 07:30:00 GMT", "date": "Wed, 21 Oct 2026 07:28:30 GMT"}
    world.transport.fail(QUERY, error(529, "service_overload", headers=headers))
    world.table().read()
    assert world.clock.slept == [90.0]


def test_the_wait_may_stand_in_the_body(world: World) -> None:
    world.transport.fail(QUERY, error(429, "rate_limited", retry_after="33"))
    world.table().read()
    assert world.clock.slept == [33.0]


def test_a_blocked_connection_stops_at_once(world: World) -> None:
    world.transport.fail(QUERY, error(429, "rate_limited", rate_limit_reason="public_api_request_blocked"))
    with pytest.raises(NotAllowed, match="blocked"):
        world.table().read()
    assert world.transport.count(QUERY) == 1


def test_when_patience_ends_the_service_is_out_of_reach(world: World) -> None:
    world.transport.fail(QUERY, *[error(503, "service_unavailable", "Try later.")] * 6)
    with pytest.raises(OutOfReach, match="Try later"):
        world.table().read()
    assert world.transport.count(QUERY) == 6


def test_an_overburdened_query_is_asked_for_smaller_pages(world: World) -> None:
    world.transport.fail(QUERY, *[error(504, "gateway_timeout")] * 5)
    world.table().read()
    sizes = [body["page_size"] for body in world.transport.bodies if isinstance(body, dict)]
    assert sizes == [100, 50, 25, 12, 10, 10]


def test_a_stale_cursor_starts_the_query_again_and_shows_each_page_once(world: World) -> None:
    for number in range(120):
        world.add(f"t{number}", f"r{number}")
    stale = error(400, "validation_error", "The start_cursor provided is invalid: s:x:y")
    world.transport.fail(QUERY, altered(lambda _body: None), stale)
    snapshot = world.table(FieldType.TITLE).read()
    assert len(snapshot.records) == 120
    assert snapshot.proof is Proof.COMPLETE
    assert world.transport.count(QUERY) == 4


def test_cursors_that_always_go_stale_leave_a_partial_read(world: World) -> None:
    for number in range(101):
        world.add(f"t{number}", f"r{number}")
    stale = error(400, "validation_error", "The start_cursor provided is invalid: s:x:y")
    world.transport.fail(QUERY, *[altered(lambda _body: None), stale] * 6)
    snapshot = world.table(FieldType.TITLE).read()
    assert len(snapshot.records) == 100
    assert snapshot.proof is Proof.PARTIAL


def test_a_query_that_is_cut_goes_on_from_the_last_creation_time(world: World) -> None:
    for number in range(3):
        world.add(f"t{number}", f"r{number}")
    older = "2020-01-01T00:00:00.000Z"

    def capped(body: dict[str, Any]) -> None:
        body["results"] = body["results"][:1]
        body["results"][0]["created_time"] = older
        body["request_status"] = {"type": "incomplete", "incomplete_reason": "query_result_limit_reached"}

    world.transport.fail(QUERY, altered(capped))
    snapshot = world.table(FieldType.TITLE).read()
    assert len(snapshot.records) == 3
    assert snapshot.proof is Proof.COMPLETE
    second: Any = world.transport.bodies[-1]
    assert second["filter"] == {"timestamp": "created_time", "created_time": {"on_or_after": older}}
    assert len(world.transport.sent) == 4


def test_a_cut_that_cannot_be_passed_leaves_a_partial_read(world: World) -> None:
    world.add("a", "r1")

    def capped(body: dict[str, Any]) -> None:
        body["request_status"] = {"type": "incomplete"}

    world.transport.fail(QUERY, *[altered(capped)] * 9)
    snapshot = world.table(FieldType.TITLE).read()
    assert len(snapshot.records) == 1
    assert snapshot.proof is Proof.PARTIAL
    assert world.transport.count(QUERY) == 5, "the window, the minute from both ends, and what follows it"


def test_a_recheck_that_is_cut_does_not_let_the_plan_stand(world: World) -> None:
    world.add("a", "r1")
    table = world.table()
    seen = table.read()

    def capped(body: dict[str, Any]) -> None:
        body["request_status"] = {"type": "incomplete"}

    world.transport.fail(QUERY, *[altered(capped)] * 9)
    with pytest.raises(OutOfReach):
        table.recheck(seen)


@pytest.mark.parametrize("fault", AGAIN.values(), ids=AGAIN)
def test_a_write_that_was_turned_away_is_sent_again(world: World, fault: Fault) -> None:
    page = world.add("a", "r1")
    table = world.table()
    world.transport.fail(PATCH, fault)
    receipt = write(world, table, page)
    assert receipt.written == {TITLE, name_of(FieldType.NUMBER)}
    assert world.transport.sent == [f"PATCH /v1/pages/{page}"] * 2


@pytest.mark.parametrize("fault", UNCLEAR.values(), ids=UNCLEAR)
def test_an_update_that_was_saved_although_the_answer_was_lost_is_proved_by_a_read(world: World, fault: Fault) -> None:
    page = world.add("a", "r1")
    table = world.table()
    world.transport.fail(PATCH, saved_but(fault))
    receipt = write(world, table, page)
    assert receipt.done
    assert receipt.written == {TITLE, name_of(FieldType.NUMBER)}
    assert world.transport.sent == [f"PATCH /v1/pages/{page}", f"GET /v1/pages/{page}"]


@pytest.mark.parametrize("fault", LOOKED_INTO.values(), ids=LOOKED_INTO)
def test_an_update_that_was_not_saved_is_sent_again_after_a_look(world: World, fault: Fault) -> None:
    page = world.add("a", "r1")
    table = world.table()
    world.transport.fail(PATCH, fault)
    receipt = write(world, table, page)
    assert receipt.written == {TITLE, name_of(FieldType.NUMBER)}
    look, send = f"GET /v1/pages/{page}", f"PATCH /v1/pages/{page}"
    assert world.transport.sent == [send, look, send]


def test_an_update_is_not_sent_again_over_a_persons_edit(world: World) -> None:
    page = world.add("a", "r1")
    table = world.table()

    def edited_then_lost(request: httpx.Request, _send: object) -> httpx.Response:
        world.transport.inner.handle_request(
            httpx.Request(
                "PATCH",
                request.url,
                headers={name: value for name, value in request.headers.items() if name != "content-length"},
                json={"properties": {"title": {"title": text("a person's")}}},
            )
        ).read()
        return error(503, "service_unavailable")(request, lambda: httpx.Response(500))

    world.transport.fail(PATCH, edited_then_lost)
    receipt = write(world, table, page)
    assert not receipt.written
    assert "a person's" in str(receipt.refused[TITLE])
    assert world.transport.count(PATCH) == 1
    assert table.read().records[0].fields[TITLE] == "a person's"


def test_an_update_that_cannot_be_proved_leaves_its_intent_open(world: World) -> None:
    page = world.add("a", "r1")
    world.transport.fail(PATCH, *[PASSING["503"]] * 3)
    with pytest.raises(Unanswered):
        write(world, world.table(), page)
    assert world.transport.count(PATCH) == 3
    assert world.transport.count(GET_PAGE) == 3


@pytest.mark.parametrize("fault", UNCLEAR.values(), ids=UNCLEAR)
@pytest.mark.parametrize("id_property", ["ID", None])
def test_a_creation_whose_answer_was_lost_is_found_and_never_repeated(
    world: World, fault: Fault, id_property: str | None
) -> None:
    world.add("other", "r0")
    table = world.table(id_property=id_property)
    seen = table.read()
    world.transport.forget()
    world.transport.fail(CREATE, saved_but(fault))
    cells: dict[FieldType, Value | Was] = {FieldType.TITLE: "new", FieldType.NUMBER: 5}
    (receipt,) = table.write([change(Kind.CREATE, "r1", cells=cells)], seen)
    assert receipt.done
    assert receipt.written == {TITLE, name_of(FieldType.NUMBER)}
    assert [call.partition(" ")[0] for call in world.transport.sent] == ["POST", "POST"]
    assert world.transport.count(CREATE) == 1
    assert len(table.read().records) == 2


def test_a_creation_of_which_notion_tells_the_saved_id_is_read_by_that_id(world: World) -> None:
    table = world.table()
    table.read()
    world.transport.forget()
    kept: list[str] = []

    def saved(request: httpx.Request, send: Any) -> httpx.Response:  # noqa: ANN401 - a fault's second argument
        page = str(httpx.Response(200, content=send().read()).json()["id"])
        kept.append(page)
        return error(503, "service_unavailable", "saved", committed_resource_id=page)(request, send)

    world.transport.fail(CREATE, saved)
    (receipt,) = table.write([change(Kind.CREATE, "r1", cells={FieldType.TITLE: "new"})], EMPTY)
    assert receipt.done
    assert world.transport.sent == [CREATE, f"GET /v1/pages/{kept[0]}"]


@pytest.mark.parametrize("id_property", ["ID", None])
def test_a_creation_that_cannot_be_found_is_not_repeated_and_stays_open(world: World, id_property: str | None) -> None:
    table = world.table(id_property=id_property)
    table.read()
    world.transport.fail(CREATE, PASSING["503"])
    with pytest.raises(OutOfReach):
        table.write([change(Kind.CREATE, "r1", cells={FieldType.TITLE: "new"})], EMPTY)
    assert world.transport.count(CREATE) == 1
    assert table.read().records == ()


def test_without_ids_two_equal_creations_are_not_taken_for_one_page(world: World) -> None:
    table = world.table(id_property=None)
    seen = table.read()
    cells: dict[FieldType, Value | Was] = {FieldType.TITLE: "twin"}
    (one,) = table.write([change(Kind.CREATE, "r1", cells=cells)], seen)
    world.transport.fail(CREATE, saved_but(SAVED))
    (two,) = table.write([change(Kind.CREATE, "r2", cells=cells)], seen)
    assert one.after is not None
    assert two.after is not None
    assert one.after.address != two.after.address


@pytest.mark.parametrize("fault", [SAVED, broken(httpx.ReadError)])
def test_a_trashing_whose_answer_was_lost_is_proved_by_a_read(world: World, fault: Fault) -> None:
    page = world.add("a", "r1")
    table = world.table()
    seen = table.read()
    world.transport.forget()
    world.transport.fail(PATCH, saved_but(fault))
    (receipt,) = table.write([change(Kind.TRASH, "r1", page)], seen)
    assert receipt.done
    assert world.transport.sent == [f"PATCH /v1/pages/{page}", f"GET /v1/pages/{page}"]


def test_columns_whose_answer_was_lost_are_not_added_twice(world: World) -> None:
    first = world.table()
    first.read()
    world.raw("PATCH", f"data_sources/{world.source}", properties={"Memo": None})
    table = world.table(known=first.property_ids())
    table.read()
    world.transport.forget()
    world.transport.fail("PATCH /v1/data_sources/.*", saved_but(SAVED))
    table.reshape([ColumnChange(Side.NOTION, Reshape.ADD, name_of(FieldType.RICH_TEXT), "Memo", "rich_text")])
    assert [call.partition(" ")[0] for call in world.transport.sent] == ["PATCH", "GET"]


@pytest.mark.parametrize("fault", [error(409, "row_limit_exceeded", "Too many rows.")])
def test_a_full_data_source_fails_the_creation_alone(world: World, fault: Fault) -> None:
    table = world.table()
    table.read()
    world.transport.fail(CREATE, fault)
    (receipt,) = table.write([change(Kind.CREATE, "r1", cells={FieldType.TITLE: "new"})], EMPTY)
    assert not receipt.done
    assert "Too many rows" in str(receipt.failed)
    assert world.transport.count(CREATE) == 1


def test_a_connection_that_tries_once_gives_up_on_the_first_fault(world: World, hasty: NotionTable) -> None:
    world.transport.fail(".*", LIMITED)
    with pytest.raises(OutOfReach):
        hasty.read()
    assert world.clock.slept == []
