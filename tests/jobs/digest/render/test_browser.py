"""The page in a real browser: what it asks for, what it says on the console, and what can be read."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from itertools import pairwise, product
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from jobs.digest.material import Material
from jobs.digest.model import Digest
from jobs.digest.render import html, png
from sync.message import say
from tests.jobs.digest.render.browser import browser, kept, shots
from tests.jobs.digest.samples import hostile, sample
from tests.jobs.digest.scene import digest as made_of
from tests.jobs.digest.test_real_week import TOKYO, made

Scheme = Literal["light", "dark"]

pytestmark = [pytest.mark.timeout(900), pytest.mark.xdist_group("browser")]
WIDTHS = {"desktop": 1280, "phone": 360}
SCHEMES: dict[Scheme, str] = {"light": "rgb(244, 245, 247)", "dark": "rgb(15, 20, 27)"}
READ: set[tuple[str, Scheme]] = {("desktop", "light"), ("phone", "dark")}
"""Where the slow ones look, axe-core and, unless they are to be kept, screenshots: each width and scheme once."""
PAGES = [("sample", "en"), ("sample", "ja"), ("busy", "ja"), ("empty", "en")]
_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_CHARTS = """() => [...document.querySelectorAll('figure.chart')].map(figure => {
    const drawn = figure.querySelector('[role=img]');
    const said = each => (each?.textContent ?? '').trim();
    const text = name => said(document.getElementById(drawn.getAttribute(name)));
    if (!drawn) return [said(figure.querySelector('figcaption')), said(figure.querySelector('p')), null];
    const rows = figure.querySelectorAll('details table tbody tr').length;
    return [text('aria-labelledby'), text('aria-describedby'), rows];
})"""
"""Title, text and rows of numbers of each chart; ``null`` rows where there is nothing to draw."""
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


@cache
def digest_of(name: str, language: str) -> Digest:
    """Return the sample, the digest of a busy week of real tables, or that of tables without a record."""
    if name == "busy":
        return made("2026-W07", TOKYO)
    return sample(language) if name == "sample" else made_of(Material(()))


@cache
def page_of(name: str, language: str) -> str:
    return html(digest_of(name, language), language)


def opened(chromium: Browser, folder: Path, text: str, width: int = 1280, scheme: Scheme = "light") -> Watched:
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
    found = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", list(_RULES))
    assert len(found["passes"]) > 20
    return [f"{each['id']}: {node['html']}" for each in found["violations"] for node in each["nodes"]]


@pytest.mark.parametrize(("name", "language"), PAGES)
def test_the_page_is_lonely_fits_and_can_be_read(chromium: Browser, tmp_path: Path, name: str, language: str) -> None:
    watched = opened(chromium, tmp_path, page_of(name, language))
    page = watched.page
    for (device, width), (scheme, background) in product(WIDTHS.items(), SCHEMES.items()):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        folded(page, opened=False)
        narrow_enough(watched, width)
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == background
        if (device, scheme) in READ or kept():
            file = shots(tmp_path) / f"{name}-{language}-{device}-{scheme}.png"
            assert len(page.screenshot(path=file, full_page=True)) > 20_000
        folded(page, opened=True)
        narrow_enough(watched, width)
        if (device, scheme) in READ:
            assert violations(page) == []
    lonely(watched)
    page.context.close()


def folded(page: Page, *, opened: bool) -> None:
    page.evaluate("open => document.querySelectorAll('details').forEach(each => { each.open = open; })", opened)


def test_what_cannot_be_read_is_found(chromium: Browser, tmp_path: Path) -> None:
    page = opened(chromium, tmp_path, page_of("sample", "en")).page
    page.evaluate("document.querySelector('h1').style.color = '#999'")
    assert [each.partition(":")[0] for each in violations(page)] == ["color-contrast"]
    page.context.close()


@pytest.mark.parametrize(("name", "language"), PAGES)
def test_headings_are_in_order_and_every_chart_has_its_text(
    chromium: Browser, tmp_path: Path, name: str, language: str
) -> None:
    page = opened(chromium, tmp_path, page_of(name, language)).page
    levels = page.evaluate(_LEVELS)
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    charts = page.evaluate(_CHARTS)
    assert len(charts) == sum(len(section.charts) for section in digest_of(name, language).sections)
    assert all(title and text for title, text, _ in charts)
    assert all(rows for _, _, rows in charts if rows is not None)
    if name != "empty":
        shot = page.locator("figure.chart").first.screenshot(path=shots(tmp_path) / f"{name}-{language}-chart.png")
        assert len(shot) > 5_000
    page.context.close()


def test_a_chart_without_its_text_is_found(chromium: Browser, tmp_path: Path) -> None:
    page = opened(chromium, tmp_path, page_of("sample", "en")).page
    page.evaluate("document.querySelector('figure.chart p').remove()")
    assert [bool(text) for _, text, _ in page.evaluate(_CHARTS)].count(False) == 1
    page.context.close()


def test_a_hostile_digest_does_nothing(chromium: Browser, tmp_path: Path) -> None:
    watched = opened(chromium, tmp_path, html(hostile(), "en"), WIDTHS["phone"])
    lonely(watched)
    narrow_enough(watched, WIDTHS["phone"])
    assert watched.page.evaluate("document.scripts.length + document.images.length") == 0
    watched.page.context.close()


def test_the_policy_keeps_what_does_get_in_from_acting(chromium: Browser, tmp_path: Path) -> None:
    evil = "<script>alert(1)</script><img src=https://evil.example/x><style>body{display:none}</style></main>"
    watched = opened(chromium, tmp_path, page_of("sample", "en").replace("</main>", evil, 1))
    assert watched.page.evaluate("getComputedStyle(document.body).display") != "none"
    assert all("Content Security Policy" in text for text in watched.said)
    assert len(watched.said) >= 3
    watched.page.context.close()


def test_words_without_end_do_not_widen_a_phone(chromium: Browser, tmp_path: Path) -> None:
    digest = _stretched(sample("en"))
    narrow_enough(opened(chromium, tmp_path, html(digest, "en"), WIDTHS["phone"]), WIDTHS["phone"])


def test_the_page_is_used_by_keyboard(chromium: Browser, tmp_path: Path) -> None:
    page = opened(chromium, tmp_path, page_of("sample", "en")).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.context.close()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_folded_lists_are_printed(chromium: Browser, tmp_path: Path, language: str) -> None:
    page = opened(chromium, tmp_path, page_of("sample", language), scheme="dark").page
    page.pdf(path=shots(tmp_path) / f"sample-{language}.pdf", format="A4", print_background=True)
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
