"""The site: it is built without a warning and read without a request to anywhere."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Route

from tests.jobs.digest.render.browser import browser, shots
from tests.shared import ROOT

HOST = "http://site.invalid/"
LOOKED_AT = (
    "",
    "start/",
    "mapping/",
    "japanese/",
    "commands/",
    "messages/",
    "retries/",
    "project/examples/nightly.yml/",
)


@dataclass
class Reader:
    """A browser that is given the files of a folder, and nothing else."""

    page: Page
    folder: Path
    asked: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def answer(self, route: Route) -> None:
        address = route.request.url
        path = self.folder / address.removeprefix(HOST).partition("?")[0]
        path = path / "index.html" if path.is_dir() else path
        if address.startswith(HOST) and path.is_file():
            route.fulfill(path=path)
        else:
            self.asked.append(address)
            route.abort()

    def hear(self, message: ConsoleMessage) -> None:
        self.told.append(f"{message.type}: {message.text}")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    proxy = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
    done = subprocess.run(  # noqa: S603 - the module by its name, with our own folder
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        env={**os.environ, **proxy, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING" not in done.stderr
    return folder


@pytest.fixture(scope="module")
def opened() -> Iterator[Browser]:
    with browser() as found:
        yield found


def test_every_page_of_the_docs_is_in_the_site(site: Path) -> None:
    pages = {page.stem for page in (ROOT / "docs").glob("*.md")} - {"index"}
    assert {name for name in pages if not (site / name / "index.html").is_file()} == set()


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    fetched = re.compile(r"""<(?:script|img|iframe|link)[^>]+(?:src|href)=["']?(https?:)?//""")
    assert [page for page in site.rglob("*.html") if fetched.search(page.read_text("utf-8"))] == []
    assert [
        page for page in site.rglob("*.css") if re.search(r"url\(['\"]?(https?:)?//", page.read_text("utf-8"))
    ] == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390)])
def test_it_reads_well_and_asks_for_nothing(site: Path, opened: Browser, scheme: str, width: int) -> None:
    size = {"width": width, "height": 900}
    context = opened.new_context(viewport=size, color_scheme="dark" if scheme == "dark" else "light")  # type: ignore[arg-type]  # a dict is taken
    reader = Reader(context.new_page(), site)
    reader.page.on("console", reader.hear)
    reader.page.route("**/*", reader.answer)
    folder = shots(site.parent / "shots")
    for name in LOOKED_AT:
        reader.page.goto(HOST + name)
        wide = reader.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name} is wider than the screen"
        assert reader.page.evaluate("document.documentElement.lang") == ("ja" if name == "japanese/" else "en")
        reader.page.screenshot(
            path=folder / f"site-{name.strip('/').replace('/', '-') or 'index'}-{scheme}-{width}.png"
        )
    context.close()
    assert reader.asked == []
    assert reader.told == []


@pytest.mark.parametrize(("words", "page"), [("undo", "undo/"), ("競合", "japanese/"), ("リスク", "mapping/")])
def test_what_is_looked_for_is_found(site: Path, opened: Browser, words: str, page: str) -> None:
    context = opened.new_context(viewport={"width": 1280, "height": 900})
    reader = Reader(context.new_page(), site)
    reader.page.route("**/*", reader.answer)
    reader.page.goto(HOST)
    reader.page.locator("input[name=query]").fill(words)
    found = reader.page.locator(".md-search-result__link")
    found.first.wait_for(timeout=15_000)
    links = [each.get_attribute("href") or "" for each in found.all()]
    context.close()
    assert any(f"/{page}" in link or link.startswith(page) for link in links), links
    assert reader.asked == []
