"""The digest in five lines, for messages."""

from dataclasses import dataclass

from jobs.digest.model import Digest, Line, SectionKey
from jobs.digest.render.phrases import PHRASES
from jobs.digest.render.view import View
from jobs.digest.render.words import Words
from sync.message import say

LINES = 5


@dataclass(frozen=True, slots=True)
class Point:
    """One line: plain texts, none of them escaped. ``url`` leads to the record."""

    marks: str
    title: str
    url: str | None
    text: str
    """Why it stands there, with owner and age."""


@dataclass(frozen=True, slots=True)
class Brief:
    title: str
    period: str
    points: tuple[Point, ...]
    url: str | None
    """Where the whole digest is."""
    open: str
    """The words of the link there."""


def brief(digest: Digest, language: str, url: str | None) -> Brief:
    """Return what matters this week, in at most five lines; figures fill what the highlights leave."""
    view = View(digest, Words.of(digest, language))
    found = digest.section(SectionKey.HIGHLIGHTS)
    lines = [line for listing in found.listings for line in listing.lines] if found is not None else []
    points = [_point(view, line) for line in lines[:LINES]]
    for card in view.leading()[: max(0, LINES - len(points))]:
        where = f"{view.words(card.section.title)} – " if card.section is not None else ""
        compared = [f"{each.label} {each.value}" for each in card.compared]
        told = " · ".join([f"{where}{card.name}: {card.value}", *card.remarks, *compared])
        points.append(Point("", "", None, told))
    if not points:
        points.append(Point("", "", None, view.words(say("Nothing to tell of this window."))))
    period = f"{view.words.window(digest.window)} · {digest.zone}"
    return Brief(view.words(digest.title), period, tuple(points), url, view.words(say("Open the digest")))


def _point(view: View, line: Line) -> Point:
    row = view.row(line)
    owner = view.words(PHRASES["nobody"]) if row.ownerless else row.owners
    text = " · ".join(filter(None, (row.text, owner, row.age)))
    return Point(" ".join(mark.text for mark in row.marks), row.title, row.url, text)


def clipped(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
