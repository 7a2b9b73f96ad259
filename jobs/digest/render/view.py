"""The digest in words: what every page shows, each of its texts as the reader sees it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jobs.digest.model import Digest, Figure, Line, Listing, Section, SectionKey
from jobs.digest.render.addresses import followable
from jobs.digest.render.words import Words, is_week
from jobs.report.line import safe
from jobs.rules.item import RecordType
from sync.message import Message, say

LEADING = (
    SectionKey.INCIDENTS,
    SectionKey.POSTMORTEMS,
    SectionKey.ACTIONS,
    SectionKey.RISKS,
    SectionKey.SLO,
    SectionKey.BACKLOG,
)
"""Whose first figure stands at the head where the highlights bring none."""
_TYPES = {
    RecordType.RISK.value: say("risks"),
    RecordType.INCIDENT.value: say("incidents"),
    RecordType.ACTION_ITEM.value: say("prevention actions"),
    RecordType.BACKLOG.value: say("backlog items"),
    RecordType.SEVERITY.value: say("severity levels"),
    RecordType.SLO.value: say("service level objectives"),
}
_GRAVE = re.compile(r"sev[\s-]?[01]|s[01]|p0|critical|blocker|重大|致命的?|緊急|最高")
_SERIOUS = re.compile(r"sev[\s-]?2|s2|p1|major|high|overdue|高|大|期限超過|超過")


@dataclass(frozen=True, slots=True)
class Mark:
    text: str
    tone: str
    """``grave``, ``serious`` or ``plain``: how much it catches the eye; the word itself says what it is."""


@dataclass(frozen=True, slots=True)
class Row:
    text: str
    title: str
    url: str | None
    marks: tuple[Mark, ...]
    owners: str
    ownerless: bool
    """It is about a record, and nobody is named."""
    age: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One comparison of a figure: ``▲ 2`` against ``3`` of the ``week before``, and whether that is better."""

    label: str
    value: str
    arrow: str
    change: str
    tone: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Card:
    name: str
    value: str
    known: bool
    remarks: tuple[str, ...]
    compared: tuple[Compared, ...]
    definition: str | None
    """The key of its definition in the foot."""


@dataclass(frozen=True, slots=True)
class View:
    """Puts parts of ``digest`` into ``words``."""

    digest: Digest
    words: Words

    def card(self, figure: Figure) -> Card:
        words = self.words
        remarks = []
        if figure.n is not None:
            remarks.append(words(say("n = {count}", count=figure.n)))
        if figure.excluded:
            remarks.append(words(say("{count} left out", count=figure.excluded)))
        return Card(
            words(figure.name),
            "–" if figure.value is None else words.measured(figure.value, figure.unit),
            figure.value is not None,
            tuple(remarks),
            self._comparisons(figure),
            self._definition(figure.key),
        )

    def row(self, line: Line) -> Row:
        return Row(
            self.words(line.text),
            safe(line.title),
            followable(line.url),
            tuple(_mark(mark) for mark in line.marks if mark.strip()),
            self.words.all([owner.name for owner in line.owners]),
            line.record is not None and not line.owners,
            "" if line.age is None else self.words.age(line.age),
        )

    def rest(self, listing: Listing) -> str:
        return self.words.counted(
            listing.rest, say("and {count} more not listed here"), say("and {count} more not listed here")
        )

    def empty(self, listing: Listing) -> str:
        return self.words(listing.empty or NOTHING)

    def told(self, figures: Iterable[Figure]) -> list[Card]:
        return [self.card(figure) for figure in figures if figure.value is not None]

    def untold(self, figures: Iterable[Figure]) -> list[Card]:
        """Return those of too few records, which are named only."""
        return [self.card(figure) for figure in figures if figure.value is None]

    def counts(self) -> list[tuple[str, int]]:
        """Return how many records of each type were looked at."""
        return [
            (self.words(_TYPES[key]) if key in _TYPES else safe(key), count)
            for key, count in sorted(self.digest.counts.items())
            if count
        ]

    def leading(self) -> list[Figure]:
        """Return the figures for the head: those of the highlights, else the first of each chief section."""
        own = self.digest.section(SectionKey.HIGHLIGHTS)
        if own is not None and own.figures:
            return list(self._known(own))
        sections = [self.digest.section(key) for key in LEADING]
        firsts = [next(iter(self._known(section)), None) for section in sections if section is not None]
        return [figure for figure in firsts if figure is not None]

    def _known(self, section: Section) -> Iterator[Figure]:
        return (figure for figure in section.figures if figure.value is not None)

    def _comparisons(self, figure: Figure) -> tuple[Compared, ...]:
        week = is_week(self.digest.window)
        pairs: tuple[tuple[float | None, Message], ...] = (
            (figure.before, say("week before") if week else say("period before")),
            (figure.usual, say("13-week median") if week else say("median of 13 periods")),
        )
        return tuple(self._compared(figure, other, label) for other, label in pairs if other is not None)

    def _compared(self, figure: Figure, other: float, label: Message) -> Compared:
        words = self.words
        told = words.measured(other, figure.unit)
        if figure.value is None:
            return Compared(words(label), told, "", "", "level", "")
        change = figure.value - other
        size = words.change(abs(change), figure.unit)
        if size == words.change(0, figure.unit):
            return Compared(words(label), told, "=", words(say("no change")), "level", "")
        better = (change > 0) == (figure.better > 0)
        tone = "level" if not figure.better else "good" if better else "bad"
        verdict = "" if not figure.better else words(say("better") if better else say("worse"))
        return Compared(words(label), told, "▲" if change > 0 else "▼", size, tone, verdict)

    def _definition(self, key: str) -> str | None:
        known = {definition.key for definition in self.digest.definitions}
        while key and key not in known:
            key = key.rpartition(".")[0]
        return key or None


NOTHING = say("None.")


def _mark(text: str) -> Mark:
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    tone = "grave" if _GRAVE.fullmatch(plain) else "serious" if _SERIOUS.fullmatch(plain) else "plain"
    return Mark(safe(text.strip()), tone)
