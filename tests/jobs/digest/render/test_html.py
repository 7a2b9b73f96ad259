import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from jobs.digest.model import Digest, Figure, Line, Listing, Section, SectionKey, Term
from jobs.digest.render import html
from jobs.digest.render.addresses import followable
from sync.message import say
from sync.model import RecordId
from tests.jobs.digest.samples import HOSTILE, hostile, sample


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == name]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_everything_of_the_digest_is_on_the_page(language: str) -> None:
    digest = sample(language)
    page = Page(html(digest, language))
    assert page.all("html") == [{"lang": language}]
    for section in digest.sections:
        assert str(section.title) in page.text
        for listing in section.listings:
            assert all(line.title in page.text and str(line.text) in page.text for line in listing.lines)
        assert all(str(chart.text) in page.text for chart in section.charts)
        assert all(str(note) in page.text for note in section.notes)
    assert all(str(each.text) in page.text for each in digest.definitions)


def test_the_page_asks_for_nothing() -> None:
    page = Page(html(sample("en"), "en"))
    assert not {tag for tag, _ in page.tags} & {"script", "img", "iframe", "object", "embed", "form", "base"}
    assert [each["href"] for each in page.all("link")] == ["data:,"]
    assert not [key for _, attributes in page.tags for key in attributes if key in {"src", "style"} or key[:2] == "on"]
    text = html(sample("en"), "en")
    assert not re.search(r"@import|url\((?!#)", text)


def test_only_the_own_styles_are_allowed() -> None:
    text = html(sample("en"), "en")
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    wanted = b64encode(sha256(style.encode()).digest()).decode()
    policy = next(each["content"] for each in Page(text).all("meta") if each.get("http-equiv"))
    assert policy is not None
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{wanted}';")


def test_values_from_tables_stay_text() -> None:
    text = html(hostile(), "en")
    page = Page(text)
    assert HOSTILE in page.text
    assert not page.all("script")
    assert not page.all("img")
    assert "<script" not in text
    assert not [each for each in page.all("a") if not (each["href"] or "").startswith("#")]


def test_a_name_stands_once_and_every_reference_leads_somewhere() -> None:
    page = Page(html(sample("ja"), "ja"))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    asked = [each["href"] for each in page.all("a") if (each["href"] or "").startswith("#")]
    labels = [attributes.get("aria-labelledby") for _, attributes in page.tags if "aria-labelledby" in attributes]
    assert {name[1:] for name in asked if name} | {name for name in labels if name} <= set(ids)


def test_a_figure_leads_to_its_definition() -> None:
    text = html(sample("en"), "en")
    assert '<a href="#how-ttr">Time to resolve, median</a>' in text
    assert 'id="how-ttr"' in text


def test_the_same_digest_gives_the_same_page() -> None:
    assert html(sample("ja"), "ja") == html(sample("ja"), "ja")


def test_long_lists_are_folded_and_the_rest_is_counted() -> None:
    text = html(sample("en"), "en")
    assert "Show 7 more" in text
    assert "and 4 more not listed here" in text


def test_better_and_worse_are_said_in_words() -> None:
    page = Page(html(sample("en"), "en"))
    flat = " ".join(page.text.split())
    assert "▼ 20 min better week before 1 hr 36 min" in flat
    assert "▼ 55.8 pt worse week before 64%" in flat
    assert "= no change week before 9" in flat


def test_figures_of_too_few_are_named_below_the_others() -> None:
    text = html(sample("en"), "en")
    _, _, untold = text.partition('<div class="untold">')
    assert "Time to acknowledge, median" in untold
    assert "Time to acknowledge" not in text[: len(text) - len(untold)]


