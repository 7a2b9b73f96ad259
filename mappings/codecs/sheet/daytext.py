"""Days as people type them, at the beginning of a text."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from mappings.codecs.sheet.serial import EARLIEST
from sync.message import Message, say

_ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925, "大正": 1911, "明治": 1867}
_MONTHS = (
    ("jan", "january"), ("feb", "february"), ("mar", "march"), ("apr", "april"), ("may", "may"), ("jun", "june"),
    ("jul", "july"), ("aug", "august"), ("sep", "september", "sept"), ("oct", "october"), ("nov", "november"),
    ("dec", "december"),
)  # fmt: skip
_NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_ANY_NAME = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_NAME = rf"(?P<name>{_ANY_NAME})\.?"
_NTH = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_LONGEST_ERA = 99
_NEAR, _FAR = 30, 70
"""A year of two digits below 30 is of this century, from 70 on of the last."""

_ERA_OR_YEAR = r"(?P<era>令和|平成|昭和|大正|明治|[RHS](?=\s*\d))?\s*(?P<year>\d{1,4}|元)\s*"
_FORMS = {
    "year first": _ERA_OR_YEAR + r"(?:年\s*(?P<m1>\d{1,2})\s*月\s*(?P<d1>\d{1,2})\s*日"
    r"|(?P<sep>[-/.])(?P<m2>\d{1,2})(?P=sep)(?P<d2>\d{1,2})(?!\d))",
    "year last": r"(?P<one>\d{1,2})(?P<sep>[-/.])(?P<two>\d{1,2})(?P=sep)(?P<year>\d{4})(?!\d)",
    "day and name": _NTH + rf"[-/.\s]\s*{_NAME}[-/,\s]\s*(?P<year>\d{{4}}|\d{{2}})(?!\d)",
    "name and day": _NAME + rf"\s*{_NTH}(?:,\s*|\s+)(?P<year>\d{{4}})(?!\d)",
    "name between": rf"(?P<year>\d{{4}})[-/\s]{_NAME}[-/\s](?P<day>\d{{1,2}})(?!\d)",
    "no day": _ERA_OR_YEAR + r"(?:年\s*\d{1,2}\s*月|(?<=\d{4})[-/.]\d{1,2})(?![\d日/.-])",
    "no year": rf"\d{{1,2}}(?:[-/]|\s*月\s*)\d{{1,2}}\s*日?(?![\d/.:-])"
    rf"|(?:{_ANY_NAME})\.?\s*\d{{1,2}}(?:st|nd|rd|th)?(?![\d:])|\d{{1,2}}(?:st|nd|rd|th)?[-/\s]*(?:{_ANY_NAME})\b",
}
_PATTERNS = {form: re.compile(pattern, re.IGNORECASE) for form, pattern in _FORMS.items()}


@dataclass(frozen=True, slots=True)
class Doubt:
    """A text that means a date, but not one that can be told; it is held."""

    why: Message


@dataclass(frozen=True, slots=True)
class FoundDay:
    day: date | Doubt
    end: int
    """Where the text goes on."""


def find_day(text: str) -> FoundDay | None:
    """Return the day that the text, in narrow forms and trimmed, begins with."""
    for form, pattern in _PATTERNS.items():
        found = pattern.match(text)
        if found is not None:
            return FoundDay(_READERS[form](found), found.end())
    return None


def _year_first(found: re.Match[str]) -> date | Doubt:
    year = 1 if found["year"] == "元" else int(found["year"])
    if found["era"]:
        if year > _LONGEST_ERA:
            return Doubt(say("no era had a year {year}", year=year))
        year += _ERAS[found["era"].upper()]
    elif found["year"] == "元":
        return Doubt(say("{seen} names no era", seen=found[0]))
    return _day(found, year, found["m1"] or found["m2"], found["d1"] or found["d2"])


def _year_last(found: re.Match[str]) -> date | Doubt:
    """Day or month first: only where one of them can be no month, or both are the same."""
    one, two = int(found["one"]), int(found["two"])
    if one != two and one <= 12 and two <= 12:
        readings = [f"{found['year']}-{month:02}-{day:02}" for month, day in ((one, two), (two, one))]
        return Doubt(say("{seen} may be {one} or {two}", seen=found[0], one=readings[0], two=readings[1]))
    return _day(found, int(found["year"]), *((one, two) if one <= 12 else (two, one)))


def _named(found: re.Match[str]) -> date | Doubt:
    year, month = int(found["year"]), _NUMBERS[found["name"].casefold()]
    if len(found["year"]) > 2:
        return _day(found, year, month, found["day"])
    if _NEAR <= year < _FAR:
        return Doubt(say("{seen} may be of {one} or {two}", seen=found[0], one=1900 + year, two=2000 + year))
    return _day(found, year + (2000 if year < _NEAR else 1900), month, found["day"])


def _day(found: re.Match[str], year: int, month: str | int, day: str | int) -> date | Doubt:
    written = found["year"]
    if year < EARLIEST and len(written) <= 2:
        return Doubt(say("the year in {seen} is not written in full", seen=found[0]))
    if year < EARLIEST:
        return Doubt(say("the year {year} is before {earliest}: a slip?", year=written, earliest=EARLIEST))
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return Doubt(say("there is no such day as {seen}", seen=found[0]))


def _no_day(found: re.Match[str]) -> Doubt:
    return Doubt(say("{seen} names no day", seen=found[0]))


def _no_year(found: re.Match[str]) -> Doubt:
    return Doubt(say("{seen} names no year", seen=found[0]))


_READERS: dict[str, Callable[[re.Match[str]], date | Doubt]] = {
    "year first": _year_first,
    "year last": _year_last,
    "day and name": _named,
    "name and day": _named,
    "name between": _named,
    "no day": _no_day,
    "no year": _no_year,
}
