from dataclasses import replace
from typing import Any

import pytest

from adapters.notion.table import NotionTable
from adapters.notion.template import blocks_of
from mappings.aliases import LANGUAGES, Language
from mappings.fields import FieldType
from mappings.templates import NAMES, Heading, Template, load, read
from sync.changes import Kind
from sync.message import Message
from sync.model import Side, Snapshot
from tests.adapters.notion.faults import error
from tests.adapters.notion.world import World, change, now

EMPTY = Snapshot(Side.NOTION, (), {}, now())
CREATE = "POST /v1/pages"


def table(world: World, template: Template | None) -> NotionTable:
    mapping = world.mapping(FieldType.TITLE)
    made = NotionTable(world.connection, replace(mapping, notion=replace(mapping.notion, template=template)), now)
    made.read()
    world.transport.forget()
    return made


def blocks_on(world: World, page: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = world.raw("GET", f"blocks/{page}/children")["results"]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_a_new_page_begins_with_the_template_and_costs_no_further_call(
    world: World, name: str, language: Language
) -> None:
    template = load(name, language)
    (receipt,) = table(world, template).write([change(Kind.CREATE, "r1", cells={FieldType.TITLE: "停止"})], EMPTY)
    assert receipt.done
    assert receipt.after is not None
    assert world.transport.sent == [CREATE]
    shown = blocks_on(world, receipt.after.address)
    assert [each["type"] for each in shown if each["type"].startswith("heading")] == ["heading_2"] * len(
        template.headings
    )
    said = [each[each["type"]]["rich_text"][0]["plain_text"] for each in shown]
    assert said == [line for each in template.headings for line in (each.text, *each.lines)]


def test_without_a_template_a_new_page_is_blank(world: World) -> None:
    (receipt,) = table(world, None).write([change(Kind.CREATE, "r1", cells={FieldType.TITLE: "a"})], EMPTY)
    assert receipt.after is not None
    assert "children" not in str(world.transport.bodies[0])
    assert blocks_on(world, receipt.after.address) == []


def test_a_page_that_is_there_gets_nothing(world: World) -> None:
    page = world.add("a", "r1")
    made = table(world, load("risk", "en"))
    seen = made.read()
    (receipt,) = made.write([change(Kind.UPDATE, "r1", page, {FieldType.TITLE: "b"})], seen)
    assert receipt.written
    assert blocks_on(world, page) == []


def test_a_record_that_comes_back_from_the_trash_keeps_its_page(world: World) -> None:
    page = world.add("a", "r1")
    made = table(world, load("risk", "en"))
    world.raw("PATCH", f"pages/{page}", in_trash=True)
    (receipt,) = made.write([change(Kind.CREATE, "r1", cells={FieldType.TITLE: "a"}, restore=page)], EMPTY)
    assert receipt.done
    assert receipt.after is not None
    assert receipt.after.address == page
    assert blocks_on(world, page) == []


def test_where_no_blocks_are_taken_the_record_is_made_all_the_same(world: World) -> None:
    made = table(world, load("risk", "ja"))
    world.transport.fail(CREATE, error(403, "restricted_resource", "This workspace has used all blocks of its plan."))
    (receipt,) = made.write([change(Kind.CREATE, "r1", cells={FieldType.TITLE: "a"})], EMPTY)
    assert receipt.done
    assert receipt.after is not None
    assert blocks_on(world, receipt.after.address) == []


def test_a_field_that_is_refused_does_not_take_the_template_with_it(world: World) -> None:
    made = table(world, load("risk", "en"))
    world.transport.fail(CREATE, error(400, "validation_error", "body.properties.title is wrong"))
    (receipt,) = made.write([change(Kind.CREATE, "r1", cells={FieldType.TITLE: "a"})], EMPTY)
    assert receipt.after is not None
    assert len(blocks_on(world, receipt.after.address)) == load("risk", "en").blocks


def test_a_file_of_ones_own_in_markdown() -> None:
    found = read("# 何が\n\n(一行で)\n\n### いつ\n- 発生\n- 復旧\n", "md", "ja")
    assert found == Template((Heading("何が", 1, ("(一行で)",)), Heading("いつ", 3, ("発生", "復旧"), listed=True)))
    assert isinstance(found, Template)
    assert [each["type"] for each in blocks_of(found)] == [
        "heading_1",
        "paragraph",
        "heading_3",
        "bulleted_list_item",
        "bulleted_list_item",
    ]


def test_a_file_of_ones_own_in_toml_takes_the_teams_language() -> None:
    given = '[[sections]]\nja = { heading = "影響" }\nen = { heading = "Impact", line = "How many?" }\n'
    assert read(given, "toml", "en") == Template((Heading("Impact", 2, ("How many?",)),))
    assert read(given, "toml", "ja") == Template((Heading("影響"),))


@pytest.mark.parametrize(
    ("given", "kind", "why"),
    [
        ("sections = [", "toml", "cannot be read"),
        ("[[sections]]\nline = 'x'", "toml", "cannot be read"),
        ("[[sections]]\nheading = 3", "toml", "text"),
        ("[[sections]]\nheading = 'x'\nlevel = 7", "toml", "level 7"),
        ("no heading", "md", "no heading"),
        ("# a\n" * 101, "md", "101 blocks"),
        ("# " + "a" * 2001, "md", "longer than 2000"),
    ],
)
def test_a_file_that_is_no_template_says_why(given: str, kind: str, why: str) -> None:
    found = read(given, kind, "en")
    assert isinstance(found, Message)
    assert why in str(found)
