"""The digest in words: what every page shows, each of its texts as the reader sees it."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from jobs.digest.model import Amount, Digest, Figure, Line, Listing, Section, SectionKey, Term
from jobs.digest.render import spark
from jobs.digest.render.addresses import followable
from jobs.digest.render.words import Words, is_week
from jobs.report.line import safe
from jobs.rules.item import RecordType
from sync.message import Message, say

LEADING = {
    SectionKey.INCIDENTS: "incidents.count",
    SectionKey.POSTMORTEMS: "postmortems.overdue",
    SectionKey.ACTIONS: "actions.overdue",
    SectionKey.RISKS: "risks.review_overdue",
    SectionKey.SLO: "slo.spent",
    SectionKey.BACKLOG: "backlog.open",
}
"""The chief sections, and the figure of each that stands at the head; where it tells nothing, the first that does."""
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
    course: spark.Course | None = None
    """Its last 13 windows."""
    section: Section | None = None
    """Where it comes from, for a figure that stands elsewhere."""


@dataclass(frozen=True, slots=True)
class View:
    """Puts parts of ``digest`` into ``words``."""

    digest: Digest
    words: Words

    def card(self, figure: Figure, section: Section | None = None) -> Card:
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
            spark.course(figure.trend, self._told(figure)),
            section,
        )

    def _told(self, figure: Figure) -> str:
        known = [value for value in figure.trend if value is not None]
        if not known:
            return ""
        low, high = (Amount(end(known), figure.unit) for end in (min, max))
        return self.words(say("{count} windows: from {low} to {high}", count=len(figure.trend), low=low, high=high))

    def row(self, line: Line) -> Row:
        return Row(
            self.words(line.text),
            safe(line.title),
            followable(line.url),
            tuple(self.mark(mark) for mark in line.marks if str(mark).strip()),
            self.words.all([owner.name for owner in line.owners]),
            line.record is not None and not line.owners,
            "" if line.age is None else self.words.age(line.age),
        )

    def mark(self, mark: Term | str) -> Mark:
        """Return a mark; how much it catches the eye follows from its meaning, or from the word itself."""
        if isinstance(mark, Term):
            return Mark(self.words.term(mark), _tone(mark.name))
        return Mark(safe(mark.strip()), _tone(mark))

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

    def leading(self) -> list[Card]:
        """Return the figures for the head: those of the highlights, else one of each chief section."""
        own = self.digest.section(SectionKey.HIGHLIGHTS)
        if own is not None and own.figures:
            return self.told(own.figures)
        sections = [(self.digest.section(key), chief) for key, chief in LEADING.items()]
        firsts = [(section, _first(section, chief)) for section, chief in sections if section is not None]
        return [self.card(figure, section) for section, figure in firsts if figure is not None]

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


def _first(section: Section, chief: str) -> Figure | None:
    known = [figure for figure in section.figures if figure.value is not None]
    return next((figure for figure in known if figure.key == chief), next(iter(known), None))


NOTHING = say("None.")


def _tone(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    return "grave" if _GRAVE.fullmatch(plain) else "serious" if _SERIOUS.fullmatch(plain) else "plain"
