"""The digest as blocks of Notion, within the limits of one call: what does not fit is counted."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from jobs.digest.model import Chart, Digest, Figure, Line, Listing, Section, SectionKey
from jobs.digest.render.charts import titled
from jobs.digest.render.figures import has_values
from jobs.digest.render.phrases import PHRASES
from jobs.digest.render.view import View
from jobs.digest.render.words import Words
from mappings.digest import Leaf, Picture, mark_of
from sync.message import say

Json = dict[str, Any]

_RUN = 2000
_RUNS = 100
_ADDRESS = 2000
_MOST = 100
"""Blocks in one list."""
_ALL = 900
_BYTES = 400_000
"""Notion takes 1,000 blocks and 500 KB in one call."""
_STEPS = (99, 50, 25, 12, 6, 3, 1, 0)
"""So many lines of each list are tried, until everything fits."""
_LANGUAGES = ("en", "ja")
_HIGHLIGHTS = 10


def leaf(digest: Digest, language: str, *, mentions: bool = True, draw: Callable[[Chart], bytes] | None = None) -> Leaf:
    """Return the page. ``draw`` makes the image of a chart; without it charts stand there in words."""
    words = Words.of(digest, language)
    pictures = {}
    for section in digest.sections:
        for place, chart in enumerate(section.charts):
            if draw is not None and has_values(chart):
                key = _key(section, place)
                caption = f"{titled(chart, words)}: {words(chart.text)}"
                pictures[key] = Picture(f"{digest.window.name.replace('/', '-')}-{key}.png", draw(chart), caption)
    page = _Page(View(digest, words), frozenset(pictures), mentions=mentions)
    body = page.fitted()
    print_ = _print(body, pictures)
    head = page.head(mark_of(digest.window.name, print_))
    plain = _Page(View(digest, words), frozenset(pictures), mentions=False).fitted() if mentions else body
    kept = words(say("An earlier version, left because somebody has written in it. Take out what you need."))
    titles = tuple(_title(digest, each) for each in _LANGUAGES)
    title = _title(digest, language)
    return Leaf(digest.window.name, title, titles, print_, [head, *body], [head, *plain], pictures, kept)


def _title(digest: Digest, language: str) -> str:
    return Words.of(digest, language)(digest.title)[:_RUN]


def _key(section: Section, place: int) -> str:
    return f"{section.key.value}-{place}"


def _print(body: Sequence[Json], pictures: dict[str, Picture]) -> str:
    made = sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode())
    for key in sorted(pictures):
        made.update(pictures[key].data)
    return made.hexdigest()[:16]


def _clipped(text: str, most: int = _RUN) -> str:
    """Cut a text to Notion's length, which counts the units of UTF-16."""
    if len(text.encode("utf-16-le")) // 2 <= most:
        return text
    raw = text.encode("utf-16-le")[: 2 * (most - 1)]
    return raw.decode("utf-16-le", "ignore") + "…"


def run(text: str, *, bold: bool = False, code: bool = False, link: str | None = None, color: str = "default") -> Json:
    """Return a piece of text. Nothing in it is markup to Notion."""
    content: Json = {"content": _clipped(text)}
    if link is not None and len(link) <= _ADDRESS:
        content["link"] = {"url": link}
    return {"type": "text", "text": content, "annotations": {"bold": bold, "code": code, "color": color}}


def _block(kind: str, runs: Sequence[Json], children: Sequence[Json] = (), **more: object) -> Json:
    inner: Json = {"rich_text": list(runs)[:_RUNS], **more}
    if children:
        inner["children"] = list(children)
    return {"object": "block", "type": kind, kind: inner}


def _size(blocks: Sequence[Json]) -> int:
    return sum(1 + _size(each[each["type"]].get("children", ())) for each in blocks)


