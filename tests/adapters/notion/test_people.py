"""People by address: those who are not listed, those who cannot be seen, and those who are no people."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from adapters.notion.people import Directory
from mappings.fields import FieldType
from sync.changes import Kind
from sync.model import Unreadable, Value
from tests.adapters.notion.faults import error
from tests.adapters.notion.world import Was, World, change, name_of

WHO = name_of(FieldType.PEOPLE)


def read(world: World) -> Mapping[str, Value | Unreadable]:
    return {str(record.id): record.fields[WHO] for record in world.table(FieldType.PEOPLE).read().records}


def put(world: World, page: str, *keys: str) -> None:
    """Let the page show users that nobody could assign through the API."""
    httpx.post(f"{world.server.url}/_sandbox/pages/{page}/values", json={"Who": keys}).raise_for_status()


def why(found: Value | Unreadable) -> str:
    assert isinstance(found, Unreadable)
    return str(found.why)


def test_a_guest_who_is_not_listed_is_known_from_the_pages(world: World) -> None:
    guest = world.server.add_person("Guest", "Guest@Partner.example", "guest")
    world.add("a", "r1", Who={"people": [{"id": guest}]})
    page = world.add("b", "r2")
    table = world.table(FieldType.PEOPLE)
    seen = table.read()
    planned = change(Kind.UPDATE, "r2", page, {FieldType.PEOPLE: ("guest@partner.example",)})
    (receipt,) = table.write([planned], seen)
    assert receipt.written == {WHO}
    assert read(world) == {"r1": ("guest@partner.example",), "r2": ("guest@partner.example",)}


def test_a_guest_on_no_page_holds_the_cell(world: World) -> None:
    world.server.add_person("Unknown guest", "unknown@partner.example", "guest")
    page = world.add("b", "r2")
    table = world.table(FieldType.PEOPLE)
    seen = table.read()
    planned = change(Kind.UPDATE, "r2", page, {FieldType.PEOPLE: ("unknown@partner.example",)})
    assert "unknown@partner.example" in str(table.objections([planned], seen)[planned.key, WHO])


@pytest.mark.parametrize("kind", ["bot", "agent", "group"])
def test_whoever_is_no_person_is_held_by_name_and_nobody_beside_is_dropped(world: World, kind: str) -> None:
    ada = world.server.add_person("Ada", "ada@example.com")
    other = world.server.add_person("Night shift", f"{kind}@example.com", kind)
    page = world.add("a", "r1")
    put(world, page, ada, other)
    found = read(world)["r1"]
    assert "Night shift" in why(found)
    assert kind in why(found)
    assert isinstance(found, Unreadable)
    assert found.seen == "Ada, Night shift"


@pytest.mark.parametrize("kind", ["bot", "agent"])
def test_what_is_no_person_cannot_be_assigned(world: World, kind: str) -> None:
    world.server.add_person("Helper", f"helper-{kind}@example.com", kind)
    page = world.add("a", "r1")
    table = world.table(FieldType.PEOPLE)
    seen = table.read()
    cells: dict[FieldType, Value | Was] = {FieldType.PEOPLE: (f"helper-{kind}@example.com",)}
    (receipt,) = table.write([change(Kind.UPDATE, "r1", page, cells)], seen)
    assert WHO in receipt.refused
    assert read(world) == {"r1": None}


@pytest.mark.parametrize("kind", ["bot", "agent"])
def test_the_name_of_what_is_no_person_is_refused(world: World, kind: str) -> None:
    world.server.add_person(f"Night {kind}", f"night-{kind}@example.com", kind)
    said = str(Directory(world.connection).meant(f"night {kind}"))
    assert "only people are assigned" in said


def test_names_wait_for_pages_that_are_being_read_for_they_may_show_guests(world: World) -> None:
    guest = world.server.add_person("Sora Guest", "sora@partner.example", "guest")
    world.add("a", "r1", Who={"people": [{"id": guest}]})
    people = Directory(world.connection)
    with ThreadPoolExecutor(1) as pool:
        with people.reading():
            asked = pool.submit(people.meant, "Sora Guest")
            for page in world.table(FieldType.PEOPLE).read().records:
                people.learn(world.connection.page(page.address))
            assert not asked.done()
        assert asked.result(timeout=20) == "sora@partner.example"


@pytest.mark.parametrize("lacks", [["user_information"], ["user_emails"]])
def test_a_connection_that_may_not_see_people_holds_them_and_names_the_capability(
    world: World, lacks: list[str]
) -> None:
    ada = world.server.add_person("Ada", "ada@example.com")
    page = world.add("a", "r1", Who={"people": [{"id": ada}]})
    world.add("b", "r2")
    _capabilities(world, lacks)
    try:
        table = world.table(FieldType.PEOPLE)
        seen = table.read()
        found = {str(record.id): record.fields[WHO] for record in seen.records}
        assert isinstance(found["r1"], Unreadable)
        assert found["r2"] is None
        planned = change(Kind.UPDATE, "r2", page, {FieldType.PEOPLE: ("ada@example.com",)})
        assert "allow it to read user information" in str(table.objections([planned], seen)[planned.key, WHO])
    finally:
        _capabilities(world, [])


def test_a_person_who_left_holds_the_field(world: World) -> None:
    page = world.add("a", "r1")
    put(world, page, world.server.add_person("Ada", "ada@example.com"), "0f6a1b9c-7d43-4e21-8a5b-6c0d9e8f7a61")
    assert "0f6a1b9c" in why(read(world)["r1"])


@pytest.mark.parametrize("count", [26, 60, 100])
def test_long_lists_of_people_are_complete_in_both_directions(world: World, count: int) -> None:
    emails = tuple(f"p{count}-{number:03}@example.com" for number in range(count))
    for email in emails:
        world.server.add_person(email, email)
    page = world.add("a", "r1")
    table = world.table(FieldType.PEOPLE)
    (receipt,) = table.write([change(Kind.UPDATE, "r1", page, {FieldType.PEOPLE: emails})], table.read())
    assert receipt.written == {WHO}
    assert read(world) == {"r1": emails}


def test_more_people_than_a_write_takes_hold_the_field_and_nothing_else(world: World) -> None:
    emails = tuple(f"q{number:03}@example.com" for number in range(101))
    keys = [world.server.add_person(email, email) for email in emails]
    page = world.add("a", "r1")
    table = world.table(FieldType.TITLE, FieldType.PEOPLE)
    cells: dict[FieldType, Value | Was] = {FieldType.TITLE: Was("a", "b"), FieldType.PEOPLE: emails}
    (receipt,) = table.write([change(Kind.UPDATE, "r1", page, cells)], table.read())
    assert receipt.written == {name_of(FieldType.TITLE)}
    assert "100" in str(receipt.refused[WHO])
    put(world, page, *keys)
    assert read(world) == {"r1": emails}


def _capabilities(world: World, lacks: list[str]) -> None:
    httpx.put(f"{world.server.url}/_sandbox/capabilities", json={"lacks": lacks}).raise_for_status()


def test_what_a_user_is_tells_people_from_bots(world: World) -> None:
    ada = world.server.add_person("Ada", "ada@example.com")
    bot = world.server.add_person("Importer", "", kind="bot")
    people = Directory(world.connection)
    assert people.kind_of(ada) == "person"
    assert people.kind_of(bot) == "bot"
    assert people.kind_of("0b07a000-0000-4000-8000-0000000000aa") == "person", "Notion lists all but guests"
    assert people.called("ada@example.com") == "Ada"
    assert people.called("who@example.com") == "who@example.com"


def test_where_users_cannot_be_seen_nobody_can_tell(world: World) -> None:
    world.transport.fail("GET /v1/users", error(403, "restricted_resource", "no"))
    assert Directory(world.connection).kind_of("0b07a000-0000-4000-8000-0000000000aa") is None
