import json
from typing import Any

import pytest

from adapters.notion.body import Block, Part, body, parts
from mappings.aliases import LANGUAGES
from mappings.templates import NAMES, Placeholders, load, placeholders
from sync.message import Message
from tests.adapters.notion.faults import error
from tests.adapters.notion.world import World, text
from tests.shared import shared

KNOWN = Placeholders(placeholders())
CHILDREN = "GET /v1/blocks/.*/children"


def block(kind: str, said: str = "", *inner: dict[str, Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    content: dict[str, Any] = {"rich_text": text(said), **more}
    return {"type": kind, kind: {**content, **({"children": list(inner)} if inner else {})}}


def bare(kind: str, *inner: dict[str, Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"type": kind, kind: {**more, **({"children": list(inner)} if inner else {})}}


def row(*cells: str) -> dict[str, Any]:
    return {"type": "table_row", "table_row": {"cells": [text(each) for each in cells]}}


def page_with(world: World, *blocks: dict[str, Any]) -> str:
    page = world.add("障害", "r1")
    world.raw("PATCH", f"blocks/{page}/children", children=list(blocks))
    return page


def read(world: World, *blocks: dict[str, Any]) -> dict[str, Part]:
    found = body(world.connection, page_with(world, *blocks), KNOWN)
    assert not isinstance(found, Message)
    return {each.heading: each for each in found}


def test_what_stands_under_a_heading_goes_up_to_the_next_of_its_level_or_above(world: World) -> None:
    found = read(
        world,
        block("paragraph", "前書き"),
        block("heading_1", "経緯"),
        block("paragraph", "一"),
        block("heading_2", "検知"),
        block("paragraph", "二"),
        block("heading_1", "原因"),
        block("paragraph", "三"),
        block("heading_4", "細部"),
        block("quote", "四"),
    )
    assert {name: (each.level, each.text) for name, each in found.items()} == {
        "": (0, "前書き"),
        "経緯": (1, "一\n二"),
        "検知": (2, "二"),
        "原因": (1, "三\n四"),
        "細部": (4, "四"),
    }


def test_every_kind_of_block_says_what_people_read(world: World) -> None:
    found = read(
        world,
        block("heading_2", "記録"),
        block("bulleted_list_item", "a", block("bulleted_list_item", "b")),
        block("numbered_list_item", "c"),
        block("to_do", "d"),
        block("to_do", ""),
        block("callout", "e", block("paragraph", "f")),
        block("code", "g", language="sql"),
        bare("equation", expression="h"),
        bare("bookmark", url="https://example.com/i"),
        bare("column_list", bare("column", block("paragraph", "j")), bare("column", block("paragraph", "k"))),
        bare("table", row("時刻", "内容"), row("10:00", "l"), row("", ""), table_width=2, has_column_header=True),
        bare("image", type="external", external={"url": "https://example.com/m.png"}),
        bare("divider"),
    )["記録"]
    assert found.text.splitlines() == [
        *("a", "b", "c", "d", "e", "f", "g", "h", "https://example.com/i", "j", "k", "10:00 | l", "[image]"),
    ]
    assert found.entries == 5, "a, b, c, d and one row"


def test_a_toggle_is_a_heading_of_its_own_and_counts_where_something_stands_inside(world: World) -> None:
    found = read(
        world,
        block("heading_2", "詳細", block("paragraph", "見出しの中"), is_toggleable=True),
        block("toggle", "タイムライン", block("bulleted_list_item", "10:00 発生")),
        block("toggle", "影響", block("paragraph", "")),
    )
    assert found["タイムライン"] == Part("タイムライン", 4, "10:00 発生", 1)
    assert found["影響"] == Part("影響", 4, "", 0)
    assert found["詳細"] == Part("詳細", 2, "見出しの中\n10:00 発生", 2)


def test_a_copy_of_a_synced_block_says_what_its_original_says(world: World) -> None:
    page = page_with(world, bare("synced_block", block("paragraph", "同じ文"), synced_from=None))
    original = world.raw("GET", f"blocks/{page}/children")["results"][0]["id"]
    world.raw(
        "PATCH",
        f"blocks/{page}/children",
        children=[block("heading_1", "写し"), bare("synced_block", synced_from={"block_id": original})],
    )
    found = body(world.connection, page, KNOWN)
    assert isinstance(found, tuple)
    assert {each.heading: each.text for each in found} == {"": "同じ文", "写し": "同じ文"}


def test_a_flat_body_is_one_call_and_a_long_one_a_call_for_each_hundred_blocks(world: World) -> None:
    page = page_with(world, block("heading_1", "概要"), block("paragraph", "短い"))
    world.transport.forget()
    body(world.connection, page, KNOWN)
    assert world.transport.sent == [f"GET /v1/blocks/{page}/children"]
    for start in (0, 100):
        world.raw("PATCH", f"blocks/{page}/children", children=[block("paragraph", str(start + n)) for n in range(100)])
    world.transport.forget()
    found = body(world.connection, page, KNOWN)
    assert isinstance(found, tuple)
    assert found[0].text.splitlines() == ["短い", *(str(n) for n in range(200))]
    assert world.transport.count(CHILDREN) == 3


def test_a_page_as_the_template_made_it_is_filled_nowhere(world: World) -> None:
    for name in NAMES:
        for language in LANGUAGES:
            template = load(name, language)
            blocks = [
                each
                for heading in template.headings
                for each in (block("heading_2", heading.text), *(block("paragraph", line) for line in heading.lines))
            ]
            found = read(world, *blocks)
            assert {each.heading: (each.text, each.entries) for each in found.values()} == {
                each.text: ("", 0) for each in template.headings
            }


@pytest.mark.parametrize(
    "line",
    [
        "TBD",
        "todo",
        "ＴＢＤ。",
        "（未記入）",
        "ここに記入してください",
        "影響範囲を記入してください",
        "<describe the impact>",
        "…",
        "-",
    ],
)
def test_a_placeholder_fills_nothing(line: str) -> None:
    assert parts((Block("heading_1", "影響"), Block("paragraph", line)), KNOWN) == (Part("影響", 1, ""),)


@pytest.mark.parametrize(
    "line", ["なし", "N/A", "該当なし", "None", "0 件", "TBD になっていた項目を直した", "TODO を 3 件消化"]
)
def test_an_answer_is_no_placeholder(line: str) -> None:
    assert parts((Block("heading_1", "影響"), Block("paragraph", line)), KNOWN) == (Part("影響", 1, line),)


def test_a_page_that_may_not_be_read_says_why_and_stops_nothing(world: World) -> None:
    page = world.add("a", "r1")
    world.transport.fail(CHILDREN, error(404, "object_not_found", "Could not find block"))
    found = body(world.connection, page, KNOWN)
    assert isinstance(found, Message)
    assert "Could not find block" in str(found)


def test_recorded_blocks_are_read_without_a_surprise() -> None:
    """Every block that the real service was seen to send says what its text says, and an unknown one says nothing."""
    seen = set[str]()
    for name in ("sdk-py", "ultimate-notion"):
        file = shared(f"recorded/notion/{name}_2025-09-03.jsonl")
        for line in file.read_text("utf-8").splitlines():
            answer = json.loads(line)["response"]
            results = answer.get("results", ()) if isinstance(answer, dict) else ()
            blocks = [each for each in results if isinstance(each, dict) and each.get("object") == "block"]
            if blocks:
                found = body(_Recorded(blocks), "page", KNOWN)  # type: ignore[arg-type]  # one method of it is used
                assert isinstance(found, tuple)
                said = "\n".join(each.text + each.heading for each in found)
                for each in blocks:
                    seen.add(each["type"])
                    runs = each[each["type"]].get("rich_text", ())
                    plain = "".join(run["plain_text"] for run in runs).strip()
                    assert KNOWN.is_one(plain) or plain.splitlines()[0].strip() in said
    assert {"paragraph", "heading_1", "table", "to_do", "synced_block", "unsupported"} <= seen


class _Recorded:
    """A page of blocks in which nothing more is shown."""

    def __init__(self, blocks: list[dict[str, Any]]) -> None:
        self._blocks: list[dict[str, Any]] | None = blocks

    def children(self, _key: str, _cursor: str | None) -> dict[str, Any]:
        blocks, self._blocks = self._blocks or [], None
        return {"object": "list", "results": blocks, "has_more": False, "next_cursor": None}
