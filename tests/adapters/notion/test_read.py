from datetime import UTC, date, datetime
from typing import Any

import pytest

from mappings.fields import FieldType
from mappings.ids import id_of_page
from sync.errors import Misconfigured, NotAllowed, NotThere
from sync.model import ID_FIELD, Address, Column, FieldName, Proof, RecordId, Side, Span, Unreadable, Value, Whereabouts
from sync.ports import Table
from tests.adapters.notion.faults import altered, answer, error
from tests.adapters.notion.world import NAMES, World, connection, name_of, text

QUERY = "POST /v1/data_sources/[^/]+/query"
TITLE = name_of(FieldType.TITLE)


def values(world: World, page: str) -> dict[FieldName, Value | Unreadable]:
    found = next(record for record in world.table().read().records if record.address == page)
    return dict(found.fields)


def test_every_type_is_read_as_its_value(world: World) -> None:
    ada = world.server.add_person("Ada", "Ada@Example.com")
    parent = world.add_parent("Parent")
    page = world.add(
        "停止",
        " Ｒ-1 ",
        Memo={"rich_text": [{"text": {"content": "a\r\n"}}, {"text": {"content": "b"}}]},
        Count={"number": 12},
        Done={"checkbox": True},
        Level={"select": {"name": "High"}},
        Tags={"multi_select": [{"name": "b"}, {"name": "a"}]},
        State={"status": {"name": "Done"}},
        Due={"date": {"start": "2026-01-02T03:04:56", "time_zone": "Asia/Tokyo"}},
        Link={"url": "https://example.com/"},
        Mail={"email": "x@example.com"},
        Tel={"phone_number": "03-0000-0000"},
        Who={"people": [{"id": ada}]},
        Parents={"relation": [{"id": parent}]},
        Papers={"files": [{"name": "報告", "external": {"url": "https://example.com/a.pdf?v=1"}}]},
        Where={"place": {"lat": 35.6586, "lon": 139.7454, "name": "東京タワー"}},
    )
    record = world.table().read().records[0]
    made = Span(datetime.fromisoformat(world.raw("GET", f"pages/{page}")["created_time"]))
    assert record.id == "R-1"
    assert record.address == page
    assert record.edited_at == made.start
    assert {FieldType(name): value for name, value in record.fields.items()} == {
        FieldType.TITLE: "停止",
        FieldType.RICH_TEXT: "a\nb",
        FieldType.NUMBER: 12,
        FieldType.CHECKBOX: True,
        FieldType.SELECT: "High",
        FieldType.MULTI_SELECT: ("b", "a"),
        FieldType.STATUS: "Done",
        FieldType.DATE: Span(datetime(2026, 1, 1, 18, 4, tzinfo=UTC)),
        FieldType.URL: "https://example.com/",
        FieldType.EMAIL: "x@example.com",
        FieldType.PHONE: "03-0000-0000",
        FieldType.PEOPLE: ("ada@example.com",),
        FieldType.RELATION: (parent,),
        FieldType.FILES: ("https://example.com/a.pdf?v=1",),
        FieldType.PLACE: "東京タワー | 35.6586, 139.7454",
        FieldType.UNIQUE_ID: "RISK-1",
        FieldType.CREATED_TIME: made,
        FieldType.LAST_EDITED_TIME: made,
    }


def test_an_empty_page_has_no_id_and_empty_values(world: World) -> None:
    world.add("")
    record = world.table().read().records[0]
    assert record.id is None
    assert not record.carries_id
    empty = {kind: record.fields[name_of(kind)] for kind in NAMES if not kind.computed}
    assert {kind for kind, value in empty.items() if value is not None} == {FieldType.CHECKBOX, FieldType.STATUS}
    assert empty[FieldType.CHECKBOX] is False


def test_without_an_id_property_the_page_is_its_own_id(world: World) -> None:
    page = world.add("a")
    record = world.table(id_property=None).read().records[0]
    assert record.id == id_of_page(page)
    assert record.carries_id


def test_each_hundred_pages_are_read_once_beside_the_schema(world: World) -> None:
    for number in range(201):
        world.add(f"t{number}", f"r{number}")
    world.transport.forget()
    table = world.table(FieldType.TITLE)
    told: list[int] = []
    snapshot = table.read(told.append)
    assert sorted(str(record.id) for record in snapshot.records) == sorted(f"r{number}" for number in range(201))
    assert snapshot.proof is Proof.COMPLETE
    assert told == [100, 100, 1]
    assert len(world.transport.sent) == 2 + 3
    world.transport.forget()
    table.read()
    assert len(world.transport.sent) == 1 + 3


