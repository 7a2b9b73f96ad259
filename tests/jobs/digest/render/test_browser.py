"""The page in a real browser: what it asks for, what it says on the console, and what can be read."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from jobs.digest.model import Digest
from jobs.digest.render import html, png
from sync.message import say
from tests.jobs.digest.render.browser import browser, shots
from tests.jobs.digest.samples import hostile, sample

pytestmark = [pytest.mark.timeout(900), pytest.mark.xdist_group("browser")]
WIDTHS = {"desktop": 1280, "phone": 360}
_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_CHARTS = """() => [...document.querySelectorAll('figure.chart')].map(figure => {
    const drawn = figure.querySelector('[role=img]');
    const text = name => (document.getElementById(drawn.getAttribute(name))?.textContent ?? '').trim();
    const rows = figure.querySelectorAll('details table tbody tr').length;
    return [text('aria-labelledby'), text('aria-describedby'), rows];
})"""
_TOO_WIDE = """() => [...document.body.querySelectorAll('*')]
    .filter(each => !each.closest('.scroll, .aside, .records thead, svg'))
    .filter(each => each.getBoundingClientRect().right > innerWidth + 0.5)
    .map(each => each.tagName + '.' + each.className)"""
_LEVELS = "() => [...document.querySelectorAll('h1, h2, h3, h4')].map(each => Number(each.tagName[1]))"


@dataclass
class Watched:
    """What an open page did."""

    page: Page
    address: str
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as found:
        yield found


def opened(
    chromium: Browser, folder: Path, text: str, width: int = 1280, scheme: Literal["light", "dark"] = "light"
) -> Watched:
    file = folder / "digest.html"
    file.write_text(text, encoding="utf-8")
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    watched = Watched(context.new_page(), file.as_uri())
    watched.page.on("request", lambda request: watched.asked.append(request.url))
    watched.page.on("console", lambda message: watched.said.append(message.text))
    watched.page.on("pageerror", lambda error: watched.said.append(str(error)))
    watched.page.on("dialog", lambda dialog: watched.said.append(dialog.message))
    watched.page.goto(watched.address, wait_until="load")
    return watched


def lonely(watched: Watched) -> None:
    assert watched.asked == [watched.address]
    assert watched.said == []


def narrow_enough(watched: Watched, width: int) -> None:
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= width
    assert watched.page.evaluate(_TOO_WIDE) == []


def violations(page: Page) -> list[str]:
    """Return what axe-core finds: the rule and the place."""
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
    found = page.evaluate("rules => axe.run({runOnly: rules})", list(_RULES))
    assert len(found["passes"]) > 20
    return [f"{each['id']}: {node['html']}" for each in found["violations"] for node in each["nodes"]]


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("device", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_lonely_fits_and_can_be_read(
    chromium: Browser, tmp_path: Path, language: str, device: str, scheme: Literal["light", "dark"]
) -> None:
    watched = opened(chromium, tmp_path, html(sample(language), language), WIDTHS[device], scheme)
    shot = watched.page.screenshot(path=shots(tmp_path) / f"digest-{language}-{device}-{scheme}.png", full_page=True)
    assert len(shot) > 50_000
    lonely(watched)
    narrow_enough(watched, WIDTHS[device])
    background = watched.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == ("rgb(244, 245, 247)" if scheme == "light" else "rgb(15, 20, 27)")
    watched.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    narrow_enough(watched, WIDTHS[device])
    assert violations(watched.page) == []
    watched.page.context.close()


def test_what_cannot_be_read_is_found(chromium: Browser, tmp_path: Path) -> None:
    page = opened(chromium, tmp_path, html(sample("en"), "en")).page
    page.evaluate("document.querySelector('h1').style.color = '#999'")
    assert [each.partition(":")[0] for each in violations(page)] == ["color-contrast"]
    page.context.close()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_headings_are_in_order_and_every_chart_has_its_text(chromium: Browser, tmp_path: Path, language: str) -> None:
    page = opened(chromium, tmp_path, html(sample(language), language)).page
    levels = page.evaluate(_LEVELS)
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    charts = page.evaluate(_CHARTS)
    assert len(charts) == sum(len(section.charts) for section in sample(language).sections)
    assert all(title and text and rows for title, text, rows in charts)
    page.context.close()


def test_a_hostile_digest_does_nothing(chromium: Browser, tmp_path: Path) -> None:
    watched = opened(chromium, tmp_path, html(hostile(), "en"), WIDTHS["phone"])
    lonely(watched)
    narrow_enough(watched, WIDTHS["phone"])
    assert watched.page.evaluate("document.scripts.length + document.images.length") == 0
    watched.page.context.close()


def test_the_policy_keeps_what_does_get_in_from_acting(chromium: Browser, tmp_path: Path) -> None:
    evil = "<script>alert(1)</script><img src=https://evil.example/x><style>body{display:none}</style></main>"
    watched = opened(chromium, tmp_path, html(sample("en"), "en").replace("</main>", evil, 1))
    assert watched.page.evaluate("getComputedStyle(document.body).display") != "none"
    assert all("Content Security Policy" in text for text in watched.said)
    assert len(watched.said) >= 3
    watched.page.context.close()


def test_words_without_end_do_not_widen_a_phone(chromium: Browser, tmp_path: Path) -> None:
    digest = _stretched(sample("en"))
    narrow_enough(opened(chromium, tmp_path, html(digest, "en"), WIDTHS["phone"]), WIDTHS["phone"])


def test_the_page_is_used_by_keyboard(chromium: Browser, tmp_path: Path) -> None:
    page = opened(chromium, tmp_path, html(sample("en"), "en")).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.context.close()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_folded_lists_are_printed(chromium: Browser, tmp_path: Path, language: str) -> None:
    page = opened(chromium, tmp_path, html(sample(language), language), scheme="dark").page
    page.pdf(path=shots(tmp_path) / f"digest-{language}.pdf", format="A4", print_background=True)
    page.emulate_media(media="print")
    assert page.evaluate("document.querySelector('.list details table').getBoundingClientRect().height") > 50
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(27, 36, 48)"
    page.context.close()


def test_images_for_notion_are_kept_to_be_looked_at(tmp_path: Path) -> None:
    for language in ("en", "ja"):
        for section in sample(language).sections:
            for chart in section.charts:
                (shots(tmp_path) / f"chart-{language}-{chart.key}.png").write_bytes(png(chart, language))


def _stretched(digest: Digest) -> Digest:
    long = "x" * 300
    sections = tuple(
        replace(
            section,
            figures=tuple(replace(figure, name=say("{x}", x=long)) for figure in section.figures),
            listings=tuple(
                replace(
                    listing, lines=tuple(replace(each, title=long, marks=(long,), owners=()) for each in listing.lines)
                )
                for listing in section.listings
            ),
        )
        for section in digest.sections
    )
    return replace(digest, title=say("{x}", x=long), sections=sections)
