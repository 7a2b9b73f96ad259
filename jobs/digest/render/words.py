"""Sentences, numbers, days and durations in one reader's language and zone."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from string import Formatter
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton
from babel.numbers import format_decimal
from babel.units import format_unit

from jobs.catalogue import translate
from jobs.digest.model import Amount, Digest, Term, Unit, Window
from jobs.report.line import safe
from mappings.aliases import Spellings
from mappings.scales import scale
from sync.message import Message, say

_WEEK = re.compile(r"\d{4}-W\d{2}")
_LONG = timedelta(days=2)
"""A duration of so much is told in days and hours, a shorter one in hours and minutes."""
_UNITS = {
    Unit.PERCENT: say("percent"),
    Unit.MINUTES: say("minutes"),
    Unit.HOURS: say("hours"),
    Unit.DAYS: say("days"),
    Unit.RATIO: say("times"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """``zone`` is the team's, in which moments are told."""

    language: str = "en"
    zone: tzinfo = UTC
    year: int | None = None
    """Days of another year are told with theirs."""

    @classmethod
    def of(cls, digest: Digest, language: str) -> "Words":
        zone = ZoneInfo(digest.zone)
        return cls(language, zone, digest.window.start.astimezone(zone).year)

    def __call__(self, message: Message) -> str:
        """Return the sentence on one line; numbers, days and durations in it are written as the language does."""
        return safe(translate(self._told(message), self.language))

    def counted(self, count: int, one: Message, other: Message) -> str:
        """Return the form that the language has for ``count``, which fills ``{count}``."""
        form = Locale.parse(self.language).plural_form(count)
        message = one if form == "one" else other
        return self(Message(message.text, (*message.values, ("count", count))))

    def all(self, parts: Iterable[str]) -> str:
        """Join names with the comma of the language."""
        return ("、" if self.language == "ja" else ", ").join(safe(part) for part in parts)

    def number(self, value: float, places: int = 1) -> str:
        """Return a number with at most ``places`` decimals; tenths are not told of what is above 100."""
        shown = round(value, places if abs(value) < 100 else 0) + 0.0
        return str(format_decimal(shown, format=f"#,##0.{'#' * places}", locale=self.language))

    def measured(self, value: float, unit: Unit) -> str:
        """Return a number with its unit. Percent are of 100; minutes and hours are told as a duration."""
        if unit is Unit.MINUTES:
            return self.duration(timedelta(minutes=value))
        if unit is Unit.HOURS:
            return self.duration(timedelta(hours=value))
        if unit is Unit.DAYS:
            return self._unit(round(value, 1), "day", "long")
        if unit is Unit.PERCENT:
            return f"{self.number(value)}%"
        return f"{self.number(value, 2)}×" if unit is Unit.RATIO else self.number(value)

    def change(self, size: float, unit: Unit) -> str:
        """Return how far two figures are apart; percentages by points."""
        points = say("{number} pt", number=self.number(size))
        return self(points) if unit is Unit.PERCENT else self.measured(size, unit)

    def unit(self, unit: Unit) -> str:
        """Return the unit's name for an axis; nothing for counts."""
        return self(_UNITS[unit]) if unit in _UNITS else ""

    def duration(self, length: timedelta) -> str:
        """Return 3 days, 2 days 4 hr, 1 hr 30 min: its two greatest units, rounded."""
        sign = "−" if length < timedelta() else ""
        length = abs(length)
        step = timedelta(hours=1) if length >= _LONG else timedelta(minutes=1)
        length = step * round(length / step)
        days, rest = divmod(length, timedelta(days=1)) if length >= _LONG else (0, length)
        hours, rest = divmod(rest, timedelta(hours=1))
        minutes = rest // timedelta(minutes=1)
        parts = [(days, "day", "long"), (hours, "hour", "short"), (minutes, "minute", "short")]
        told = [self._unit(count, unit, form) for count, unit, form in parts if count]
        return sign + self._gap.join(told or [self._unit(0, "minute", "short")])

    def age(self, length: timedelta) -> str:
        """Return how old something is: whole days, or less where it is younger than one."""
        return self._unit(length.days, "day", "long") if length >= timedelta(days=1) else self.duration(length)

    def day(self, day: date) -> str:
        """Return Mon, Nov 16 or 11月16日(月)."""
        near = self.year in {None, day.year}
        return safe(str(format_skeleton("MMMEd" if near else "yMMMEd", day, locale=self.language)))

    def moment(self, moment: datetime) -> str:
        here = moment.astimezone(self.zone)
        return f"{self.day(here.date())} {here:%H:%M}"

    def window(self, window: Window) -> str:
        """Return the first and the last day."""
        start = window.start.astimezone(self.zone).date()
        end = window.end.astimezone(self.zone)
        last = end.date() - timedelta(days=1) if end.time() == time() else end.date()
        if last <= start:
            return safe(str(format_skeleton("yMMMEd", start, locale=self.language)))
        return safe(str(format_interval(start, last, "yMMMEd", locale=self.language)))

    def term(self, term: Term) -> str:
        """Return an option as its table writes it, else as the language calls it, else by its name."""
        return safe(term.written or _called(term.scale, self.language).get(term.name, term.name))

    def label(self, label: Message | str) -> str:
        """Return a label of an axis: W46 for 2026-W46, 11/9 for 2026-11-09, others as they are."""
        if isinstance(label, Message):
            return self(label)
        if _WEEK.fullmatch(label):
            return label[5:]
        try:
            day = date.fromisoformat(label)
        except ValueError:
            return safe(label)
        return str(format_date(day, "M/d", locale=self.language))

    def is_time(self, label: Message | str) -> bool:
        """Say whether a label is a week or a day."""
        return isinstance(label, str) and self.label(label) != safe(label)

    @property
    def _gap(self) -> str:
        return "" if self.language == "ja" else " "

    def _unit(self, count: float, unit: str, form: str) -> str:
        # Babel has the Japanese units in their short form only, and parts number and unit.
        length: str = "short" if self.language == "ja" else form
        text = format_unit(count, unit, length=length, locale=self.language)  # type: ignore[arg-type]
        return text.replace(" ", "") if self.language == "ja" else text

    def _told(self, message: Message) -> Message:
        formed = {name for _, name, spec, turn in Formatter().parse(message.text) if name and (spec or turn)}
        return Message(message.text, tuple((k, v if k in formed else self._value(v)) for k, v in message.values))

    def _value(self, value: object) -> object:
        if isinstance(value, Message):
            return self._told(value)
        if isinstance(value, bool):
            return value
        if isinstance(value, Amount | Term | int | float):
            return self._named(value)
        if isinstance(value, timedelta | date):
            return self._when(value)
        if isinstance(value, tuple | list):
            return self.all(str(self._value(each)) for each in value)
        return value

    def _named(self, value: Amount | Term | float) -> str:
        if isinstance(value, Amount):
            return self.measured(value.value, value.unit)
        return self.term(value) if isinstance(value, Term) else self.number(value)

    def _when(self, value: timedelta | date) -> str:
        if isinstance(value, timedelta):
            return self.duration(value)
        return self.moment(value) if isinstance(value, datetime) else self.day(value)


@cache
def _called(name: str | None, language: str) -> Mapping[str, str]:
    """Return what a language calls the options of a scale, by their first English names."""
    if name is None or language != "ja":
        return {}
    meant = Spellings(scale(name, "en"))
    return {meant.meaning(word): word for word in scale(name, "ja")}


def is_week(window: Window) -> bool:
    return _WEEK.fullmatch(window.name) is not None