def test_properties_nobody_mapped_are_not_fetched(world: World) -> None:
    world.add("a", "r1", Unmapped={"rich_text": text("x")})
    seen: list[str] = []

    def look(body: dict[str, Any]) -> None:
        seen.extend(body["results"][0]["properties"])

    world.transport.fail(QUERY, altered(look))
    world.table(FieldType.TITLE, FieldType.SELECT).read()
    assert sorted(seen) == sorted(["ID", NAMES[FieldType.TITLE], "Level"])


@pytest.mark.parametrize(
    "form",
    [
        "{database}",
        "{bare}",
        "{source}",
        "https://www.notion.so/team/Risk-Register-{bare}?v=0123456789abcdef0123456789abcdef&pvs=4",
        "https://app.notion.com/p/{bare}#x",
    ],
)
def test_the_database_may_be_given_by_id_url_or_data_source(world: World, form: str) -> None:
    world.add("a", "r1")
    source = form.format(database=world.database, bare=world.database.replace("-", ""), source=world.source)
    assert len(world.table(source=source).read().records) == 1


def test_a_renamed_property_is_followed_by_its_id(world: World) -> None:
    world.add("a", "r1", Level={"select": {"name": "High"}})
    first = world.table()
    first.read()
    known = first.property_ids()
    world.raw("PATCH", f"data_sources/{world.source}", properties={"Level": {"name": "Grade"}, "ID": {"name": "Key"}})
    table = world.table(known=known)
    snapshot = table.read()
    assert snapshot.columns[name_of(FieldType.SELECT)] == Column(
        "Grade", "select", known[name_of(FieldType.SELECT)], "select Level"
    )
    assert snapshot.records[0].fields[name_of(FieldType.SELECT)] == "High"
    assert snapshot.records[0].id == "r1"
    assert table.property_ids() == known
    with pytest.raises(Misconfigured):
        world.table().read()


def test_a_property_that_is_gone_is_left_out_and_the_rest_goes_on(world: World) -> None:
    world.add("a", "r1")
    first = world.table()
    first.read()
    world.raw("PATCH", f"data_sources/{world.source}", properties={"Level": None})
    snapshot = world.table(known=first.property_ids()).read()
    assert name_of(FieldType.SELECT) not in snapshot.columns
    assert name_of(FieldType.SELECT) not in snapshot.records[0].fields
    assert snapshot.records[0].fields[TITLE] == "a"


def test_a_property_that_changed_its_type_is_shown_with_the_new_one_and_held(world: World) -> None:
    world.add("a", "r1", Memo={"rich_text": text("12")})
    first = world.table()
    first.read()
    world.raw("PATCH", f"data_sources/{world.source}", properties={"Memo": {"number": {}}})
    known = first.property_ids()
    snapshot = world.table(known=known).read()
    memo = name_of(FieldType.RICH_TEXT)
    assert snapshot.columns[memo] == Column("Memo", "number", known[memo], "rich_text Memo")
    assert isinstance(snapshot.records[0].fields[name_of(FieldType.RICH_TEXT)], Unreadable)


def test_the_id_property_that_is_gone_stops_the_run(world: World) -> None:
    first = world.table()
    first.read()
    assert ID_FIELD in first.property_ids()
    world.raw("PATCH", f"data_sources/{world.source}", properties={"ID": None})
    with pytest.raises(Misconfigured, match="id_property"):
        world.table(known=first.property_ids()).read()


def test_all_mistakes_of_a_mapping_are_told_at_once_with_the_nearest_name(world: World) -> None:
    changes = {"Level": {"name": "Levels"}, "Count": {"rich_text": {}}, "ID": {"checkbox": {}}}
    world.raw("PATCH", f"data_sources/{world.source}", properties=changes)
    with pytest.raises(Misconfigured) as raised:
        world.table().read()
    level, count, identity = sorted(map(str, raised.value.mistakes), key=lambda mistake: "LCi".index(_first(mistake)))
    assert "no property Level" in level
    assert "nearest: Levels" in level
    assert "Memo" in level
    assert "rich_text" in count
    assert "number" in count
    assert "checkbox" in identity
    assert world.transport.count("PATCH .*") == 0


