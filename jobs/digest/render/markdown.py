"""The digest as GitHub flavoured Markdown, for the summary of a job."""

import re
from collections.abc import Iterator

from jobs.digest.model import Chart, Digest, Figure, Line, Listing, Section, SectionKey
from jobs.digest.render.charts import titled
from jobs.digest.render.figures import has_values, numbers
from jobs.digest.render.phrases import PHRASES
from jobs.digest.render.view import NOTHING, View
from jobs.digest.render.words import Words
from sync.message import Message

_SIGNS = re.compile(r"([\\`*_{}\[\]<>|~$#&])")
_ENTRY = re.compile(r"^(\d{0,9})([-+=:.)])")
"""What would make a list, a rule or a table of a line."""
_CALLS = re.compile(r"(@|#|(?i:\bGH-))(?=\w)|((?i:https?|ftp):)(?=//)|(?i:(\bwww)(?=\.))|(:)(?=[\w+-]+:)")
_APART = "\u200b"


def markdown(digest: Digest, language: str) -> str:
    """Return the digest in ``language``. Nothing from a table can become a link, a mention or a sign of Markdown."""
    return "\n".join(_Page(View(digest, Words.of(digest, language))).lines()).rstrip() + "\n"


def escaped(text: str) -> str:
    """Return text that Markdown shows as it is.

    A blank without width parts what GitHub would make a mention, a reference, a link or an emoji of, as it looks for
    these after the signs were taken off.
    """
    flat = " ".join(text.split())
    apart = _CALLS.sub(lambda found: found.group() + _APART, flat)
    return _ENTRY.sub(r"\1\\\2", _SIGNS.sub(r"\\\1", apart))


class _Page:
    def __init__(self, view: View) -> None:
        self._view = view
        self._digest = view.digest
        self._words = view.words

    def lines(self) -> Iterator[str]:
        digest, words = self._digest, self._words
        yield f"# {self._say(digest.title)}"
        yield ""
        made = f"{words(PHRASES['made'])} {words.moment(digest.made_at)}"
        yield escaped(f"{words.window(digest.window)} · {digest.window.name} · {digest.zone} · {made}")
        if digest.counts:
            counted = " · ".join(f"{name} {words.number(count)}" for name, count in self._view.counts())
            yield ""
            yield escaped(f"{words(PHRASES['looked_at'])}: {counted}")
        for section in digest.sections:
            yield from self._section(section)
        if digest.definitions:
            yield from ("", f"## {self._say(PHRASES['definitions'])}", "")
            for each in digest.definitions:
                yield f"- **{self._say(each.name)}**: {self._say(each.text)}"

    def _say(self, message: Message) -> str:
        return escaped(self._words(message))

    def _section(self, section: Section) -> Iterator[str]:
        yield from ("", f"## {self._say(section.title)}", "")
        blocks = [
            *([list(self._figures(section.figures))] if section.figures else []),
            *([[f"> {self._say(note)}"] for note in section.notes]),
            *(list(self._chart(chart)) for chart in section.charts),
            *(list(self._listing(each, section.key)) for each in section.listings),
        ]
        if not blocks:
            yield self._say(NOTHING)
        for place, block in enumerate(blocks):
            if place:
                yield ""
            yield from block

    def _figures(self, figures: tuple[Figure, ...]) -> Iterator[str]:
        told, untold = self._view.told(figures), self._view.untold(figures)
        if told:
            heads = [self._say(PHRASES[name]) for name in ("figure", "value", "compared")]
            yield "| " + " | ".join((*heads, "")) + " |"
            yield "| --- | ---: | --- | --- |"
        for card in told:
            compared = [
                f"{each.label} {each.value}" + (f" ({each.arrow} {each.change})" if each.change else "")
                for each in card.compared
            ]
            cells = (card.name, card.value, " · ".join(compared), " · ".join(card.remarks))
            yield "| " + " | ".join(escaped(cell) for cell in cells) + " |"
        if told and untold:
            yield ""
        if untold:
            named = [f"{card.name} ({', '.join(card.remarks)})" if card.remarks else card.name for card in untold]
            yield f"{self._say(PHRASES['untold'])}: {escaped(' · '.join(named))}"

    def _chart(self, chart: Chart) -> Iterator[str]:
        yield f"**{escaped(titled(chart, self._words))}** {self._say(chart.text)}"
        if not has_values(chart):
            return
        head, rows = numbers(chart, self._words)
        yield from ("", "<details>", f"<summary>{self._say(PHRASES['numbers'])}</summary>", "")
        yield "| " + " | ".join(escaped(name) for name in head) + " |"
        yield "| --- |" + " ---: |" * (len(head) - 1)
        for row in rows:
            yield "| " + " | ".join(escaped(cell) for cell in row) + " |"
        yield from ("", "</details>")

    def _listing(self, listing: Listing, key: SectionKey) -> Iterator[str]:
        if key is not SectionKey.HIGHLIGHTS:
            yield from (f"### {self._say(listing.title)}", "")
        for line in listing.lines:
            yield f"- {self._line(line)}"
        if listing.rest:
            yield f"- {escaped(self._view.rest(listing))}"
        if not listing.lines and not listing.rest:
            yield escaped(self._view.empty(listing))

    def _line(self, line: Line) -> str:
        row = self._view.row(line)
        title = escaped(row.title or (row.url or ""))
        named = f"[{title}]({row.url})" if row.url else title
        marks = " ".join(f"**{escaped(mark.text)}**" for mark in row.marks)
        owner = self._say(PHRASES["nobody"]) if row.ownerless else escaped(row.owners)
        parts = (" ".join(filter(None, (marks, named))), escaped(row.text), owner, escaped(row.age))
        return " · ".join(filter(None, parts))
