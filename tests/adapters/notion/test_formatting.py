"""A text whose words change keeps the marks, links, mentions and equations of the others: in the local Notion."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.sandbox.server import SandboxServer
from mappings.fields import FieldType
from sync.changes import Kind
from sync.model import Record, Snapshot
from tests.adapters.notion.world import Was, World, change, name_of, text

Json = dict[str, Any]
TITLE, MEMO = name_of(FieldType.TITLE), name_of(FieldType.RICH_TEXT)
DOCS = {"url": "https://example.com/docs"}


def bold(content: str) -> Json:
    return {"text": {"content": content}, "annotations": {"bold": True}}


def shown(world: World, page: str, name: str = "Memo") -> list[tuple[str, str, list[str], str | None]]:
    """Return each piece: what it is, what it says, the marks it has, and where it leads."""
    prop = world.raw("GET", f"pages/{page}")["properties"][name]
    return [
        (
            run["mention"]["type"] if run["type"] == "mention" else run["type"],
            run["plain_text"],
            [mark for mark, on in run["annotations"].items() if on not in (False, "default")],
            run["href"] if run["type"] == "text" else None,
        )
        for run in prop[prop["type"]]
    ]


def record(seen: Snapshot, page: str) -> Record:
    return next(each for each in seen.records if each.address == page)


def test_words_that_stay_keep_what_they_are_and_the_write_is_proved_by_its_answer(world: World) -> None:
    person = world.server.add_person("佐藤", "sato@example.jp")
    other = world.add("Plan", "r9")
    runs = [
        *text("Ask "),
        {"mention": {"user": {"id": person}}},
        *text(" before "),
        {"mention": {"date": {"start": "2026-01-05"}}, "annotations": {"italic": True}},
        *text(", see "),
        {"mention": {"page": {"id": other}}},
        *text(" and "),
        {"text": {"content": "the docs", "link": DOCS}},
        *text(": "),
        {"equation": {"expression": "x^2"}},
        {"mention": {"template_mention": {"template_mention_date": "today"}}},
        bold(" now"),
    ]
    page = world.add("a", "r1", Memo={"rich_text": runs})
    table = world.table(FieldType.TITLE, FieldType.RICH_TEXT)
    seen = table.read()
    old = str(record(seen, page).fields[MEMO])
    new = old.replace("Ask", "Please ask").replace("before", "by").replace("docs:", "docs, too:").replace("now", "soon")
    was = shown(world, page)
    world.transport.forget()
    (receipt,) = table.write([change(Kind.UPDATE, "r1", page, {FieldType.RICH_TEXT: Was(old, new)})], seen)
    assert receipt.written == {MEMO}
    assert world.transport.sent == [f"PATCH /v1/pages/{page}"]
    found = shown(world, page)
    assert "".join(content for _, content, _, _ in found) == new
    kinds = ("user", "date", "page", "equation", "template_mention")
    assert [each for each in found if each[0] in kinds] == [each for each in was if each[0] in kinds]
    assert ("text", "the docs", [], DOCS["url"]) in found
    assert ("text", " soon", ["bold"], None) in found


def test_a_title_keeps_its_marks_too(world: World) -> None:
    page = world.add("", "r1")
    runs = [*text("大きな"), bold("リスク"), *text("です")]
    world.raw("PATCH", f"pages/{page}", properties={"件名": {"title": runs}})
    table = world.table(FieldType.TITLE)
    seen = table.read()
    cell = {FieldType.TITLE: Was("大きなリスクです", "小さなリスクです")}
    (receipt,) = table.write([change(Kind.UPDATE, "r1", page, cell)], seen)
    assert receipt.written == {TITLE}
    assert shown(world, page, "件名") == [
        ("text", "小さな", [], None),
        ("text", "リスク", ["bold"], None),
        ("text", "です", [], None),
    ]


def test_what_was_formatted_after_the_read_is_kept_by_the_look_before_the_write(world: World) -> None:
    page = world.add("a", "r1", Memo={"rich_text": text("a big risk")})
    table = world.table(FieldType.TITLE, FieldType.RICH_TEXT)
    seen = table.read()
    runs = [*text("a "), bold("big"), *text(" risk")]
    world.raw("PATCH", f"pages/{page}", properties={"Memo": {"rich_text": runs}})
    again = table.recheck(seen)
    assert again is seen  # no word has changed
    cell = {FieldType.RICH_TEXT: Was("a big risk", "a big danger")}
    table.write([change(Kind.UPDATE, "r1", page, cell)], again)
    assert shown(world, page)[1] == ("text", "big", ["bold"], None)


def test_formatting_that_is_gone_again_does_not_come_back(world: World) -> None:
    page = world.add("a", "r1", Memo={"rich_text": [bold("big")]})
    table = world.table(FieldType.TITLE, FieldType.RICH_TEXT)
    seen = table.read()
    world.raw("PATCH", f"pages/{page}", properties={"Memo": {"rich_text": text("big")}})
    cell = {FieldType.RICH_TEXT: Was("big", "big risk")}
    table.write([change(Kind.UPDATE, "r1", page, cell)], table.recheck(seen))
    assert shown(world, page) == [("text", "big risk", [], None)]


def test_a_page_from_the_trash_comes_back_with_its_marks(world: World) -> None:
    page = world.add("a", "r1", Memo={"rich_text": [*text("a "), bold("big"), *text(" risk")]})
    world.raw("PATCH", f"pages/{page}", in_trash=True)
    table = world.table(FieldType.TITLE, FieldType.RICH_TEXT)
    seen = table.read()
    cells = {FieldType.TITLE: "a", FieldType.RICH_TEXT: "a big danger"}
    (receipt,) = table.write([change(Kind.CREATE, "r1", cells=cells, restore=page)], seen)
    assert receipt.written == {TITLE, MEMO}
    assert shown(world, page)[1] == ("text", "big", ["bold"], None)


def test_mentions_past_those_that_a_page_shows_are_kept(world: World) -> None:
    people = [world.server.add_person(f"P{number}", f"p{number}@example.com") for number in range(30)]
    runs = [{"mention": {"user": {"id": person}}} for person in people]
    page = world.add("a", "r1", Memo={"rich_text": runs})
    world.server.notion.mention_limit = 25  # as documented, though no recording shows it
    table = world.table(FieldType.TITLE, FieldType.RICH_TEXT)
    seen = table.read()
    old = str(record(seen, page).fields[MEMO])
    cell = {FieldType.RICH_TEXT: Was(old, f"{old}, all of them")}
    (receipt,) = table.write([change(Kind.UPDATE, "r1", page, cell)], seen)
    assert receipt.written == {MEMO}
    world.server.notion.mention_limit = None
    assert len([each for each in shown(world, page) if each[0] == "user"]) == 30


def test_more_parts_than_notion_takes_are_held_with_the_reason(world: World) -> None:
    runs = [bold(str(at)) if at % 2 else {"text": {"content": str(at)}} for at in range(100)]
    page = world.add("a", "r1", Memo={"rich_text": runs})
    table = world.table(FieldType.TITLE, FieldType.RICH_TEXT)
    seen = table.read()
    old = str(record(seen, page).fields[MEMO])
    wish = change(Kind.UPDATE, "r1", page, {FieldType.RICH_TEXT: Was(old, old + "x" * 2001)})
    assert ["Notion takes 100" in str(why) for why in table.objections([wish], seen).values()] == [True]


@pytest.mark.parametrize("length", [2000, 2001, 5000, 50_001, 200_000])
def test_long_texts_are_split_and_compared_whole(world: World, length: int) -> None:
    page = world.add("a", "r1", Memo={"rich_text": [*text("x" * 10), bold("big")]})
    table = world.table(FieldType.TITLE, FieldType.RICH_TEXT)
    seen = table.read()
    old = str(record(seen, page).fields[MEMO])
    new = "あ" * (length - 13) + old if length < 200_000 else "y" * length
    (receipt,) = table.write([change(Kind.UPDATE, "r1", page, {FieldType.RICH_TEXT: Was(old, new)})], seen)
    assert receipt.written == {MEMO}
    assert record(table.read(), page).fields[MEMO] == new
    assert length == 200_000 or shown(world, page)[-1] == ("text", "big", ["bold"], None)


@pytest.mark.parametrize("cluster", ["e\u0301", "👩‍🚒", "🇯🇵", "か\u3099"])
def test_no_part_of_a_long_text_begins_inside_a_character(world: World, cluster: str) -> None:
    page = world.add("a", "r1")
    table = world.table(FieldType.TITLE, FieldType.RICH_TEXT)
    seen = table.read()
    new = f"x{cluster * 3000}"
    world.transport.forget()
    (receipt,) = table.write([change(Kind.UPDATE, "r1", page, {FieldType.RICH_TEXT: Was(None, new)})], seen)
    assert receipt.written == {MEMO}
    sent: Any = world.transport.bodies[0]
    (wire,) = sent["properties"].values()
    parts = [each["text"]["content"] for each in wire["rich_text"]]
    assert len(parts) > 1
    assert "".join(parts) == new
    assert all(part.startswith(cluster) for part in parts[1:])


def test_a_text_too_large_for_one_request_is_refused_and_the_rest_is_written(world: World) -> None:
    """200,000 characters are allowed, 500 KB in a request are not exceeded."""
    page = world.add("a", "r1")
    table = world.table(FieldType.TITLE, FieldType.RICH_TEXT)
    seen = table.read()
    cells = {FieldType.TITLE: Was("a", "b"), FieldType.RICH_TEXT: Was(None, "あ" * 199_000)}
    (receipt,) = table.write([change(Kind.UPDATE, "r1", page, dict(cells))], seen)
    assert receipt.written == {TITLE}
    assert MEMO in receipt.refused


WORDS = st.text(st.sampled_from("ab 漢の😀\n=@,x^2"), min_size=1, max_size=10)
MARKS = st.fixed_dictionaries({}, optional={"bold": st.booleans(), "color": st.sampled_from(["red", "default"])})
RUNS = st.lists(
    st.builds(lambda words, marks: {"text": {"content": words}, "annotations": marks}, WORDS, MARKS)
    | st.builds(lambda words: {"text": {"content": words, "link": DOCS}}, WORDS)
    | st.builds(lambda words: {"equation": {"expression": words}}, st.sampled_from(["x^2", "a+b"]))
    | st.just({"mention": {"date": {"start": "2026-01-05"}}}),
    max_size=6,
)


@pytest.fixture(scope="module")
def lasting(server: SandboxServer) -> Iterator[World]:
    made = World(server)
    yield made
    made.close()


@settings(max_examples=40, deadline=None, derandomize=True)
@given(RUNS, WORDS, st.sampled_from(["before", "behind", "instead"]))
def test_any_formatted_text_takes_any_words_and_keeps_the_form_of_what_stands(
    lasting: World, runs: list[Json], new: str, where: str
) -> None:
    page = lasting.add("a", "r1", Memo={"rich_text": runs})
    table = lasting.table(FieldType.TITLE, FieldType.RICH_TEXT)
    seen = table.read()
    old = record(seen, page).fields[MEMO]
    was = shown(lasting, page)
    wish = {"before": f"{new}{old or ''}", "behind": f"{old or ''}{new}", "instead": new}[where]
    cell = {FieldType.RICH_TEXT: Was(old if isinstance(old, str) else None, wish)}
    (receipt,) = table.write([change(Kind.UPDATE, "r1", page, cell)], seen)
    assert receipt.written == {MEMO}
    assert record(table.read(), page).fields[MEMO] == wish
    found = [(letter, kind, marks, link) for kind, words, marks, link in shown(lasting, page) for letter in words]
    kept = [(letter, kind, marks, link) for kind, words, marks, link in was for letter in words]
    if where == "behind":
        assert found[: len(kept)] == kept
    lasting.raw("PATCH", f"pages/{page}", in_trash=True)