def test_a_section_of_zeros_and_empty_lists_is_one_line() -> None:
    digest = sample("en")
    empty = [Listing(say(title), empty=say(text)) for title, text in (("A", "None."), ("B", "None."), ("C", "No c."))]
    figures = (Figure("k", say("Zero"), 0, before=0, usual=0), Figure("m", say("Too few"), None))
    section = Section(SectionKey.STALE, say("Quiet"), figures, tuple(empty), notes=(say("Not noted yet."),))
    text = html(replace(digest, sections=(section,)), "en")
    assert "<span>Not noted yet.</span> <span>None.</span> <span>No c.</span>" in text
    assert '<ul class="cards">' not in text
    line = Line(say("why"), "t", RecordId("r"), "A record")
    filled = html(replace(digest, sections=(replace(section, listings=(*empty, Listing(say("D"), (line,)))),)), "en")
    assert filled.index("<h3>D</h3>") < filled.index("<strong>A</strong> None.")
    assert "Zero" in filled


def test_a_figure_at_the_head_says_where_it_comes_from_and_its_course() -> None:
    digest = sample("en")
    flow = Figure("backlog.open", say("Open"), 4, trend=(1.0, 2.0, None, 3.0, 2.0, 4.0))
    section = Section(SectionKey.BACKLOG, say("Backlog"), (Figure("backlog.created", say("New"), 1), flow))
    text = html(replace(digest, sections=(section,)), "en")
    head = text.partition('id="glance"')[2].partition("</section>")[0]
    assert '<p class="quiet">Backlog</p>' in head
    assert "Open" in head
    assert "New" not in head
    assert 'aria-label="6 windows: from 1 to 4"' in head


def test_options_are_marks_in_the_reader_s_words() -> None:
    digest = sample("ja")
    terms = (Term("SEV1", "severity", "重大"), Term("Resolved", "incident_status"))
    line = Line(say("why"), "t", RecordId("r"), "A record", marks=terms)
    section = Section(SectionKey.INCIDENTS, say("Incidents"), listings=(Listing(say("New"), (line,)),))
    text = html(replace(digest, sections=(section,)), "ja")
    assert '<span class="mark grave">重大</span> <span class="mark plain">復旧</span>' in text


def test_nothing_looked_at_is_not_told() -> None:
    assert "Looked at" not in html(replace(sample("en"), counts={"incident": 0}), "en")


def test_without_highlights_and_definitions_there_is_still_a_page() -> None:
    digest = Digest(say("t"), sample("en").window, sample("en").made_at, "UTC", ())
    assert Page(html(digest, "en")).all("h1")


def test_days_that_are_no_week_are_compared_with_the_period_before() -> None:
    digest = sample("en")
    days = replace(digest, window=replace(digest.window, name="2026-11-01/2026-11-09"))
    assert "period before 9" in Page(html(days, "en")).text
    assert "week before" not in Page(html(days, "en")).text


def test_a_highlight_without_a_record_is_its_sentence() -> None:
    digest = sample("en")
    top = digest.section(SectionKey.HIGHLIGHTS)
    assert top is not None
    bare = replace(top, listings=(Listing(say("x"), (Line(say("Nothing happened.")),)),))
    assert "Nothing happened." in html(replace(digest, sections=(bare,)), "en")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//evil.example/x",
        "/local",
        "https://",
        "https://[",
        "vbscript:x",
        "https:\\\\evil.example",
        "",
        None,
    ],
)
def test_what_is_no_web_page_is_not_followed(url: str | None) -> None:
    assert followable(url) is None


def test_an_address_is_followed_and_made_safe_for_markdown() -> None:
    assert followable("https://www.notion.so/a-b_c?v=1&p=2#x") == "https://www.notion.so/a-b_c?v=1&p=2#x"
    assert followable('https://a.example/(x)|"y"<z>`') == "https://a.example/%28x%29%7C%22y%22%3Cz%3E%60"
    assert followable("https://a.example/障害%20x") == "https://a.example/%E9%9A%9C%E5%AE%B3%20x"


def test_a_line_about_no_record_has_no_owner_to_miss() -> None:
    digest = sample("en")
    lines = (Line(say("3 rows have no id")), Line(say("late"), "t", RecordId("r"), "A record"))
    section = Section(SectionKey.HEALTH, say("Health"), listings=(Listing(say("Rows"), lines),))
    text = html(replace(digest, sections=(section,)), "en")
    assert '<td role="cell" class="why" colspan="2">3 rows have no id</td>' in text
    assert text.count('<span class="nobody">') == 1
