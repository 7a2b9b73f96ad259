"""A record that a read does not show is not taken for deleted: every way a read can be partial, over the services.

Deletions are carried out in these tests, so that a record which is taken for deleted is gone.
"""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from jobs.sync import Outcome, OutcomeKind
from jobs.sync.watch import Watch
from sync.errors import OutOfReach
from tests.jobs.sync.pair import equal, pair, row, sync
from tests.jobs.sync.virtual import Virtual
from tests.real.world import World

ROWS = 110
BATCH = 22
"""So many rows of each minute."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """More records than one page of a list shows, on both sides and agreed on."""
    with pair(tmp_path_factory.mktemp("reads"), options='deletes = "propagate"') as made:
        rows = [row(number) for number in range(ROWS)]
        for start in range(0, ROWS, BATCH):
            _turn(made, 60)
            made.create_pages(rows[start : start + BATCH])
        made.type_rows(rows)
        assert made.sync().kind is OutcomeKind.IN_STEP
        yield made


def _turn(world: World, seconds: int) -> None:
    httpx.post(f"{world.server.url}/_sandbox/clock", json={"turn": seconds}).raise_for_status()


def run(world: World, script: str = "", cap: int = 10_000) -> Outcome:
    """Run while the script is in force and queries show no more rows than ``cap``; every record has to survive it."""
    world.server.script(script)
    world.server.notion.limits.query_rows = cap
    clock = Virtual()
    try:
        outcome = sync(world, Watch(clock.now, clock.sleep))
        assert not script or world.server.fired(), "it never happened"
    finally:
        world.server.script("")
        world.server.notion.limits.query_rows = 10_000
    assert len(equal(world)) == ROWS
    assert world.sync().kind is OutcomeKind.IN_STEP
    return outcome


def test_a_page_of_the_list_fails(world: World) -> None:
    outcome = run(world, "notion POST */query 2nd.. 503")
    assert isinstance(outcome.error, OutOfReach)
    assert not outcome.plan.changes


def test_a_cursor_expires(world: World) -> None:
    assert run(world, "notion POST */query once bad cursor").kind is OutcomeKind.IN_STEP


def test_cursors_expire_again_and_again(world: World) -> None:
    outcome = run(world, "notion POST */query always bad cursor")
    assert not outcome.plan.changes


@pytest.mark.parametrize("cap", [30, 44, 109])
def test_a_query_is_capped(world: World, cap: int) -> None:
    assert run(world, cap=cap).kind is OutcomeKind.IN_STEP


@pytest.mark.parametrize("cap", [1, 5, 10])
def test_notion_says_incomplete(world: World, cap: int) -> None:
    outcome = run(world, cap=cap)
    assert not outcome.plan.changes


def test_the_list_is_behind(world: World) -> None:
    page = world.pages[row(1)["id"]]
    script = "notion POST */query always lag"
    world.server.script(script)
    for wish in (True, False):
        world.clients.notion.pages.update(page, in_trash=wish)
    clock = Virtual()
    outcome = sync(world, Watch(clock.now, clock.sleep))
    assert world.server.fired()
    assert not outcome.plan.changes
    assert [call for call in world.server.calls("notion") if call.path == f"/v1/pages/{page}" and call.method == "GET"]
    run(world)


def test_a_page_is_hidden(world: World) -> None:
    share = f"{world.server.url}/_sandbox/shares/{world.pages[row(2)['id']]}"
    httpx.delete(share).raise_for_status()
    try:
        outcome = world.sync()
    finally:
        httpx.put(share).raise_for_status()
    assert [held.code for held in outcome.plan.held] == ["unreachable"]
    assert not outcome.plan.changes
    run(world)


def test_a_page_is_forbidden(world: World) -> None:
    share = f"{world.server.url}/_sandbox/shares/{world.pages[row(3)['id']]}"
    httpx.delete(share).raise_for_status()
    world.server.script("notion GET /v1/pages/* always 403")
    try:
        outcome = world.sync()
    finally:
        httpx.put(share).raise_for_status()
    assert [held.code for held in outcome.plan.held] == ["unreachable"]
    assert not outcome.plan.changes
    run(world)


@pytest.mark.parametrize("fault", ["cut", "garbled", "empty", "html 200", "spoil short"])
def test_the_answer_is_cut(world: World, fault: str) -> None:
    outcome = run(world, f"google GET /v4/* always {fault}")
    assert isinstance(outcome.error, OutOfReach)
    assert not outcome.plan.changes


def test_rows_are_hidden(world: World) -> None:
    tab = world.clients.google.open_by_key(world.spreadsheet).worksheet("table")
    tab.hide_rows(3, 40)
    assert run(world).kind is OutcomeKind.IN_STEP


def test_another_tab_has_the_name(world: World) -> None:
    book = world.clients.google.open_by_key(world.spreadsheet)
    old = book.worksheet("table")
    old.update_title("table of last year")
    new = book.add_worksheet("table", 20, 5)
    new.update([["id", *world.kinds]], "A1")
    try:
        outcome = world.sync()
    finally:
        book.del_worksheet(new)
        old.update_title("table")
    assert not outcome.plan.changes
    run(world)


def test_an_answer_is_empty(tmp_path: Path) -> None:
    with pair(tmp_path, rows=3, options='deletes = "propagate"') as world:
        found: list[str] = [
            page["id"]
            for page in world.clients.notion.data_sources.query(world.source)["results"]  # type: ignore[index]  # the sync client returns no awaitable
        ]
        for page in found:
            httpx.delete(f"{world.server.url}/_sandbox/shares/{page}").raise_for_status()
        outcome = world.sync()
        assert [refusal.code for refusal in outcome.refusals] == ["empty-side"]
        for page in found:
            httpx.put(f"{world.server.url}/_sandbox/shares/{page}").raise_for_status()
        assert len(equal(world)) == 3
