import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from jobs.digest.render import markdown
from jobs.digest.render.markdown import escaped
from tests.jobs.digest.samples import HOSTILE, hostile, sample

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
TEXTS = st.text(st.characters(blacklist_categories=["Cc", "Cs", "Cf"]) | st.sampled_from("*_[]()`<>|#@:/~$&!.-+=1\\"))


def tokens(text: str) -> list[Token]:
    return [inner for each in READER.parse(text) for inner in (each, *(each.children or ()))]


def shown(text: str) -> str:
    """Return what a reader sees of it."""
    return "".join(each.content for each in tokens(text) if each.type in {"text", "text_special"}).replace("\u200b", "")


@pytest.mark.parametrize(("before", "seen"), [("", ""), ("- ", ""), ("> ", ""), ("**x** · ", "x · "), ("## ", "")])
@given(text=TEXTS)
def test_any_text_is_shown_as_it_is(before: str, seen: str, text: str) -> None:
    assert shown(before + escaped(text)).strip() == (seen + " ".join(text.split())).strip()


@given(TEXTS)
def test_any_text_stays_in_its_cell(text: str) -> None:
    table = f"| a | b |\n| --- | --- |\n| {escaped(text)} | second |\n"
    found = tokens(table)
    assert [each.type for each in found].count("td_open") == 2
    assert not [
        each for each in found if each.type in {"link_open", "image", "html_inline", "html_block", "code_inline"}
    ]


def test_what_github_finds_after_the_signs_are_off_is_parted() -> None:
    text = escaped("@channel #12 GH-3 https://evil.example www.evil.example a@b.example :boom: ftp://x")
    assert not re.search(r"@\w|#\w|GH-\d|://|www\.|:boom:", text.replace(":\u200b//", ""))


def test_a_hostile_digest_gives_no_link_no_image_and_no_html() -> None:
    text = markdown(hostile(), "en")
    kinds = {each.type for each in tokens(text)}
    assert not kinds & {"link_open", "image", "html_inline", "code_inline", "code_block", "fence"}
    assert {each.content.strip() for each in tokens(text) if each.type == "html_block"} == {
        "<details>\n<summary>The numbers</summary>",
        "</details>",
    }
    assert HOSTILE in shown(text)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_section_figure_line_and_number_is_there(language: str) -> None:
    digest = sample(language)
    text = markdown(digest, language)
    seen = shown(text)
    for section in digest.sections:
        assert str(section.title) in seen
        assert all(str(figure.name) in seen for figure in section.figures)
        assert all(str(chart.text) in seen for chart in section.charts)
        for listing in section.listings:
            assert all(line.title in seen and str(line.text) in seen for line in listing.lines)
    assert text.count("](https://www.notion.so/") == sum(
        len(listing.lines) for section in digest.sections for listing in section.listings
    )


def test_the_rest_is_counted_and_an_empty_section_says_so() -> None:
    seen = shown(markdown(sample("en"), "en"))
    assert "and 4 more" in seen
    assert re.search(r"Likely duplicatesNone\.", seen)


def test_a_figure_of_too_few_is_named_only() -> None:
    lines = [line for line in markdown(sample("en"), "en").splitlines() if "Time to acknowledge" in line]
    assert lines == ["Too few records to say: Time to acknowledge, median (n = 3, 9 left out)"]
