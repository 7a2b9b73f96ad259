"""What Notion works out by itself, and a type that nobody knows, read through a table."""

from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest

from adapters.notion.table import NotionTable
from adapters.sandbox.server import SandboxServer
from mappings.fields import Field, FieldType, NotionPlace, PairMapping, SheetPlace
from sync.errors import Misconfigured
from sync.model import FieldName, Span, Unreadable, Value
from sync.policy import PairPolicy
from tests.adapters.notion.faults import Fault, altered, error
from tests.adapters.notion.world import World, now, text

VIA = {"relation_property_name": "Up", "rollup_property_name": "Name"}
COLUMNS: dict[str, Any] = {
    "id": {"unique_id": {"prefix": "R"}},
    "made": {"created_time": {}},
    "maker": {"created_by": {}},
    "editor": {"last_edited_by": {}},
    "sum": {"formula": {"expression": "1 + 2"}},
    "sure": {"formula": {"expression": "1 < 2"}},
    "word": {"formula": {"expression": 'prop("Name") + "!"'}},
    "day": {"formula": {"expression": 'parseDate("2026-07-04")'}},
    "odd": {"formula": {"expression": "what"}},
    "parents": {"rollup": {**VIA, "function": "show_original"}},
    "kinds": {"rollup": {**VIA, "function": "show_unique"}},
    "count": {"rollup": {**VIA, "function": "count"}},
    "checked": {"verification": {}},
    "push": {"button": {}},
    "where": {"location": {}},
}
ITEMS = "GET /v1/pages/[^/]+/properties/.*"


class Scene:
    """A data source with those columns, and tables that map some of them."""

    def __init__(self, world: World) -> None:
        self.world = world
        parent = {"type": "page_id", "page_id": world.server.root_page_id}
        up = {"relation": {"data_source_id": world.parents, "single_property": {}}}
        source = {"properties": {"Name": {"title": {}}, "Up": up, **COLUMNS}}
        made = world.raw("POST", "databases", parent=parent, title=text("C"), initial_data_source=source)
        self.source = made["data_sources"][0]["id"]

    def page(self, parents: int = 0, **values: object) -> str:
        """Make a page under so many others, and set what only the service itself can write."""
        related = [{"id": self.world.add_parent(f"p, {number}")} for number in range(parents)]
        parent = {"type": "data_source_id", "data_source_id": self.source}
        properties = {"Name": {"title": text("a")}, "Up": {"relation": related}}
        page = str(self.world.raw("POST", "pages", parent=parent, properties=properties)["id"])
        if values:
            url = f"{self.world.server.url}/_sandbox/pages/{page}/values"
            assert httpx.post(url, json=values).status_code == 200
        return page

    def read(self, name: str, kind: FieldType | None = None, fault: Fault | None = None) -> Value | Unreadable:
        """Read one column of the only page."""
        field = Field(FieldName(name), kind or FieldType(next(iter(COLUMNS[name]))), name, name)
        place = NotionPlace(self.source, None)
        mapping = PairMapping("pair", place, SheetPlace("s", "t", "ID"), (field,), PairPolicy({}), UTC)
        self.world.transport.forget()
        if fault is not None:
            self.world.transport.fail(ITEMS, fault)
        return NotionTable(self.world.connection, mapping, now).read().records[0].fields[field.name]


@pytest.fixture
def scene(world: World) -> Scene:
    return Scene(world)


def test_each_is_read_as_what_it_is(scene: Scene, server: SandboxServer) -> None:
    bot = scene.world.raw("GET", "users/me")
    scene.page(2)
    made = scene.read("made")
    assert isinstance(made, Span)
    assert isinstance(made.start, datetime)
    assert {name: scene.read(name) for name in COLUMNS if name not in ("made", "odd", "where")} == {
        "id": "R-1",
        "maker": bot["name"],
        "editor": bot["name"],
        "sum": 3,
        "sure": True,
        "word": "a!",
        "day": Span(date(2026, 7, 4)),
        "parents": "p, 0, p, 1",
        "kinds": "p, 0, p, 1",
        "count": 2,
        "checked": "unverified",
        "push": None,
    }


def test_what_was_not_worked_out_is_held_and_not_empty(scene: Scene) -> None:
    scene.page(odd={"type": "unsupported", "unsupported": {}}, count={"type": "unsupported", "unsupported": {}})
    for name in ("odd", "count"):
        found = scene.read(name)
        assert isinstance(found, Unreadable)
        assert "work" in str(found.why)


def test_a_person_who_made_a_page_is_an_address(scene: Scene) -> None:
    ada = scene.world.server.add_person("Ada", "Ada@Example.com")
    page = {"parent": {"data_source_id": scene.source}, "properties": {}, "user": ada}
    answer = httpx.post(f"{scene.world.server.url}/_sandbox/pages", json={"pages": [page]})
    assert answer.status_code == 200
    assert scene.read("maker") == "ada@example.com"


def test_a_verification_says_until_when(scene: Scene) -> None:
    date = {"start": "2026-07-04T00:00:00.000+00:00", "end": "2026-10-04T00:00:00.000+00:00", "time_zone": None}
    scene.page(checked={"state": "verified", "date": date, "verified_by": None})
    assert scene.read("checked") == "verified until 2026-10-04T00:00+00:00"


def test_a_rollup_of_many_pages_is_completed_by_the_property_endpoint(scene: Scene) -> None:
    scene.page(60)
    assert scene.read("parents") == ", ".join(f"p, {number}" for number in range(60))
    assert scene.world.transport.count(ITEMS) == 1


def test_a_rollup_of_few_pages_costs_no_call(scene: Scene) -> None:
    scene.page(24)
    assert scene.read("parents") == ", ".join(f"p, {number}" for number in range(24))
    assert scene.world.transport.count(ITEMS) == 0


def test_a_rollup_that_stays_cut_is_held(scene: Scene) -> None:
    scene.page(25)
    assert isinstance(scene.read("parents", fault=error(404, "object_not_found")), Unreadable)
    assert isinstance(scene.read("kinds"), Unreadable)

    def shorten(body: dict[str, Any]) -> None:
        body |= {"has_more": True, "next_cursor": None}

    assert isinstance(scene.read("parents", fault=altered(shorten)), Unreadable)


def test_a_rollup_of_a_table_that_is_not_shared_is_held_and_not_empty(scene: Scene) -> None:
    scene.page(2)
    assert scene.read("parents") == "p, 0, p, 1"
    answer = httpx.delete(f"{scene.world.server.url}/_sandbox/shares/{scene.world.parents}")
    assert answer.status_code == 200
    for name in ("parents", "count"):
        assert isinstance(scene.read(name), Unreadable)


def test_a_type_that_nobody_knows_is_shown_where_the_mapping_says_so(scene: Scene) -> None:
    scene.page(where={"lon": 2, "lat": 1})
    assert scene.read("where", FieldType.UNKNOWN) == '{"lat": 1, "lon": 2}'


def test_a_type_that_is_known_is_not_mapped_as_unknown(scene: Scene) -> None:
    scene.page()
    with pytest.raises(Misconfigured, match="formula"):
        scene.read("sum", FieldType.UNKNOWN)
