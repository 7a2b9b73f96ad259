"""What a digest is made of. Values only: every renderer gets the same."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sync.message import Message
from sync.model import RecordId


@dataclass(frozen=True, slots=True)
class Term:
    """An option of a table, by the first English name that ``scale`` has for it."""

    name: str
    scale: str | None = None
    written: str | None = None
    """As the team's own table writes it; ``None``: the reader's language has a word for it, or it is its name."""

    def __str__(self) -> str:
        return self.written or self.name


@dataclass(frozen=True, slots=True)
class Window:
    """From ``start`` up to but without ``end``, both in the team's zone."""

    start: datetime
    end: datetime
    name: str
    """``2026-W46``, or ``2026-11-01/2026-11-09`` for days that are no week."""


class SectionKey(StrEnum):
    """The sections in the order in which they stand."""

    HIGHLIGHTS = "highlights"
    INCIDENTS = "incidents"
    POSTMORTEMS = "postmortems"
    ACTIONS = "actions"
    RISKS = "risks"
    STALE = "stale"
    DUPLICATES = "duplicates"
    LINKS = "links"
    SEVERITY = "severity"
    REPEATS = "repeats"
    BREAKAGE = "breakage"
    SLO = "slo"
    BACKLOG = "backlog"
    NEAR_MISSES = "near_misses"
    THANKS = "thanks"
    HEALTH = "health"


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody who is named. ``person`` is the Notion user id where it is known, so that a page can mention them."""

    name: str
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One record in a list, with why it stands there."""

    text: Message
    """What is to be said of it; never its title alone."""
    table: str = ""
    record: RecordId | None = None
    title: str = ""
    url: str | None = None
    owners: tuple[Owner, ...] = ()
    age: timedelta | None = None
    marks: tuple[Term | str, ...] = ()
    """Short words before the title: the severity, the status."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A capped list; ``rest`` is how many more there are."""

    title: Message
    lines: tuple[Line, ...] = ()
    rest: int = 0
    empty: Message | None = None
    """What is said where there is no line; ``None``: the renderer's words for nothing."""


class Unit(StrEnum):
    COUNT = "count"
    PERCENT = "percent"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in a sentence, which is told with its unit."""

    value: float
    unit: Unit

    def __str__(self) -> str:
        return f"{self.value:g}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that is shown, with what it is compared with. ``value`` is ``None`` where n is too small to say."""

    key: str
    """The metric's id, by which its definition stands in the foot: ``ttr.median``."""
    name: Message
    value: float | None
    unit: Unit = Unit.COUNT
    n: int | None = None
    excluded: int = 0
    """Records left out because a stamp is missing or impossible."""
    before: float | None = None
    """The same a week (one window) earlier."""
    usual: float | None = None
    """The median of the 13 windows before."""
    better: int = 0
    """-1: less is better, 1: more is better, 0: neither."""
    trend: tuple[float | None, ...] = ()
    """The last 13 windows, this one the last; empty where earlier ones cannot be reckoned."""


class ChartKind(StrEnum):
    BARS = "bars"
    STACKED = "stacked"
    """One on the other: their sum counts."""
    GROUPED = "grouped"
    """Side by side: what overlaps has no sum."""
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Series:
    name: Message
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart shows; ``text`` says the same in words."""

    key: str
    title: Message
    kind: ChartKind
    labels: tuple[Message | str, ...]
    """A week, a day and a name from a table are texts; a message is told in the reader's language."""
    series: tuple[Series, ...]
    unit: Unit
    text: Message


@dataclass(frozen=True, slots=True)
class Section:
    key: SectionKey
    title: Message
    figures: tuple[Figure, ...] = ()
    listings: tuple[Listing, ...] = ()
    charts: tuple[Chart, ...] = ()
    notes: tuple[Message, ...] = ()
    """What else is to be known: why nothing could be reckoned, how many records are confidential."""


@dataclass(frozen=True, slots=True)
class Definition:
    """How a metric is reckoned, for the foot."""

    key: str
    name: Message
    text: Message


@dataclass(frozen=True, slots=True)
class Digest:
    title: Message
    window: Window
    made_at: datetime
    zone: str
    sections: tuple[Section, ...]
    definitions: tuple[Definition, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many records of each type were looked at."""

    def section(self, key: SectionKey) -> Section | None:
        return next((each for each in self.sections if each.key is key), None)
