"""Options in Notion: under one name in values, under its own in each database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.aliases import Spellings
from mappings.codecs.notion import Lookup, PageIds, Unwritable, current, read, write
from mappings.fields import FieldType, NewOptions
from mappings.scales import scale
from sync.model import Value
from tests.mappings.codecs.notion_service import Staff, kept

LEVEL = Spellings(scale("level", "en"))
KINDS = (FieldType.SELECT, FieldType.STATUS)


def lookup(*options: str, new: NewOptions = NewOptions.CREATE, loose: bool = False) -> Lookup:
    return Lookup(Staff(), PageIds(), options, LEVEL, new, loose)


def name_of(wire: object) -> object:
    return wire["select"]["name"] if isinstance(wire, dict) and "select" in wire else wire


def why(found: object) -> str:
    assert isinstance(found, Unwritable)
    return str(found.why)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["High", "高", "ＨＩＧＨ", "3", "高 (High)"])
def test_all_spellings_are_read_as_one_value(kind: FieldType, name: str) -> None:
    assert read(kind, {"type": str(kind), str(kind): {"name": name}}, lookup()) == "High"


def test_several_options_of_one_meaning_are_one_entry() -> None:
    prop = {"type": "multi_select", "multi_select": [{"name": "高"}, {"name": "High"}, {"name": "別"}]}
    assert read(FieldType.MULTI_SELECT, prop, lookup()) == ("High", "別")


@given(st.sampled_from(["High", "Medium", "Low"]), st.lists(st.sampled_from(["高", "中", "Low", "別"]), unique=True))
def test_what_is_written_is_read_back_as_the_value(name: str, options: list[str]) -> None:
    around = lookup(*options)
    wire = write(FieldType.SELECT, name, around)
    assert not isinstance(wire, Unwritable)
    assert read(FieldType.SELECT, kept(FieldType.SELECT, wire), around) == name
    many = write(FieldType.MULTI_SELECT, (name, "別"), around)
    assert not isinstance(many, Unwritable)
    assert read(FieldType.MULTI_SELECT, kept(FieldType.MULTI_SELECT, many), around) == (name, "別")


def test_the_database_keeps_its_own_words() -> None:
    assert name_of(write(FieldType.SELECT, "High", lookup("高", "中"))) == "高"
    assert name_of(write(FieldType.SELECT, "High", lookup("高", "High"))) == "High"
    assert name_of(write(FieldType.SELECT, "Low", lookup("高", "中"))) == "Low"
    assert write(FieldType.STATUS, "High", lookup("高", "中")) == {"status": {"name": "高"}}


def test_entries_that_the_page_has_keep_their_spelling() -> None:
    there = [{"id": "1", "name": "高", "color": "red"}]
    around = lookup("High", "高", "Low")
    assert write(FieldType.MULTI_SELECT, ("Low", "High"), around, there) == {
        "multi_select": [{"name": "Low"}, {"name": "高"}]
    }
    assert current(FieldType.MULTI_SELECT, {"multi_select": there}, LEVEL) == there
    assert current(FieldType.MULTI_SELECT, {"multi_select": [{"name": "High"}]}, LEVEL) is None


@pytest.mark.parametrize(
    ("kind", "value"), [(FieldType.SELECT, "Extreme"), (FieldType.MULTI_SELECT, ("High", "Extreme"))]
)
def test_a_new_option_is_made_or_held_as_the_mapping_says(kind: FieldType, value: Value) -> None:
    assert not isinstance(write(kind, value, lookup("高", "Extremely")), Unwritable)
    said = why(write(kind, value, lookup("高", "Extremely", new=NewOptions.HOLD)))
    assert "Extreme is no option" in said
    assert "高, Extremely" in said
    assert "nearest: Extremely" in said
    assert not isinstance(write(FieldType.SELECT, "High", lookup("高", new=NewOptions.HOLD)), Unwritable)


@pytest.mark.parametrize("new", NewOptions)
def test_a_status_is_never_made(new: NewOptions) -> None:
    said = why(write(FieldType.STATUS, "Extreme", lookup("高", "中", new=new)))
    assert "高, 中" in said


@pytest.mark.parametrize("new", NewOptions)
def test_an_option_with_a_comma_is_held(new: NewOptions) -> None:
    assert "comma" in why(write(FieldType.SELECT, "a, b", lookup("c", new=new)))


def test_an_option_that_differs_by_case_alone_is_the_one_that_is_there() -> None:
    assert name_of(write(FieldType.SELECT, "extreme", lookup("Extreme", loose=True))) == "Extreme"
    assert write(FieldType.STATUS, "extreme", lookup("Extreme", loose=True)) == {"status": {"name": "Extreme"}}
    assert "Extreme" in why(write(FieldType.SELECT, "extreme", lookup("Extreme")))
