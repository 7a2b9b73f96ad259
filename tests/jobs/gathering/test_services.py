"""Gathering through the real clients, from services that refuse every write."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from jobs.check import pages_wanted
from jobs.demo.tables import demos
from jobs.gathering import Gathered, gather, subjects_of
from jobs.rules.item import RecordType, Role
from jobs.sync import OutcomeKind
from jobs.wiring import Memories, TableSources, looking_back, now, remembering, services, single_tables
from sync.changes import Cell, Change, Kind
from sync.errors import Misconfigured
from sync.message import say
from sync.model import FieldName, Side
from tests.jobs.rehearse.world import TOKEN, World, team

PAGES = next(demo.data_source_id for demo in demos() if demo.name == "risks")
BOOK = "demo-risks-and-incidents-0000000000000000000"
ALONE = f"""
zone = "Asia/Tokyo"

[tables.incidents]
record = "incident"
notion = {{ source = "0b07a000-0000-4000-8000-000000000002" }}

[tables.incidents.fields]
title = {{ type = "title", notion = "タイトル" }}
status = {{ type = "status", notion = "ステータス" }}
lead = {{ type = "people", notion = "指揮官" }}

[tables.risks]
record = "risk"
sheet = {{ spreadsheet = "{BOOK}", tab = "リスク一覧" }}

