from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC
from typing import Any

from jobs.rehearse.gathering import Readers, gather
from mappings.fields import Field, FieldType, NotionPlace, PairMapping, SheetPlace
from sync.errors import NotThere
from sync.message import say
from sync.model import FieldName
from sync.policy import PairPolicy

Json = dict[str, Any]
TITLE = Field(FieldName("title"), FieldType.TITLE, "Name", "Name")
LINKS = Field(FieldName("links"), FieldType.RELATION, "Links", "Links", related="backlog")


def pair(name: str, *fields: Field) -> PairMapping:
    place = SheetPlace("book", f"tab of {name}", "ID")
    return PairMapping(name, NotionPlace(f"source of {name}", None), place, (TITLE, *fields), PairPolicy({}), UTC)


class World:
    """Two services that note what was read of them."""

    def __init__(self, broken: str = "") -> None:
        self.read: list[object] = []
        self.broken = broken

    def source(self, text: str, pages: Sequence[str]) -> Json:
        self.read.append((text, tuple(pages)))
        if text == self.broken:
            raise NotThere(say("no"))
        relation = {"id": "r", "type": "relation", "relation": {"data_source_id": "target"}}
        source = {"id": text, "properties": {"Links": relation, "Other": {**relation, "id": "o"}}}
        return {"databases": [], "data_sources": [source], "pages": [{"id": f"page of {text}"}], "complete": True}

    def spreadsheet(self, key: str, tabs: Iterable[str]) -> Json:
        self.read.append((key, tuple(sorted(tabs))))
        return {"spreadsheetId": key, "sheets": [{"data": []}, {}, {}]}

    def readers(self) -> Readers:
        return Readers(self.source, lambda: None, str.strip, self.spreadsheet, lambda name: [f"known of {name}"])


def test_a_spreadsheet_that_pairs_share_is_read_once_with_all_their_tabs() -> None:
    world = World()
    found = gather([pair("risks"), pair("incidents")], world.readers())
    assert world.read == [
        ("source of risks", ("known of risks",)),
        ("book", ("tab of incidents", "tab of risks")),
        ("source of incidents", ("known of incidents",)),
    ]
    assert found.errors == {}
    assert +found.left == {"tab": 2, "bodies": 2, "people": 1}
    assert len(found.copies()["notion"]["pages"]) == 2
    assert found.copies()["notion"]["users"] == []


def test_a_pair_that_cannot_be_read_is_left_out_and_named() -> None:
    world = World(broken="source of risks")
    found = gather([pair("risks"), pair("incidents")], world.readers())
    assert list(found.errors) == ["risks"]
    assert [page["id"] for page in found.copies()["notion"]["pages"]] == ["page of source of incidents"]


def test_nobody_is_asked_for_the_people_where_no_pair_could_be_read() -> None:
    def never() -> None:
        raise AssertionError

    readers = replace(World(broken="source of risks").readers(), people=never)
    assert list(gather([pair("risks")], readers).errors) == ["risks"]


def test_records_of_a_related_pair_that_is_not_rehearsed_are_at_least_there() -> None:
    alone = gather([pair("risks", LINKS)], World().readers())
    assert alone.copies()["notion"]["related"] == {"target": ["known of backlog"]}
    both = gather([pair("risks", LINKS), pair("backlog")], World().readers())
    assert both.copies()["notion"]["related"] == {}
