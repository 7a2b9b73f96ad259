"""Every type through the service: created, read, written over, read."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from notion_client import Client

from adapters.sandbox.server import SandboxServer
from mappings.codecs.notion import Lookup, PageIds, Unwritable, read, write
from mappings.fields import FieldType
from sync.model import Span, Value
from tests.adapters.notion.world import NAMES, VERSION, World
from tests.mappings.codecs.notion_service import EMAILS, Staff
from tests.mappings.codecs.notion_values import VALUES, lists

JULY = Span(date(2026, 7, 4))
FULL: dict[FieldType, Value] = {
    FieldType.NUMBER: 1,
    FieldType.CHECKBOX: True,
    FieldType.DATE: JULY,
    FieldType.PEOPLE: ("person1@example.com",),
    FieldType.MULTI_SELECT: ("Open",),
    FieldType.FILES: ("https://example.com/a",),
    FieldType.PLACE: "1, 2",
}
"""A value of each type that is not a text."""


class Stand:
    """A world with people, related pages and options, so that every value can be written."""

    def __init__(self, world: World) -> None:
        self.world = world
        people = Staff({email: world.server.add_person(email, email) for email in EMAILS})
        self.parents = tuple(world.add_parent(f"p{number}") for number in range(27))
        states = {
            NAMES[FieldType.STATUS]: {"status": {"options": [{"name": name} for name in ("Open", "Closed", "高")]}}
        }
        world.raw("PATCH", f"data_sources/{world.source}", properties=states)
        self.lookup = Lookup(people, PageIds())

    def values(self, kind: FieldType) -> st.SearchStrategy[Value]:
        return lists(st.sampled_from(self.parents)) if kind is FieldType.RELATION else VALUES[kind]

    def wire(self, kind: FieldType, value: Value, current: object = None) -> dict[str, object]:
        """Encode a value. A name with a comma, or one that differs from an option only by case, is for other tests."""
        schema = self.world.raw("GET", f"data_sources/{self.world.source}")["properties"][NAMES[kind]][kind.value]
        options = tuple(each["name"] for each in schema.get("options", ())) if isinstance(schema, dict) else ()
        written = write(kind, value, replace(self.lookup, options=options), current)
        if kind in (FieldType.SELECT, FieldType.MULTI_SELECT) and isinstance(written, Unwritable):
            reject()
        assert not isinstance(written, Unwritable), written
        return {NAMES[kind]: written}

    def created(self, kind: FieldType, value: Value) -> dict[str, Any]:
        parent = {"type": "data_source_id", "data_source_id": self.world.source}
        return self.world.raw("POST", "pages", parent=parent, properties=self.wire(kind, value))

    def shown(self, kind: FieldType, page: str) -> dict[str, Any]:
        """Return the property as a page read shows it, completed where that is cut."""
        found: dict[str, Any] = self.world.raw("GET", f"pages/{page}")["properties"][NAMES[kind]]
        if not found.get("has_more"):
            return found
        items = self.world.raw("GET", f"pages/{page}/properties/{found['id']}")
        return {"type": kind.value, kind.value: [each[kind.value] for each in items["results"]]}


@pytest.fixture(scope="module")
def stand() -> Iterator[Stand]:
    with SandboxServer() as server:
        world = World(server)
        yield Stand(world)
        world.close()


@pytest.mark.parametrize("kind", VALUES)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_value_that_is_written_is_read_again(stand: Stand, kind: FieldType, data: st.DataObject) -> None:
    first, second = data.draw(stand.values(kind)), data.draw(stand.values(kind))
    page = stand.created(kind, first)["id"]
    shown = stand.shown(kind, page)
    assert read(kind, shown, stand.lookup) == first
    properties = stand.wire(kind, second, shown[kind.value])
    stand.world.raw("PATCH", f"pages/{page}", properties=properties)
    assert read(kind, stand.shown(kind, page), stand.lookup) == second


@pytest.mark.parametrize("kind", [kind for kind in VALUES if kind is not FieldType.STATUS])
def test_what_is_there_can_be_cleared(stand: Stand, kind: FieldType) -> None:
    value = stand.parents[:1] if kind is FieldType.RELATION else FULL.get(kind, "x")
    page = stand.created(kind, value)["id"]
    shown = stand.shown(kind, page)
    assert read(kind, shown, stand.lookup) == value
    stand.world.raw("PATCH", f"pages/{page}", properties=stand.wire(kind, None, shown[kind.value]))
    assert read(kind, stand.shown(kind, page), stand.lookup) in (None, False)


def test_a_file_of_notions_own_stays_beside_a_new_link(stand: Stand) -> None:
    server = stand.world.server
    notion = Client(auth=server.token, base_url=server.notion_base, notion_version=VERSION)
    upload: Any = notion.file_uploads.create(mode="single_part", filename="a.txt")
    notion.file_uploads.send(upload["id"], file=("a.txt", b"hello", "text/plain"))
    notion.close()
    page = stand.created(FieldType.FILES, None)["id"]
    own = {"files": [{"type": "file_upload", "name": "議事録", "file_upload": {"id": upload["id"]}}]}
    stand.world.raw("PATCH", f"pages/{page}", properties={NAMES[FieldType.FILES]: own})
    before = stand.shown(FieldType.FILES, page)
    value = read(FieldType.FILES, before, stand.lookup)
    assert isinstance(value, tuple)
    assert "?" not in value[0]
    more = (*value, "https://example.com/b/%E5%A0%B1%E5%91%8A.pdf?v=2")
    properties = stand.wire(FieldType.FILES, more, before["files"])
    stand.world.raw("PATCH", f"pages/{page}", properties=properties)
    after = stand.shown(FieldType.FILES, page)
    assert read(FieldType.FILES, after, stand.lookup) == more
    assert [(each["name"], each["type"]) for each in after["files"]] == [("議事録", "file"), ("報告.pdf", "external")]


def test_a_place_keeps_the_ids_of_its_maps_while_it_stays_where_it_is(stand: Stand) -> None:
    page = stand.created(FieldType.PLACE, None)["id"]
    tower = {"lat": 35.6586, "lon": 139.7454, "name": "Tower", "google_place_id": "ChIJ", "aws_place_id": None}
    stand.world.raw("PATCH", f"pages/{page}", properties={NAMES[FieldType.PLACE]: {"place": tower}})
    for text, key in (
        ("東京タワー | 港区芝公園4丁目 | 35.6586, 139.7454", "ChIJ"),
        ("東京駅 | 35.6812, 139.7671", None),
    ):
        current = stand.shown(FieldType.PLACE, page)["place"]
        stand.world.raw("PATCH", f"pages/{page}", properties=stand.wire(FieldType.PLACE, text, current))
        shown = stand.shown(FieldType.PLACE, page)
        assert read(FieldType.PLACE, shown, stand.lookup) == text
        assert shown["place"]["google_place_id"] == key