[tables.risks.fields]
title = {{ type = "title", sheet = "リスク名" }}
status = {{ type = "status", sheet = "ステータス" }}
owner = {{ type = "people", sheet = "担当者" }}
"""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with team(tmp_path) as made:
        yield made


def gathered(world: World, bodies: Sequence[str] = (), *, keeps: bool = False, most: int = 1000) -> Gathered:
    settings = world.settings()

    def look(memories: Memories) -> Gathered:
        with services(settings) as shared:
            found = remembering(shared) if keeps else memories
            sources = TableSources(shared, found, keeps=keeps, most_bodies=most)
            return gather(subjects_of(settings), sources, bodies=bodies)

    with looking_back(settings) as memories:
        return look(memories)


def test_reading_access_and_no_store_are_enough(world: World) -> None:
    world.guard.shut = True
    before = world.files()
    found = gathered(world)
    assert found.errors == {}
    assert world.guard.refused == 0
    assert world.files() == before, "no store was made"
    assert set(found.items) == {"risks", "incidents"}
    assert len(found.items["risks"]) > 50
    assert {each.type for each in found.items["risks"]} == {RecordType.RISK}
    both = [each for each in found.items["risks"] if len(each.addresses) == 2]
    assert both
    assert all(each.url and each.url.startswith("https://") and each.created_at for each in both)
    assert not any("\0" in each.record for each in found.all())


def test_with_a_memory_an_edit_that_waits_is_what_counts(world: World) -> None:
    assert {each.kind for each in world.sync().values()} <= {OutcomeKind.CHANGED, OutcomeKind.CONFLICTS}
    settled = gathered(world)
    world.edit()
    world.guard.shut = True
    store = {name: body for name, body in world.files().items() if name.endswith(".db")}
    edited = gathered(world)
    assert {name: body for name, body in world.files().items() if name.endswith(".db")} == store
    was = {each.key: each for each in settled.all()}
    moved = [each for each in edited.all() if each.key in was and each.values != was[each.key].values]
    assert moved
    told = [str(why) for each in edited.all() for why in each.unreadable.values()]
    assert any("the two sides differ" in each for each in told), "the demo's people disagree about some fields"


def test_values_are_canonical_and_people_have_names(world: World) -> None:
    found = gathered(world).items["risks"]
    statuses = {str(each.get("status")) for each in found if each.get("status")}
    assert {"Open", "In progress"} <= statuses
    assert not statuses & {"未着手", "対応中", "完了"}
    owners = {name for each in found for name in (each.get("owner") or ())}  # type: ignore[union-attr]  # a list of names
    assert owners
    assert not any("@" in str(name) for name in owners)


def test_one_read_costs_no_more_calls_than_a_run_does(world: World) -> None:
    world.server.forget_calls()
    gathered(world)
    calls = [f"{call.method} {call.path}" for call in world.server.calls()]
    assert sum(each.startswith("GET /v4/spreadsheets") for each in calls) == 2, calls
    assert all(each.startswith(("GET", "POST /v1/data_sources/")) for each in calls), calls
    assert sum("/users" in each for each in calls) <= 2, "all users, and who we are"


def test_tables_without_a_partner_are_read_alone(world: World) -> None:
    world.file.write_text(ALONE, "utf-8")
    world.guard.shut = True
    found = gathered(world)
    assert found.errors == {}
    assert found.unread == ()
    assert {each.type for each in found.items["incidents"]} == {RecordType.INCIDENT}
    assert all(set(each.addresses) == {Side.NOTION} and each.active_at for each in found.items["incidents"])
    risks = found.items["risks"]
    assert all(set(each.addresses) == {Side.SHEET} for each in risks)
    assert all("range=A" in str(each.url) for each in risks)
    assert all(each.record.startswith("row-") for each in risks)
    assert {each.active_at for each in risks} == {None}, "nobody knows when a row was edited that was never seen"
    again = gathered(world)
    assert [each.key for each in again.all()] == [each.key for each in found.all()]


def test_both_sides_of_a_single_table_are_there_for_a_run(world: World) -> None:
    world.file.write_text(ALONE, "utf-8")
    settings = world.settings()
    with services(settings) as shared:
        for subject in subjects_of(settings):
            tables = single_tables(subject, shared, remembering(shared))
            here, there = (tables[side] for side in (subject.sides[0], subject.sides[0].other))
            assert here.read().records
            assert there.read().records == ()
            assert there.batches(()) == []


def test_a_table_that_cannot_be_read_keeps_the_others_back_from_nothing(world: World) -> None:
    world.file.write_text(world.file.read_text("utf-8").replace('tab = "インシデント"', 'tab = "ない"'), "utf-8")
    found = gathered(world)
    assert set(found.errors) == {"incidents"}
    assert found.items["risks"]


def _filled(world: World, say: Callable[[int], str]) -> list[str]:
    """Write a body on the first five pages and return their ids."""
    answer: Any = world.clients.notion.data_sources.query(PAGES, page_size=5)
    pages: list[dict[str, Any]] = answer["results"]
    for number, page in enumerate(pages):
        world.clients.notion.blocks.children.append(
            page["id"],
            children=[
                {"heading_2": {"rich_text": [{"text": {"content": "概要"}}]}},
                {"paragraph": {"rich_text": [{"text": {"content": say(number)}}]}},
            ],
        )
    return [str(page["id"]) for page in pages]


def test_bodies_are_read_where_they_are_asked_for(world: World) -> None:
    pages = _filled(world, lambda number: f"文 {number}" if number else "TBD")
    plain = gathered(world)
    assert all(each.sections is None for each in plain.all())
    found = gathered(world, ["risks"])
    bodies = {each.addresses.get(Side.NOTION): each.sections for each in found.items["risks"]}
    assert [[(part.heading, part.text) for part in bodies[page] or ()] for page in pages] == [  # type: ignore[index]
        [("概要", "")],
        *([("概要", f"文 {number}")] for number in range(1, 5)),
    ]
    assert all(each.sections is None for each in found.items["incidents"])
    assert found.bodies_left == {}


def test_pages_that_nothing_asks_for_are_left_alone(world: World) -> None:
    settings = world.settings()
    subjects = subjects_of(settings)
    wanting = pages_wanted(settings, subjects, now())
    world.server.forget_calls()
    with looking_back(settings) as memories, services(settings) as shared:
        sources = TableSources(shared, memories)
        found = gather(subjects, sources, bodies=["risks", "incidents"], wanting=wanting)
    grave = [
        each
        for each in found.items["incidents"]
        if each.get("severity") in ("SEV1", "SEV2") and each.get("status") in ("Resolved", "Closed")
    ]
    read = [each for each in found.items["incidents"] if each.sections is not None]
    assert {each.key for each in read} <= {each.key for each in grave}
    assert _body_reads(world) == len(read) == found.bodies_read["incidents"] > 20
    assert found.bodies_read["risks"] == 0
    assert len(read) < len(found.items["incidents"]) / 3
    assert not found.odd.keys() & {
        ("incidents", Role("status"), "復旧済"),
        ("incidents", Role("detection"), "社内報告"),
    }


def test_what_is_beyond_the_cap_is_counted(world: World) -> None:
    found = gathered(world, ["risks"], most=3)
    read = [each for each in found.items["risks"] if each.sections is not None]
    pages = [each for each in found.items["risks"] if Side.NOTION in each.addresses]
    assert len(read) == 3
    assert found.bodies_left == {"risks": len(pages) - 3}


def test_a_body_is_read_again_only_where_its_page_was_edited(world: World) -> None:
    world.server.clock.turn(timedelta(minutes=-10))
    world.sync()
    world.server.clock.turn(timedelta(minutes=10))
    _filled(world, lambda _: "一")
    found = gathered(world, ["risks"], keeps=True)
    pages = sum(Side.NOTION in each.addresses for each in found.items["risks"])
    assert _body_reads(world) == pages > 50
    again = gathered(world, ["risks"], keeps=True)
    assert _body_reads(world) == 5, "these were edited so lately that they may be edited again unseen"
    assert {each.key: each.sections for each in again.all()} == {each.key: each.sections for each in found.all()}


def _body_reads(world: World) -> int:
    """Count the calls for bodies since they were counted last."""
    calls = world.server.calls()
    world.server.forget_calls()
    return sum(call.method == "GET" and "/children" in call.path for call in calls)


def test_a_wrong_token_is_said_of_every_table(world: World) -> None:
    settings = world.settings(NOTION__TOKEN="another")
    assert TOKEN != "another"
    with looking_back(settings) as memories, services(settings) as shared:
        found = gather(subjects_of(settings), TableSources(shared, memories))
    assert set(found.errors) == {"risks", "incidents"}


def test_subjects_are_the_tables_that_say_what_they_are(world: World) -> None:
    world.file.write_text(world.file.read_text("utf-8").replace('record = "risk"\n', ""), "utf-8")
    assert [each.name for each in subjects_of(world.settings())] == ["incidents"]


def test_a_role_names_a_field(world: World) -> None:
    text = world.file.read_text("utf-8")
    world.file.write_text(f'{text}\n[pairs.risks.roles]\ndue = "next_review"\n', "utf-8")
    (risks, _) = subjects_of(world.settings())
    assert risks.fields[Role("due")].sheet == "次回レビュー日"
    assert risks.fields[Role("next_review")] is risks.fields[Role("due")]


def test_no_table_at_all_is_a_mistake(world: World) -> None:
    world.file.write_text('zone = "UTC"\n', "utf-8")
    with pytest.raises(Misconfigured):
        world.settings()


def test_rows_without_ids_are_written_where_they_stand_and_get_none(world: World) -> None:
    world.file.write_text(ALONE, "utf-8")
    settings = world.settings()
    (risks,) = [each for each in subjects_of(settings) if each.name == "risks"]
    with services(settings) as shared:
        tables = single_tables(risks, shared, remembering(shared))
        seen = tables[Side.SHEET].read()
        status, title = FieldName("status"), FieldName("title")
        record = next(each for each in seen.records if each.fields[status] == "未着手")
        assert record.id is not None
        assert record.id.startswith("row-")
        cell = Cell(status, record.fields[status], "完了", say("a test"))  # type: ignore[arg-type]  # it could be read
        changed = Change(Side.SHEET, Kind.UPDATE, record.id, record.address, (cell,))
        assert tables[Side.SHEET].objections([changed], seen) == {}
        (receipt,) = tables[Side.SHEET].write([changed], seen)
        assert receipt.done
        assert receipt.written == {status}
        assert receipt.after is not None
        assert receipt.after.id == record.id
        again = {each.id: each for each in tables[Side.SHEET].read().records}
    assert again[record.id].fields[status] == "完了"
    assert {each.fields[title] for each in again.values()} == {each.fields[title] for each in seen.records}


def test_links_between_pairs_are_record_ids_though_no_memory_knows_them(world: World) -> None:
    plain = gathered(world)
    risk, incident = (
        next(each for each in plain.items[name] if len(each.addresses) == 2) for name in ("risks", "incidents")
    )
    target = next(demo.data_source_id for demo in demos() if demo.name == "incidents")
    world.clients.notion.data_sources.update(
        PAGES, properties={"関連": {"relation": {"data_source_id": target, "single_property": {}}}}
    )
    world.clients.notion.pages.update(
        risk.addresses[Side.NOTION], properties={"関連": {"relation": [{"id": incident.addresses[Side.NOTION]}]}}
    )
    tab = world.clients.google.open_by_key(BOOK).worksheet("リスク一覧")
    tab.add_cols(1)
    tab.update_cell(1, tab.col_count, "関連")
    tab.update_cell(int(risk.addresses[Side.SHEET]), tab.col_count, incident.record)
    field = 'incidents = { type = "relation", notion = "関連", sheet = "関連", related = "incidents" }'
    text = world.file.read_text("utf-8")
    world.file.write_text(text.replace("[pairs.risks.fields]", f"[pairs.risks.fields]\n{field}", 1), "utf-8")
    world.guard.shut = True
    found = {each.record: each for each in gathered(world).items["risks"]}
    assert found[risk.record].get("incidents") == (incident.record,)
    assert all(Role("incidents") not in each.unreadable for each in found.values())