def _first(mistake: str) -> str:
    return "i" if "id_property" in mistake else "L" if "Level" in mistake.partition(")")[0] else "C"


def test_a_database_that_is_not_shared_says_how_to_share_it(world: World) -> None:
    with pytest.raises(NotThere) as raised:
        world.table(source="0f6a1b9c-7d43-4e21-8a5b-6c0d9e8f7a61").read()
    assert "Connections" in str(raised.value)
    assert len(world.transport.sent) == 2


def test_text_that_names_no_database_is_a_mistake_of_the_configuration(world: World) -> None:
    with pytest.raises(Misconfigured, match="risk register"):
        world.table(source="the risk register").read()
    assert world.transport.sent == []


def test_several_data_sources_are_named_so_that_one_can_be_chosen(world: World) -> None:
    parent = {"type": "database_id", "database_id": world.database}
    title = text("Archive")
    world.raw("POST", "data_sources", parent=parent, title=title, properties={"Name": {"title": {}}})
    with pytest.raises(Misconfigured) as raised:
        world.table().read()
    assert world.source in str(raised.value)
    assert "Archive" in str(raised.value)


def test_a_wrong_token_is_told_as_such(world: World) -> None:
    world.transport.fail(".*", error(401, "unauthorized", "API token is invalid."))
    with pytest.raises(NotAllowed, match="token is refused"):
        world.table().read()
    assert len(world.transport.sent) == 1


def test_a_connection_without_rights_is_told_how_to_get_them(world: World) -> None:
    world.transport.fail(".*", error(403, "restricted_resource", "Insufficient permissions"))
    with pytest.raises(NotAllowed, match="Connections"):
        world.table().read()


def test_more_than_25_relations_and_people_are_read_whole(world: World) -> None:
    parents = [world.add_parent(f"p{number}") for number in range(30)]
    emails = [f"u{number:02}@example.com" for number in range(27)]
    people = [world.server.add_person(f"U{number}", email) for number, email in enumerate(emails)]
    page = world.add(
        "a",
        "r1",
        Parents={"relation": [{"id": each} for each in parents]},
        Who={"people": [{"id": each} for each in people]},
        Memo={"rich_text": [{"mention": {"user": {"id": each}}} for each in people]},
    )
    world.transport.forget()
    found = values(world, page)
    assert found[name_of(FieldType.RELATION)] == tuple(parents)
    assert found[name_of(FieldType.PEOPLE)] == tuple(emails)
    assert found[name_of(FieldType.RICH_TEXT)] == "".join(f"@U{number}" for number in range(27))
    assert world.transport.count("GET /v1/pages/[^/]+/properties/.*") == 3


def test_a_list_that_stays_cut_is_held_rather_than_taken_for_whole(world: World) -> None:
    parents = [world.add_parent(f"p{number}") for number in range(26)]
    page = world.add("a", "r1", Parents={"relation": [{"id": each} for each in parents]})
    world.transport.fail("GET /v1/pages/[^/]+/properties/.*", error(404, "object_not_found"))
    assert isinstance(values(world, page)[name_of(FieldType.RELATION)], Unreadable)


def test_people_are_looked_up_once_and_only_where_their_address_is_not_sent(world: World) -> None:
    ada = world.server.add_person("Ada", "ada2@example.com")
    for number in range(3):
        world.add("a", f"r{number}", Who={"people": [{"id": ada}]})

    def bare(body: dict[str, Any]) -> None:
        for page in body["results"]:
            page["properties"]["Who"]["people"] = [{"object": "user", "id": ada}]

    world.table().read()
    assert world.transport.count("GET /v1/users") == 0
    world.transport.fail(QUERY, altered(bare))
    snapshot = world.table().read()
    assert {record.fields[name_of(FieldType.PEOPLE)] for record in snapshot.records} == {("ada2@example.com",)}
    assert world.transport.count("GET /v1/users") == 1


def test_relations_speak_of_record_ids_of_the_related_pair(world: World) -> None:
    parent, stranger = world.add_parent("p"), world.add_parent("q")

    class Backlog:
        def page_of(self, record_id: str) -> str | None:
            return parent if record_id == "B-1" else None

        def record_of(self, page_id: str) -> str | None:
            return "B-1" if page_id == parent else None

    world.add("a", "r1", Parents={"relation": [{"id": parent}]})
    world.add("b", "r2", Parents={"relation": [{"id": stranger}]})
    table = world.table(related="backlog", relations={"backlog": Backlog()})
    one, two = sorted(table.read().records, key=lambda record: str(record.id))
    assert one.fields[name_of(FieldType.RELATION)] == ("B-1",)
    assert isinstance(two.fields[name_of(FieldType.RELATION)], Unreadable)
    alone = world.table(related="backlog").read().records[0]
    assert isinstance(alone.fields[name_of(FieldType.RELATION)], Unreadable)


