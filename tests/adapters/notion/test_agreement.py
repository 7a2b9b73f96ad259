"""A schema and pages that contradict each other: one of the two answers is damaged, so neither is believed."""

from datetime import UTC

import pytest

from adapters.notion.agreement import agree
from adapters.notion.layout import Layout
from adapters.notion.properties import Property
from mappings.fields import Field, FieldType, NotionPlace, PairMapping, SheetPlace
from sync.errors import OutOfReach
from sync.model import FieldName
from sync.policy import PairPolicy

NAME = FieldName("name")
MAPPING = PairMapping(
    "pair",
    NotionPlace("source", None),
    SheetPlace("book", "tab", "ID"),
    (Field(NAME, FieldType.TITLE, "Name", "Name"),),
    PairPolicy({}),
    UTC,
)


def layout(*, kind: str = "title", key: str = "title") -> Layout:
    return Layout("source", {NAME: Property(key, "Name", kind, key)}, None)


def page(key: str = "title", kind: str = "title") -> dict[str, object]:
    return {"properties": {"Name": {"id": key, "type": kind}}}


def test_pages_that_show_what_the_schema_says_are_believed() -> None:
    agree([page(), page("other"), {}], layout(), MAPPING, {NAME: "title"})
    agree([], layout(), MAPPING, {})


@pytest.mark.parametrize("odd", [page("other"), page(kind="rich_text"), {"properties": {"Name": {}}}])
def test_what_no_page_shows_is_not_there(odd: dict[str, object]) -> None:
    agree([odd], layout(), MAPPING, {})
    with pytest.raises(OutOfReach, match="agree about Name"):
        agree([odd, odd], layout(), MAPPING, {})


def test_what_every_page_still_shows_is_not_gone() -> None:
    bare = Layout("source", {}, None)
    with pytest.raises(OutOfReach, match="agree about title"):
        agree([page(), page()], bare, MAPPING, {NAME: "title"})
    agree([page("other"), page()], bare, MAPPING, {NAME: "title"})
