"""What people edit while a long run writes."""

from datetime import datetime, timedelta

import pytest

from adapters.notion.freshness import EVERY, Freshness
from adapters.notion.table import NotionTable
from adapters.sandbox.server import SandboxServer
from mappings.fields import FieldType
from sync.changes import Kind
from sync.model import Address, Record, RecordId
from tests.adapters.notion.windows import CALL, Clock, Figures, measure
from tests.adapters.notion.world import Was, World, change, name_of, text

TITLE = name_of(FieldType.TITLE)
NUMBER = name_of(FieldType.NUMBER)


def table(world: World, clock: Clock) -> NotionTable:
    return NotionTable(world.connection, world.mapping(FieldType.TITLE, FieldType.NUMBER), clock)


def shown(world: World, page: str) -> tuple[str, object]:
    properties = world.raw("GET", f"pages/{page}")["properties"]
    return properties["件名"]["title"][0]["plain_text"], properties["Count"]["number"]


def retitle(world: World, page: str, title: str) -> None:
    world.raw("PATCH", f"pages/{page}", properties={"件名": {"title": text(title)}})


def test_what_was_edited_since_the_last_look_is_left_and_the_rest_is_written(world: World) -> None:
    page = world.add("old", "r1z")
    clock = Clock()
    notion = table(world, clock)
    seen = notion.recheck(notion.read())
    retitle(world, page, "theirs")
    clock.later = EVERY
    update = change(Kind.UPDATE, "r1z", page, {FieldType.TITLE: Was("old", "ours"), FieldType.NUMBER: 4})
    [receipt] = notion.write([update], seen)
    assert receipt.written == {NUMBER}
    assert "edited in Notion" in str(receipt.refused[TITLE])
    assert shown(world, page) == ("theirs", 4)


def test_a_page_that_was_edited_since_is_not_trashed(world: World) -> None:
    page = world.add("old", "r1z")
    clock = Clock()
    notion = table(world, clock)
    seen = notion.recheck(notion.read())
    retitle(world, page, "still needed")
    clock.later = EVERY
    [receipt] = notion.write([change(Kind.TRASH, "r1z", page)], seen)
    assert not receipt.done
    assert world.raw("GET", f"pages/{page}")["in_trash"] is False


def test_a_page_that_somebody_types_into_as_it_is_trashed_comes_back(world: World) -> None:
    page = world.add("old", "r1z")
    notion = table(world, Clock())
    seen = notion.recheck(notion.read())
    retitle(world, page, "still needed")  # after the last look, within the time in which it is not looked again
    [receipt] = notion.write([change(Kind.TRASH, "r1z", page)], seen)
    assert not receipt.done
    assert "edited in Notion" in str(receipt.failed)
    assert world.raw("GET", f"pages/{page}")["in_trash"] is False
    assert shown(world, page)[0] == "still needed"


def test_a_page_that_nobody_edited_is_trashed(world: World) -> None:
    page = world.add("old", "r1z")
    clock = Clock()
    notion = table(world, clock)
    seen = notion.recheck(notion.read())
    clock.later = EVERY
    assert notion.write([change(Kind.TRASH, "r1z", page)], seen)[0].done


@pytest.mark.parametrize(("pause", "queries"), [(0.0, 0), (1.0, 7), (EVERY.total_seconds(), 39)])
def test_it_asks_only_while_writing_goes_on(world: World, pause: float, queries: int) -> None:
    pages = [world.add(f"page {number}", f"r{number}z") for number in range(40)]
    clock = Clock()
    notion = table(world, clock)
    seen = notion.recheck(notion.read())
    world.transport.forget()
    for number, page in enumerate(pages):
        notion.write([change(Kind.UPDATE, f"r{number}z", page, {FieldType.NUMBER: number})], seen)
        clock.later += timedelta(seconds=pause)
    sent = [call for call in world.transport.sent if call.endswith("/query")]
    assert abs(len(sent) - queries) <= (queries > 0)


@pytest.mark.parametrize("seed", range(3))
def test_only_what_was_typed_since_the_last_look_is_overwritten(server: SandboxServer, seed: int) -> None:
    """Of the very property; others are not even sent, and no receipt says what is not so."""
    figures = Figures()
    measure(server, seed, figures)
    assert figures.kept
    assert not figures.others_lost
    assert not figures.said_wrongly
    assert all(age <= EVERY + 3 * CALL for age in figures.ages)
    assert figures.calls <= figures.writes * 1.1


def test_one_look_serves_all_that_wait_for_it() -> None:
    asked: list[datetime] = []
    record = Record(Address("p"), RecordId("r1z"), {})
    clock = Clock()

    def ask(since: datetime) -> list[Record]:
        asked.append(since)
        return [record]

    freshness = Freshness(ask, clock)
    assert not freshness.edited()
    start = clock()
    freshness.looked(start)
    assert not freshness.edited()
    clock.later = EVERY
    assert freshness.edited() == {"p": record} == freshness.edited()
    assert asked == [start]