def test_a_direct_look_tells_trashed_moved_here_and_unknown_apart(world: World) -> None:
    here, trashed, moved = world.add("a", "r1"), world.add("b", "r2"), world.add("c", "r3")
    world.raw("PATCH", f"pages/{trashed}", in_trash=True)
    world.raw("POST", f"pages/{moved}/move", parent={"type": "data_source_id", "data_source_id": world.parents})
    places = {"r1": here, "r2": trashed, "r3": moved, "r4": "0f6a1b9c-7d43-4e21-8a5b-6c0d9e8f7a61", "r5": "row 7"}
    found = world.table().locate({RecordId(name): Address(page) for name, page in places.items()})
    assert found == {
        "r1": Whereabouts.HERE,
        "r2": Whereabouts.TRASHED,
        "r3": Whereabouts.MOVED,
        "r4": Whereabouts.UNKNOWN,
        "r5": Whereabouts.UNKNOWN,
    }


def test_a_recheck_of_unchanged_pages_costs_one_call_and_returns_the_same_snapshot(world: World) -> None:
    world.add("a", "r1")
    table = world.table()
    seen = table.read()
    world.transport.forget()
    assert table.recheck(seen) is seen
    assert len(world.transport.sent) == 1


def test_a_recheck_shows_what_was_edited_and_added_meanwhile(world: World) -> None:
    one, two = world.add("a", "r1"), world.add("b", "r2")
    table = world.table()
    seen = table.read()
    world.raw("PATCH", f"pages/{two}", properties={"件名": {"title": text("edited")}})
    three = world.add("c", "r3")
    again = table.recheck(seen)
    titles = {str(record.address): record.fields[TITLE] for record in again.records}
    assert titles == {one: "a", two: "edited", three: "c"}
    assert len(again.records) == 3
    assert again.read_at > seen.read_at


def test_a_page_whose_answer_lacks_its_id_makes_the_read_partial(world: World) -> None:
    world.add("a", "r1")
    world.add("b", "r2")

    kept: list[str] = []

    def cut(body: dict[str, Any]) -> None:
        del body["results"][0]["properties"]["ID"]
        kept.append(body["results"][1]["id"])

    world.transport.fail(QUERY, altered(cut))
    snapshot = world.table().read()
    assert [record.address for record in snapshot.records] == kept
    assert snapshot.proof is Proof.PARTIAL


def test_a_page_whose_own_id_was_cut_makes_the_read_partial(world: World) -> None:
    """Two such ids may be equal, and none of them leads to a page."""
    for each in ("a", "b", "c"):
        world.add(each, f"r{each}")
    kept: list[str] = []

    def cut(body: dict[str, Any]) -> None:
        kept.append(body["results"][2]["id"])
        for each in body["results"][:2]:
            each["id"] = each["id"][:1]

    world.transport.fail(QUERY, altered(cut))
    snapshot = world.table().read()
    assert [record.address for record in snapshot.records] == kept
    assert snapshot.proof is Proof.PARTIAL


def test_a_day_stays_a_day(world: World) -> None:
    page = world.add("a", "r1", Due={"date": {"start": "2026-01-02", "end": "2026-01-05"}})
    assert values(world, page)[name_of(FieldType.DATE)] == Span(date(2026, 1, 2), date(2026, 1, 5))


def test_a_token_that_cannot_be_one_is_refused_before_anything_is_sent(world: World) -> None:
    world.server.token, token = "not a\ntoken", world.server.token
    try:
        with pytest.raises(NotAllowed):
            connection(world.server, world.transport, world.clock)
    finally:
        world.server.token = token


def test_an_answer_of_html_is_no_answer(world: World) -> None:
    world.transport.fail(QUERY, answer(200, "<html>", {"content-type": "text/html"}))
    assert world.table().read().proof is Proof.COMPLETE
    assert world.transport.count(QUERY) == 2


def test_the_table_is_what_the_core_asks_for(world: World) -> None:
    table: Table = world.table()
    assert table.side is Side.NOTION
    assert table.in_flight == 3
