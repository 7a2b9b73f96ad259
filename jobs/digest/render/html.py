"""The digest as one HTML file that asks for nothing: styles and charts are in it, and there is no script."""

import re
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from jobs.digest.model import Chart, Digest, Listing, Section, SectionKey
from jobs.digest.render import palette, spark
from jobs.digest.render.charts import svg, titled
from jobs.digest.render.figures import numbers
from jobs.digest.render.phrases import FOLD, PHRASES
from jobs.digest.render.view import NOTHING, Row, View
from jobs.digest.render.words import Words

SHOWN = 5
"""So many lines of a list are in sight; the others are folded."""


@dataclass(frozen=True, slots=True)
class Drawing:
    name: str
    title: str
    text: str
    svg: Markup | None
    head: list[str]
    rows: list[list[str]]


@dataclass(frozen=True, slots=True)
class List:
    """A list with its first lines and those that are folded."""

    title: str
    shown: list[Row]
    folded: list[Row]
    fold: str
    rest: str


def html(digest: Digest, language: str) -> str:
    """Return the page in ``language``. The same digest always gives the same page."""
    view = View(digest, Words.of(digest, language))
    page = _environment().get_template("digest.html.j2")
    look = _styles()
    return page.render(
        digest=digest,
        view=view,
        words=view.words,
        say={key: view.words(phrase) for key, phrase in PHRASES.items()},
        styles=Markup(look),  # noqa: S704 - the project's own file
        digest_of_styles=b64encode(sha256(look.encode()).digest()).decode(),
        highlights=digest.section(SectionKey.HIGHLIGHTS),
        sections=[section for section in digest.sections if section.key is not SectionKey.HIGHLIGHTS],
        drawings=lambda section: [
            _drawing(chart, view.words, f"{section.key.value}-{place}") for place, chart in enumerate(section.charts)
        ],
        lists=lambda section: [_list(listing, view) for listing in section.listings if _filled(listing)],
        nones=lambda section: [
            (view.words(listing.title), view.empty(listing)) for listing in section.listings if not _filled(listing)
        ],
        quiet=is_quiet,
        nothing_in=lambda section: nothing_in(section, view),
        size=(spark.WIDTH, spark.HEIGHT),
        lines_in=lines_in,
        anchor=anchor,
    )


def is_quiet(section: Section) -> bool:
    """Say whether a section has nothing to show but that it is empty, and perhaps why: no line, and only zeros."""
    told = any(value for each in section.figures for value in (each.value, each.before, each.usual))
    return not (told or section.charts or lines_in(section))


def nothing_in(section: Section, view: View) -> list[str]:
    """Return what a quiet section says: its notes, and once each that its lists are empty."""
    told = [view.words(note) for note in section.notes] + [view.empty(listing) for listing in section.listings]
    return list(dict.fromkeys(told)) or [view.words(NOTHING)]


def lines_in(section: Section) -> int:
    """Count the lines of its lists, with those that are not shown."""
    return sum(len(listing.lines) + listing.rest for listing in section.listings)


def anchor(key: str) -> str:
    return re.sub(r"[^a-zA-Z0-9_-]", "-", key)


def _drawing(chart: Chart, words: Words, name: str) -> Drawing:
    drawn = svg(chart, words, name)
    head, rows = numbers(chart, words)
    inline = None if drawn is None else Markup(drawn)  # noqa: S704 - written by an XML writer, which escapes its texts
    return Drawing(name, titled(chart, words), words(chart.text), inline, head, rows)


def _list(listing: Listing, view: View) -> List:
    rows = [view.row(line) for line in listing.lines]
    shown = len(rows) if len(rows) <= SHOWN + 1 else SHOWN
    folded = len(rows) - shown
    return List(
        view.words(listing.title),
        rows[:shown],
        rows[shown:],
        view.words.counted(folded, *FOLD) if folded else "",
        view.rest(listing) if listing.rest else "",
    )


def _filled(listing: Listing) -> bool:
    return bool(listing.lines or listing.rest)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("jobs.digest.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _styles() -> str:
    own = files("jobs.digest.render").joinpath("digest.css").read_text("utf-8")
    day = f":root{{{palette.variables(dark=False)}}}"
    night = f"@media screen and (prefers-color-scheme:dark){{:root{{{palette.variables(dark=True)}}}}}"
    return f"{day}\n{night}\n{palette.classes()}\n{own}"
