"""The end of the demo: the weekly digest of its tables, kept as files, and brought to both services."""

import io
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from rich.console import Console

from jobs.commands.delivering import Delivery, State
from jobs.commands.digest import make
from jobs.commands.files import put
from jobs.commands.terminal import Terminal
from jobs.demo.clients import Clients
from jobs.demo.pages import ZONE
from jobs.demo.story import Story
from jobs.demo.tabs import add_tabs, tabs
from jobs.digest.model import Digest, SectionKey
from jobs.digest.window import week
from jobs.settings import Settings
from sync.message import say

WEEK = "2026-W47"
"""The week in which the demo's tables end."""
MADE_AT = datetime(2026, 11, 23, 7, 0, tzinfo=ZONE)
LANGUAGES = ("en", "ja")


def digested(story: Story, clients: Clients, settings: Settings, folder: Path) -> bool:
    """Make the digest, keep it in ``folder``, and say whether it is where it should be and stays as it is."""
    from jobs import wiring  # noqa: PLC0415 - it loads every adapter, which --help need not wait for

    rows = add_tabs(clients)
    names = ", ".join(tab.title for tab in tabs())
    story.line(say("Three more tabs, of the sheet alone ({names}): {rows} rows", names=names, rows=rows))
    with wiring.services(settings) as shared:
        digest, unread = make(settings, week(WEEK, ZONE), shared, _silent(story), MADE_AT)
        with wiring.diary(shared) as diary:
            first, again = (
                Delivery(digest, story.voice.language, shared, diary).to(("notion", "tab")) for _ in range(2)
            )
    good = story.check(
        say("{count} records in {sections} sections; {lines} lines say what matters this week", **_size(digest)),
        good=not unread and bool(_size(digest)["lines"]),
    )
    written = [each.state for each in first] == [State.WRITTEN] * 2 and all(each.state is State.SAME for each in again)
    story.check(say("a page in Notion and the tab {tab}, written once", tab=settings.digest.sheet.tab), good=written)
    return _kept(digest, story, folder) and good and written


def _kept(digest: Digest, story: Story, folder: Path) -> bool:
    from jobs.digest.render import html, markdown  # noqa: PLC0415 - drawing is slow to load

    folder.mkdir(parents=True, exist_ok=True)
    files = {folder / f"digest.{language}.html": html(digest, language) for language in LANGUAGES}
    files[folder / "digest.md"] = markdown(digest, story.voice.language)
    for file, text in files.items():
        put(text, file)
    for file in files:
        story.line(say("kept: {file}", file=file), "·")
    return all(file.stat().st_size for file in files)


def _size(digest: Digest) -> Mapping[str, int]:
    top = digest.section(SectionKey.HIGHLIGHTS)
    lines = sum(len(each.lines) for each in top.listings) if top is not None else 0
    return {"count": sum(digest.counts.values()), "sections": len(digest.sections), "lines": lines}


def _silent(story: Story) -> Terminal:
    """Return a terminal that shows no bar of its own."""
    nowhere = Console(file=io.StringIO())
    return Terminal(story.voice, quiet=True, out=nowhere, err=nowhere)
