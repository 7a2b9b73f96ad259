"""The page on fields: every type and kind of cell has its rows, and the tests that are named hold them."""

import ast
import re
from dataclasses import replace
from datetime import UTC
from functools import cache
from pathlib import Path

import pytest

from mappings.codecs.notion.registry import CODECS as NOTION
from mappings.codecs.sheet import CellData, read_cell
from mappings.fields import FieldType, Unit
from mappings.load import directions
from sync.model import Unreadable
from sync.policy import Direction
from tests.mappings.codecs.sheet.cells import field_of, number, text
from tests.shared import ROOT

PAGE = (ROOT / "docs" / "fields.md").read_text("utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
KINDS = (
    "text", "number", "boolean", "checkbox", "date", "date and time", "time", "duration", "currency", "percent",
    "dropdown", "formula", "link", "rich text", "person chip", "file chip", "error", "nothing", "merged",
)  # fmt: skip
"""What a cell may hold."""


def rows(title: str) -> dict[str, list[str]]:
    """Return the rows of the first table below a heading, or of the one with this first column, by their first cell."""
    below = PAGE.partition(title)[2]
    table = re.search(r"^\|.*(?:\n\|.*)*", below, re.MULTILINE)
    assert table is not None
    lines = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in table[0].splitlines()[2:]]
    return {cells[0].strip("`"): cells[1:] for cells in lines}


@cache
def names_in(path: Path) -> frozenset[str]:
    found = ast.walk(ast.parse(path.read_text("utf-8")))
    return frozenset(node.name for node in found if isinstance(node, ast.FunctionDef))


TYPES = rows("## Every type of property")
CELLS = rows("## Every kind of cell")
TESTS_OF_TYPES = rows("## The tests that hold it")
TESTS_OF_CELLS = rows("| `unknown` | `tests/")


def test_every_type_has_a_row_with_nothing_left_out() -> None:
    assert list(TYPES) == [kind.value for kind in FieldType]
    assert all(all(cells) and len(cells) == 4 for cells in TYPES.values())


def test_every_kind_of_cell_has_a_row_with_nothing_left_out() -> None:
    assert tuple(CELLS) == KINDS
    assert all(all(cells) and len(cells) == 3 for cells in CELLS.values())


def test_every_row_names_tests() -> None:
    assert list(TESTS_OF_TYPES) == [kind.value for kind in FieldType]
    assert tuple(TESTS_OF_CELLS) == KINDS
    assert all(NAMED.search(cells[0]) for cells in [*TESTS_OF_TYPES.values(), *TESTS_OF_CELLS.values()])


@pytest.mark.parametrize(("file", "name"), sorted(set(NAMED.findall(PAGE))))
def test_a_test_that_is_named_is_there(file: str, name: str) -> None:
    assert (ROOT / file).is_file(), file
    assert name in names_in(ROOT / file), f"{file} has no {name}"


@pytest.mark.parametrize("kind", FieldType)
def test_the_page_says_which_way_a_type_goes_and_whether_it_is_written(kind: FieldType) -> None:
    goes, _, written, _ = TYPES[kind.value]
    said = {Direction.BOTH: "both", Direction.TO_SHEET: "to the sheet", Direction.NONE: "neither"}
    assert goes == said[directions(kind)[0]]
    assert (written == "never") == (NOTION[kind].write is None)


@pytest.mark.parametrize(("title", "kind"), [("## Numbers", FieldType.NUMBER), ("## Dates", FieldType.DATE)])
def test_the_forms_that_the_page_lists_are_read_and_held_as_it_says(title: str, kind: FieldType) -> None:
    part = PAGE.partition(title)[2].partition("\n## ")[0]
    listed, held = part.partition("Read:")[2].partition("Held:")[::2]
    if kind is FieldType.DATE:
        listed, held = part.partition("Read:")[2].partition(", with a time")[0], part.partition("| held |")[2]
        held = "".join(line.split("|")[1] for line in held.splitlines()[2:] if line.startswith("|"))
    read = [form for form in re.findall(r"`([^`]+)`", listed) if form != "元年"]
    not_read = re.findall(r"`([^`]+)`", held.partition(". Which")[0])
    assert read
    assert not_read
    for form in read:
        assert not isinstance(read_cell(text(form), field_of(kind), UTC), Unreadable), form
    for form in not_read:
        assert isinstance(read_cell(text(form), field_of(kind), UTC), Unreadable), form


GROUPS = {
    "title, text, phone, e-mail, place": (FieldType.TITLE, FieldType.RICH_TEXT, FieldType.PHONE, FieldType.EMAIL),
    "select, status, multi-select": (FieldType.SELECT, FieldType.STATUS, FieldType.MULTI_SELECT),
    "number": (FieldType.NUMBER,),
    "number with `unit`": (FieldType.NUMBER,),
    "checkbox": (FieldType.CHECKBOX,),
    "date": (FieldType.DATE,),
    "url": (FieldType.URL,),
    "files": (FieldType.FILES,),
    "people": (FieldType.PEOPLE,),
    "relation": (FieldType.RELATION,),
}
URI = "https://docs.google.com/document/d/1/edit"
CHIP = {"startIndex": 0}
SAMPLES: dict[str, list[CellData]] = {
    "number": [number(46027), number(1)],
    "boolean": [{"effectiveValue": {"boolValue": True}}],
    "date, date and time": [number(46027, "DATE"), number(46027.5, "DATE_TIME")],
    "time, duration": [number(0.0625, "TIME")],
    "currency, percent": [number(1, "CURRENCY"), number(1, "PERCENT"), number(46027, "CURRENCY")],
    "link": [{**text("Runbook"), "hyperlink": URI}],
    "person chip": [
        {**text("佐藤"), "chipRuns": [{**CHIP, "chip": {"personProperties": {"email": "sato@example.jp"}}}]}
    ],
    "file chip": [{**text("Runbook"), "chipRuns": [{**CHIP, "chip": {"richLinkProperties": {"uri": URI}}}]}],
    "error": [{"effectiveValue": {"errorValue": {"type": "REF"}}}],
    "nothing": [{}],
}


@pytest.mark.parametrize("kind", SAMPLES)
def test_each_kind_comes_to_what_the_page_says_in_each_type(kind: str) -> None:
    matrix = rows("### Which kind fits which type")
    assert {"text", *SAMPLES} == matrix.keys()
    for (group, types), said in zip(GROUPS.items(), matrix[kind], strict=True):
        for each in types:
            unit = Unit.HOURS if "unit" in group else None
            found = [read_cell(cell, replace(field_of(each), unit=unit), UTC) for cell in SAMPLES[kind]]
            if said == "held":
                assert all(isinstance(value, Unreadable) for value in found), (group, found)
            elif said in ("empty", "not ticked"):
                assert not any(found), (group, found)
            else:
                assert not all(isinstance(value, Unreadable) for value in found), (group, found)


def test_the_units_of_durations_are_those_there_are() -> None:
    named = re.search(r"`unit = ([^`]+)`", PAGE)
    assert named is not None
    assert re.findall(r'"(\w+)"', named[1]) == [unit.value for unit in Unit]
