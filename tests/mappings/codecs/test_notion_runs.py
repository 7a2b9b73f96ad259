"""Rich text that is written keeps the marks, links, mentions and equations of the words that stand."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.codecs.notion import Lookup, Nobody, PageIds, Unwritable, current, write
from mappings.codecs.notion.runs import PLAIN, is_formatted, rewritten
from mappings.fields import FieldType

Json = dict[str, Any]
LOOKUP = Lookup(Nobody(), PageIds())
PAGE = "0f6a1b9c-7d43-4e21-8a5b-6c0d9e8f7a61"
_USUAL = {"bold": False, "italic": False, "strikethrough": False, "underline": False, "code": False, "color": "default"}


def text(content: str, link: str | None = None, **marks: object) -> Json:
    """A piece as Notion shows it."""
    return {
        "type": "text",
        "text": {"content": content, "link": link and {"url": link}},
        "annotations": {**_USUAL, **marks},
        "plain_text": content,
        "href": link,
    }


def mention(content: str, kind: str, target: object, href: str | None = None, **marks: object) -> Json:
    return {
        "type": "mention",
        "mention": {"type": kind, kind: target},
        "annotations": {**_USUAL, **marks},
        "plain_text": content,
        "href": href,
    }


def equation(expression: str) -> Json:
    shown = {"annotations": dict(_USUAL), "plain_text": expression, "href": None}
    return {"type": "equation", "equation": {"expression": expression}, **shown}


def piece(content: str, link: str | None = None, **marks: object) -> Json:
    """A piece as it is written."""
    where = {"link": {"url": link}} if link else {}
    found: Json = {"type": "text", "text": {"content": content, **where}}
    return {**found, "annotations": marks} if marks else found


USER = mention("@佐藤", "user", {"object": "user", "id": PAGE, "name": "佐藤", "person": {}}, bold=True)
DOCS = "https://example.com/docs"


def test_marks_and_links_of_the_other_words_stay() -> None:
    raw = [text("Risk of "), text("fire", bold=True, color="red"), text(", see "), text("the docs", DOCS), text(".")]
    assert rewritten("High risk of fire, see the docs and ask.", raw) == [
        piece("High risk of "),
        piece("fire", bold=True, color="red"),
        piece(", see "),
        piece("the docs", DOCS),
        piece(" and ask."),
    ]


def test_mentions_and_equations_are_written_in_the_form_that_notion_takes() -> None:
    today = {"type": "template_mention_date", "template_mention_date": "today"}
    emoji = {"id": PAGE, "name": "fire", "url": "https://example.com/fire.png"}
    raw = [
        USER,
        mention("2026-01-05", "date", {"start": "2026-01-05", "end": None, "time_zone": None}),
        mention("Plan", "page", {"id": PAGE}, f"https://www.notion.so/{PAGE}"),
        mention("Risks", "database", {"id": PAGE}),
        mention("@Today", "template_mention", today),
        mention(":fire:", "custom_emoji", emoji),
        equation("x^2"),
    ]
    assert rewritten("@佐藤2026-01-05PlanRisks@Today:fire:x^2!", raw) == [
        {"type": "mention", "mention": {"type": "user", "user": {"id": PAGE}}, "annotations": {"bold": True}},
        {
            "type": "mention",
            "mention": {"type": "date", "date": {"start": "2026-01-05", "end": None, "time_zone": None}},
        },
        {"type": "mention", "mention": {"type": "page", "page": {"id": PAGE}}},
        {"type": "mention", "mention": {"type": "database", "database": {"id": PAGE}}},
        {"type": "mention", "mention": {"type": "template_mention", "template_mention": today}},
        {"type": "mention", "mention": {"type": "custom_emoji", "custom_emoji": emoji}},
        {"type": "equation", "equation": {"expression": "x^2"}},
        piece("!"),
    ]


def test_a_mention_whose_words_were_edited_becomes_text_with_its_marks() -> None:
    assert rewritten("@佐藤さ", [USER]) == [
        {"type": "mention", "mention": {"type": "user", "user": {"id": PAGE}}, "annotations": {"bold": True}},
        piece("さ", bold=True),
    ]
    assert rewritten("@佐", [USER]) == [piece("@佐", bold=True)]


def test_mentions_that_cannot_be_written_become_text_with_their_link() -> None:
    raw = [
        mention("PR 5", "link_preview", {"url": DOCS}, DOCS),
        text(" and "),
        mention("Page", "link_mention", {"href": DOCS}, DOCS),
    ]
    assert rewritten("PR 5 and Page!", raw) == [piece("PR 5", DOCS), piece(" and "), piece("Page", DOCS), piece("!")]


def test_a_link_spelt_out_goes_when_its_text_is_changed() -> None:
    raw = [text("see "), text("https://example.com/1", "https://example.com/1", italic=True), text(" now")]
    assert rewritten("see https://example.com/2 now", raw) == [
        piece("see "),
        piece("https://example.com/2", italic=True),
        piece(" now"),
    ]
    assert rewritten("so see https://example.com/1 now", raw)[1] == piece(
        "https://example.com/1", "https://example.com/1", italic=True
    )


def test_links_within_notion_are_written_with_the_address_they_are_read_without() -> None:
    assert rewritten("Plan B", [text("Plan", "/0f6a1b9c")])[0] == piece("Plan", "https://www.notion.so/0f6a1b9c")


def test_line_breaks_of_two_characters_are_one_even_across_pieces() -> None:
    raw = [text("a\r", bold=True), text("\nb\r\nc"), text("\rd")]
    assert rewritten("a\nb\nc\nd!", raw) == [piece("a", bold=True), piece("\nb\nc\nd!")]


def test_long_pieces_are_split_and_each_part_keeps_its_marks() -> None:
    assert rewritten("x" * 4500, [text("x" * 4499, bold=True)]) == [
        piece("x" * 2000, bold=True),
        piece("x" * 2000, bold=True),
        piece("x" * 500, bold=True),
    ]


def test_more_parts_than_notion_takes_are_held_and_nothing_is_lost() -> None:
    raw = [text(str(number), bold=number % 2 == 0) for number in range(100)]
    whole = "".join(str(number) for number in range(100))
    assert isinstance(write(FieldType.RICH_TEXT, whole, LOOKUP, raw), dict)
    refused = write(FieldType.RICH_TEXT, f"{whole}!", LOOKUP, [*raw, text("!", italic=True)])
    assert isinstance(refused, Unwritable)
    assert "101" in str(refused.why)


def test_only_text_with_something_to_it_is_kept_for_the_write() -> None:
    plain = {"type": "rich_text", "rich_text": [text("a"), text("b")]}
    assert current(FieldType.RICH_TEXT, plain) is None
    bold = {"type": "rich_text", "rich_text": [text("a", bold=True)]}
    assert current(FieldType.RICH_TEXT, bold) == bold["rich_text"]
    assert current(FieldType.NUMBER, {"type": "number", "number": 5}) is None
    assert current(FieldType.TITLE, None) is None


WORDS = st.text(st.sampled_from("ab 漢の😀\n"), min_size=1, max_size=12)
MARKS = st.fixed_dictionaries({}, optional={"bold": st.booleans(), "color": st.sampled_from(["red", "default"])})
PIECES = st.lists(
    st.builds(lambda words, link, marks: text(words, link, **marks), WORDS, st.sampled_from([None, DOCS]), MARKS)
    | st.just(USER)
    | st.builds(equation, st.sampled_from(["x^2", "\\pi"])),
    max_size=6,
)


@given(PIECES, st.text(st.sampled_from("ab 漢の😀\n佐藤@"), max_size=30))
def test_what_is_written_says_the_new_text(raw: list[Json], new: str) -> None:
    said = {"user": "@佐藤"}
    found = [
        each["text"]["content"]
        if each["type"] == "text"
        else each["equation"]["expression"]
        if each["type"] == "equation"
        else said[each["mention"]["type"]]
        for each in rewritten(new, raw)
    ]
    assert "".join(found) == new


@given(PIECES)
def test_rich_text_that_did_not_change_is_written_as_it_was_read(raw: list[Json]) -> None:
    """Neighbours of one form are one piece, as Notion shows them."""
    said = "".join(each["plain_text"] for each in raw)
    written = rewritten(said, raw)
    again = [
        text(each["text"]["content"], (each["text"].get("link") or {}).get("url"), **each.get("annotations", {}))
        if each["type"] == "text"
        else USER
        if each["type"] == "mention"
        else equation(each["equation"]["expression"])
        for each in written
    ]
    assert rewritten(said, again) == written
    letters = [(letter, each["annotations"], each["href"]) for each in raw for letter in each["plain_text"]]
    assert [(letter, each["annotations"], each["href"]) for each in again for letter in each["plain_text"]] == letters


@pytest.mark.parametrize("raw", [None, 5, [], [5], [{}], [{"type": "mention"}], [{"annotations": 5}], [{"text": 5}]])
def test_what_is_not_rich_text_is_taken_for_none(raw: object) -> None:
    assert rewritten("new", raw) == [piece("new")]
    assert not is_formatted(raw)
    assert PLAIN.link is None