@dataclass(frozen=True, slots=True)
class _Page:
    view: View
    pictured: frozenset[str]
    mentions: bool
    written: dict[int, list[Json]] = field(default_factory=dict)
    """Lines by their identity: they live as long as the digest."""

    def head(self, mark: str) -> Json:
        """Return the first block: what this is, when it was made, where people may write, and the mark."""
        digest, words = self.view.digest, self.view.words
        made = f"{words.window(digest.window)} · {digest.zone} · {words(PHRASES['made'])} "
        told = words(say("Bothways writes this part anew: write below it, not in it."))
        runs = [run(f"{made}{words.moment(digest.made_at)}\n"), run(f"{told} ", color="gray")]
        icon = {"type": "emoji", "emoji": "📋"}
        return _block("callout", [*runs, run(mark, code=True, color="gray")], icon=icon, color="gray_background")

    def fitted(self) -> list[Json]:
        """Return all other blocks, with as many lines in each list as fit."""
        for lines in _STEPS:
            made = list(self._sections(lines))
            small = len(json.dumps(made, ensure_ascii=False).encode()) <= _BYTES
            if small and _size(made) <= _ALL and len(made) < _MOST:
                return made
            if len(made) >= _MOST + _HIGHLIGHTS:
                break  # shorter lists leave as many blocks beside each other
        kept: list[Json] = []
        every, count, size = list(self._sections(0)), 0, 2
        for each in every[: _MOST - 2]:
            count, size = count + _size([each]), size + len(json.dumps(each, ensure_ascii=False).encode()) + 2
            if size > _BYTES or count > _ALL:
                break
            kept.append(each)
        left = len(every) - len(kept)
        told = say("{count} more parts have no room on this page.", count=left)
        return [*kept, _block("paragraph", [run(self.view.words(told))])]

    def _sections(self, lines: int) -> Iterator[Json]:
        for section in self.view.digest.sections:
            yield _block("heading_2", [run(self.view.words(section.title))])
            if section.key is SectionKey.HIGHLIGHTS:
                yield from self._highlights(section, lines)
            else:
                yield from self._section(section, lines)
        definitions = self.view.digest.definitions[: _MOST - 1]
        if definitions:
            words = self.view.words
            told = [
                _block("bulleted_list_item", [run(words(each.name), bold=True), run(f": {words(each.text)}")])
                for each in definitions
            ]
            yield _block("toggle", [run(words(PHRASES["definitions"]))], told)

    def _highlights(self, section: Section, lines: int) -> Iterator[Json]:
        found = [line for listing in section.listings for line in listing.lines][: max(lines, 1) * 5][:_HIGHLIGHTS]
        for line in found:
            yield _block("callout", self._line(line), icon={"type": "emoji", "emoji": "👉"}, color="default")
        if not found:
            empty = section.listings[0] if section.listings else Listing(section.title)
            yield _block("paragraph", [run(self.view.empty(empty))])
        yield from self._below(section)

    def _section(self, section: Section, lines: int) -> Iterator[Json]:
        if section.figures:
            yield self._figures(section.figures[: _MOST - 1])
        quiet = []
        for listing in section.listings:
            if listing.lines or listing.rest:
                yield self._listing(listing, lines)
            else:
                quiet.append(f"{self.view.words(listing.title)}: {self.view.empty(listing)}")
        if quiet:
            yield _block("paragraph", [run(" ".join(quiet), color="gray")])
        yield from self._below(section)

    def _below(self, section: Section) -> Iterator[Json]:
        words = self.view.words
        for place, chart in enumerate(section.charts):
            key = _key(section, place)
            if key in self.pictured:
                caption = [run(f"{titled(chart, words)}: {words(chart.text)}")]
                yield {"object": "block", "type": "image", "image": {"picture": key, "caption": caption}}
            else:
                yield _block("paragraph", [run(titled(chart, words), bold=True), run(f": {words(chart.text)}")])
        if section.notes:
            yield _block("paragraph", [run("\n".join(words(note) for note in section.notes), color="gray")])

    def _figures(self, figures: Sequence[Figure]) -> Json:
        words = self.view.words
        names = [words(PHRASES[key]) for key in ("figure", "value", "compared")]
        rows = [[[run(each)] for each in names]]
        for figure in figures:
            card = self.view.card(figure)
            value = " · ".join([card.value, *card.remarks])
            compared = " / ".join(
                " ".join(filter(None, (f"{each.label} {each.value}", each.arrow, each.change, each.verdict)))
                for each in card.compared
            )
            rows.append([[run(card.name)], [run(value, bold=card.known)], [run(compared or "–")]])
        cells = [{"object": "block", "type": "table_row", "table_row": {"cells": row}} for row in rows]
        table = {"table_width": 3, "has_column_header": True, "has_row_header": True, "children": cells}
        return {"object": "block", "type": "table", "table": table}

    def _listing(self, listing: Listing, lines: int) -> Json:
        shown = listing.lines[: min(lines, _MOST - 1)]
        rest = listing.rest + len(listing.lines) - len(shown)
        count = len(listing.lines) + listing.rest
        inside = [_block("bulleted_list_item", self._line(line)) for line in shown]
        if rest:
            counted = Listing(listing.title, (), rest)
            inside.append(_block("paragraph", [run(self.view.rest(counted), color="gray")]))
        head = [run(self.view.words(listing.title), bold=True), run(f" ({self.view.words.number(count)})")]
        return _block("toggle", head, inside)

    def _line(self, line: Line) -> list[Json]:
        """Return what a line says, written once: several lengths of the page are tried."""
        if id(line) not in self.written:
            self.written[id(line)] = self._spelled(line)
        return self.written[id(line)]

    def _spelled(self, line: Line) -> list[Json]:
        row = self.view.row(line)
        found: list[Json] = []
        for mark in row.marks:
            found += [run(mark.text, bold=True, color="red" if mark.tone == "grave" else "default"), run(" ")]
        title = row.title or (row.url or "")
        if title:
            found += [run(title, link=row.url), run(" · ")]
        found.append(run(row.text))
        found += self._owners(line, ownerless=row.ownerless)
        if row.age:
            found.append(run(f" · {row.age}", color="gray"))
        return found[:_RUNS]

    def _owners(self, line: Line, *, ownerless: bool) -> Iterator[Json]:
        if ownerless:
            yield run(f" · {self.view.words(PHRASES['nobody'])}", color="orange")
        for place, owner in enumerate(line.owners[:10]):
            yield run(" · " if not place else ", ")
            if self.mentions and owner.person is not None:
                yield {"type": "mention", "mention": {"type": "user", "user": {"id": owner.person}}}
            else:
                yield run(self.view.words.all([owner.name]))
