"""The digest in five lines: what arrives, and that nothing from a table calls anybody or opens anything."""

import json
import re
from dataclasses import replace

import pytest

from jobs.digest.model import SectionKey
from jobs.digest.render.brief import LINES, brief
from jobs.digest.render.chat import chat
from jobs.digest.render.mail import mail
from jobs.digest.render.slack import escaped, slack
from sync.message import say
from tests.jobs.digest.samples import hostile, sample

URL = "https://www.notion.so/abc?a=1&b=2"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_five_lines_and_the_link(language: str) -> None:
    found = brief(sample(language), language, URL)
    assert 1 <= len(found.points) <= LINES
    shown = slack(found)
    sections = [each for each in shown["blocks"] if each["type"] == "section"]
    assert len(sections) == len(found.points) + 1
    assert sections[-1]["text"]["text"].startswith("<https://www.notion.so/abc?a=1&amp;b=2|")
    assert all(each["text"]["verbatim"] for each in sections)
    assert all(len(each["text"]["text"]) <= 3000 for each in sections)
    assert found.title in chat(found)["cardsV2"][0]["card"]["header"]["title"]
    assert URL in mail(found).text


def test_every_highlight_leads_to_a_named_record_and_its_owner() -> None:
    found = brief(sample("en"), "en", URL)
    assert any(point.url and point.title for point in found.points)


def test_figures_fill_what_the_highlights_leave() -> None:
    digest = sample("en")
    sections = tuple(
        replace(each, listings=()) if each.key is SectionKey.HIGHLIGHTS else each for each in digest.sections
    )
    assert brief(replace(digest, sections=sections), "en", None).points
    assert brief(replace(digest, sections=()), "en", None).points[0].text


def test_nothing_from_a_table_is_markup_in_slack() -> None:
    shown = slack(brief(hostile(), "en", URL))
    for block in shown["blocks"]:
        if block["type"] != "section":
            continue
        rest = re.sub(r"<https?://[^<>|]+\|[^<>]*>", "", block["text"]["text"])
        assert "<" not in rest
        assert ">" not in rest
        assert "javascript:" not in "".join(re.findall(r"<([^|>]+)\|", block["text"]["text"]))


@pytest.mark.parametrize("call", ["<!channel>", "<@U123>", "<#C1>", "<https://evil.example|Login>"])
def test_calls_and_links_of_slack_are_text(call: str) -> None:
    assert "<" not in escaped(call)
    assert escaped("a*b_c~d`e").replace("\u200b", "") == "a*b_c~d`e"
    assert "*b" not in escaped("a*b*")


def test_nothing_from_a_table_is_markup_in_chat_and_mail() -> None:
    told = brief(hostile(), "en", URL)
    for text in (json.dumps(chat(told), ensure_ascii=False), mail(told).html):
        assert "<script" not in text
        assert "<img" not in text
        assert not re.search(r'href=\\?"javascript:', text)
        assert "<users/all>" not in text


def test_a_subject_is_one_line_whatever_the_title_is() -> None:
    digest = replace(sample("en"), title=say("{title}", title="Weekly\r\nBcc: evil@example.com"))
    assert "\n" not in mail(brief(digest, "en", None)).subject
    assert "\r" not in mail(brief(digest, "en", None)).subject
